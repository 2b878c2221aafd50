/// Reads an expression by recursive descent straight into a tape.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/objectives/expression/lexer.h"
#include "core/objectives/expression/tape_builder.h"

namespace thalweg::expression {

struct NamedFunction;

/// sum     = product (("+" | "-") product)*
/// product = signed (("*" | "/") signed)*
/// signed  = "-"* power
/// power   = primary ("^" signed)?
/// primary = number | name | function "(" sum ("," sum)? ")" | "(" sum ")"
/// The first error ends the text for all that still reads it, so that everything returns at once.
class Parser {
 public:
  /// Both must outlive the parser.
  Parser(std::string_view text, const std::map<std::string, double>& constants);
  Result<Tape> parse(Index minimumDimension);

 private:
  using Node = TapeBuilder::Node;
  struct Level;  // one level of nesting, for as long as it lives

  Node sum();
  Node product();
  Node signedPower();
  Node power();
  Node primary();
  Node bracket();
  Node number();
  Node name();
  Node call(const NamedFunction& function, const Token& word);
  Node variable(Index number, const Token& word);
  void close(const Token& opening);

  bool take(char sign);
  void advance() { m_token = m_error ? Token{} : m_lexer.next(); }
  Node fail(const Token& at, const std::string& what);
  Node failHere(const std::string& expected);
  std::string found() const;

  std::string_view m_text;
  const std::map<std::string, double>& m_constants;
  Lexer m_lexer;
  TapeBuilder m_builder;
  Token m_token;
  int m_depth = 0;
  std::optional<Error> m_error;
};

}  // namespace thalweg::expression
