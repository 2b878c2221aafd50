#include "core/objectives/network/loss.h"

#include <cmath>

#include "core/math/fast_tanh.h"

// Packets lose their alignment attribute as template arguments, which is without effect here.
#pragma GCC diagnostic ignored "-Wignored-attributes"

namespace thalweg {
namespace {

template <class S>
using Flat = Eigen::Map<Eigen::Array<S, Eigen::Dynamic, 1>>;
template <class S>
using ConstFlat = Eigen::Map<const Eigen::Array<S, Eigen::Dynamic, 1>>;

}  // namespace

const std::vector<LossEntry>& allLosses() {
  static const std::vector<LossEntry> rows{
      {{"cross-entropy", "Cross-entropy",
        "Minus the logarithm of the probability given to the right class, mean over samples.",
        "L = mean(−log softmax(z)_class)", "torch.nn.functional.cross_entropy"},
       LossKind::crossEntropy,
       true},
      {{"mse", "Mean squared error",
        "Squared residual, mean over samples and outputs; targets are one-hot for classes.",
        "L = mean((z − y)²)", "torch.nn.functional.mse_loss"},
       LossKind::meanSquare},
      {{"half-squared-error", "Half squared error",
        "Half the squared norm of the residual, mean over samples.", "L = ½ mean(‖z − y‖²)", ""},
       LossKind::halfSquare},
  };
  return rows;
}

/// p = softmax(z), shifted by the largest output so that nothing overflows; dL/dz = (p - one-hot) /
/// samples.
template <class S>
double LossOn<S>::crossEntropy(S* z, const int* labels, S* delta, Index count, double* each) const {
  using P = typename Eigen::internal::packet_traits<S>::type;
  const Index k = m_outputs, total = k * count;
  double sum = 0.0;
  for (Index j = 0; j < count; ++j) {
    S* const column = z + j * k;
    S largest = column[0];
    for (Index i = 1; i < k; ++i) largest = column[i] > largest ? column[i] : largest;
    for (Index i = 0; i < k; ++i) column[i] -= largest;
    const double chosen = double(column[labels[j]]);
    sum -= chosen;
    if (each != nullptr) each[j] = -chosen;
  }
  for (Index i = 0; i < total; i += Eigen::internal::packet_traits<S>::size)
    Eigen::internal::pstoreu(z + i, packets::exponentialOf(Eigen::internal::ploadu<P>(z + i)));
  for (Index j = 0; j < count; ++j) {
    S* const column = z + j * k;
    double mass = 0.0;
    for (Index i = 0; i < k; ++i) mass += double(column[i]);
    const double logarithm = std::log(mass);
    sum += logarithm;
    if (each != nullptr) each[j] = (each[j] + logarithm) * m_share;
    const S scale = S(1.0 / mass);
    for (Index i = 0; i < k; ++i) column[i] *= scale;
  }
  if (delta == nullptr) return sum * m_share;
  const S share = S(m_share);
  Flat<S>(delta, total) = share * ConstFlat<S>(z, total);
  for (Index j = 0; j < count; ++j) delta[j * k + labels[j]] -= share;
  return sum * m_share;
}

template <class S>
double LossOn<S>::value(S* z, const BlockTargets<S>& targets, S* delta, Index count,
                        double* each) const {
  if (m_kind == LossKind::crossEntropy) return crossEntropy(z, targets.labels, delta, count, each);
  const Index total = m_outputs * count;
  Flat<S> residual(z, total);
  residual -= ConstFlat<S>(targets.targets, total);
  if (delta != nullptr) Flat<S>(delta, total) = S(m_share) * residual;
  if (each != nullptr)
    for (Index j = 0; j < count; ++j)
      each[j] = 0.5 * m_share *
                residual.segment(j * m_outputs, m_outputs).template cast<double>().square().sum();
  // Half of share times r^2, for both: the derivative of r^2 brings the 2.
  return 0.5 * m_share * residual.template cast<double>().square().sum();
}

template <class S>
void LossOn<S>::curvature(const S* z, const S* rz, S* rDelta, Index count) const {
  const S share = S(m_share);
  const Index k = m_outputs;
  if (m_kind != LossKind::crossEntropy) {
    Flat<S>(rDelta, k * count) = share * ConstFlat<S>(rz, k * count);
    return;
  }
  for (Index j = 0; j < count; ++j) {
    const S *const p = z + j * k, *const r = rz + j * k;
    S mean = 0;
    for (Index i = 0; i < k; ++i) mean += p[i] * r[i];
    for (Index i = 0; i < k; ++i) rDelta[j * k + i] = share * p[i] * (r[i] - mean);
  }
}

template class LossOn<double>;
template class LossOn<float>;

}  // namespace thalweg
