/// Reads an expression by recursive descent straight into a tape.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/objectives/expression/lexer.h"
#include "core/objectives/expression/tape_builder.h"

namespace thalweg::expression {

struct NamedFunction;

/// any      = all ("or" all)*
/// all      = negation ("and" negation)*
/// negation = "not"* relation
/// relation = sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)?
/// sum      = product (("+" | "-") product)*
/// product  = signed (("*" | "/") signed)*
/// signed   = "-"* power
/// power    = primary ("^" signed)?
/// primary  = number | name | "x" "[" any "]" | function "(" any ("," any)* ")" | "(" any ")"
/// The first error ends the text for all that still reads it, so that everything returns at once.
class Parser {
 public:
  /// Both must outlive the parser.
  Parser(std::string_view text, const std::map<std::string, double>& constants);
  Result<Tape> parse(Index minimumDimension);

 private:
  using Node = TapeBuilder::Node;
  struct Level;  // one level of nesting, for as long as it lives

  /// The name that counts the terms of a sum, and its present number.
  struct Counter {
    std::string name;
    double number = 0;
  };

  Node any();
  Node all();
  Node negation();
  Node relation();
  Node sum();
  Node product();
  Node signedPower();
  Node power();
  Node primary();
  Node bracket();
  Node number();
  Node name();
  Node call(const NamedFunction& function, const Token& word);
  Node callOf(const NamedFunction& function, const Token& opening);
  Node sumOver(const Token& word, const Token& opening);
  std::optional<Counter> counter();
  double bound(const Token& word);
  Node terms(const Token& word, double last);
  Node indexed();
  Node variable(Index number, const Token& word);
  std::optional<double> constantNamed(const std::string& name) const;
  bool argumentFollows(const NamedFunction& function);
  void close(const Token& opening, std::string_view sign = ")");

  bool take(std::string_view sign);
  void advance();
  Node fail(const Token& at, const std::string& what);
  Node failHere(const std::string& expected);
  std::string found() const;

  std::string_view m_text;
  const std::map<std::string, double>& m_constants;
  Lexer m_lexer;
  TapeBuilder m_builder;
  Token m_token;
  int m_depth = 0;
  std::size_t m_read = 0;           // tokens; those of a sum's term count once for each term
  std::vector<Counter> m_counters;  // of the sums around, the innermost last
  bool m_idle = false;              // in the term of an empty sum, read for its errors alone
  std::optional<Error> m_error;
};

struct Parser::Level {
  Level(Parser& parser, const Token& at);
  ~Level() { --m_parser.m_depth; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  Parser& m_parser;
};

}  // namespace thalweg::expression
