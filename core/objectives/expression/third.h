/// The third derivatives of the operations of an expression.
#pragma once

#include "core/objectives/expression/op.h"

namespace thalweg::expression {

/// Of the operation at operands u and w with the constant c. Zero for what only selects, and on
/// kinks.
Thirds thirdsOf(Op op, double c, double u, double w);

}  // namespace thalweg::expression
