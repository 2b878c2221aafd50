#include <algorithm>
#include <cmath>
#include <string>

#include "core/optimizers/fields.h"
#include "core/optimizers/line.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct ConjugateGradient {
  struct Settings {
    double learningRate = 1.0;
    std::string form = "PR+";
    std::string search = "wolfe";
  };
  struct Memory {
    Vec gradient, before, direction, product, trial, move;
    double t = 0.0, slope = 0.0;
    std::int64_t steps = 0, sinceRestart = 0;
  };

  static constexpr bool takesRateOnce = true;

  static Card card() {
    return {.id = "conjugate_gradient",
            .title = "Conjugate gradients",
            .summary = "Nonlinear conjugate gradients: each direction keeps part of the last one.",
            .formula =
                "d ← −g + β d; β = FR: g⁺·g⁺/g·g; PR+: max(0, g⁺·y/g·g); HS: g⁺·y/d·y; DY: "
                "g⁺·g⁺/d·y; x ← x + t d",
            .reference =
                "Fletcher and Reeves 1964; Polak and Ribiere 1969; Hestenes and Stiefel 1952; Dai "
                "and Yuan 1999"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .choice(&Settings::form,
                {.key = "form",
                 .label = "β",
                 .help = "Which part of the last direction is kept.",
                 .essential = true},
                {"FR", "PR+", "HS", "DY"})
        .choice(
            &Settings::search,
            {.key = "line_search",
             .label = "line search",
             .help =
                 "Strong Wolfe, or the exact minimum of the quadratic model along the direction."},
            {"wolfe", "exact"});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, zero, zero};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    m.gradient = f.gradient(x);
    const double lastSlope = m.slope;
    const bool first = m.steps++ == 0;
    turn(s, m, first || m.sinceRestart >= std::max<std::int64_t>(1, x.size()));
    m.slope = m.gradient.dot(m.direction);
    m.before = m.gradient;
    m.move.setZero();
    if (!(m.slope < 0)) {
      m.t = 0.0;
      return;
    }
    const double guess = !first && m.t > 0 && lastSlope < 0
                             ? m.t * lastSlope / m.slope
                             : std::min(1.0, 1 / m.gradient.lpNorm<1>()) * s.learningRate;
    m.t = s.search == "exact" ? exact(f, x, m)
                              : searched(f, x, m.direction, m.gradient, guess, 0.1, m.trial);
    m.move = m.t * m.direction;
    x += m.move;
  }

  /// The new direction: downhill, else along the negative gradient.
  static void turn(const Settings& s, Memory& m, bool restart) {
    double beta = 0.0;
    if (!restart) {
      const double now = m.gradient.squaredNorm(), mixed = now - m.gradient.dot(m.before);
      const double grown = m.direction.dot(m.gradient - m.before);
      if (s.form == "FR") beta = now / m.before.squaredNorm();
      if (s.form == "PR+") beta = std::max(0.0, mixed / m.before.squaredNorm());
      if (s.form == "HS") beta = mixed / grown;
      if (s.form == "DY") beta = now / grown;
    }
    if (!std::isfinite(beta)) beta = 0.0;
    m.direction = -m.gradient + beta * m.direction;
    if (beta == 0.0 || !(m.gradient.dot(m.direction) < 0)) {
      m.direction = -m.gradient;
      m.sinceRestart = 0;
    }
    ++m.sinceRestart;
  }

  /// −g·d/(d·H d): exact on a quadratic; the last step's length where curvature is not positive.
  static double exact(Oracle& f, const Vec& x, Memory& m) {
    f.hessianTimes(x, m.direction, m.product);
    const double curvature = m.direction.dot(m.product);
    return curvature > 0 ? -m.slope / curvature : m.t;
  }

  static Needs needs() { return {.value = true, .hessian = true}; }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.t : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {
        {"gradient", "g", m.gradient}, {"direction", "d", m.direction}, {"step", "t d", m.move}};
  }
};

}  // namespace

OptimizerEntry conjugate_gradient() { return optimizerEntry<ConjugateGradient>(); }

}  // namespace thalweg::optimizers
