#include "core/objectives/data/linear_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace thalweg {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Samples worked on at a time: their outputs stay in the cache, and Eigen's products find room for
// their panels on the stack.
constexpr Index chunk = 128;

/// z becomes the probabilities of its classes.
void softmax(Eigen::Ref<Vec> z) {
  const double most = z.maxCoeff();
  z = (z.array() - most).exp();
  z /= z.sum();
}

double sigmoid(double z) {
  return z >= 0 ? 1 / (1 + std::exp(-z)) : std::exp(z) / (1 + std::exp(z));
}

/// d becomes B d, with B the loss's Hessian in the outputs z.
void curve(LinearLoss loss, Eigen::Ref<Vec> z, Eigen::Ref<Vec> d) {
  if (loss == LinearLoss::logistic) {
    const double p = sigmoid(z[0]);
    d[0] *= p * (1 - p);
  }
  if (loss == LinearLoss::softmax) {
    softmax(z);
    const double mean = z.dot(d);
    d = z.array() * (d.array() - mean);
  }
}

/// d becomes the third derivative of the loss in z, applied to d twice.
void turn(LinearLoss loss, Eigen::Ref<Vec> z, Eigen::Ref<Vec> d) {
  if (loss == LinearLoss::halfSquared) d.setZero();
  if (loss == LinearLoss::logistic) {
    const double p = sigmoid(z[0]);
    d[0] *= d[0] * p * (1 - p) * (1 - 2 * p);
  }
  if (loss == LinearLoss::softmax) {
    softmax(z);
    const double mean = z.dot(d);
    d = (d.array() - mean).square();
    const double variance = z.dot(d);
    d = z.array() * (d.array() - variance);
  }
}

}  // namespace

struct LinearModel::Work final : Scratch {
  explicit Work(Index outputs) : z(outputs, chunk), d(outputs, chunk) {}
  Mat z, d;  // [outputs, chunk]
};

LinearModel::LinearModel(Spec spec)
    : m_spec(std::move(spec)),
      m_outputs(m_spec.targets.rows()),
      m_weights(m_outputs * m_spec.features.rows()) {}

std::unique_ptr<Scratch> LinearModel::scratch() const { return std::make_unique<Work>(m_outputs); }

std::vector<ParameterBlock> LinearModel::blocks() const {
  std::vector<ParameterBlock> all{{"W0", 0, m_outputs, m_spec.features.rows(), false}};
  if (m_spec.bias) all.push_back({"b0", m_weights, m_outputs, 1, true});
  return all;
}

void LinearModel::outputsOf(const Vec& x, Index first, Index count, Mat& z) const {
  const Eigen::Map<const RowMajor> weights(x.data(), m_outputs, m_spec.features.rows());
  z.leftCols(count).noalias() = weights * m_spec.features.middleCols(first, count);
  if (m_spec.bias) z.leftCols(count).colwise() += x.tail(m_outputs);
}

/// Adds what the derivatives d [outputs, count] in the outputs are in the parameters.
void LinearModel::addPulledBack(const Mat& d, Index first, Index count, Vec& g) const {
  Eigen::Map<RowMajor> weights(g.data(), m_outputs, m_spec.features.rows());
  weights.noalias() += d.leftCols(count) * m_spec.features.middleCols(first, count).transpose();
  if (m_spec.bias) g.tail(m_outputs) += d.leftCols(count).rowwise().sum();
}

void LinearModel::addRidge(const Vec& x, Vec& g) const {
  if (m_spec.ridge > 0) g.head(m_weights) += m_spec.ridge * x.head(m_weights);
}

double LinearModel::ridgeOf(const Vec& x) const {
  return m_spec.ridge > 0 ? 0.5 * m_spec.ridge * x.head(m_weights).squaredNorm() : 0.0;
}

/// The loss of one sample; its derivative in the outputs takes their place.
double LinearModel::lossOf(Eigen::Ref<Vec> z, Index sample) const {
  const auto t = m_spec.targets.col(sample);
  switch (m_spec.loss) {
    case LinearLoss::halfSquared:
      z -= t;
      return 0.5 * z.squaredNorm();
    case LinearLoss::logistic: {
      const double at = z[0];
      z[0] = sigmoid(at) - t[0];
      return std::max(at, 0.0) + std::log1p(std::exp(-std::abs(at))) - t[0] * at;
    }
    default: {
      const double most = z.maxCoeff(), own = z.dot(t);
      z = (z.array() - most).exp();
      const double sum = z.sum();
      z = z / sum - t;
      return most + std::log(sum) - own;
    }
  }
}

double LinearModel::value(const Vec& x, Scratch* scratch) const {
  Mat& z = static_cast<Work*>(scratch)->z;
  double sum = 0;
  for (Index first = 0; first < samples(); first += chunk) {
    const Index count = std::min(chunk, samples() - first);
    outputsOf(x, first, count, z);
    for (Index i = 0; i < count; ++i) sum += lossOf(z.col(i), first + i);
  }
  return sum / double(samples()) + ridgeOf(x);
}

double LinearModel::gradient(const Vec& x, Vec& g, Scratch* scratch) const {
  Mat& z = static_cast<Work*>(scratch)->z;
  double sum = 0;
  g.setZero();
  for (Index first = 0; first < samples(); first += chunk) {
    const Index count = std::min(chunk, samples() - first);
    outputsOf(x, first, count, z);
    for (Index i = 0; i < count; ++i) sum += lossOf(z.col(i), first + i);
    addPulledBack(z, first, count, g);
  }
  g /= double(samples());
  addRidge(x, g);
  return sum / double(samples()) + ridgeOf(x);
}

double LinearModel::gradientOn(const Vec& x, std::span<const Index> rows, Vec& g,
                               Scratch* scratch) const {
  Mat& z = static_cast<Work*>(scratch)->z;
  double sum = 0;
  g.setZero();
  for (const Index row : rows) {
    outputsOf(x, row, 1, z);
    sum += lossOf(z.col(0), row);
    addPulledBack(z, row, 1, g);
  }
  g /= double(rows.size());
  addRidge(x, g);
  return sum / double(rows.size()) + ridgeOf(x);
}

void LinearModel::hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const {
  Work& work = *static_cast<Work*>(scratch);
  hv.setZero();
  for (Index first = 0; first < samples(); first += chunk) {
    const Index count = std::min(chunk, samples() - first);
    if (m_spec.loss != LinearLoss::halfSquared) outputsOf(x, first, count, work.z);
    outputsOf(v, first, count, work.d);
    for (Index i = 0; i < count; ++i) curve(m_spec.loss, work.z.col(i), work.d.col(i));
    addPulledBack(work.d, first, count, hv);
  }
  hv /= double(samples());
  addRidge(v, hv);
}

bool LinearModel::thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch* scratch) const {
  Work& work = *static_cast<Work*>(scratch);
  out.setZero();
  for (Index first = 0; first < samples(); first += chunk) {
    const Index count = std::min(chunk, samples() - first);
    outputsOf(x, first, count, work.z);
    outputsOf(v, first, count, work.d);
    for (Index i = 0; i < count; ++i) turn(m_spec.loss, work.z.col(i), work.d.col(i));
    addPulledBack(work.d, first, count, out);
  }
  out /= double(samples());
  return true;
}

double LinearModel::accuracy(const Vec& x, Scratch* scratch) const {
  if (m_spec.loss == LinearLoss::halfSquared) return std::numeric_limits<double>::quiet_NaN();
  Mat& z = static_cast<Work*>(scratch)->z;
  Index right = 0;
  for (Index first = 0; first < samples(); first += chunk) {
    const Index count = std::min(chunk, samples() - first);
    outputsOf(x, first, count, z);
    for (Index i = 0; i < count; ++i) {
      const auto t = m_spec.targets.col(first + i);
      Index guess = 0;
      if (m_spec.loss == LinearLoss::logistic) {
        right += (z(0, i) > 0) == (t[0] > 0.5);
      } else {
        z.col(i).maxCoeff(&guess);
        right += t[guess] > 0.5;
      }
    }
  }
  return double(right) / double(samples());
}

}  // namespace thalweg
