/// Decompositions of matrices by Eigen, in memory that lasts where they are small and so that they
/// can be left where they are large.
#pragma once

#include <memory>

#include "core/base/interrupt.h"
#include "core/base/types.h"

namespace thalweg {

/// Calls compute(solver, a). A small matrix is decomposed by the one solver of this kind that the
/// thread keeps, so that nothing is allocated when the next one has the same size; it is valid
/// until then. A larger one takes long enough to be interrupted in.
template <class Solver, class Compute>
std::shared_ptr<const Solver> decomposed(const Mat& a, Compute compute) {
  constexpr Index large = 200;
  if (a.rows() < large || a.cols() < large) {
    static thread_local Solver kept;
    compute(kept, a);
    return {std::shared_ptr<void>(), &kept};
  }
  const auto solver = std::make_shared<Solver>();
  callInterruptibly([solver, a, compute] { compute(*solver, a); });
  return solver;
}

}  // namespace thalweg
