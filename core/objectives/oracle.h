/// All that an optimizer may ask about the function it minimises.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "core/objectives/data/batches.h"
#include "core/objectives/objective.h"

namespace thalweg {

class Oracle;

/// Stands between a method and the gradients it sees: clips them, adds to them, takes them
/// elsewhere.
class GradientFilter {
 public:
  virtual ~GradientFilter() = default;
  /// The gradient [d] to show at x; `below` answers without this filter.
  virtual const Vec& gradient(const Vec& x, Oracle& below) = 0;
};

/// Answers a method's questions and counts them. The gradient at the last point asked for is kept,
/// so that a run may look at the value and a method use the gradient for the price of one
/// evaluation. With batches, a method sees the mean over the rows of its step; `whole` is always
/// over all of them.
class Oracle {
 public:
  explicit Oracle(std::shared_ptr<const Objective> objective)
      : m_f(std::move(objective)),
        m_at(Vec::Constant(m_f.objective().dimension(), std::numeric_limits<double>::quiet_NaN())),
        m_gradient(Vec::Zero(m_at.size())) {}

  /// The gradient [d] at x that the method is to see, valid until the next question.
  const Vec& gradient(const Vec& x) {
    if (m_layer || m_partial) [[unlikely]]
      return m_layer ? filtered(x) : onBatch(x);
    return whole(x);
  }

  /// f(x) over the rows of the step; free where the gradient was asked for at the same point.
  double value(const Vec& x) {
    if (m_partial) [[unlikely]]
      return isKept(x, m_batchAt) ? m_batchValue : valueOnBatch(x);
    return isKept(x, m_at) ? m_value : m_f.value(x);
  }

  /// hv = H(x) v over the rows of the step.
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv);
  /// The whole Hessian [d, d] over the rows of the step.
  void hessian(const Vec& x, Mat& h);

  /// The gradient [d] over all samples.
  const Vec& whole(const Vec& x) {
    if (!isKept(x, m_at)) {
      m_value = m_f.gradient(x, m_gradient);
      for (Index i = 0; i < m_at.size(); ++i) m_at[i] = x[i];
      if (!m_partial) ++m_gradients;
    }
    return m_gradient;
  }
  /// The value at the point where `whole` was last asked for.
  double keptValue() const { return m_value; }

  /// From now on a method sees the rows of its step. `beginStep` before each one.
  void drawBatches(Batches batches) {
    m_batches = std::move(batches);
    m_partial = true;
  }
  /// From now on a method sees all rows again.
  void drawAll() {
    m_batches.reset();
    m_partial = m_dropout.rate > 0.0;
  }
  /// From now on the gradients and values that a method sees are those of the model with hidden
  /// units left out.
  void dropUnits(const Dropout& dropout) {
    m_dropout = dropout;
    m_partial = true;
  }
  void beginStep(std::int64_t step) {
    if (!m_partial) return;
    if (m_batches) m_batches->go(step);
    m_dropout.step = step;
    m_batchAt.setConstant(m_at.size(), std::numeric_limits<double>::quiet_NaN());
    m_batchGradient.resize(m_at.size());
  }
  /// The rows of the step; empty where it is all of them.
  std::span<const Index> rows() const {
    return m_batches ? m_batches->rows() : std::span<const Index>();
  }

  /// Samples a step sees, but for the last batch of an epoch; 0 where it is all of them.
  Index batchSize() const { return m_batches ? m_batches->size() : 0; }

  std::int64_t gradients() const { return m_gradients; }
  std::int64_t products() const { return m_products; }
  void countGradients(std::int64_t n) { m_gradients += n; }
  void countProducts(std::int64_t n) { m_products += n; }
  Evaluator& evaluator() { return m_f; }
  const Objective& objective() const { return m_f.objective(); }
  Index dimension() const { return m_at.size(); }

 private:
  friend class FilterScope;
  struct Layer {
    GradientFilter& filter;
    Layer* below;
  };

  static bool isKept(const Vec& x, const Vec& at) {
    // Number by number: x was just written that way, and a wide load of it would wait for those
    // stores.
    for (Index i = 0; i < at.size(); ++i)
      if (std::bit_cast<std::uint64_t>(x[i]) != std::bit_cast<std::uint64_t>(at[i])) return false;
    return true;
  }
  const Vec& filtered(const Vec& x);
  const Vec& onBatch(const Vec& x);
  double valueOnBatch(const Vec& x);

  Evaluator m_f;
  Vec m_at;  // NaN until the first question: equal to no point
  Vec m_gradient;
  double m_value = 0.0;
  std::int64_t m_gradients = 0, m_products = 0;
  Layer* m_layer = nullptr;
  std::optional<Batches> m_batches;
  Dropout m_dropout;       // of no units by default
  bool m_partial = false;  // a method sees something else than the whole
  Vec m_batchAt, m_batchGradient;
  double m_batchValue = 0.0;
};

/// While it lives, gradients pass through a filter.
class FilterScope {
 public:
  FilterScope(Oracle& oracle, GradientFilter& filter)
      : m_oracle(oracle), m_layer{filter, oracle.m_layer} {
    m_oracle.m_layer = &m_layer;
  }
  ~FilterScope() { m_oracle.m_layer = m_layer.below; }
  FilterScope(const FilterScope&) = delete;
  FilterScope& operator=(const FilterScope&) = delete;

 private:
  Oracle& m_oracle;
  Oracle::Layer m_layer;
};

/// A filter made of a function `change(x, below) -> const Vec&`.
template <class Change>
class FilterOf final : public GradientFilter {
 public:
  explicit FilterOf(Change change) : m_change(std::move(change)) {}
  const Vec& gradient(const Vec& x, Oracle& below) override { return m_change(x, below); }

 private:
  Change m_change;
};

}  // namespace thalweg
