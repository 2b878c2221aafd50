#include "core/objectives/expression/lexer.h"

#include <algorithm>

#include "core/base/text.h"

namespace thalweg::expression {
namespace {

// Not those of <cctype>: they follow the locale.
bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool continuesCharacter(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

constexpr std::string_view signs = "+-*/^(),[]<>";

}  // namespace

Token Lexer::make(Token::Kind kind, std::size_t length) {
  const Token token{.kind = kind, .text = m_text.substr(m_at, length), .offset = m_at};
  m_at += length;
  return token;
}

/// Digits with at most one point among them, then an exponent if there is a whole one: in `2e` the
/// e is a name.
Token Lexer::number() {
  std::size_t end = m_at;
  while (digit(at(end))) ++end;
  if (at(end) == '.') ++end;
  while (digit(at(end))) ++end;
  if (at(end) == 'e' || at(end) == 'E') {
    std::size_t exponent = end + 1;
    if (at(exponent) == '+' || at(exponent) == '-') ++exponent;
    if (digit(at(exponent))) {
      end = exponent;
      while (digit(at(end))) ++end;
    }
  }
  Token token = make(Token::Kind::number, end - m_at);
  token.value = numberFrom(token.text).value_or(0);
  return token;
}

Token Lexer::next() {
  while (m_at < m_text.size() && blank(m_text[m_at])) ++m_at;
  if (m_at == m_text.size()) return make(Token::Kind::end, 0);
  const char c = m_text[m_at];
  if (digit(c) || (c == '.' && digit(at(m_at + 1)))) return number();
  if (letter(c)) {
    std::size_t end = m_at + 1;
    while (letter(at(end)) || digit(at(end))) ++end;
    return make(Token::Kind::name, end - m_at);
  }
  if ((c == '<' || c == '>' || c == '=' || c == '!') && at(m_at + 1) == '=')
    return make(Token::Kind::sign, 2);
  if (signs.find(c) != std::string_view::npos) return make(Token::Kind::sign, 1);
  std::size_t end = m_at + 1;
  while (end < m_text.size() && end < m_at + 4 && continuesCharacter(m_text[end])) ++end;
  return make(Token::Kind::foreign, end - m_at);
}

std::size_t columnOf(std::string_view text, std::size_t offset) {
  const auto before = text.substr(0, offset);
  return 1 + static_cast<std::size_t>(std::count_if(before.begin(), before.end(),
                                                    [](char c) { return !continuesCharacter(c); }));
}

}  // namespace thalweg::expression
