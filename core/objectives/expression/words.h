/// The names that have a meaning in every expression.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/objectives/expression/operation.h"
#include "core/objectives/objective.h"

namespace thalweg::expression {

struct NamedFunction {
  enum class Form { one, two, clamp, choose, sum };  // one, two: operands of `op`
  std::string_view name;
  Op op = Op::constant;
  Form form = Form::one;
  /// A constant may have this name too: it is the function only before a bracket.
  bool shared = false;
};

std::span<const NamedFunction> namedFunctions();
const NamedFunction* functionNamed(std::string_view name);

/// The number of a variable; `x` and `y` are x0 and x1. Numbers too large for an Index are the
/// largest one.
std::optional<Index> variableNamed(std::string_view name);

/// pi and e.
std::optional<double> numberNamed(std::string_view name);

/// No constant can have this name: a variable, number, function or one of `and`, `or`, `not`.
bool isWord(std::string_view name);

}  // namespace thalweg::expression
