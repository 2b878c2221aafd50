#include "core/catalog.h"
#include "core/landscapes/regression.h"

namespace thalweg::landscapes {
namespace {

struct Softmax {
  std::string dataset = "digits";
  double ridge = 0.001;

  static Card card() {
    return {.id = "softmax",
            .title = "Softmax regression",
            .summary =
                "Several classes, one row of weights for each: convex, and a sum over the "
                "rows of a data set.",
            .formula = "f(W, b) = 1/N Σᵢ (log Σₖ exp zᵢₖ − zᵢ,class) + λ/2 |W|²,  zᵢ = W aᵢ + b",
            .reference = "Hastie, Tibshirani and Friedman 2009, section 4.4"};
  }
  static Schema<Softmax> schema() { return regressionSchema<Softmax>(ids(allDatasets())); }
};

Result<Landscape> make(const Values& values) {
  const auto s = Softmax::schema().read(values, "landscape softmax");
  if (!s) return s.error();
  const auto data = classesIn(s->dataset, 0, "landscape softmax");
  if (!data) return data.error();
  return regressionLandscape(
      {.samples = (*data)->training, .loss = RegressionLoss::softmax, .ridge = s->ridge});
}

}  // namespace

LandscapeEntry softmax() {
  return {Softmax::card(),
          Softmax::schema().fields(),
          make,
          {{"sgd", 1},
           {"momentum", 0.2},
           {"nesterov", 0.2},
           {"adam", 0.05},
           {"rmsprop", 0.02},
           {"adagrad", 0.2}}};
}

}  // namespace thalweg::landscapes
