#include "core/objectives/expression/parser.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/objectives/expression/expression.h"
#include "core/objectives/expression/words.h"

namespace thalweg::expression {
namespace {

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

struct Parser::Level {
  Level(Parser& parser, const Token& at) : m_parser(parser) {
    if (++m_parser.m_depth > Expression::depthLimit)
      m_parser.fail(
          at, fmt::format(
                  "brackets and exponents are nested deeper than {} levels, the deepest allowed",
                  Expression::depthLimit));
  }
  ~Level() { --m_parser.m_depth; }
  Level(const Level&) = delete;
  Level& operator=(const Level&) = delete;

 private:
  Parser& m_parser;
};

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
  const Node root = sum();
  if (m_token.is(')'))
    fail(m_token, "')' closes no bracket, an operator (+ - * / ^) or the end is expected");
  if (m_token.is(',')) fail(m_token, "',' stands only between the arguments of min and max");
  if (m_token.kind != Token::Kind::end) failHere("an operator (+ - * / ^) or the end");
  if (m_error) return *m_error;
  return m_builder.finish(root, minimumDimension);
}

Parser::Node Parser::sum() {
  Node left = product();
  while (m_token.is('+') || m_token.is('-')) {
    const Op op = m_token.is('+') ? Op::add : Op::subtract;
    advance();
    left = m_builder.apply(op, left, product());
  }
  return left;
}

Parser::Node Parser::product() {
  Node left = signedPower();
  while (m_token.is('*') || m_token.is('/')) {
    const Op op = m_token.is('*') ? Op::multiply : Op::divide;
    advance();
    left = m_builder.apply(op, left, signedPower());
  }
  return left;
}

Parser::Node Parser::signedPower() {
  bool negative = false;
  while (take('-')) negative = !negative;
  const Node node = power();
  return negative ? m_builder.apply(Op::negate, node) : node;
}

Parser::Node Parser::power() {
  const Node base = primary();
  const Token sign = m_token;
  if (!take('^')) return base;
  const Level level(*this, sign);
  return m_builder.apply(Op::power, base, signedPower());
}

Parser::Node Parser::primary() {
  if (m_token.kind == Token::Kind::number) return number();
  if (m_token.kind == Token::Kind::name) return name();
  if (m_token.is('(')) return bracket();
  return failHere("a number, a name, '-' or '('");
}

Parser::Node Parser::bracket() {
  const Token opening = m_token;
  const Level level(*this, opening);
  advance();
  const Node inside = sum();
  close(opening);
  return inside;
}

void Parser::close(const Token& opening) {
  if (take(')')) return;
  if (m_token.kind == Token::Kind::end)
    fail(m_token, fmt::format("the text ends where ')' is expected for the '(' at column {}",
                              columnOf(m_text, opening.offset)));
  else
    failHere("an operator (+ - * / ^) or ')'");
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
  advance();
  if (const NamedFunction* function = functionNamed(text)) return call(*function, word);
  if (const auto index = variableNamed(text)) return variable(*index, word);
  if (const auto value = numberNamed(text)) return m_builder.constant(*value);
  if (const auto given = m_constants.find(text); given != m_constants.end())
    return m_builder.constant(given->second);
  if (m_token.is('('))
    return fail(word, fmt::format("'{}' is no function, the functions are {}{}", quotable(text),
                                  functionNames(), suggestion(text, expressionWords())));
  std::vector<std::string> candidates = expressionWords();
  for (const auto& entry : m_constants) candidates.push_back(entry.first);
  return fail(word, fmt::format("'{}' has no value, a name other than x, y, x0, x1.., pi and e is "
                                "a constant that must be given{}",
                                quotable(text), suggestion(text, candidates)));
}

Parser::Node Parser::variable(Index number, const Token& word) {
  if (number < Expression::variableLimit) return m_builder.variable(number);
  return fail(word, fmt::format("'{}' is not allowed, variables are x0 to x{}", quotable(word.text),
                                Expression::variableLimit - 1));
}

Parser::Node Parser::call(const NamedFunction& function, const Token& word) {
  const Token opening = m_token;
  if (!opening.is('(')) return failHere(fmt::format("'(' after the function {}", function.name));
  const Level level(*this, word);
  advance();
  const Node first = sum();
  if (!takesTwo(function.op)) {
    if (m_token.is(','))
      return fail(m_token, fmt::format("')' is expected, {} takes one argument", function.name));
    close(opening);
    return m_builder.apply(function.op, first);
  }
  if (m_token.is(')'))
    return fail(m_token, fmt::format("',' is expected, {} takes two arguments", function.name));
  if (!take(',')) {
    close(opening);
    return first;
  }
  const Node second = sum();
  if (m_token.is(','))
    return fail(m_token, fmt::format("')' is expected, {} takes two arguments", function.name));
  close(opening);
  return m_builder.apply(function.op, first, second);
}

bool Parser::take(char sign) {
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
