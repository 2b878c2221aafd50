#include "core/objectives/oracle.h"

#include "core/base/interrupt.h"

namespace thalweg {

const Vec& Oracle::filtered(const Vec& x) {
  Layer* const top = m_layer;
  m_layer = top->below;
  const Vec& g = top->filter.gradient(x, *this);
  m_layer = top;
  return g;
}

const Vec& Oracle::onBatch(const Vec& x) {
  if (!isKept(x, m_batchAt)) {
    const FiniteSum& sum = *m_f.objective().asFiniteSum();
    m_batchValue = m_dropout.rate > 0.0
                       ? sum.gradientDropping(x, rows(), m_dropout, m_batchGradient, m_f.scratch())
                       : sum.gradientOn(x, rows(), m_batchGradient, m_f.scratch());
    m_batchAt = x;
    ++m_gradients;
  }
  return m_batchGradient;
}

double Oracle::valueOnBatch(const Vec& x) {
  if (m_dropout.rate == 0.0)
    return m_f.objective().asFiniteSum()->valueOn(x, rows(), m_f.scratch());
  onBatch(x);
  return m_batchValue;
}

void Oracle::hessianTimes(const Vec& x, const Vec& v, Vec& hv) {
  ++m_products;
  if (m_batches)
    m_f.objective().asFiniteSum()->hessianTimesOn(x, m_batches->rows(), v, hv, m_f.scratch());
  else
    m_f.hessianTimes(x, v, hv);
}

void Oracle::hessian(const Vec& x, Mat& h) {
  if (!m_batches) {
    m_f.hessian(x, h);
    m_products += dimension();
    return;
  }
  const Index d = dimension();
  h.resize(d, d);
  Vec unit = Vec::Zero(d), column(d);
  for (Index j = 0; j < d; ++j) {
    throwIfInterrupted();
    unit[j] = 1.0;
    hessianTimes(x, unit, column);
    h.col(j) = column;
    unit[j] = 0.0;
  }
}

}  // namespace thalweg
