#include "core/objectives/expression/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <numbers>

namespace thalweg::expression {
namespace {

using Form = NamedFunction::Form;

// Those with `true` came later than files that have constants so named.
constexpr auto table = std::to_array<NamedFunction>({
    {"abs", Op::absolute},
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
    {"min", Op::minimum, Form::two},
    {"max", Op::maximum, Form::two},
    {"asinh", Op::areaSine, Form::one, true},
    {"acosh", Op::areaCosine, Form::one, true},
    {"atanh", Op::areaTangent, Form::one, true},
    {"cbrt", Op::cubeRoot, Form::one, true},
    {"log2", Op::logarithm2, Form::one, true},
    {"log10", Op::logarithm10, Form::one, true},
    {"erf", Op::errorFunction, Form::one, true},
    {"gamma", Op::gamma, Form::one, true},
    {"lgamma", Op::logGamma, Form::one, true},
    {"sign", Op::sign, Form::one, true},
    {"floor", Op::floor, Form::one, true},
    {"clamp", Op::constant, Form::clamp, true},
    {"if", Op::constant, Form::choose, true},
    {"sum", Op::constant, Form::sum, true},
});

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
  if (name == "and" || name == "or" || name == "not") return true;
  const NamedFunction* function = functionNamed(name);
  return variableNamed(name) || numberNamed(name) || (function && !function->shared);
}

}  // namespace thalweg::expression
