#include "core/math/solve.h"
#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Newton {
  struct Settings {
    double learningRate = 1.0;
  };
  struct Memory {
    Mat hessian;
    Vec gradient, move;
    bool moved = false;
  };

  static Card card() {
    return {.id = "newton",
            .title = "Newton",
            .summary =
                "Goes where the gradient of the quadratic model vanishes: to any stationary point, "
                "saddles too.",
            .formula = "x ← x − η H⁻¹ g",
            .reference = "Newton 1685; Nocedal and Wright 2006"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}.real(&Settings::learningRate, learningRateField());
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {Mat(), zero, zero, false};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    m.gradient = f.gradient(x);
    f.hessian(x, m.hessian);
    m.moved = true;
    // A singular Hessian has no such point: the model is flat there, and the step is none.
    if (!solveGeneral(m.hessian, m.gradient, m.move)) m.move.setZero(x.size());
    m.move *= -s.learningRate;
    x += m.move;
  }

  static Needs needs() { return {.hessian = true, .largest = 2000}; }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (!m.moved) return {};
    return {{"gradient", "g", m.gradient}, {"step", "−H⁻¹ g", m.move}};
  }
};

}  // namespace

OptimizerEntry newton() { return optimizerEntry<Newton>(); }

}  // namespace thalweg::optimizers
