/// tanh, the logistic function and e^x, several numbers at a time.
#pragma once

#include <cstring>

#include "core/base/types.h"

namespace thalweg {

/// As many doubles (floats) as one instruction takes.
using Doubles = Eigen::internal::packet_traits<double>::type;
using Floats = Eigen::internal::packet_traits<float>::type;
constexpr Index doublesWide = Eigen::internal::packet_traits<double>::size;
constexpr Index floatsWide = Eigen::internal::packet_traits<float>::size;

#pragma GCC diagnostic push
// Packets lose their alignment attribute as template arguments, which is without effect here.
#pragma GCC diagnostic ignored "-Wignored-attributes"

namespace packets {

using namespace Eigen::internal;

inline Doubles all(const Doubles&, double c) { return pset1<Doubles>(c); }
inline Floats all(const Floats&, double c) { return pset1<Floats>(float(c)); }

/// e^y = scale (q + p) / (q - p), q = 2 + more. For |y| below ln 2 / 2, scale = 1 and p / q =
/// tanh(y / 2) to full relative accuracy.
struct ExponentialParts {
  Doubles scale, p, more;
};

/// For |y| <= 708. y = k ln 2 + r with whole k and |r| <= ln 2 / 2; then the rational function of
/// Moshier's Cephes (exp.c) for e^r, and 2^k by its bits.
inline ExponentialParts exponentialParts(const Doubles& y) {
  using Bits = long long __attribute__((vector_size(sizeof(Doubles))));
  const auto c = [&y](double number) { return all(y, number); };
  // Adding 1.5 2^52 rounds to a whole number and leaves it, in two's complement, in the low bits.
  // With the exponent's bias added they are the exponent of 2^k.
  const Doubles shift = c(6755399441055744.0 + 1023.0);
  const Doubles shifted = pmadd(y, c(1.4426950408889634), shift);
  const Doubles k = psub(shifted, shift);
  Doubles r = pmadd(k, c(-6.93145751953125e-1), y);
  r = pmadd(k, c(-1.42860682030941723212e-6), r);
  const Doubles rr = pmul(r, r);
  Doubles p = pmadd(rr, c(1.26177193074810590878e-4), c(3.02994407707441961300e-2));
  p = pmadd(r, pmul(rr, p), r);  // the last coefficient, 1 - 9e-20, is 1 in double
  Doubles q = pmadd(rr, c(3.00198505138664455042e-6), c(2.52448340349684104192e-3));
  q = pmadd(rr, q, c(2.27265548208155028766e-1));
  const Bits bits = (Bits)shifted << 52;
  return {(Doubles)bits, p, pmul(rr, q)};
}

/// Below `low` it is `low`, above `high` `high`; NaN stays NaN.
template <class P>
P within(const P& x, double low, double high) {
  const P above = pselect(pcmp_lt(x, all(x, low)), all(x, low), x);
  return pselect(pcmp_lt(all(x, high), x), all(x, high), above);
}

/// tanh x = (e^2x - 1) / (e^2x + 1) with e^2x from its parts, so that nothing cancels near 0 and
/// there is one division. Within 4 ulp on the whole line.
inline Doubles tanhOf(const Doubles& x) {
  const Doubles near = within(x, -20.0, 20.0);  // 1 - tanh 20 is below half an ulp of 1
  const ExponentialParts e = exponentialParts(padd(near, near));
  const Doubles above = padd(e.scale, all(x, 1.0)), below = psub(e.scale, all(x, 1.0));
  // (above p + below q) / (below p + above q), the 2 of q added last: one rounding of full size in
  // each.
  const Doubles top = padd(pmadd(above, e.p, pmul(below, e.more)), padd(below, below));
  const Doubles bottom = padd(pmadd(below, e.p, pmul(above, e.more)), padd(above, above));
  const Doubles tanh = pdiv(top, bottom);
  return por(tanh, pand(x, all(x, -0.0)));  // -0 stays -0
}

/// Eigen's own functions of floats limit their argument in a way that loses NaN.
inline Floats orNan(const Floats& x, const Floats& result) {
  return pselect(pcmp_eq(x, x), result, x);
}
inline Floats tanhOf(const Floats& x) { return orNan(x, ptanh(x)); }

/// 1 / (1 + e^-x), with full relative accuracy on both sides (down to e^-708).
inline Doubles logisticOf(const Doubles& x) {
  const ExponentialParts e = exponentialParts(within(x, -708.0, 708.0));
  const Doubles q = padd(e.more, all(x, 2.0));
  const Doubles up = pmul(e.scale, padd(q, e.p));
  return pdiv(up, padd(up, psub(q, e.p)));
}

/// For x <= 708; below -708 it is e^-708, next to nothing.
inline Doubles exponentialOf(const Doubles& x) {
  const ExponentialParts e = exponentialParts(within(x, -708.0, 708.0));
  const Doubles q = padd(e.more, all(x, 2.0));
  return pdiv(pmul(e.scale, padd(q, e.p)), psub(q, e.p));
}
inline Floats exponentialOf(const Floats& x) { return orNan(x, pexp(x)); }

/// e^x - 1 for x <= 708, without cancellation: ((scale - 1) q + (scale + 1) p) / (q - p).
inline Doubles exponentialLessOneOf(const Doubles& x) {
  const ExponentialParts e = exponentialParts(within(x, -708.0, 708.0));
  const Doubles q = padd(e.more, all(x, 2.0)), one = all(x, 1.0);
  const Doubles top = pmadd(padd(e.scale, one), e.p, pmul(psub(e.scale, one), q));
  return pdiv(top, psub(q, e.p));
}
inline Floats exponentialLessOneOf(const Floats& x) { return orNan(x, generic_expm1(x)); }

inline Floats logisticOf(const Floats& x) {
  const Floats one = all(x, 1.0);
  return pdiv(one, padd(one, exponentialOf(pnegate(x))));
}

}  // namespace packets

/// to[i] = tanh(from[i]); the two may be the same.
inline void fastTanh(const double* from, double* to, Index count) {
  using namespace Eigen::internal;
  Index i = 0;
  for (; i + doublesWide <= count; i += doublesWide)
    pstoreu(to + i, packets::tanhOf(ploadu<Doubles>(from + i)));
  if (i == count) return;
  double rest[doublesWide] = {};  // the same arithmetic for the last few, whatever their place
  std::memcpy(rest, from + i, std::size_t(count - i) * sizeof(double));
  pstoreu(rest, packets::tanhOf(ploadu<Doubles>(rest)));
  std::memcpy(to + i, rest, std::size_t(count - i) * sizeof(double));
}

#pragma GCC diagnostic pop

}  // namespace thalweg
