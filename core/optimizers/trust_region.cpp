#include <algorithm>
#include <cmath>

#include "core/math/model_step.h"
#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct TrustRegion {
  struct Settings {
    double learningRate = 1.0;
    double largest = 100.0;
  };
  struct Memory {
    Mat hessian;
    Spectral spectral;
    ModelStep best;
    Vec gradient, trial, move;
    double radius = 0.0;
    std::int64_t steps = 0;
  };

  static constexpr bool takesRateOnce = true;

  static Card card() {
    return {
        .id = "trust_region",
        .title = "Newton in a trust region",
        .summary =
            "Minimises the quadratic model within a ball that grows where the model is good.",
        .formula =
            "s = argmin g·s + s·H s/2, ‖s‖ ≤ Δ; Δ ← Δ/4 or 2 Δ by actual over predicted decrease",
        .reference = "Conn, Gould and Toint 2000; Steihaug 1983 above 200 parameters"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::largest, {.key = "largest_radius",
                                   .label = "largest",
                                   .symbol = "Δ_max",
                                   .help = "Greatest radius of the ball.",
                                   .minimum = 0,
                                   .maximum = 1e9,
                                   .minimumExcluded = true});
  }

  static Memory start(const Settings& s, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {Mat(), {}, {}, zero, zero, zero, s.learningRate, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    m.gradient = f.gradient(x);
    const double before = f.value(x);
    ++m.steps;
    findStep(m, x, f);
    const ModelStep& best = m.best;
    m.move.setZero();
    if (!(best.model < 0)) return;
    m.trial = x + best.step;
    const double after = f.value(m.trial), ratio = (before - after) / -best.model;
    if (!(ratio >= 0.25)) {
      m.radius /= 4;
    } else if (ratio > 0.75 && best.step.norm() >= m.radius * (1 - 1e-9)) {
      m.radius = std::min(2 * m.radius, s.largest);
    }
    if (!(ratio > 0.1)) return;
    m.move = best.step;
    x = m.trial;
  }

  static void findStep(Memory& m, const Vec& x, Oracle& f) {
    constexpr Index denseLimit = 200;
    if (x.size() <= denseLimit) {
      f.hessian(x, m.hessian);
      m.best.model = 0.0;
      if (!m.hessian.allFinite()) return;
      m.spectral.take(m.hessian);
      return trustRegionStep(m.spectral, m.gradient, m.radius, m.best);
    }
    const double length = m.gradient.norm();
    m.best = steihaugStep([&](const Vec& v, Vec& hv) { f.hessianTimes(x, v, hv); }, m.gradient,
                          m.radius, std::min(0.5, std::sqrt(length)) * length, 200);
  }

  static Needs needs() { return {.value = true, .hessian = true}; }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.radius : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "s", m.move}};
  }
};

}  // namespace

OptimizerEntry trust_region() { return optimizerEntry<TrustRegion>(); }

}  // namespace thalweg::optimizers
