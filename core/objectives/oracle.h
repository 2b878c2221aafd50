/// All that an optimizer may ask about the function it minimises.
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <utility>

#include "core/objectives/objective.h"

namespace thalweg {

/// Answers a method's questions and counts them. The gradient at the last point asked for is kept,
/// so that a run may look at the value and a method use the gradient for the price of one
/// evaluation.
class Oracle {
 public:
  explicit Oracle(std::shared_ptr<const Objective> objective)
      : m_f(std::move(objective)),
        m_at(Vec::Constant(m_f.objective().dimension(), std::numeric_limits<double>::quiet_NaN())),
        m_gradient(Vec::Zero(m_at.size())) {}

  /// The gradient [d] at x, valid until the next question.
  const Vec& gradient(const Vec& x) {
    if (!isKept(x)) {
      m_value = m_f.gradient(x, m_gradient);
      m_at = x;
      ++m_gradients;
    }
    return m_gradient;
  }

  /// The value at the point where the gradient was last asked for.
  double keptValue() const { return m_value; }

  /// f(x); free where the gradient was asked for at the same point.
  double value(const Vec& x) { return isKept(x) ? m_value : m_f.value(x); }

  /// hv = H(x) v.
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv) {
    m_f.hessianTimes(x, v, hv);
    ++m_products;
  }

  std::int64_t gradients() const { return m_gradients; }
  std::int64_t products() const { return m_products; }
  void countProducts(std::int64_t n) { m_products += n; }
  Evaluator& evaluator() { return m_f; }
  Index dimension() const { return m_at.size(); }

 private:
  bool isKept(const Vec& x) const {
    // Number by number: x was just written that way, and a wide load of it would wait for those
    // stores.
    for (Index i = 0; i < m_at.size(); ++i)
      if (std::bit_cast<std::uint64_t>(x[i]) != std::bit_cast<std::uint64_t>(m_at[i])) return false;
    return true;
  }
  Evaluator m_f;
  Vec m_at;  // NaN until the first question: equal to no point
  Vec m_gradient;
  double m_value = 0.0;
  std::int64_t m_gradients = 0, m_products = 0;
};

}  // namespace thalweg
