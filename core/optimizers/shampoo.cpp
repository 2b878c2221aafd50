#include <algorithm>

#include "core/math/solve.h"
#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Shampoo {
  struct Settings {
    double learningRate = 0.1;
    double epsilon = 1e-4;
  };
  struct Room {
    Mat left, right, half, whole;
  };
  struct Memory {
    std::vector<Mat> left, right;
    std::vector<Room> rooms;  // of the blocks
    std::vector<ParameterBlock> blocks;
    Vec gradient, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "shampoo",
        .title = "Shampoo",
        .summary =
            "Scales each weight matrix from both sides by roots of its summed gradient products.",
        .formula = "L ← L + G Gᵀ, R ← R + Gᵀ G; W ← W − η L^(−1/4) G R^(−1/4)",
        .reference = "Gupta, Koren and Singer 2018; a vector has one side and the power −1/2"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::epsilon,
              epsilonField("What both matrices start from, times the identity."));
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {{}, {}, {}, {}, zero, zero, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    m.gradient = f.gradient(x);
    if (m.steps++ == 0) begin(s, m, f.objective());
    if (!m.gradient.allFinite()) {
      x += m.gradient;
      return;
    }
    for (std::size_t i = 0; i < m.blocks.size(); ++i) scale(s, m, i);
    x += m.move;
  }

  static void begin(const Settings& s, Memory& m, const Objective& objective) {
    m.blocks = objective.blocks();
    if (m.blocks.empty()) m.blocks.push_back({"x", 0, objective.dimension(), 1, true});
    m.rooms.resize(m.blocks.size());
    for (const ParameterBlock& block : m.blocks) {
      m.left.push_back(s.epsilon * Mat::Identity(block.rows, block.rows));
      m.right.push_back(s.epsilon * Mat::Identity(block.cols, block.cols));
    }
  }

  static void scale(const Settings& s, Memory& m, std::size_t i) {
    using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const ParameterBlock& block = m.blocks[i];
    const Eigen::Map<const Rows> g(m.gradient.data() + block.offset, block.rows, block.cols);
    Eigen::Map<Rows> move(m.move.data() + block.offset, block.rows, block.cols);
    const double least = std::max(s.epsilon, 1e-300);
    Room& room = m.rooms[i];
    m.left[i].noalias() += g * g.transpose();
    if (block.cols == 1) {
      matrixPower(m.left[i], -0.5, least, room.left);
      room.whole.noalias() = room.left * g;
      move = -s.learningRate * room.whole;
      return;
    }
    m.right[i].noalias() += g.transpose() * g;
    matrixPower(m.left[i], -0.25, least, room.left);
    matrixPower(m.right[i], -0.25, least, room.right);
    room.half.noalias() = room.left * g;
    room.whole.noalias() = room.half * room.right;
    move = -s.learningRate * room.whole;
  }

  static Needs needs() { return {.largest = 100000}; }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"gradient", "G", m.gradient}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry shampoo() { return optimizerEntry<Shampoo>(); }

}  // namespace thalweg::optimizers
