/// What a network's outputs are compared with, and how: losses with their derivatives in the
/// outputs.
#pragma once

#include <cmath>
#include <vector>

#include "core/base/card.h"
#include "core/base/types.h"

namespace thalweg {

enum class LossKind { crossEntropy, meanSquare, halfSquare, huber, logistic, hinge };

/// What a loss can be told of a sample.
enum class TargetsNeeded {
  any,
  classes,
  twoClasses  // one output, positive for class 1; targets are 0 and 1
};

struct LossEntry {
  Card card;
  LossKind kind;
  TargetsNeeded needs = TargetsNeeded::any;
  bool likelihood = true;  // minus the logarithm of a distribution with Fisher matrix `curvature`
};

const std::vector<LossEntry>& allLosses();

/// The targets of a block of samples, one a column.
template <class S>
struct BlockTargets {
  const S* targets = nullptr;   // [outputs, count]
  const int* labels = nullptr;  // [count]; null for regression
};

/// A loss that is a mean over `samples`; of it, the part of one block at a time.
template <class S>
class LossOn {
 public:
  LossOn(LossKind kind, Index outputs, Index samples)
      : m_kind(kind),
        m_outputs(outputs),
        m_samples(S(samples)),
        m_share((kind == LossKind::meanSquare ? 2.0 / double(outputs)
                 : kind == LossKind::huber    ? 1.0 / double(outputs)
                                              : 1.0) /
                double(samples)) {}

  /// The block's share of the loss. `z` [outputs, count] holds the outputs and is overwritten: by
  /// what `curvature` wants back: class probabilities, or residuals. Where `delta` [outputs,
  /// count] is not null it receives dL/dz, where `each` [count] is not null it each sample's share.
  double value(S* z, const BlockTargets<S>& targets, S* delta, Index count,
               double* each = nullptr) const;

  /// Residuals r = scale (z - y) with L = |r|^2 / (2 samples); 0 where the loss has none.
  double residualScale() const {
    if (m_kind == LossKind::halfSquare) return 1.0;
    return m_kind == LossKind::meanSquare ? std::sqrt(2.0 / double(m_outputs)) : 0.0;
  }

  /// rDelta = B rz, B the Hessian of the loss in the outputs; `z` as `value` left it.
  void curvature(const S* z, const S* rz, S* rDelta, Index count) const;

  /// rDelta = samples delta (delta'rz), each sample by itself: the mean of the outer products of
  /// the samples' own slopes in place of B, for dL/dz as `value` gave it.
  void outerProducts(const S* delta, const S* rz, S* rDelta, Index count) const;

 private:
  double crossEntropy(S* z, const int* labels, S* delta, Index count, double* each) const;
  template <class F>
  double eachOutput(S* z, const S* targets, S* delta, Index count, double* each, F loss) const;
  double squares(S* z, const S* targets, S* delta, Index count, double* each) const;
  LossKind m_kind;
  Index m_outputs;
  S m_samples;
  double m_share;  // the factor of dL/dz
};

/// Samples of `z` [outputs, count] whose class has the largest output, the first of equals; one
/// with NaN among its outputs is not right. Of two classes a single output speaks for class 1 where
/// it is positive.
template <class S>
Index rightOnes(const S* z, Index outputs, const int* labels, Index count, bool twoClasses) {
  Index right = 0;
  if (outputs == 1 && twoClasses) {
    for (Index j = 0; j < count; ++j) right += labels[j] == 1 ? z[j] > 0 : z[j] <= 0;
    return right;
  }
  for (Index j = 0; j < count; ++j, z += outputs) {
    const Index label = labels[j];
    bool largest = z[label] == z[label];
    for (Index i = 0; i < outputs; ++i)
      if (i != label) largest = largest && (i < label ? z[i] < z[label] : z[i] <= z[label]);
    right += largest ? 1 : 0;
  }
  return right;
}

extern template class LossOn<double>;
extern template class LossOn<float>;

}  // namespace thalweg
