/// Complete solves by L-BFGS through the type-erased loop, every step recorded, against a solver
/// written by hand for two variables.
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <limits>

#include "core/math/line_search.h"
#include "core/run/run.h"

using namespace thalweg;

namespace {

constexpr double enough = 1e-8;  // gradient norm
constexpr int kept = 10;

struct Point {
  double x = 0.0, y = 0.0;
};

double dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }
Point along(Point a, double t, Point d) { return {a.x + t * d.x, a.y + t * d.y}; }

double rosenbrock(Point p, Point& g) {
  const double a = 1 - p.x, b = p.y - p.x * p.x;
  g = {-2 * a - 400 * p.x * b, 200 * b};
  return a * a + 100 * b * b;
}

/// The two-loop recursion over at most ten pairs.
struct Pairs {
  Point s[kept], y[kept];
  double inverse[kept];
  int count = 0, newest = -1;
  double scale = 1.0;

  void add(Point move, Point change) {
    const double product = dot(move, change);
    if (product <= 1e-10) return;
    newest = (newest + 1) % kept;
    count = std::min(count + 1, kept);
    s[newest] = move;
    y[newest] = change;
    inverse[newest] = 1 / product;
    scale = product / dot(change, change);
  }
  Point direction(Point g) const {
    double alpha[kept];
    Point d{-g.x, -g.y};
    for (int age = 0; age < count; ++age) {
      const int i = (newest - age + kept) % kept;
      alpha[i] = dot(s[i], d) * inverse[i];
      d = along(d, -alpha[i], y[i]);
    }
    d = {scale * d.x, scale * d.y};
    for (int age = count; age-- > 0;) {
      const int i = (newest - age + kept) % kept;
      d = along(d, alpha[i] - dot(y[i], d) * inverse[i], s[i]);
    }
    return d;
  }
};

/// Steps to the minimum; all points and values are stored.
int byHand(Point& p, std::vector<double>& rows) {
  Pairs pairs;
  Point g;
  double f = rosenbrock(p, g);
  for (int step = 0;; ++step) {
    const double length = std::sqrt(dot(g, g));
    for (const double number : {f, length, p.x, p.y}) rows.push_back(number);
    if (length < enough || step >= 1000) return step;
    const Point d = pairs.direction(g), from = p, before = g;
    const double first = step == 0 ? std::min(1.0, 1 / (std::abs(g.x) + std::abs(g.y))) : 1.0;
    const auto line = [&](double t, double& slope) {
      Point there;
      const double value = rosenbrock(along(from, t, d), there);
      slope = dot(there, d);
      return value;
    };
    const double t = strongWolfe(line, f, dot(g, d), first, {}).t;
    p = along(from, t, d);
    f = rosenbrock(p, g);
    pairs.add({t * d.x, t * d.y}, {g.x - before.x, g.y - before.y});
  }
}

double cpuSeconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

std::shared_ptr<Run> preparedRun(const Problem& problem) {
  Experiment e;
  e.problem.name = "rosenbrock";
  e.problem.start = {-1.2, 1.0};
  e.optimizers.push_back({"lbfgs", "", {{"history_size", std::int64_t(kept)}}});
  e.run.steps = 1000;
  e.run.stopGradientNorm = enough;
  return *Run::prepare(e, 0, problem);
}

}  // namespace

int main() {
  ProblemChoice choice;
  choice.name = "rosenbrock";
  choice.start = {-1.2, 1.0};
  const Problem problem = *prepareProblem(choice);
  double ours = std::numeric_limits<double>::infinity(), theirs = ours;
  int steps = 0;
  std::int64_t runSteps = 0;
  Point end;
  for (int round = 0; round < 200; ++round) {
    std::vector<double> rows;
    end = {-1.2, 1.0};
    double begun = cpuSeconds();
    steps = byHand(end, rows);
    theirs = std::min(theirs, cpuSeconds() - begun);
    const std::shared_ptr<Run> run = preparedRun(problem);
    begun = cpuSeconds();
    runNow(*run);
    ours = std::min(ours, cpuSeconds() - begun);
    runSteps = run->summary().steps;
  }
  std::printf("solve.lbfgs %.1f us (%lld steps)\n", 1e6 * ours, static_cast<long long>(runSteps));
  std::printf("hand.lbfgs %.1f us (%d steps)\n", 1e6 * theirs, steps);
  std::printf("speed_against_hand.lbfgs %.3f ratio\n", theirs / ours);
  return std::hypot(end.x - 1, end.y - 1) < 1e-6 ? 0 : 1;
}
