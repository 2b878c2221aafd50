#include <limits>

#include "core/base/random.h"
#include "core/landscapes/scalar_model.h"

namespace thalweg {

struct ScalarModel::Work final : Scratch {
  explicit Work(Index d) : slope(d), bent(d) {}
  Vec slope, bent;  // [d], of one sample
};

std::unique_ptr<Scratch> ScalarModel::scratch() const {
  return std::make_unique<Work>(m_dimension);
}

double ScalarModel::value(const Vec& x, Scratch*) const {
  double sum = 0.0;
  for (Index i = 0; i < samples(); ++i) {
    const double r = residual(x, i);
    sum += r * r;
  }
  return 0.5 * sum / double(samples());
}

double ScalarModel::gradient(const Vec& x, Vec& g, Scratch* scratch) const {
  Work& work = *static_cast<Work*>(scratch);
  double sum = 0.0;
  g.setZero();
  for (Index i = 0; i < samples(); ++i) {
    const double r = slope(x, m_samples.features.col(i), work.slope) - m_samples.targets(0, i);
    g += r * work.slope;
    sum += r * r;
  }
  g /= double(samples());
  return 0.5 * sum / double(samples());
}

void ScalarModel::addCurvature(const Vec& x, Index i, const Vec& v, bool bent, Vec& hv,
                               Work& work) const {
  const auto features = m_samples.features.col(i);
  const double r = slope(x, features, work.slope) - m_samples.targets(0, i);
  hv += work.slope.dot(v) * work.slope;
  if (!bent) return;
  bend(x, features, v, work.bent);
  hv += r * work.bent;
}

void ScalarModel::hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const {
  hv.setZero();
  for (Index i = 0; i < samples(); ++i)
    addCurvature(x, i, v, true, hv, *static_cast<Work*>(scratch));
  hv /= double(samples());
}

void ScalarModel::gaussNewtonTimes(const Vec& x, const Vec& v, Vec& gv, Scratch* scratch) const {
  gv.setZero();
  for (Index i = 0; i < samples(); ++i)
    addCurvature(x, i, v, false, gv, *static_cast<Work*>(scratch));
  gv /= double(samples());
}

/// D3[v, v] of r^2 / 2 is 2 (o'v) o''v + (v'o''v) o'.
bool ScalarModel::thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch* scratch) const {
  Work& work = *static_cast<Work*>(scratch);
  out.setZero();
  for (Index i = 0; i < samples(); ++i) {
    slope(x, m_samples.features.col(i), work.slope);
    bend(x, m_samples.features.col(i), v, work.bent);
    out += 2 * work.slope.dot(v) * work.bent + work.bent.dot(v) * work.slope;
  }
  out /= double(samples());
  return true;
}

double ScalarModel::valueOn(const Vec& x, Rows rows, Scratch*) const {
  double sum = 0.0;
  for (const Index i : rows) {
    const double r = residual(x, i);
    sum += r * r;
  }
  return 0.5 * sum / double(rows.size());
}

double ScalarModel::gradientOn(const Vec& x, Rows rows, Vec& g, Scratch* scratch) const {
  Work& work = *static_cast<Work*>(scratch);
  double sum = 0.0;
  g.setZero();
  for (const Index i : rows) {
    const double r = slope(x, m_samples.features.col(i), work.slope) - m_samples.targets(0, i);
    g += r * work.slope;
    sum += r * r;
  }
  g /= double(rows.size());
  return 0.5 * sum / double(rows.size());
}

void ScalarModel::hessianTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& hv,
                                 Scratch* scratch) const {
  hv.setZero();
  for (const Index i : rows) addCurvature(x, i, v, true, hv, *static_cast<Work*>(scratch));
  hv /= double(rows.size());
}

void ScalarModel::gaussNewtonTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& gv,
                                     Scratch* scratch) const {
  gv.setZero();
  for (const Index i : rows) addCurvature(x, i, v, false, gv, *static_cast<Work*>(scratch));
  gv /= double(rows.size());
}

void ScalarModel::perSampleGradients(const Vec& x, Rows rows, Mat& j, Vec& losses,
                                     Scratch* scratch) const {
  residualJacobian(x, rows, j, losses, scratch);
  j = losses.asDiagonal() * j;
  losses = 0.5 * losses.array().square();
}

bool ScalarModel::residualJacobian(const Vec& x, Rows rows, Mat& j, Vec& r,
                                   Scratch* scratch) const {
  Work& work = *static_cast<Work*>(scratch);
  j.resize(Index(rows.size()), m_dimension);
  r.resize(j.rows());
  for (Index a = 0; a < j.rows(); ++a) {
    const Index i = rows[std::size_t(a)];
    r[a] = slope(x, m_samples.features.col(i), work.slope) - m_samples.targets(0, i);
    j.row(a) = work.slope.transpose();
  }
  return true;
}

double ScalarModel::accuracy(const Vec&, Scratch*) const {
  return std::numeric_limits<double>::quiet_NaN();
}

void ScalarModel::outputsAt(const Vec& x, const Mat& features, Mat& outputs, Scratch*) const {
  outputs.resize(1, features.cols());
  for (Index i = 0; i < features.cols(); ++i) outputs(0, i) = output(x, features.col(i));
}

Samples normalSamples(Index features, Index samples, std::uint64_t seed) {
  Random random(seed, 1);
  Samples made{Mat(features, samples), Mat::Zero(1, samples), {}};
  for (double& each : made.features.reshaped()) each = random.normal();
  return made;
}

}  // namespace thalweg
