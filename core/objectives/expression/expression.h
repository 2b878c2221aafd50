/// Typed formulas: text in, a tape with exact derivatives out.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/objectives/expression/tape.h"

namespace thalweg {

/// The language.
///   variables   x0, x1, ... x999, and x for x0, y for x1 (both spellings may stand in one text);
///               x[i+1] is the one whose number is worked out, from constants and indices of sums
///   numbers     1   .5   1.   2.5e-3   pi   e
///   functions   abs sqrt exp log sin cos tan asin acos atan sinh cosh tanh  min(a,b)  max(a,b)
///               asinh acosh atanh cbrt log2 log10 erf gamma lgamma (log |gamma|) sign floor
///               clamp(x,a,b) = min(max(x,a),b)
///   conditions  a < b, <=, >, >=, ==, != give 1 or 0; and, or, not take 0 as false and every other
///               number as true; if(c, a, b) is a where c is true and b where it is false
///   sums        sum(i, from, to, term): both ends count, from > to gives 0; the index i is a new
///               name with a whole value in the term, as in sum(i, 0, 8, (x[i+1] - x[i]^2)^2)
///   signs       + - * / ^ ( )
///               `^` is right-associative and binds tighter than a minus before it: -x^2 = -(x^2)
///               a minus may follow any of them: x^-2, 3*-x; no implied product, no sign +x
///               after them bind comparisons, not, and, or, in this order
///   constants   any other name, of letters, digits and _; it needs a value. Functions from asinh
///               on, if and sum are functions only before a bracket, so constants may be named
///               gamma
/// A whole constant exponent takes any base. The derivative of abs on its kink is 0; where min or
/// max are tied, that of their first argument is taken; steps (sign, floor, conditions) have the
/// derivative 0 everywhere. What does not exist (sqrt(-1)) is NaN, and its derivatives are; it does
/// no harm in the part that `if` does not choose, or where the other side settles an `and` or `or`.
struct Expression {
  /// Longer texts (in bytes) and deeper nestings are refused. Brackets, calls and exponents each
  /// are one level; the depth keeps the parser below one megabyte of stack, an eighth of what a
  /// thread usually has.
  static constexpr std::size_t lengthLimit = 65536;
  static constexpr int depthLimit = 512;
  static constexpr Index variableLimit = 1000;
  /// Sums are written out. What comes of it may have so many operations (80 MB of memory where
  /// values are asked for in blocks), a sum so many terms, and all terms together so many words and
  /// signs (a tenth of a second).
  static constexpr std::size_t operationLimit = 100000;
  static constexpr Index termLimit = 100000;
  static constexpr std::size_t readLimit = 1000000;

  std::string text;
  expression::Tape tape;

  /// A text that is no expression gives an error whose `where` is its position, such as "column
  /// 12". A constant whose value is not finite, or that has the name of something in the language,
  /// gives one with `where` its name; constants which the text does not use are allowed.
  static Result<Expression> parse(std::string_view text,
                                  const std::map<std::string, double>& constants = {},
                                  Index minimumDimension = 2);
};

/// The constants a text wants, each once, in order of appearance. The text may be unfinished, as
/// while it is typed.
std::vector<std::string> constantsWantedBy(std::string_view text);

/// The names in the language that no constant can have: variables in their usual spelling, pi, e,
/// functions.
std::vector<std::string> expressionWords();

}  // namespace thalweg
