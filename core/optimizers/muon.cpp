#include <algorithm>
#include <cmath>

#include "core/math/newton_schulz.h"
#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Muon {
  struct Settings {
    double learningRate = 0.02;
    double momentum = 0.95;
    double weightDecay = 0.0;
    double adamRate = 3e-4;
  };
  struct Room {
    Mat u;
    SchulzRoom inner;
  };
  struct Memory {
    Vec buffer, square, gradient, move;
    std::vector<ParameterBlock> blocks;
    std::vector<Room> rooms;  // of the blocks
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "muon",
        .title = "Muon",
        .summary =
            "Momentum for weight matrices, with all singular values of each step brought near one.",
        .formula =
            "B ← β B + (1 − β) G; U = β B + (1 − β) G; X = NewtonSchulz(U/‖U‖); W ← W − η √max(1, "
            "rows/cols) X",
        .reference = "Jordan et al. 2024; other parameters by AdamW"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::momentum, momentumField(true))
        .real(&Settings::weightDecay, decoupledDecayField())
        .real(&Settings::adamRate, {.key = "adamw_rate",
                                    .label = "AdamW rate",
                                    .help = "Learning rate of biases, relative to nothing else.",
                                    .minimum = 0,
                                    .maximum = 1e6,
                                    .sliderLow = 1e-6,
                                    .sliderHigh = 1,
                                    .scale = Scale::logarithmic});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {zero, zero, zero, zero, {}, {}, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    m.gradient = f.gradient(x);
    if (m.steps++ == 0) {
      m.blocks = f.objective().blocks();
      m.rooms.resize(m.blocks.size());
    }
    for (std::size_t i = 0; i < m.blocks.size(); ++i) {
      const ParameterBlock& block = m.blocks[i];
      if (block.bias || std::min(block.rows, block.cols) < 2)
        adamw(s, m, block, x);
      else
        matrix(s, m, block, m.rooms[i], x);
    }
  }

  static void matrix(const Settings& s, Memory& m, const ParameterBlock& block, Room& room,
                     Vec& x) {
    using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Index n = block.rows * block.cols;
    const Eigen::Map<const Rows> g(m.gradient.data() + block.offset, block.rows, block.cols);
    Eigen::Map<Rows> b(m.buffer.data() + block.offset, block.rows, block.cols);
    Eigen::Map<Rows> move(m.move.data() + block.offset, block.rows, block.cols);
    b = s.momentum * b + (1 - s.momentum) * g;
    room.u = (1 - s.momentum) * g + s.momentum * b;
    newtonSchulz(room.u, room.inner);
    const double shape = std::sqrt(std::max(1.0, double(block.rows) / double(block.cols)));
    move = -s.learningRate * shape * room.u;
    x.segment(block.offset, n) *= 1 - s.learningRate * s.weightDecay;
    x.segment(block.offset, n) += m.move.segment(block.offset, n);
  }

  /// Biases, and matrices of one row or column, with the constants of the authors' code.
  static void adamw(const Settings& s, Memory& m, const ParameterBlock& block, Vec& x) {
    constexpr double beta1 = 0.9, beta2 = 0.95, epsilon = 1e-10;
    const double t = double(m.steps);
    const double c1 = 1 - std::pow(beta1, t), c2 = 1 - std::pow(beta2, t);
    for (Index i = block.offset; i < block.offset + block.rows * block.cols; ++i) {
      m.buffer[i] = beta1 * m.buffer[i] + (1 - beta1) * m.gradient[i];
      m.square[i] = beta2 * m.square[i] + (1 - beta2) * m.gradient[i] * m.gradient[i];
      m.move[i] = -s.adamRate * m.buffer[i] / c1 / (std::sqrt(m.square[i] / c2) + epsilon);
      x[i] = x[i] * (1 - s.adamRate * s.weightDecay) + m.move[i];
    }
  }

  static Needs needs() { return {.matrices = true}; }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "G", m.gradient}, {"mean", "B", m.buffer}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry muon() { return optimizerEntry<Muon>(); }

}  // namespace thalweg::optimizers
