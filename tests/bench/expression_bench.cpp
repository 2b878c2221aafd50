/// Speed of typed formulas: gradients a second, and grids of 512 by 512 values.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>

#include "core/objectives/expression/expression_objective.h"
#include "core/run/plane.h"

using namespace thalweg;

namespace {

using Clock = std::chrono::steady_clock;
constexpr Index side = 512;

double secondsSince(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

struct Formula {
  const char* name;
  const char* text;
};
constexpr Formula formulas[]{
    {"rosenbrock", "(1-x)^2 + 100*(y-x^2)^2"},
    {"rosenbrock_sum", "sum(i, 0, 0, (1-x[i])^2 + 100*(x[i+1]-x[i]^2)^2)"},
    {"meander", "1.5*(y-0.8*sin(x))^2 + 0.075*(x-2.6)^2"},
    {"ackley", "-20*exp(-0.2*sqrt(0.5*(x^2+y^2))) - exp(0.5*(cos(2*pi*x)+cos(2*pi*y))) + e + 20"},
    {"goldsteinprice",
     "(1+(x+y+1)^2*(19-14*x+3*x^2-14*y+6*x*y+3*y^2)) * "
     "(30+(2*x-3*y)^2*(18-32*x+12*x^2+48*y-36*x*y+27*y^2))"},
    {"pieces", "if(x < y, erf(x*y), max(abs(x), y^2)) + floor(x)"}};

/// Gradients a second: best of five rounds, at points that change.
void gradients(const Formula& formula, const std::shared_ptr<const ExpressionObjective>& f) {
  Evaluator evaluator(f);
  Vec x{{-1.5, 2.0}}, g(2);
  double best = 0, sum = 0;
  for (int round = 0; round < 5; ++round) {
    const auto begun = Clock::now();
    constexpr int calls = 200000;
    for (int k = 0; k < calls; ++k) {
      x[0] += 1e-9;
      sum += evaluator.gradient(x, g);
    }
    best = std::max(best, calls / secondsSince(begun));
  }
  std::printf("gradients.%s %.3g 1/s%s\n", formula.name, best, sum == 0 ? " " : "");
}

void stopwatch(const char* kind, const char* name, double best) {
  std::printf("%s.%s %.2f ms\n", kind, name, 1e3 * best);
}

/// The grid of a picture, as a window's worker computes it, slice by slice.
void pictures(const Formula& formula, const std::shared_ptr<const ExpressionObjective>& f) {
  double best = 1e9;
  for (int round = 0; round < 7; ++round) {
    GridJob job(f, coordinatePlane(2), {side, side, -2, 2, -1, 3});
    const auto begun = Clock::now();
    while (job.advance(Clock::now() + std::chrono::milliseconds(2))) {
    }
    best = std::min(best, secondsSince(begun));
  }
  stopwatch("grid_job", formula.name, best);
}

/// The values alone, rows shared by so many threads.
void values(const Formula& formula, const std::shared_ptr<const ExpressionObjective>& f,
            int threads) {
  std::vector<double> xs(side), ys(side), out(side * side);
  for (Index i = 0; i < side; ++i) {
    xs[std::size_t(i)] = -2 + 4.0 * double(i) / (side - 1);
    ys[std::size_t(i)] = -1 + 4.0 * double(i) / (side - 1);
  }
  double best = 1e9;
  for (int round = 0; round < 7; ++round) {
    const auto begun = Clock::now();
    {
      std::vector<std::jthread> workers;
      const std::size_t share = std::size_t(side / threads);
      for (int t = 0; t < threads; ++t)
        workers.emplace_back([&, t] {
          const auto scratch = f->scratch();
          const std::size_t first = std::size_t(t) * share;
          f->valuesOnGrid(xs, std::span(ys).subspan(first, share),
                          std::span(out).subspan(first * side, share * side), scratch.get());
        });
    }
    best = std::min(best, secondsSince(begun));
  }
  stopwatch(threads == 1 ? "grid_one_thread" : "grid_two_threads", formula.name, best);
}

}  // namespace

int main() {
  for (const Formula& formula : formulas) {
    const auto f = expressionObjective(formula.text);
    if (!f) return 1;
    gradients(formula, *f);
    pictures(formula, *f);
    values(formula, *f, 1);
    values(formula, *f, 2);
  }
  return 0;
}
