#include <algorithm>
#include <span>

#include "core/math/solve.h"
#include "core/optimizers/fields.h"
#include "core/optimizers/line.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct LevenbergMarquardt {
  struct Settings {
    double learningRate = 1.0;
    double damping = 1e-2;
  };
  struct Memory {
    Mat jacobian, normal, damped;
    Vec residuals, gradient, trial, direction, move;
    std::vector<Index> rows;
    double damping = 0.0;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "levenberg_marquardt",
            .title = "Levenberg-Marquardt",
            .summary = "Gauss-Newton steps on squared residuals, damped until the loss falls.",
            .formula = "(JᵀJ/n + μ) d = −g; x ← x + η d; μ ← μ/3 where f falls, else 2 μ",
            .reference = "Levenberg 1944; Marquardt 1963"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::damping, {.key = "damping",
                                   .label = "damping",
                                   .symbol = "μ",
                                   .help = "At the start; 0: Gauss-Newton without damping.",
                                   .minimum = 0,
                                   .maximum = 1e12,
                                   .sliderLow = 1e-8,
                                   .sliderHigh = 10,
                                   .scale = Scale::logarithmic,
                                   .essential = true});
  }

  static Memory start(const Settings& s, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {Mat(), Mat(), Mat(), Vec(), zero, zero, zero, zero, {}, s.damping, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    constexpr int most = 60;  // doublings of the damping
    m.gradient = f.gradient(x);
    const double before = f.value(x);
    ++m.steps;
    m.move.setZero();
    const std::span<const Index> rows = rowsOf(f, m.rows);
    f.objective().asFiniteSum()->residualJacobian(x, rows, m.jacobian, m.residuals,
                                                  f.evaluator().scratch());
    gramOfColumns(m.jacobian, 1 / double(rows.size()), m.normal);
    if (!m.normal.allFinite()) return;
    for (int i = 0; i < most; ++i) {
      m.damped = m.normal;
      m.damped.diagonal().array() += m.damping;
      if (solvePositive(m.damped, m.gradient, m.direction)) {
        m.trial = x - s.learningRate * m.direction;
        if (f.value(m.trial) < before) {
          m.damping /= 3;
          m.move = m.trial - x;
          x = m.trial;
          return;
        }
      }
      m.damping = std::max(2 * m.damping, 1e-12);
    }
  }

  static Needs needs() {
    return {.value = true, .hessian = true, .data = true, .residuals = true, .largest = 2000};
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "d", m.move}};
  }
};

}  // namespace

OptimizerEntry levenberg_marquardt() { return optimizerEntry<LevenbergMarquardt>(); }

}  // namespace thalweg::optimizers
