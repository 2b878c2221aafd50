/// Numbers and words as text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

/// The shortest decimal form that reads back as the same double; `nan`, `inf`, `-inf`.
std::string shortest(double value);

/// Appends `shortest(value)` without making a string.
void appendShortest(std::string& text, double value);

/// A whole text read as one finite or infinite number, or nothing.
std::optional<double> numberFrom(std::string_view text);

/// The candidate with the smallest edit distance, or "" where none is near enough to be meant.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// "a, b, c".
std::string joined(const std::vector<std::string>& words, std::string_view between = ", ");

/// The text in double quotes as TOML and JSON read it back.
std::string inQuotes(std::string_view text);

/// Whether every byte belongs to a well-formed UTF-8 character.
bool isUtf8(std::string_view text);

/// Cut to `length` bytes at a character border, with "…" where something was cut; control
/// characters become spaces.
std::string quotable(std::string_view text, std::size_t length = 80);

}  // namespace thalweg
