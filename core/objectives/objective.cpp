#include "core/objectives/objective.h"

#include <algorithm>
#include <numeric>

#include "core/base/interrupt.h"

namespace thalweg {

void Objective::hessian(const Vec& x, Mat& h, Scratch* scratch) const {
  const Index d = dimension();
  h.resize(d, d);
  Vec unit = Vec::Zero(d), column(d);
  for (Index j = 0; j < d; ++j) {
    throwIfInterrupted();
    unit[j] = 1.0;
    hessianTimes(x, unit, column, scratch);
    h.col(j) = column;
    unit[j] = 0.0;
  }
}

std::vector<Index> allRows(Index n) {
  std::vector<Index> rows(std::size_t(n), 0);
  std::iota(rows.begin(), rows.end(), Index(0));
  return rows;
}

double FiniteSum::gradientDropping(const Vec& x, std::span<const Index> rows, const Dropout&,
                                   Vec& g, Scratch* scratch) const {
  return gradientOn(x, rows.empty() ? std::span<const Index>(allRows(samples())) : rows, g,
                    scratch);
}

double FiniteSum::gradientWeighted(const Vec& x, std::span<const Index> rows, const Vec& weights,
                                   Vec& g, Scratch* scratch) const {
  Mat j;
  Vec losses;
  perSampleGradients(x, rows, j, losses, scratch);
  g.noalias() = j.transpose() * weights;
  return weights.dot(losses);
}

void FiniteSum::empiricalFisherTimes(const Vec& x, const Vec& v, Vec& ev, Scratch* scratch) const {
  // Gradients held at a time: about two million numbers.
  const Index n = samples(), part = std::clamp<Index>((Index(1) << 21) / x.size(), 1, n);
  std::vector<Index> rows;
  Mat j;
  Vec losses;
  ev.setZero(x.size());
  for (Index first = 0; first < n; first += part) {
    rows.resize(std::size_t(std::min(part, n - first)));
    std::iota(rows.begin(), rows.end(), first);
    perSampleGradients(x, rows, j, losses, scratch);
    ev.noalias() += j.transpose() * (j * v);
  }
  ev /= double(n);
}

void FiniteSum::sampleGram(const Vec& x, std::span<const Index> rows, Mat& k, Vec& losses,
                           Scratch* scratch) const {
  Mat j;
  perSampleGradients(x, rows, j, losses, scratch);
  k.noalias() = j * j.transpose();
}

bool Objective::thirdTimes(const Vec&, const Vec&, Vec&, Scratch*) const { return false; }

void Objective::values(const Mat& points, std::span<double> f, Scratch* scratch) const {
  Vec x(dimension());
  for (Index i = 0; i < points.rows(); ++i) {
    x = points.row(i);
    f[static_cast<std::size_t>(i)] = value(x, scratch);
  }
}

}  // namespace thalweg
