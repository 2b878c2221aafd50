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
       TargetsNeeded::classes},
      {{"mse", "Mean squared error",
        "Squared residual, mean over samples and outputs; targets are one-hot for classes.",
        "L = mean((z − y)²)", "torch.nn.functional.mse_loss"},
       LossKind::meanSquare},
      {{"half-squared-error", "Half squared error",
        "Half the squared norm of the residual, mean over samples.", "L = ½ mean(‖z − y‖²)",
        "Legendre 1805; Gauss 1809"},
       LossKind::halfSquare},
      {{"huber", "Huber",
        "Half the squared residual up to 1, beyond it linear: outliers pull no harder than 1.",
        "L = mean(h(z − y)),  h(r) = ½ r² for |r| ≤ 1, else |r| − ½",
        "torch.nn.functional.huber_loss"},
       LossKind::huber,
       TargetsNeeded::any,
       false},
      {{"logistic", "Logistic",
        "Cross-entropy of two classes with a single output, which is positive for class 1.",
        "L = mean(log(1 + e^−sz)),  s = ±1",
        "torch.nn.functional.binary_cross_entropy_with_logits"},
       LossKind::logistic,
       TargetsNeeded::twoClasses},
      {{"hinge", "Hinge",
        "Zero beyond a margin of 1 on the right side, linear else; two classes, one output.",
        "L = mean(max(0, 1 − sz)),  s = ±1", "Cortes and Vapnik, Machine Learning 20, 1995"},
       LossKind::hinge,
       TargetsNeeded::twoClasses,
       false},
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

/// `loss(z, y)` gives the loss of one output; it turns z into what `curvature` wants and y into
/// dloss/dz.
template <class S>
template <class F>
double LossOn<S>::eachOutput(S* z, const S* targets, S* delta, Index count, double* each,
                             F loss) const {
  double sum = 0.0;
  for (Index j = 0; j < count; ++j) {
    double own = 0.0;
    for (Index i = j * m_outputs; i < (j + 1) * m_outputs; ++i) {
      S slope = targets[i];
      own += loss(z[i], slope);
      if (delta != nullptr) delta[i] = S(m_share) * slope;
    }
    if (each != nullptr) each[j] = m_share * own;
    sum += own;
  }
  return sum * m_share;
}

template <class S>
double LossOn<S>::squares(S* z, const S* targets, S* delta, Index count, double* each) const {
  const Index total = m_outputs * count;
  Flat<S> residual(z, total);
  residual -= ConstFlat<S>(targets, total);
  if (delta != nullptr) Flat<S>(delta, total) = S(m_share) * residual;
  if (each != nullptr)
    for (Index j = 0; j < count; ++j)
      each[j] = 0.5 * m_share *
                residual.segment(j * m_outputs, m_outputs).template cast<double>().square().sum();
  // Half of share times r^2, for both: the derivative of r^2 brings the 2.
  return 0.5 * m_share * residual.template cast<double>().square().sum();
}

// By comparisons whose false branch takes NaN, so that NaN goes through.
template <class S>
double LossOn<S>::value(S* z, const BlockTargets<S>& targets, S* delta, Index count,
                        double* each) const {
  const auto eachBy = [&](auto loss) {
    return eachOutput(z, targets.targets, delta, count, each, loss);
  };
  switch (m_kind) {
    case LossKind::crossEntropy:
      return crossEntropy(z, targets.labels, delta, count, each);
    case LossKind::huber:
      return eachBy([](S& output, S& y) {
        const S r = output -= y;
        y = r > 1 ? S(1) : r < -1 ? S(-1) : r;
        return double(y) * (double(r) - 0.5 * double(y));
      });
    case LossKind::logistic:
      return eachBy([](S& output, S& y) {
        const S sign = 2 * y - 1, margin = sign * output, e = std::exp(-std::abs(output));
        output = output < 0 ? e / (1 + e) : 1 / (1 + e);
        y = output - y;
        return double(margin > 0 ? S(0) : -margin) + std::log1p(double(e));
      });
    case LossKind::hinge:
      return eachBy([](S& output, S& y) {
        const S sign = 2 * y - 1, margin = sign * output;
        y = margin >= 1 ? S(0) : -sign;
        return margin >= 1 ? 0.0 : 1.0 - double(margin);
      });
    default:
      return squares(z, targets.targets, delta, count, each);
  }
}

template <class S>
void LossOn<S>::curvature(const S* z, const S* rz, S* rDelta, Index count) const {
  const S share = S(m_share);
  const Index k = m_outputs, total = k * count;
  const ConstFlat<S> kept(z, total), direction(rz, total);
  Flat<S> product(rDelta, total);
  switch (m_kind) {
    case LossKind::crossEntropy:
      for (Index j = 0; j < count; ++j) {
        const S *const p = z + j * k, *const r = rz + j * k;
        S mean = 0;
        for (Index i = 0; i < k; ++i) mean += p[i] * r[i];
        for (Index i = 0; i < k; ++i) rDelta[j * k + i] = share * p[i] * (r[i] - mean);
      }
      return;
    case LossKind::logistic:
      product = share * kept * (1 - kept) * direction;
      return;
    case LossKind::huber:
      product = (kept.abs() <= 1).select(share * direction, S(0));
      return;
    case LossKind::hinge:
      product.setZero();
      return;
    default:
      product = share * direction;
  }
}

template <class S>
void LossOn<S>::outerProducts(const S* delta, const S* rz, S* rDelta, Index count) const {
  for (Index j = 0; j < count; ++j, delta += m_outputs, rz += m_outputs, rDelta += m_outputs) {
    S slope = 0;
    for (Index i = 0; i < m_outputs; ++i) slope += delta[i] * rz[i];
    for (Index i = 0; i < m_outputs; ++i) rDelta[i] = m_samples * slope * delta[i];
  }
}

template class LossOn<double>;
template class LossOn<float>;

}  // namespace thalweg
