// What stands in brackets behind a name: arguments, indices, the terms of sums.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/objectives/expression/expression.h"
#include "core/objectives/expression/parser.h"
#include "core/objectives/expression/words.h"

namespace thalweg::expression {
namespace {

using Form = NamedFunction::Form;

// Whole numbers beyond these are no use as an index, and their sums no use at all.
constexpr int farthestBound = 1000000;

int argumentsOf(Form form) {
  switch (form) {
    case Form::one:
      return 1;
    case Form::two:
      return 2;
    case Form::clamp:
    case Form::choose:
      return 3;
    default:
      return 4;
  }
}

std::string argumentsInWords(const NamedFunction& function) {
  static constexpr const char* words[]{"one argument", "two arguments", "three arguments",
                                       "four arguments: sum(i, from, to, term)"};
  return fmt::format("{} takes {}", function.name, words[argumentsOf(function.form) - 1]);
}

}  // namespace

Parser::Level::Level(Parser& parser, const Token& at) : m_parser(parser) {
  if (++m_parser.m_depth > Expression::depthLimit)
    m_parser.fail(
        at,
        fmt::format("brackets and exponents are nested deeper than {} levels, the deepest allowed",
                    Expression::depthLimit));
}

void Parser::close(const Token& opening, std::string_view sign) {
  if (take(sign)) return;
  if (m_token.kind == Token::Kind::end)
    fail(m_token, fmt::format("the text ends where '{}' is expected for the '{}' at column {}",
                              sign, opening.text, columnOf(m_text, opening.offset)));
  else
    failHere(fmt::format("an operator or '{}'", sign));
}

Parser::Node Parser::call(const NamedFunction& function, const Token& word) {
  const Token opening = m_token;
  if (!opening.is("(")) return failHere(fmt::format("'(' after the function {}", function.name));
  const Level level(*this, word);
  advance();
  return function.form == Form::sum ? sumOver(word, opening) : callOf(function, opening);
}

/// Steps over the ',' before the next argument.
bool Parser::argumentFollows(const NamedFunction& function) {
  if (take(",")) return true;
  if (m_token.is(")"))
    fail(m_token, fmt::format("',' is expected, {}", argumentsInWords(function)));
  return false;
}

Parser::Node Parser::callOf(const NamedFunction& function, const Token& opening) {
  const int count = argumentsOf(function.form);
  Node given[3]{};
  for (int k = 0; k < count; ++k) {
    if (k > 0 && !argumentFollows(function)) {
      close(opening);
      return given[0];
    }
    given[k] = any();
  }
  if (m_token.is(","))
    return fail(m_token, fmt::format("')' is expected, {}", argumentsInWords(function)));
  close(opening);
  switch (function.form) {
    case Form::clamp:
      return m_builder.apply(Op::minimum, m_builder.apply(Op::maximum, given[0], given[1]),
                             given[2]);
    case Form::choose:
      return m_builder.choose(given[0], given[1], given[2]);
    default:
      return m_builder.apply(function.op, given[0], given[1]);
  }
}

Parser::Node Parser::sumOver(const Token& word, const Token& opening) {
  const NamedFunction& function = *functionNamed("sum");
  std::optional<Counter> counting = counter();
  if (!counting) return m_builder.constant(0);
  double ends[2]{};
  for (double& end : ends) {
    if (!argumentFollows(function)) {
      close(opening);
      return m_builder.constant(0);
    }
    end = bound(word);
  }
  if (!m_token.is(",")) {
    argumentFollows(function);
    close(opening);
    return m_builder.constant(0);
  }
  if (!m_idle && ends[1] - ends[0] >= double(Expression::termLimit))
    return fail(word, fmt::format("the sum has {} terms, at most {} are allowed",
                                  shortest(ends[1] - ends[0] + 1), Expression::termLimit));
  counting->number = ends[0];
  m_counters.push_back(*counting);
  const Node total = terms(word, ends[1]);
  m_counters.pop_back();
  if (m_token.is(","))
    return fail(m_token, fmt::format("')' is expected, {}", argumentsInWords(function)));
  close(opening);
  return total;
}

std::optional<Parser::Counter> Parser::counter() {
  const Token word = m_token;
  if (word.kind != Token::Kind::name || isWord(word.text)) {
    fail(word, fmt::format("the first argument of sum is a new name for its index such as i, {}",
                           found()));
    return std::nullopt;
  }
  advance();
  return Counter{std::string(word.text), 0};
}

/// A whole number that the variables have no part in.
double Parser::bound(const Token& word) {
  const Token at = m_token;
  const std::optional<double> value = m_builder.constantOf(any());
  if (m_error || m_idle) return 0;
  if (!value) {
    fail(at, fmt::format("the bounds of {} must not depend on the variables", word.text));
    return 0;
  }
  if (*value != std::round(*value) || !(std::fabs(*value) <= farthestBound)) {
    fail(at, fmt::format("{} is no bound of a sum, whole numbers from {} to {} are",
                         shortest(*value), -farthestBound, farthestBound));
    return 0;
  }
  return *value;
}

/// The ',' before the term and the term, read anew for each number of the innermost counter.
Parser::Node Parser::terms(const Token& word, double last) {
  const Lexer before = m_lexer;
  const Token comma = m_token;
  if (m_idle || last < m_counters.back().number) {
    const bool around = std::exchange(m_idle, true);
    advance();
    any();
    m_idle = around;
    return m_builder.constant(0);
  }
  std::optional<Node> total;
  for (; m_counters.back().number <= last && !m_error; m_counters.back().number += 1) {
    m_lexer = before;
    m_token = comma;
    advance();
    const Node term = any();
    total = total ? m_builder.apply(Op::add, *total, term) : term;
    if (m_builder.size() > Expression::operationLimit)
      return fail(word, fmt::format("the sum makes more than {} operations, the most allowed",
                                    Expression::operationLimit));
  }
  return total ? *total : m_builder.constant(0);
}

/// x[index]: the coordinate of that number.
Parser::Node Parser::indexed() {
  const Token opening = m_token;
  const Level level(*this, opening);
  advance();
  const Token at = m_token;
  const std::optional<double> index = m_builder.constantOf(any());
  close(opening, "]");
  if (m_error || m_idle) return m_builder.constant(1);
  if (!index) return fail(at, "the index of x must not depend on the variables");
  if (*index != std::round(*index) || !(*index >= 0 && *index < double(Expression::variableLimit)))
    return fail(at, fmt::format("x[{}] is not allowed, variables are x[0] to x[{}]",
                                shortest(*index), Expression::variableLimit - 1));
  return m_builder.variable(static_cast<Index>(*index));
}

Parser::Node Parser::variable(Index number, const Token& word) {
  if (number >= Expression::variableLimit)
    return fail(word, fmt::format("'{}' is not allowed, variables are x0 to x{}",
                                  quotable(word.text), Expression::variableLimit - 1));
  return m_idle ? m_builder.constant(1) : m_builder.variable(number);
}

std::optional<double> Parser::constantNamed(const std::string& name) const {
  const auto counting = std::find_if(m_counters.rbegin(), m_counters.rend(),
                                     [&](const Counter& each) { return each.name == name; });
  if (counting != m_counters.rend()) return counting->number;
  const auto given = m_constants.find(name);
  if (given != m_constants.end()) return given->second;
  return std::nullopt;
}

void Parser::advance() {
  m_token = m_error ? Token{} : m_lexer.next();
  if (++m_read > Expression::readLimit && !m_error)
    fail(m_token, fmt::format("the sums of this text are too much work: they are read as {} words "
                              "and signs, the most allowed",
                              Expression::readLimit));
}

}  // namespace thalweg::expression
