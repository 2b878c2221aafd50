#include "core/objectives/expression/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/objectives/expression/expression.h"
#include "core/objectives/expression/words.h"

namespace thalweg::expression {
namespace {

constexpr const char* operators = "+ - * / ^ < <= > >= == != and or";

std::string functionNames() {
  std::vector<std::string> names;
  for (const NamedFunction& function : namedFunctions()) names.emplace_back(function.name);
  return joined(names);
}

std::string suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = nearest(word, candidates);
  return near.empty() ? "" : fmt::format("; did you mean '{}'?", near);
}

}  // namespace

Parser::Parser(std::string_view text, const std::map<std::string, double>& constants)
    : m_text(text), m_constants(constants), m_lexer(text) {}

Result<Tape> Parser::parse(Index minimumDimension) {
  if (m_text.size() > Expression::lengthLimit)
    return Error{fmt::format("expression: {} bytes are too long, {} are allowed", m_text.size(),
                             Expression::lengthLimit),
                 fmt::format("column {}", columnOf(m_text, Expression::lengthLimit))};
  advance();
  if (m_token.kind == Token::Kind::end)
    return Error{
        "expression: the text is empty, a formula such as x^2 + 3*y^2 is expected at column 1",
        "column 1"};
  const Node root = any();
  if (m_token.is(")"))
    fail(m_token,
         fmt::format("')' closes no bracket, an operator ({}) or the end is expected", operators));
  if (m_token.is(",")) fail(m_token, "',' stands only between the arguments of a function");
  if (m_token.kind != Token::Kind::end)
    failHere(fmt::format("an operator ({}) or the end", operators));
  if (m_error) return *m_error;
  return m_builder.finish(root, minimumDimension);
}

Parser::Node Parser::any() {
  Node left = all();
  while (m_token.isWord("or")) {
    advance();
    left = m_builder.apply(Op::either, left, all());
  }
  return left;
}

Parser::Node Parser::all() {
  Node left = negation();
  while (m_token.isWord("and")) {
    advance();
    left = m_builder.apply(Op::both, left, negation());
  }
  return left;
}

Parser::Node Parser::negation() {
  int count = 0;
  for (; m_token.isWord("not"); ++count) advance();
  Node node = relation();
  // Two of them make 1 of all that is not 0.
  for (count = count > 2 ? 2 - count % 2 : count; count > 0; --count)
    node = m_builder.apply(Op::negation, node);
  return node;
}

Parser::Node Parser::relation() {
  struct Relation {
    std::string_view sign;
    Op op;
    bool swapped;
  };
  static constexpr std::array<Relation, 6> relations{{{"<", Op::less, false},
                                                      {"<=", Op::lessOrEqual, false},
                                                      {">", Op::less, true},
                                                      {">=", Op::lessOrEqual, true},
                                                      {"==", Op::equal, false},
                                                      {"!=", Op::unequal, false}}};
  const auto next = [this] {
    return std::find_if(relations.begin(), relations.end(),
                        [this](const Relation& r) { return m_token.is(r.sign); });
  };
  const Node left = sum();
  const auto found = next();
  if (found == relations.end()) return left;
  advance();
  const Node right = sum();
  if (next() != relations.end())
    return fail(
        m_token,
        fmt::format("'{}' can not follow another comparison, write a < b and b < c", m_token.text));
  return found->swapped ? m_builder.apply(found->op, right, left)
                        : m_builder.apply(found->op, left, right);
}

Parser::Node Parser::sum() {
  Node left = product();
  while (m_token.is("+") || m_token.is("-")) {
    const Op op = m_token.is("+") ? Op::add : Op::subtract;
    advance();
    left = m_builder.apply(op, left, product());
  }
  return left;
}

Parser::Node Parser::product() {
  Node left = signedPower();
  while (m_token.is("*") || m_token.is("/")) {
    const Op op = m_token.is("*") ? Op::multiply : Op::divide;
    advance();
    left = m_builder.apply(op, left, signedPower());
  }
  return left;
}

Parser::Node Parser::signedPower() {
  bool negative = false;
  while (take("-")) negative = !negative;
  const Node node = power();
  return negative ? m_builder.apply(Op::negate, node) : node;
}

Parser::Node Parser::power() {
  const Node base = primary();
  const Token sign = m_token;
  if (!take("^")) return base;
  const Level level(*this, sign);
  return m_builder.apply(Op::power, base, signedPower());
}

Parser::Node Parser::primary() {
  if (m_token.kind == Token::Kind::number) return number();
  if (m_token.kind == Token::Kind::name) return name();
  if (m_token.is("(")) return bracket();
  return failHere("a number, a name, '-' or '('");
}

Parser::Node Parser::bracket() {
  const Token opening = m_token;
  const Level level(*this, opening);
  advance();
  const Node inside = any();
  close(opening);
  return inside;
}

Parser::Node Parser::number() {
  const Token word = m_token;
  advance();
  if (!std::isfinite(word.value))
    return fail(word, fmt::format("{} is too large, numbers up to 1.8e308 are allowed",
                                  quotable(word.text)));
  return m_builder.constant(word.value);
}

Parser::Node Parser::name() {
  const Token word = m_token;
  const std::string text(word.text);
  if (text == "and" || text == "or" || text == "not")
    return fail(word, text == "not"
                          ? "'not' stands only before a whole comparison, use brackets: (not a < b)"
                          : fmt::format("'{}' stands only between two conditions", text));
  advance();
  const std::optional<double> given = constantNamed(text);
  if (const NamedFunction* function = functionNamed(text);
      function && !(function->shared && given && !m_token.is("(")))
    return call(*function, word);
  if (text == "x" && m_token.is("[")) return indexed();
  if (const auto index = variableNamed(text)) return variable(*index, word);
  if (const auto value = numberNamed(text)) return m_builder.constant(*value);
  if (given) return m_builder.constant(*given);
  if (m_token.is("("))
    return fail(word, fmt::format("'{}' is no function, the functions are {}{}", quotable(text),
                                  functionNames(), suggestion(text, expressionWords())));
  std::vector<std::string> candidates = expressionWords();
  for (const auto& entry : m_constants) candidates.push_back(entry.first);
  return fail(word, fmt::format("'{}' has no value, a name other than x, y, x0, x1.., pi and e is "
                                "a constant that must be given{}",
                                quotable(text), suggestion(text, candidates)));
}

bool Parser::take(std::string_view sign) {
  if (!m_token.is(sign)) return false;
  advance();
  return true;
}

/// A node that nobody will look at; the error is kept if it is the first.
Parser::Node Parser::fail(const Token& at, const std::string& what) {
  if (!m_error) {
    const std::string where = fmt::format("column {}", columnOf(m_text, at.offset));
    m_error = Error{fmt::format("expression, {}: {}", where, what), where};
  }
  m_token = Token{};
  return m_builder.constant(0);
}

Parser::Node Parser::failHere(const std::string& expected) {
  return fail(m_token, fmt::format("{} is expected, {}", expected, found()));
}

std::string Parser::found() const {
  if (m_token.kind == Token::Kind::end) return "but the text ends";
  if (m_token.kind != Token::Kind::foreign || m_token.text.size() > 1)
    return fmt::format("not '{}'", quotable(m_token.text, 24));
  const auto code = static_cast<unsigned char>(m_token.text.front());
  return code < 32 || code >= 127 ? fmt::format("not the byte {}", code)
                                  : fmt::format("not '{}'", m_token.text);
}

}  // namespace thalweg::expression
