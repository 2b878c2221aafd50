#include <algorithm>
#include <cmath>
#include <limits>

#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct AdGd {
  struct Settings {
    double learningRate = 1e-6;
  };
  struct Memory {
    Vec gradient, moved;
    double rate = 0.0, growth = 0.0;
    std::int64_t steps = 0;
  };

  static constexpr bool takesRateOnce = true;

  static Card card() {
    return {
        .id = "adgd",
        .title = "Adaptive gradient descent",
        .summary = "Learns its rate from how much the last two gradients differ; nothing to tune.",
        .formula = "L = ‖g − g′‖/‖x − x′‖; η ← min(√(1 + θ) η, 1/(2L)), θ = η/η′; x ← x − η g",
        .reference = "Malitsky and Mishchenko 2020"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}.real(&Settings::learningRate, learningRateField());
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, 0.0, std::numeric_limits<double>::infinity(), 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const Vec& g = f.gradient(x);
    if (m.steps++ == 0) {
      m.rate = s.learningRate;
    } else {
      const double change = (g - m.gradient).norm(), length = m.moved.norm();
      const double safe =
          change > 0 ? length / (2 * change) : std::numeric_limits<double>::infinity();
      const double next = std::min(std::sqrt(1 + m.growth) * m.rate, safe);
      if (std::isfinite(next) && next > 0) {
        m.growth = next / m.rate;
        m.rate = next;
      }
    }
    m.gradient = g;
    m.moved = -m.rate * g;
    x += m.moved;
  }

  static double rate(const Settings& s, const Memory& m) {
    return m.steps > 0 ? m.rate : s.learningRate;
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "g", m.gradient}, {"step", "−η g", m.moved}};
  }
};

}  // namespace

OptimizerEntry adgd() { return optimizerEntry<AdGd>(); }

}  // namespace thalweg::optimizers
