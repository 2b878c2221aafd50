#include "core/base/random.h"
#include "core/landscapes/landscape.h"
#include "core/objectives/data/regression_model.h"

namespace thalweg::landscapes {
namespace {

struct Leastsquares {
  std::int64_t samples = 100, dimension = 10, seed = 1;
  double condition = 20.0, noise = 0.1;

  static Card card() {
    return {.id = "leastsquares",
            .title = "Linear least squares",
            .summary = "A line fitted to random data: a bowl that is a sum over samples.",
            .formula = "f(w) = 1/(2N) Σᵢ (aᵢ·w − bᵢ)²",
            .reference = "Gauss 1809; Boyd and Vandenberghe 2004, section 1.2"};
  }
  static Schema<Leastsquares> schema() {
    return Schema<Leastsquares>{}
        .integer(&Leastsquares::samples, {.key = "samples",
                                          .label = "samples",
                                          .symbol = "N",
                                          .help = "Rows of the data.",
                                          .minimum = 1,
                                          .maximum = 5000,
                                          .sliderLow = 1,
                                          .sliderHigh = 500})
        .integer(&Leastsquares::dimension, {.key = "dimension",
                                            .label = "weights",
                                            .symbol = "d",
                                            .help = "Columns of the data.",
                                            .minimum = 1,
                                            .maximum = 200,
                                            .sliderLow = 1,
                                            .sliderHigh = 50})
        .real(&Leastsquares::condition,
              {.key = "condition",
               .label = "condition",
               .symbol = "κ",
               .help = "Variance of the largest column over that of the smallest.",
               .minimum = 1,
               .maximum = 1e4,
               .sliderLow = 1,
               .sliderHigh = 1000,
               .scale = Scale::logarithmic})
        .real(&Leastsquares::noise, {.key = "noise",
                                     .label = "noise",
                                     .symbol = "σ",
                                     .help = "Standard deviation of what no weights explain.",
                                     .minimum = 0,
                                     .maximum = 1e3,
                                     .sliderLow = 0,
                                     .sliderHigh = 2})
        .integer(&Leastsquares::seed, {.key = "seed",
                                       .label = "seed",
                                       .help = "Of the data.",
                                       .minimum = 0,
                                       .maximum = 1e15});
  }
};

/// Columns of falling variance, from 1 to 1/condition; weights and noise are normal.
RegressionModel::Spec dataOf(const Leastsquares& s) {
  RegressionModel::Spec spec;
  spec.bias = false;
  spec.samples.features.resize(Index(s.dimension), Index(s.samples));
  spec.samples.targets.resize(1, Index(s.samples));
  Random entries(std::uint64_t(s.seed), 0), weights(std::uint64_t(s.seed), 1),
      noise(std::uint64_t(s.seed), 2);
  Vec truth{Index(s.dimension)}, scale{Index(s.dimension)};
  for (Index j = 0; j < truth.size(); ++j) {
    truth[j] = weights.normal();
    scale[j] =
        s.dimension < 2 ? 1.0 : std::pow(s.condition, -0.5 * double(j) / double(s.dimension - 1));
  }
  for (Index i = 0; i < spec.samples.features.cols(); ++i) {
    for (Index j = 0; j < truth.size(); ++j)
      spec.samples.features(j, i) = scale[j] * entries.normal();
    spec.samples.targets(0, i) = spec.samples.features.col(i).dot(truth) + s.noise * noise.normal();
  }
  return spec;
}

/// The minimum of a bowl by conjugate gradients (Hestenes and Stiefel 1952); nothing where rounding
/// keeps the residual from falling, as with fewer samples than weights.
std::vector<KnownPoint> floorOf(const std::shared_ptr<const Objective>& objective) {
  Evaluator f(objective);
  const Index d = objective->dimension();
  Vec x = Vec::Zero(d), residual(d), product(d);
  f.gradient(x, residual);
  residual = -residual;
  Vec direction = residual;
  const double wanted = 1e-13 * residual.norm();
  double square = residual.squaredNorm();
  for (Index step = 0; step < 4 * d && std::sqrt(square) > wanted; ++step) {
    f.hessianTimes(x, direction, product);
    const double length = square / direction.dot(product);
    x += length * direction;
    residual -= length * product;
    const double next = residual.squaredNorm();
    direction = residual + (next / square) * direction;
    square = next;
  }
  if (!(std::sqrt(square) <= wanted)) return {};
  return {{x, f.value(x), PointKind::minimum}};
}

Result<Landscape> make(const Values& values) {
  const auto s = Leastsquares::schema().read(values, "landscape leastsquares");
  if (!s) return s.error();
  const auto objective = std::make_shared<RegressionModel>(dataOf(*s));
  const std::vector<KnownPoint> points = floorOf(objective);
  double side = 2.0;
  for (const KnownPoint& point : points) side = std::max(side, 1.2 * point.x.cwiseAbs().maxCoeff());
  const Index d = objective->dimension();
  return Landscape{objective, std::vector<Interval>(std::size_t(d), {-side, side}), Vec::Zero(d),
                   points};
}

}  // namespace

LandscapeEntry leastsquares() {
  return {Leastsquares::card(),
          Leastsquares::schema().fields(),
          make,
          {{"sgd", 0.5},
           {"momentum", 0.1},
           {"nesterov", 0.1},
           {"adam", 0.05},
           {"rmsprop", 0.01},
           {"adagrad", 0.5}}};
}

}  // namespace thalweg::landscapes
