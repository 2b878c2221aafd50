/// The operations an expression is made of, and what is known of each kind.
#pragma once

#include <cstddef>
#include <cstdint>

namespace thalweg::expression {

enum class Op : std::uint8_t {
  variable,  // the number of the coordinate stands in `a`
  constant,
  add,
  subtract,
  multiply,
  divide,
  power,  // u^w where neither is constant
  minimum,
  maximum,
  choose,  // u where the condition holds, else w
  less,    // 1 or 0, as all that follow up to `either`
  lessOrEqual,
  equal,
  unequal,
  both,           // u and w
  either,         // u or w
  constantPower,  // u^c
  wholePower,     // u^c for a whole c from -16 to 16, by products
  powerOf,        // c^u
  square,
  negate,
  absolute,
  squareRoot,
  cubeRoot,
  exponential,
  logarithm,
  logarithm2,
  logarithm10,
  sine,
  cosine,
  tangent,
  arcSine,
  arcCosine,
  arcTangent,
  hyperbolicSine,
  hyperbolicCosine,
  hyperbolicTangent,
  areaSine,  // the inverses of the three above
  areaCosine,
  areaTangent,
  errorFunction,
  gamma,
  logGamma,  // log |gamma|
  sign,      // flat from here on
  floor,
  negation,  // 1 where u is 0, else 0
};

constexpr std::size_t operationCount = static_cast<std::size_t>(Op::negation) + 1;

constexpr bool takesTwo(Op op) { return op >= Op::add && op <= Op::either; }

/// One operand is handed on as it is, the other has no part in the result.
constexpr bool selects(Op op) { return op >= Op::minimum && op <= Op::choose; }

/// Level pieces with steps between them: no derivative passes, however steep what follows is.
constexpr bool isFlat(Op op) { return (op >= Op::less && op <= Op::either) || op >= Op::sign; }

/// Derivatives of one operation in its operands: a = d/du, b = d/dw, aa = d2/du2, ab = d2/du dw, bb
/// = d2/dw2.
struct Partials {
  double a = 0, b = 0, aa = 0, ab = 0, bb = 0;
};

/// The third ones: aab = d3/du2 dw, and so on.
struct Thirds {
  double aaa = 0, aab = 0, abb = 0, bbb = 0;
};

/// The partials of a function of one operand.
inline void setPartials(Partials& p, double a, double aa) { p = {.a = a, .aa = aa}; }

}  // namespace thalweg::expression
