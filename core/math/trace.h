/// Trace, Frobenius norm and diagonal of a symmetric operator that is known by its products alone.
#pragma once

#include "core/math/slq.h"

namespace thalweg {

struct TraceOptions {
  Index probes = 30;  // Hutchinson: products; Hutch++: a third of them
  std::uint64_t seed = 1;
  std::function<bool()> stopping{};  // asked between products
};

struct TraceEstimate {
  Estimate trace, frobenius;
  Vec diagonal, diagonalError;  // [d], by Hutchinson only
  std::int64_t products = 0;
  bool stopped = false, finite = true;
};

/// Hutchinson 1989 with Rademacher vectors v: tr A = E v'Av, |A|_F^2 = E |Av|^2, diag A = E v * Av.
/// The variance of v'Av is 2 (|A|_F^2 - sum a_ii^2).
TraceEstimate hutchinson(const Product& product, Index d, const TraceOptions& options);

/// Hutch++ (Meyer, Musco, Musco and Woodruff 2021): exact on the range Q of a sketch of `probes`
/// vectors, Hutchinson with as many on what is orthogonal to it; three products a probe. Exact for
/// a rank of at most `probes`, and for d up to three times `probes`, where the diagonal is simply
/// read off.
TraceEstimate hutchPlusPlus(const Product& product, Index d, const TraceOptions& options);

}  // namespace thalweg
