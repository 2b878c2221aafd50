#include "core/objectives/expression/expression.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/objectives/expression/lexer.h"
#include "core/objectives/expression/parser.h"
#include "core/objectives/expression/words.h"

namespace thalweg {

using namespace expression;

namespace {

Outcome allowed(const std::map<std::string, double>& constants) {
  for (const auto& [name, value] : constants) {
    if (isWord(name))
      return Error{
          fmt::format(
              "constant '{}' has the name of a variable, number or function of the language: "
              "constants have other names than {}",
              name, joined(expressionWords())),
          name};
    if (!std::isfinite(value))
      return Error{fmt::format("constant {} = {} is not allowed: a finite number is",
                               quotable(name), shortest(value)),
                   name};
  }
  return Done{};
}

}  // namespace

Result<Expression> Expression::parse(std::string_view text,
                                     const std::map<std::string, double>& constants,
                                     Index minimumDimension) {
  if (const Outcome outcome = allowed(constants); !outcome) return outcome.error();
  Parser parser(text, constants);
  Result<Tape> tape = parser.parse(minimumDimension);
  if (!tape) return tape.error();
  return Expression{std::string(text), std::move(*tape)};
}

namespace {

/// The sums that are open at some place of a text, by the names of their indices.
class OpenSums {
 public:
  /// Takes note of a token and the one after it.
  void pass(const Token& token, const Token& after) {
    if (token.is("(")) {
      ++m_depth;
      if (m_sumBefore && after.kind == Token::Kind::name)
        m_open.push_back({std::string(after.text), m_depth});
    }
    if (token.is(")")) {
      if (!m_open.empty() && m_open.back().depth == m_depth) m_open.pop_back();
      --m_depth;
    }
    m_sumBefore = token.isWord("sum");
  }
  bool have(const std::string& name) const {
    return std::any_of(m_open.begin(), m_open.end(),
                       [&](const Index& each) { return each.name == name; });
  }

 private:
  struct Index {
    std::string name;
    int depth = 0;
  };
  std::vector<Index> m_open;
  int m_depth = 0;
  bool m_sumBefore = false;
};

}  // namespace

std::vector<std::string> constantsWantedBy(std::string_view text) {
  std::vector<std::string> names;
  if (text.size() > Expression::lengthLimit) return names;
  OpenSums sums;
  Lexer lexer(text);
  Token token = lexer.next();
  while (token.kind != Token::Kind::end) {
    const Token after = lexer.next();
    const std::string name(token.text);
    // A name before a bracket is a function, known or not.
    if (token.kind == Token::Kind::name && !after.is("(") && !isWord(name) && !sums.have(name) &&
        std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(name);
    sums.pass(token, after);
    token = after;
  }
  return names;
}

std::vector<std::string> expressionWords() {
  std::vector<std::string> words{"x", "y", "x0", "x1", "pi", "e"};
  for (const NamedFunction& function : namedFunctions()) words.emplace_back(function.name);
  return words;
}

}  // namespace thalweg
