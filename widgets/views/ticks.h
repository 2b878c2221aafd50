/// Round numbers along an axis, and numbers as they are written on it.
#pragma once

#include <QString>
#include <cmath>
#include <vector>

namespace thalweg {

/// log10 within one rounding. The library's log10 mixes instruction sets and may take seven times
/// as long as its log, which matters for a hundred thousand points.
inline double decadesOf(double value) { return std::log(value) * 0.43429448190325182765; }

/// A place on an axis. Without a text it is a grid line only.
struct Tick {
  double at = 0;
  QString text;
};

/// Multiples of 1, 2 or 5 times a power of ten in [low, high]; about `wanted` of them.
std::vector<Tick> linearTicks(double low, double high, int wanted);

/// The whole exponents in [low, high] of a base-ten axis, `at` in exponents. Every second decade is
/// labelled, more sparsely past `labels` labels; ranges under two decades get 2 and 5 as well.
std::vector<Tick> logTicks(double low, double high, int labels);

/// At most `digits` significant digits, with a true minus sign (U+2212) and "10⁵" forms where long.
QString numberText(double value, int digits);

/// "10" with the exponent raised: 10⁻².
QString powerText(int exponent);

}  // namespace thalweg
