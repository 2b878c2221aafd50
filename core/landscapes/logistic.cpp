#include "core/catalog.h"
#include "core/landscapes/regression.h"

namespace thalweg::landscapes {
namespace {

struct Logistic {
  std::string dataset = "cancer";
  double ridge = 0.01;

  static Card card() {
    return {.id = "logistic",
            .title = "Logistic regression",
            .summary =
                "Two classes parted by a plane: convex, and a sum over the rows of a data "
                "set.",
            .formula = "f(w, b) = 1/N Σᵢ (log(1 + exp zᵢ) − tᵢ zᵢ) + λ/2 |w|²,  zᵢ = w·aᵢ + b",
            .reference = "Cox 1958; Hastie, Tibshirani and Friedman 2009, section 4.4"};
  }
  static Schema<Logistic> schema() { return regressionSchema<Logistic>(ids(allDatasets())); }
};

Result<Landscape> make(const Values& values) {
  const auto s = Logistic::schema().read(values, "landscape logistic");
  if (!s) return s.error();
  const auto data = classesIn(s->dataset, 2, "landscape logistic");
  if (!data) return data.error();
  Samples samples = (*data)->training;
  samples.targets = Mat(samples.targets.row(1));
  return regressionLandscape(
      {.samples = std::move(samples), .loss = RegressionLoss::logistic, .ridge = s->ridge});
}

}  // namespace

LandscapeEntry logistic() {
  return {Logistic::card(),
          Logistic::schema().fields(),
          make,
          {{"sgd", 1},
           {"momentum", 0.1},
           {"nesterov", 0.1},
           {"adam", 0.05},
           {"rmsprop", 0.01},
           {"adagrad", 0.2}}};
}

}  // namespace thalweg::landscapes
