/// Files carried inside the library: the built-in data sets.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thalweg {

struct Resource {
  std::string name;        // file name, such as "digits.csv"
  std::string_view bytes;  // valid for the life of the program
};

/// All of them, by name.
const std::vector<Resource>& resources();

/// The bytes of one, or nothing where there is none of that name.
std::optional<std::string_view> resource(std::string_view name);

}  // namespace thalweg
