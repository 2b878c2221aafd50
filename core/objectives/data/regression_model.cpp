#include "core/objectives/data/regression_model.h"

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
void curve(RegressionLoss loss, Eigen::Ref<Vec> z, Eigen::Ref<Vec> d) {
  if (loss == RegressionLoss::logistic) {
    const double p = sigmoid(z[0]);
    d[0] *= p * (1 - p);
  }
  if (loss == RegressionLoss::softmax) {
    softmax(z);
    const double mean = z.dot(d);
    d = z.array() * (d.array() - mean);
  }
}

/// d becomes the third derivative of the loss in z, applied to d twice.
void turn(RegressionLoss loss, Eigen::Ref<Vec> z, Eigen::Ref<Vec> d) {
  if (loss == RegressionLoss::halfSquared) d.setZero();
  if (loss == RegressionLoss::logistic) {
    const double p = sigmoid(z[0]);
    d[0] *= d[0] * p * (1 - p) * (1 - 2 * p);
  }
  if (loss == RegressionLoss::softmax) {
    softmax(z);
    const double mean = z.dot(d);
    d = (d.array() - mean).square();
    const double variance = z.dot(d);
    d = z.array() * (d.array() - variance);
  }
}

}  // namespace

struct RegressionModel::Work final : Scratch {
  explicit Work(Index outputs) : z(outputs, chunk), d(outputs, chunk) {}
  Mat z, d;  // [outputs, chunk]
};

RegressionModel::RegressionModel(Spec spec)
    : m_spec(std::move(spec)),
      m_outputs(m_spec.samples.targets.rows()),
      m_weights(m_outputs * m_spec.samples.features.rows()) {}

std::unique_ptr<Scratch> RegressionModel::scratch() const {
  return std::make_unique<Work>(m_outputs);
}

std::vector<ParameterBlock> RegressionModel::blocks() const {
  std::vector<ParameterBlock> all{{"W0", 0, m_outputs, m_spec.samples.features.rows(), false}};
  if (m_spec.bias) all.push_back({"b0", m_weights, m_outputs, 1, true});
  return all;
}

template <class Features, class Outputs>
void RegressionModel::outputsOf(const Vec& x, const Features& features, Outputs z) const {
  const Eigen::Map<const RowMajor> weights(x.data(), m_outputs, features.rows());
  z.noalias() = weights * features;
  if (m_spec.bias) z.colwise() += x.tail(m_outputs);
}

/// Adds what the derivatives d [outputs, count] in the outputs are in the parameters.
void RegressionModel::addPulledBack(const Mat& d, Index first, Index count, Vec& g) const {
  Eigen::Map<RowMajor> weights(g.data(), m_outputs, m_spec.samples.features.rows());
  weights.noalias() +=
      d.leftCols(count) * m_spec.samples.features.middleCols(first, count).transpose();
  if (m_spec.bias) g.tail(m_outputs) += d.leftCols(count).rowwise().sum();
}

void RegressionModel::addRidge(const Vec& x, double share, Vec& g) const {
  if (m_spec.ridge > 0) g.head(m_weights) += (share * m_spec.ridge) * x.head(m_weights);
}

double RegressionModel::ridgeOf(const Vec& x) const {
  return m_spec.ridge > 0 ? 0.5 * m_spec.ridge * x.head(m_weights).squaredNorm() : 0.0;
}

/// The loss of one sample; its derivative in the outputs takes their place.
double RegressionModel::lossOf(Eigen::Ref<Vec> z, Index sample) const {
  const auto t = m_spec.samples.targets.col(sample);
  switch (m_spec.loss) {
    case RegressionLoss::halfSquared:
      z -= t;
      return 0.5 * z.squaredNorm();
    case RegressionLoss::logistic: {
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

double RegressionModel::value(const Vec& x, Scratch* scratch) const {
  Mat& z = static_cast<Work*>(scratch)->z;
  double sum = 0;
  for (Index first = 0; first < samples(); first += chunk) {
    const Index count = std::min(chunk, samples() - first);
    outputsOf(x, m_spec.samples.features.middleCols(first, count), z.leftCols(count));
    for (Index i = 0; i < count; ++i) sum += lossOf(z.col(i), first + i);
  }
  return sum / double(samples()) + ridgeOf(x);
}

double RegressionModel::gradient(const Vec& x, Vec& g, Scratch* scratch) const {
  Mat& z = static_cast<Work*>(scratch)->z;
  double sum = 0;
  g.setZero();
  for (Index first = 0; first < samples(); first += chunk) {
    const Index count = std::min(chunk, samples() - first);
    outputsOf(x, m_spec.samples.features.middleCols(first, count), z.leftCols(count));
    for (Index i = 0; i < count; ++i) sum += lossOf(z.col(i), first + i);
    addPulledBack(z, first, count, g);
  }
  g /= double(samples());
  addRidge(x, 1, g);
  return sum / double(samples()) + ridgeOf(x);
}

double RegressionModel::valueOn(const Vec& x, Rows rows, Scratch* scratch) const {
  Mat& z = static_cast<Work*>(scratch)->z;
  double sum = 0;
  for (const Index row : rows) {
    outputsOf(x, m_spec.samples.features.middleCols(row, 1), z.leftCols(1));
    sum += lossOf(z.col(0), row);
  }
  return sum / double(rows.size()) + ridgeOf(x);
}

double RegressionModel::gradientOn(const Vec& x, Rows rows, Vec& g, Scratch* scratch) const {
  Mat& z = static_cast<Work*>(scratch)->z;
  double sum = 0;
  g.setZero();
  for (const Index row : rows) {
    outputsOf(x, m_spec.samples.features.middleCols(row, 1), z.leftCols(1));
    sum += lossOf(z.col(0), row);
    addPulledBack(z, row, 1, g);
  }
  g /= double(rows.size());
  addRidge(x, 1, g);
  return sum / double(rows.size()) + ridgeOf(x);
}

double RegressionModel::gradientWeighted(const Vec& x, Rows rows, const Vec& weights, Vec& g,
                                         Scratch* scratch) const {
  Mat& z = static_cast<Work*>(scratch)->z;
  double sum = 0, whole = 0;
  g.setZero();
  for (std::size_t a = 0; a < rows.size(); ++a) {
    const double weight = weights[Index(a)];
    outputsOf(x, m_spec.samples.features.middleCols(rows[a], 1), z.leftCols(1));
    sum += weight * lossOf(z.col(0), rows[a]);
    z.col(0) *= weight;
    addPulledBack(z, rows[a], 1, g);
    whole += weight;
  }
  addRidge(x, whole, g);
  return sum + whole * ridgeOf(x);
}

void RegressionModel::perSampleGradients(const Vec& x, Rows rows, Mat& j, Vec& losses,
                                         Scratch* scratch) const {
  Mat& z = static_cast<Work*>(scratch)->z;
  const Index p = m_spec.samples.features.rows();
  j.resize(Index(rows.size()), dimension());
  losses.resize(j.rows());
  for (Index a = 0; a < j.rows(); ++a) {
    const auto features = m_spec.samples.features.middleCols(rows[std::size_t(a)], 1);
    outputsOf(x, features, z.leftCols(1));
    losses[a] = lossOf(z.col(0), rows[std::size_t(a)]) + ridgeOf(x);
    for (Index k = 0; k < m_outputs; ++k)
      j.row(a).segment(k * p, p) =
          z(k, 0) * features.col(0).transpose() + m_spec.ridge * x.segment(k * p, p).transpose();
    if (m_spec.bias) j.row(a).tail(m_outputs) = z.col(0).transpose();
  }
}

bool RegressionModel::residualJacobian(const Vec& x, Rows rows, Mat& j, Vec& r,
                                       Scratch* scratch) const {
  if (!isSumOfSquares()) return false;
  Mat& z = static_cast<Work*>(scratch)->z;
  const Index n = Index(rows.size()), p = m_spec.samples.features.rows();
  j.setZero(n * m_outputs, dimension());
  r.resize(n * m_outputs);
  for (Index a = 0; a < n; ++a) {
    const Index row = rows[std::size_t(a)];
    outputsOf(x, m_spec.samples.features.middleCols(row, 1), z.leftCols(1));
    for (Index k = 0; k < m_outputs; ++k) {
      r[k * n + a] = z(k, 0) - m_spec.samples.targets(k, row);
      j.row(k * n + a).segment(k * p, p) = m_spec.samples.features.col(row).transpose();
      if (m_spec.bias) j(k * n + a, m_weights + k) = 1;
    }
  }
  return true;
}

void RegressionModel::outputsAt(const Vec& x, const Mat& features, Mat& outputs, Scratch*) const {
  outputs.resize(m_outputs, features.cols());
  outputsOf(x, features, outputs.leftCols(features.cols()));
}

void RegressionModel::hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const {
  Work& work = *static_cast<Work*>(scratch);
  hv.setZero();
  for (Index first = 0; first < samples(); first += chunk) {
    const Index count = std::min(chunk, samples() - first);
    if (m_spec.loss != RegressionLoss::halfSquared)
      outputsOf(x, m_spec.samples.features.middleCols(first, count), work.z.leftCols(count));
    outputsOf(v, m_spec.samples.features.middleCols(first, count), work.d.leftCols(count));
    for (Index i = 0; i < count; ++i) curve(m_spec.loss, work.z.col(i), work.d.col(i));
    addPulledBack(work.d, first, count, hv);
  }
  hv /= double(samples());
  addRidge(v, 1, hv);
}

void RegressionModel::hessianTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& hv,
                                     Scratch* scratch) const {
  Work& work = *static_cast<Work*>(scratch);
  hv.setZero();
  for (const Index row : rows) {
    const auto features = m_spec.samples.features.middleCols(row, 1);
    outputsOf(x, features, work.z.leftCols(1));
    outputsOf(v, features, work.d.leftCols(1));
    curve(m_spec.loss, work.z.col(0), work.d.col(0));
    addPulledBack(work.d, row, 1, hv);
  }
  hv /= double(rows.size());
  addRidge(v, 1, hv);
}

bool RegressionModel::thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch* scratch) const {
  Work& work = *static_cast<Work*>(scratch);
  out.setZero();
  for (Index first = 0; first < samples(); first += chunk) {
    const Index count = std::min(chunk, samples() - first);
    outputsOf(x, m_spec.samples.features.middleCols(first, count), work.z.leftCols(count));
    outputsOf(v, m_spec.samples.features.middleCols(first, count), work.d.leftCols(count));
    for (Index i = 0; i < count; ++i) turn(m_spec.loss, work.z.col(i), work.d.col(i));
    addPulledBack(work.d, first, count, out);
  }
  out /= double(samples());
  return true;
}

double RegressionModel::accuracy(const Vec& x, Scratch* scratch) const {
  if (m_spec.loss == RegressionLoss::halfSquared) return std::numeric_limits<double>::quiet_NaN();
  Mat& z = static_cast<Work*>(scratch)->z;
  Index right = 0;
  for (Index first = 0; first < samples(); first += chunk) {
    const Index count = std::min(chunk, samples() - first);
    outputsOf(x, m_spec.samples.features.middleCols(first, count), z.leftCols(count));
    for (Index i = 0; i < count; ++i) {
      const auto t = m_spec.samples.targets.col(first + i);
      Index guess = 0;
      if (m_spec.loss == RegressionLoss::logistic) {
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
