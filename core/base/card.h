/// What is told about every entry of the catalogue.
#pragma once

#include <string>

namespace thalweg {

struct Card {
  std::string id{};         // snake_case, the file's name
  std::string title{};      // as a person would say it
  std::string summary{};    // one sentence
  std::string formula{};    // plain text with Unicode letters, one statement per "; "
  std::string reference{};  // paper or book
};

}  // namespace thalweg
