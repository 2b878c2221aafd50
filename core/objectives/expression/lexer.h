/// The words of an expression's text: numbers, names and signs.
#pragma once

#include <cstddef>
#include <string_view>

namespace thalweg::expression {

struct Token {
  enum class Kind { number, name, sign, end, foreign };  // foreign: no part of the language
  Kind kind = Kind::end;
  std::string_view text;   // a foreign character is whole, all its bytes
  std::size_t offset = 0;  // in bytes
  double value = 0;        // of a number; infinite where it is too large for a double

  bool is(std::string_view sign) const { return kind == Kind::sign && text == sign; }
  bool isWord(std::string_view word) const { return kind == Kind::name && text == word; }
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : m_text(text) {}
  /// The next token; at the end of the text, the end again and again.
  Token next();

 private:
  Token make(Token::Kind kind, std::size_t length);
  Token number();
  char at(std::size_t offset) const { return offset < m_text.size() ? m_text[offset] : '\0'; }

  std::string_view m_text;
  std::size_t m_at = 0;
};

/// The column of a byte, counted in characters from 1 (the text is UTF-8).
std::size_t columnOf(std::string_view text, std::size_t offset);

}  // namespace thalweg::expression
