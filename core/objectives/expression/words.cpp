#include "core/objectives/expression/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <numbers>

namespace thalweg::expression {
namespace {

constexpr std::array<NamedFunction, 15> table{{{"abs", Op::absolute},
                                               {"sqrt", Op::squareRoot},
                                               {"exp", Op::exponential},
                                               {"log", Op::logarithm},
                                               {"sin", Op::sine},
                                               {"cos", Op::cosine},
                                               {"tan", Op::tangent},
                                               {"asin", Op::arcSine},
                                               {"acos", Op::arcCosine},
                                               {"atan", Op::arcTangent},
                                               {"sinh", Op::hyperbolicSine},
                                               {"cosh", Op::hyperbolicCosine},
                                               {"tanh", Op::hyperbolicTangent},
                                               {"min", Op::minimum},
                                               {"max", Op::maximum}}};

}  // namespace

std::span<const NamedFunction> namedFunctions() { return table; }

const NamedFunction* functionNamed(std::string_view name) {
  const auto found = std::find_if(table.begin(), table.end(),
                                  [name](const NamedFunction& f) { return f.name == name; });
  return found == table.end() ? nullptr : &*found;
}

std::optional<Index> variableNamed(std::string_view name) {
  if (name == "x") return 0;
  if (name == "y") return 1;
  if (name.size() < 2 || name.front() != 'x') return std::nullopt;
  const std::string_view digits = name.substr(1);
  if (digits.size() > 1 && digits.front() == '0')
    return std::nullopt;  // x01 is a constant, not a second name of x1
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  Index number = std::numeric_limits<Index>::max();
  std::from_chars(digits.data(), digits.data() + digits.size(),
                  number);  // too large: leaves `number` as it is
  return number;
}

std::optional<double> numberNamed(std::string_view name) {
  if (name == "pi") return std::numbers::pi;
  if (name == "e") return std::numbers::e;
  return std::nullopt;
}

bool isWord(std::string_view name) {
  return variableNamed(name) || numberNamed(name) || functionNamed(name) != nullptr;
}

}  // namespace thalweg::expression
