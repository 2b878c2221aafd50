#include <cmath>

#include "core/landscapes/scalar_model.h"

namespace thalweg::landscapes {
namespace {

struct Diagonal {
  std::int64_t inputs = 20, samples = 40, sparsity = 3, seed = 1;
  double scale = 0.5;

  static Card card() {
    return {.id = "diagonalnetwork",
            .title = "Diagonal linear network",
            .summary =
                "A linear model whose weights are differences of squares: the flattest of "
                "its minima have the smallest sum of sizes, so that noise finds sparse ones.",
            .formula = "f(a, b) = ½ mean ((a² − b²)·x − t)²;  tr H = 4 Σ (a² + b²) ≥ 4 |a² − b²|₁",
            .reference = "Woodworth et al. 2020; Wu and Su 2023"};
  }
  static Schema<Diagonal> schema() {
    return Schema<Diagonal>{}
        .integer(&Diagonal::inputs, {.key = "inputs",
                                     .label = "inputs",
                                     .help = "Weights; the parameters are twice as many.",
                                     .minimum = 1,
                                     .maximum = 1000,
                                     .sliderLow = 1,
                                     .sliderHigh = 100})
        .integer(&Diagonal::samples, {.key = "samples",
                                      .label = "samples",
                                      .help = "With fewer than inputs there are many minima.",
                                      .minimum = 1,
                                      .maximum = 1e6,
                                      .sliderLow = 1,
                                      .sliderHigh = 200})
        .integer(&Diagonal::sparsity, {.key = "sparsity",
                                       .label = "weights not zero",
                                       .help = "Of the weights that the targets come from.",
                                       .minimum = 1,
                                       .maximum = 1000,
                                       .sliderLow = 1,
                                       .sliderHigh = 20})
        .real(&Diagonal::scale, {.key = "scale",
                                 .label = "size of the start",
                                 .help = "Of every factor: small ones lead to sparse minima.",
                                 .minimum = 1e-6,
                                 .maximum = 10,
                                 .sliderLow = 0.01,
                                 .sliderHigh = 2,
                                 .scale = Scale::logarithmic})
        .integer(&Diagonal::seed, {.key = "seed",
                                   .label = "seed",
                                   .help = "Of the samples.",
                                   .minimum = 0,
                                   .maximum = 1e15});
  }
};

/// x = (a, b); the weights are a^2 - b^2.
class DiagonalNetwork final : public ScalarModel {
 public:
  explicit DiagonalNetwork(const Samples& samples)
      : ScalarModel(samples, 2 * samples.features.rows()), m_p(dimension() / 2) {}
  std::string normName() const override { return "l1_norm"; }
  double norm(const Vec& x) const override {
    return (x.head(m_p).array().square() - x.tail(m_p).array().square()).abs().sum();
  }
  double traceOverNorm() const override { return 4.0; }
  double expectedTrace(const Vec& x) const override { return 4 * x.squaredNorm(); }

 protected:
  double output(const Vec& x, const Features& features) const override {
    return (features.array() * (x.head(m_p).array().square() - x.tail(m_p).array().square())).sum();
  }
  double slope(const Vec& x, const Features& features, Vec& to) const override {
    to.head(m_p) = 2 * x.head(m_p).cwiseProduct(features);
    to.tail(m_p) = -2 * x.tail(m_p).cwiseProduct(features);
    return 0.5 * x.dot(to);
  }
  void bend(const Vec&, const Features& features, const Vec& v, Vec& to) const override {
    to.head(m_p) = 2 * v.head(m_p).cwiseProduct(features);
    to.tail(m_p) = -2 * v.tail(m_p).cwiseProduct(features);
  }

 private:
  Index m_p;
};

Result<Landscape> make(const Values& values) {
  const auto s = Diagonal::schema().read(values, "landscape diagonalnetwork");
  if (!s) return s.error();
  const Index p = Index(s->inputs);
  Samples samples = normalSamples(p, Index(s->samples), std::uint64_t(s->seed));
  // Weights 1 and -1 in turn, then zeros.
  Vec factors = Vec::Zero(2 * p);
  for (Index i = 0; i < std::min(p, Index(s->sparsity)); ++i) factors[i % 2 == 0 ? i : p + i] = 1;
  const Vec weights = factors.head(p).array().square() - factors.tail(p).array().square();
  samples.targets = weights.transpose() * samples.features;
  const double side = 2 * std::max(1.0, s->scale);
  return Landscape{std::make_shared<DiagonalNetwork>(samples),
                   std::vector<Interval>(std::size_t(2 * p), {-side, side}),
                   Vec::Constant(2 * p, s->scale),
                   {{factors, 0.0, PointKind::minimum}}};
}

}  // namespace

LandscapeEntry diagonalnetwork() {
  return {Diagonal::card(),
          Diagonal::schema().fields(),
          make,
          {{"sgd", 0.1},
           {"momentum", 0.01},
           {"nesterov", 0.01},
           {"adam", 0.02},
           {"rmsprop", 0.005},
           {"adagrad", 0.1}}};
}

}  // namespace thalweg::landscapes
