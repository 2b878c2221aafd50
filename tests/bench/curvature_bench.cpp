/// What the curvature costs beyond the Hessian products it is made of, in one run and taken in
/// turns.
#include <chrono>
#include <cstdio>

#include "core/base/team.h"
#include "core/math/lanczos.h"
#include "core/math/slq.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/network.h"
#include "core/run/plane_kinds.h"
#include "core/run/spectrum.h"
#include "tests/bench/turns.h"

using namespace thalweg;

namespace {

struct Digits {
  std::shared_ptr<const NetworkObjective> network;
  Vec x;
};

/// The 64-100-100-10 network on the digits after some steps of descent, when its spectrum has
/// outliers.
Digits trainedDigits(int steps) {
  const std::vector<Index> layers{64, 100, 100, 10};
  const auto table = loadTable("digits");
  Digits digits{*makeNetwork({.layers = layers},
                             *makeDataset(table->table, table->name, {.scaling = table->scaling})),
                *initialParameters(layers, true, "pytorch-linear", 1)};
  Vec g(digits.x.size());
  const auto scratch = digits.network->scratch();
  for (int n = 0; n < steps; ++n) {
    digits.network->gradient(digits.x, g, scratch.get());
    digits.x -= 0.5 * g;
  }
  return digits;
}

/// `count` is nine where it is the outliers: at the start of training the tenth is the first of a
/// bulk whose members are a hundredth apart, which takes products however one begins.
void largest(Index count, int steps) {
  const Digits digits = trainedDigits(steps);
  Evaluator f(digits.network);
  const Index d = digits.x.size();
  const Product product = curvatureProduct(f, digits.x, CurvatureMatrix::hessian);
  const Eigenpairs exact = largestEigenpairs(product, d, {.count = count, .tolerance = 1e-11});
  const LanczosOptions options{.count = count, .valueTolerance = 1e-6};
  const Eigenpairs found = largestEigenpairs(product, d, options);
  const std::string name = "top_" + std::to_string(count) + ".after_" + std::to_string(steps);
  double error = 0.0;
  for (Index k = 0; k < count; ++k)
    error = std::max(error, std::abs(found.values[k] / exact.values[k] - 1));
  std::printf("%-64s %8lld products, relative error %.1e\n", name.c_str(),
              static_cast<long long>(found.products), error);
  Vec v = Vec::Ones(d).normalized(), hv(d);
  bench::compare(
      name + ".against_products", {[&] {
        for (std::int64_t k = 0; k < found.products; ++k) product(v, hv);
      }},
      [&] { largestEigenpairs(product, d, options); }, 7);
}

void density() {
  const Digits digits = trainedDigits(100);
  Evaluator f(digits.network);
  const Index d = digits.x.size();
  const Product product = curvatureProduct(f, digits.x, CurvatureMatrix::hessian);
  Vec v = Vec::Ones(d).normalized(), hv(d);
  bench::compare(
      "density.10x100.against_products", {[&] {
        for (int k = 0; k < 1000; ++k) product(v, hv);
      }},
      [&] { broadened(stochasticLanczos(product, d, {.probes = 10, .steps = 100})); }, 2);
}

/// 51 x 51 nodes against as many bare forward passes; two threads against one.
void plane() {
  const Digits digits = trainedDigits(100);
  const Plane plane = randomPlane(*digits.network, digits.x, "filter", 1);
  const GridSpec spec{51, 51, -1, 1, -1, 1};
  const auto grid = [&](unsigned threads) {
    const Team::Allowance lent(threads);
    GridJob job(digits.network, plane, spec);
    while (job.advance(Job::Clock::now() + std::chrono::hours(1))) {
    }
  };
  Evaluator f(digits.network);
  Vec x = digits.x;
  bench::compare(
      "plane.51x51.against_forward_passes", {[&] {
        for (int k = 0; k < 51 * 51; ++k) {
          x[0] += 1e-9;
          f.value(x);
        }
      }},
      [&] { grid(1); }, 2);
  bench::compare(
      "plane.51x51.two_threads_against_one", {[&] { grid(1); }}, [&] { grid(2); }, 2);
}

}  // namespace

int main() {
  largest(9, 0);
  for (const int steps : {0, 100, 400}) largest(10, steps);
  density();
  plane();
}
