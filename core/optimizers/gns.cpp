#include <algorithm>
#include <span>
#include <string>

#include "core/base/interrupt.h"
#include "core/math/solve.h"
#include "core/optimizers/fields.h"
#include "core/optimizers/line.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Gns {
  struct Settings {
    double learningRate = 1.0;
    std::string matrix = "hessian";
    double epsilon = 1e-8;
  };
  struct Memory {
    Mat matrix, damped, jacobian;
    Vec gradient, direction, trial, losses, move;
    std::vector<Index> rows;
    double gamma = 0.0, last = 0.0;
    std::int64_t steps = 0;
  };

  static constexpr bool takesRateOnce = true;

  static Card card() {
    return {
        .id = "gns",
        .title = "Gradient-normalised smoothness",
        .summary = "Newton steps damped by the gradient over a length γ that is learnt on the way.",
        .formula = "x ← x − (H + ‖g‖/γ)⁻¹ g; γ ← 2 γ where f falls by ‖g⁺‖² γ/(8 ‖g‖), else γ/2",
        .reference = "Semenov, Jaggi and Doikov 2025"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .choice(&Settings::matrix,
                {.key = "matrix",
                 .label = "matrix",
                 .help = "The exact Hessian; over data also the Gauss-Newton matrix or the "
                         "empirical Fisher matrix; or none.",
                 .essential = true},
                {"hessian", "gauss-newton", "fisher", "none"})
        .real(&Settings::epsilon, {.key = "epsilon",
                                   .label = "epsilon",
                                   .symbol = "ε",
                                   .help = "Added to γ in the damping.",
                                   .minimum = 0,
                                   .maximum = 1e3});
  }

  static Memory start(const Settings& s, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {Mat(), Mat(), Mat(), zero,           zero,           zero,
            Vec(), zero,  {},    s.learningRate, s.learningRate, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    constexpr int most = 40;  // trials of a step
    constexpr double least = 1e-9;
    m.gradient = f.gradient(x);
    const double before = f.value(x), length = m.gradient.norm();
    ++m.steps;
    m.move.setZero();
    fill(s, m, x, f);
    if (!m.matrix.allFinite()) return;
    for (int i = 0; i < most && length > 0; ++i) {
      const double damping = length / (m.gamma + s.epsilon);
      if (solved(s, m, damping)) {
        m.trial = x - m.direction;
        const double slope = f.gradient(m.trial).squaredNorm(), after = f.value(m.trial);
        if (before - after >= slope / (8 * damping)) {
          m.last = m.gamma;
          m.gamma = std::max(2 * m.gamma, least);
          m.move = -m.direction;
          x = m.trial;
          return;
        }
      }
      m.gamma /= 2;
    }
  }

  static bool solved(const Settings& s, Memory& m, double damping) {
    if (s.matrix == "none") {
      m.direction = m.gradient / damping;
      return true;
    }
    m.damped = m.matrix;
    m.damped.diagonal().array() += damping;
    return solvePositive(m.damped, m.gradient, m.direction);
  }

  static void fill(const Settings& s, Memory& m, const Vec& x, Oracle& f) {
    if (s.matrix == "none") return;
    if (s.matrix == "hessian") return f.hessian(x, m.matrix);
    const FiniteSum& sum = *f.objective().asFiniteSum();
    const std::span<const Index> rows = rowsOf(f, m.rows);
    if (s.matrix == "fisher") {
      sum.perSampleGradients(x, rows, m.jacobian, m.losses, f.evaluator().scratch());
      gramOfColumns(m.jacobian, 1 / double(rows.size()), m.matrix);
      return;
    }
    const Index d = x.size();
    m.matrix.resize(d, d);
    Vec unit = Vec::Zero(d), column(d);
    for (Index j = 0; j < d; ++j) {
      throwIfInterrupted();
      unit[j] = 1.0;
      sum.gaussNewtonTimesOn(x, rows, unit, column, f.evaluator().scratch());
      m.matrix.col(j) = column;
      unit[j] = 0.0;
    }
    f.countProducts(d);
  }

  static Needs needs() { return {.value = true, .hessian = true, .largest = 2000}; }

  static std::string lack(const Settings& s, const Objective& objective) {
    if (s.matrix == "hessian" || s.matrix == "none" || objective.asFiniteSum()) return {};
    return "matrix = '" + s.matrix + "' needs a mean over data; this problem is a plain function";
  }

  /// The γ of the last accepted step.
  static double rate(const Settings&, const Memory& m) { return m.last; }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "d", m.move}};
  }
};

}  // namespace

OptimizerEntry gns() { return optimizerEntry<Gns>(); }

}  // namespace thalweg::optimizers
