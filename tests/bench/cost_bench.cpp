/// What curvature costs: a run that measures its sharpness against one that does not, and the
/// Hessian product and the leading eigenvalue against parameters and against samples, as a figure.
#include <QGuiApplication>
#include <cmath>
#include <cstdio>
#include <string>

#include "core/math/lanczos.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/network.h"
#include "core/run/run.h"
#include "core/run/spectrum.h"
#include "tests/bench/turns.h"
#include "widgets/views/figure_export.h"

using namespace thalweg;

namespace {

void runWithSharpness() {
  Experiment e;
  e.problem.kind = "network";
  e.problem.network.layers = {64, 100, 100, 10};
  e.optimizers.push_back({"sgd", "", {{"learning_rate", 0.5}}});
  e.run.steps = 1000;
  const Result<Problem> problem = prepareProblem(e.problem);
  const auto once = [&](std::int64_t every) {
    e.measure.sharpnessEvery = every;
    runNow(**Run::prepare(e, 0, *problem));
  };
  bench::compare(
      "run.1000.sharpness_every_5.against_without", {[&] { once(0); }}, [&] { once(5); }, 3);
}

struct Point {
  double size, product, leading;  // milliseconds
};

/// One Hessian product, and the largest eigenvalue by 20 of them from a cold start, on a network of
/// one hidden layer of `width` units and `samples` rows of the digits.
Point costOf(Index width, Index samples, double size) {
  const std::vector<Index> layers{64, width, width, 10};
  const auto table = loadTable("digits");
  const auto network = *makeNetwork(
      {.layers = layers},
      *makeDataset(table->table, table->name, {.scaling = table->scaling, .samples = samples}));
  const Vec x = *initialParameters(layers, true, "pytorch-linear", 1);
  Evaluator f(network);
  const Product product = curvatureProduct(f, x, CurvatureMatrix::hessian);
  Vec v = Vec::Ones(x.size()).normalized(), hv(x.size());
  const auto lanczos = [&] {
    LanczosOptions options{.tolerance = 0.0, .basis = 20, .restarts = 0};
    largestEigenpairs(product, x.size(), options);
  };
  const int inner = std::max(1, int(2e6 / (double(x.size()) * double(samples) / 100.0)));
  const std::vector<double> ms = bench::fastest({[&] {
                                                   for (int k = 0; k < inner; ++k) product(v, hv);
                                                 },
                                                 lanczos},
                                                5);
  return {size > 0 ? size : double(x.size()), ms[0] / inner, ms[1]};
}

/// Slope of log(cost) against log(size), least squares.
double slope(const std::vector<double>& size, const std::vector<double>& cost) {
  double mx = 0, my = 0, xy = 0, xx = 0;
  const double n = double(size.size());
  for (std::size_t i = 0; i < size.size(); ++i) {
    mx += std::log(size[i]) / n;
    my += std::log(cost[i]) / n;
  }
  for (std::size_t i = 0; i < size.size(); ++i) {
    xy += (std::log(size[i]) - mx) * (std::log(cost[i]) - my);
    xx += (std::log(size[i]) - mx) * (std::log(size[i]) - mx);
  }
  return xy / xx;
}

void tell(const std::string& id, const std::string& label, const std::vector<Point>& points) {
  Figure figure{id, "", label, "time (ms)", Scale::logarithmic, Scale::logarithmic, {}, {}};
  std::vector<double> size, product, leading;
  for (const Point& p : points) {
    std::printf("%s.%-54.0f product %9.3f ms, 20-product Lanczos %9.3f ms\n", id.c_str(), p.size,
                p.product, p.leading);
    size.push_back(p.size);
    product.push_back(p.product);
    leading.push_back(p.leading);
  }
  std::printf("%-64s %6.3f and %6.3f\n", (id + ".slopes").c_str(), slope(size, product),
              slope(size, leading));
  figure.series.push_back({"H v", size, product, 0, LineRole::main, ""});
  figure.series.push_back({"Lanczos, 20 products", size, leading, 1, LineRole::main, ""});
  if (const Outcome written = writeSvg(figure, QString::fromStdString(id + ".svg"), {}); !written)
    std::printf("%s\n", written.error().what.c_str());
}

}  // namespace

/// Writes cost_parameters.svg and cost_samples.svg into the working folder.
int main(int count, char** words) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  const QGuiApplication application(count, words);
  runWithSharpness();
  std::vector<Point> parameters, samples;
  for (const Index width : {11, 25, 70, 150, 285, 520, 955})
    parameters.push_back(costOf(width, 512, 0));
  tell("cost_parameters", "parameters", parameters);
  for (const Index rows : {56, 112, 224, 449, 898, 1797})
    samples.push_back(costOf(100, rows, double(rows)));
  tell("cost_samples", "samples", samples);
  return 0;
}
