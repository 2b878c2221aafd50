/// Speed of a run that records every step, against loops written by hand that store the same
/// numbers.
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>

#include "core/run/run.h"

using namespace thalweg;

namespace {

constexpr std::int64_t steps = 100000;
constexpr double rate = 1e-4;

/// Rosenbrock's function as anyone would write it: the value, and the gradient in g0, g1.
double rosenbrock(double x, double y, double& g0, double& g1) {
  const double a = 1 - x, b = y - x * x;
  g0 = -2 * a - 400 * x * b;
  g1 = 200 * b;
  return a * a + 100 * b * b;
}

/// The loop around a method's step: f, gradient norm, step norm, rate, x, y of every step. `move(x,
/// g)` changes x.
template <class Move>
std::vector<double> byHand(Move move) {
  std::vector<double> rows;
  rows.reserve(std::size_t(steps + 1) * 6);
  double x[2] = {-1.5, 2.0}, g[2], length = 0.0;
  for (std::int64_t n = 0;; ++n) {
    const double f = rosenbrock(x[0], x[1], g[0], g[1]);
    for (const double number : {f, std::sqrt(g[0] * g[0] + g[1] * g[1]), length, rate, x[0], x[1]})
      rows.push_back(number);
    if (n == steps || !std::isfinite(f)) return rows;
    const double before[2] = {x[0], x[1]};
    move(x, g);
    length = std::sqrt((x[0] - before[0]) * (x[0] - before[0]) +
                       (x[1] - before[1]) * (x[1] - before[1]));
  }
}

std::vector<double> sgd() {
  return byHand([](double* x, const double* g) {
    for (int i = 0; i < 2; ++i) x[i] -= rate * g[i];
  });
}

/// Heavy ball, or with `ahead` Nesterov's form of it, as in PyTorch.
std::vector<double> momentum(bool ahead) {
  double b[2];
  bool first = true;
  return byHand([&](double* x, const double* g) {
    for (int i = 0; i < 2; ++i) {
      b[i] = first ? g[i] : 0.9 * b[i] + g[i];
      x[i] -= rate * (ahead ? g[i] + 0.9 * b[i] : b[i]);
    }
    first = false;
  });
}

std::vector<double> rmsprop() {
  double v[2] = {0, 0};
  return byHand([&](double* x, const double* g) {
    for (int i = 0; i < 2; ++i) {
      v[i] = 0.99 * v[i] + (1 - 0.99) * g[i] * g[i];
      x[i] -= rate * g[i] / (std::sqrt(v[i]) + 1e-8);
    }
  });
}

/// Both corrections by a power, as the formula says: a running product ends in denormal numbers,
/// which are slower yet.
std::vector<double> adam() {
  double m[2] = {0, 0}, v[2] = {0, 0}, t = 0;
  return byHand([&](double* x, const double* g) {
    ++t;
    const double scaled = rate / (1 - std::pow(0.9, t)), root2 = std::sqrt(1 - std::pow(0.999, t));
    for (int i = 0; i < 2; ++i) {
      m[i] = 0.9 * m[i] + (1 - 0.9) * g[i];
      v[i] = 0.999 * v[i] + (1 - 0.999) * g[i] * g[i];
      x[i] -= scaled * m[i] / (std::sqrt(v[i]) / root2 + 1e-8);
    }
  });
}

std::vector<double> adagrad() {
  double sum[2] = {0, 0};
  return byHand([&](double* x, const double* g) {
    for (int i = 0; i < 2; ++i) {
      sum[i] += g[i] * g[i];
      x[i] -= rate * g[i] / (std::sqrt(sum[i]) + 1e-10);
    }
  });
}

double cpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

/// Time of this thread alone: on a busy machine the longer of two loops would be interrupted more.
double secondsOf(const std::function<void()>& work) {
  const double begun = cpuSeconds();
  work();
  return cpuSeconds() - begun;
}

std::shared_ptr<Run> preparedRun(const std::string& id) {
  Experiment e;
  e.problem.name = "rosenbrock";
  e.optimizers.push_back({id, "", {{"learning_rate", rate}}});
  e.run.steps = steps;
  const Result<Problem> problem = prepareProblem(e.problem);
  return *Run::prepare(e, 0, *problem);
}

/// Prints the time a step of both, fastest of 25 in turns, and how near their ends are.
bool compare(const std::string& name, const std::string& id,
             const std::function<std::vector<double>()>& hand) {
  double ours = std::numeric_limits<double>::infinity(), theirs = ours, apart = 0.0;
  for (int round = 0; round < 25; ++round) {
    std::vector<double> rows;
    theirs = std::min(theirs, secondsOf([&] { rows = hand(); }));
    const std::shared_ptr<Run> run = preparedRun(id);
    ours = std::min(ours, secondsOf([&] { runNow(*run); }));
    apart = std::hypot(run->x()[0] - rows[rows.size() - 2], run->x()[1] - rows[rows.size() - 1]);
    if (run->summary().steps != steps) return false;
  }
  std::printf("run.%s %.1f ns/step\n", name.c_str(), 1e9 * ours / steps);
  std::printf("hand.%s %.1f ns/step\n", name.c_str(), 1e9 * theirs / steps);
  std::printf("speed_against_hand.%s %.3f ratio\n", name.c_str(), theirs / ours);
  std::printf("distance_of_ends.%s %.3g 1\n", name.c_str(), apart);
  return apart <
         1e-3;  // derivatives are rounded otherwise, and RMSProp ends in a cycle that never settles
}

}  // namespace

int main() {
  bool same = compare("sgd", "sgd", sgd);
  same = compare("momentum", "momentum", [] { return momentum(false); }) && same;
  same = compare("nesterov", "nesterov", [] { return momentum(true); }) && same;
  same = compare("rmsprop", "rmsprop", rmsprop) && same;
  same = compare("adagrad", "adagrad", adagrad) && same;
  same = compare("adam", "adam", adam) && same;
  return same ? 0 : 1;
}
