#include <algorithm>

#include "core/optimizers/fields.h"
#include "core/optimizers/line.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Lbfgs {
  struct Settings {
    double learningRate = 1.0;
    std::int64_t history = 100;
  };
  struct Memory {
    Mat moved, changed;  // [d, history]: a ring of pairs
    Vec inverse, alpha;  // 1/(y.s) of each pair; of the recursion
    Vec gradient, before, direction, trial, move;
    double t = 0.0, scale = 1.0;
    Index kept = 0, newest = -1;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "lbfgs",
            .title = "L-BFGS",
            .summary =
                "Quasi-Newton steps from the last changes of point and gradient, with a "
                "strong-Wolfe search.",
            .formula = "d = −H g by the two-loop recursion over the last pairs (s, y); x ← x + t d",
            .reference = "Liu and Nocedal 1989; as in PyTorch with strong_wolfe"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .integer(&Settings::history, {.key = "history_size",
                                      .label = "history",
                                      .help = "Pairs of changes that are kept.",
                                      .minimum = 1,
                                      .maximum = 10000,
                                      .essential = true});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {Mat(x.size(), 0), Mat(x.size(), 0), Vec(), Vec(), zero, zero, zero, zero, zero};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    m.gradient = f.gradient(x);
    if (m.steps > 0) remember(s, m);
    ++m.steps;
    direct(m);
    const double slope = m.gradient.dot(m.direction);
    m.before = m.gradient;
    m.move.setZero();
    m.t = 0.0;
    if (!(slope < 0)) return;
    const double first = m.steps == 1 ? std::min(1.0, 1 / m.gradient.lpNorm<1>()) : 1.0;
    m.t = searched(f, x, m.direction, m.gradient, first * s.learningRate, 0.9, m.trial);
    m.move = m.t * m.direction;
    if (m.t > 0) x = m.trial;
  }

  /// Keeps the last pair of changes where the gradient grew along the step.
  static void remember(const Settings& s, Memory& m) {
    m.before = m.gradient - m.before;
    const double along = m.before.dot(m.move);
    if (!(along > 1e-10)) return;
    const Index room = Index(s.history);
    if (m.kept < room && m.newest + 1 >= m.moved.cols()) {
      constexpr Index little = 100000;  // numbers
      const Index columns = room * m.moved.rows() <= little
                                ? room
                                : std::min(room, std::max<Index>(8, 2 * m.moved.cols()));
      m.moved.conservativeResize(Eigen::NoChange, columns);
      m.changed.conservativeResize(Eigen::NoChange, columns);
      m.inverse.conservativeResize(columns);
      m.alpha.conservativeResize(columns);
    }
    m.newest = (m.newest + 1) % room;
    m.kept = std::min(m.kept + 1, room);
    m.moved.col(m.newest) = m.move;
    m.changed.col(m.newest) = m.before;
    m.inverse[m.newest] = 1 / along;
    m.scale = along / m.before.squaredNorm();
  }

  /// Two loops: from the newest pair to the oldest, and back.
  static void direct(Memory& m) {
    m.direction = -m.gradient;
    const auto place = [&](Index age) {
      const Index at = m.newest - age;
      return at >= 0 ? at : at + m.kept;
    };
    for (Index age = 0; age < m.kept; ++age) {
      const Index i = place(age);
      m.alpha[i] = m.moved.col(i).dot(m.direction) * m.inverse[i];
      m.direction -= m.alpha[i] * m.changed.col(i);
    }
    m.direction *= m.scale;
    for (Index age = m.kept; age-- > 0;) {
      const Index i = place(age);
      const double beta = m.changed.col(i).dot(m.direction) * m.inverse[i];
      m.direction += (m.alpha[i] - beta) * m.moved.col(i);
    }
  }

  static Needs needs() { return {.value = true}; }

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

OptimizerEntry lbfgs() { return optimizerEntry<Lbfgs>(); }

}  // namespace thalweg::optimizers
