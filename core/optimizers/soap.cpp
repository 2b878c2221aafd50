#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/math/lanczos.h"
#include "core/math/solve.h"
#include "core/optimizers/fields.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Soap {
  struct Settings {
    double learningRate = 3e-3;
    double beta1 = 0.95, beta2 = 0.95;
    double epsilon = 1e-8;
    double weightDecay = 0.01;
    std::int64_t every = 10;
  };
  /// One side of a matrix: the mean of its products, the basis it is turned to, and room.
  struct Side {
    Mat product, basis, sorted, image;
    Vec size;
    std::vector<Index> order;  // of the columns of the basis, before the last turn
  };
  struct Block {
    ParameterBlock place;
    Side left, right;
    Mat turned, half, sorted;
  };
  struct Memory {
    std::vector<Block> blocks;
    Vec first, second, gradient, move;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {.id = "soap",
            .title = "SOAP",
            .summary = "Adam in the eigenbasis of Shampoo, which follows the gradients slowly.",
            .formula =
                "L ← β L + (1 − β) G Gᵀ, R likewise; Q their eigenvectors; Adam on Q_Lᵀ G Q_R; W ← "
                "W − η Q_L step Q_Rᵀ",
            .reference = "Vyas et al. 2024; biases by Adam"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .real(&Settings::beta1, beta1Field())
        .real(&Settings::beta2, beta2Field())
        .real(&Settings::epsilon, epsilonField())
        .real(&Settings::weightDecay, decoupledDecayField())
        .integer(&Settings::every, {.key = "every",
                                    .label = "every",
                                    .help = "Steps between two renewals of the bases.",
                                    .minimum = 1,
                                    .maximum = 1e6});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    return {{}, zero, zero, zero, zero, 0};
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    m.gradient = f.gradient(x);
    const bool begins = m.steps == 0;
    if (begins) begin(m, f.objective());
    if (!m.gradient.allFinite()) {
      x += m.gradient;
      return;
    }
    // The first gradient only makes the bases.
    if (begins) {
      for (Block& block : m.blocks) renew(s, m, block, true);
      ++m.steps;
      return;
    }
    for (Block& block : m.blocks) adam(s, m, block);
    x += m.move;
    x *= 1 - s.learningRate * s.weightDecay;
    for (Block& block : m.blocks) renew(s, m, block, false);
    ++m.steps;
  }

  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  static Eigen::Map<Rows> part(Vec& v, const ParameterBlock& place) {
    return {v.data() + place.offset, place.rows, place.cols};
  }
  static bool rotates(const ParameterBlock& place) { return place.cols > 1 && place.rows > 1; }

  static void begin(Memory& m, const Objective& objective) {
    const auto side = [](Index n) {
      return Side{Mat::Zero(n, n), Mat::Identity(n, n),
                  Mat(n, n),       Mat(n, n),
                  Vec(n),          std::vector<Index>(std::size_t(n), 0)};
    };
    m.blocks.clear();
    for (const ParameterBlock& place : objective.blocks()) {
      const bool whole = rotates(place);
      m.blocks.push_back({place, side(whole ? place.rows : 0), side(whole ? place.cols : 0),
                          Mat(place.rows, place.cols), Mat(place.rows, place.cols),
                          Mat(place.rows, place.cols)});
    }
  }

  /// a <- left' a right, or left a right' where it is turned back.
  static void turn(Block& block, const Mat& a, bool back, Mat& turned) {
    const Mat &left = block.left.basis, &right = block.right.basis;
    if (back) {
      block.half.noalias() = left * a;
      turned.noalias() = block.half * right.transpose();
    } else {
      block.half.noalias() = left.transpose() * a;
      turned.noalias() = block.half * right;
    }
  }

  static void adam(const Settings& s, Memory& m, Block& block) {
    const double t = double(m.steps);
    const double rate =
        s.learningRate * std::sqrt(1 - std::pow(s.beta2, t)) / (1 - std::pow(s.beta1, t));
    auto first = part(m.first, block.place);
    auto second = part(m.second, block.place);
    const bool rotated = rotates(block.place);
    block.sorted = part(m.gradient, block.place);
    if (rotated)
      turn(block, block.sorted, false, block.turned);
    else
      block.turned = block.sorted;
    first = s.beta1 * first + (1 - s.beta1) * block.turned;
    second = s.beta2 * second + (1 - s.beta2) * block.turned.cwiseAbs2();
    block.turned = -rate * first.cwiseQuotient((second.array().sqrt() + s.epsilon).matrix());
    if (rotated)
      turn(block, block.turned, true, block.sorted);
    else
      block.sorted = block.turned;
    part(m.move, block.place) = block.sorted;
  }

  /// Takes the gradient into both products and, now and then, turns the bases to their
  /// eigenvectors; the mean of gradients turns with them.
  static void renew(const Settings& s, Memory& m, Block& block, bool whole) {
    if (!rotates(block.place)) return;
    block.sorted = part(m.gradient, block.place);
    const auto grow = [&](Side& side, const auto& g) {
      side.product *= s.beta2;
      side.product.noalias() += (1 - s.beta2) * g * g.transpose();
    };
    grow(block.left, block.sorted);
    grow(block.right, block.sorted.transpose());
    if (!whole && m.steps % s.every != 0) return;
    auto first = part(m.first, block.place);
    auto second = part(m.second, block.place);
    block.sorted = first;
    turn(block, block.sorted, true, block.turned);
    renewBasis(block.left, whole);
    renewBasis(block.right, whole);
    turn(block, block.turned, false, block.sorted);
    first = block.sorted;
    block.turned = second;
    for (Index r = 0; r < block.place.rows; ++r)
      for (Index c = 0; c < block.place.cols; ++c)
        second(r, c) =
            block.turned(block.left.order[std::size_t(r)], block.right.order[std::size_t(c)]);
  }

  /// The basis after one power step and orthonormalisation, or the eigenvectors themselves, with
  /// the largest first.
  static void renewBasis(Side& side, bool whole) {
    std::iota(side.order.begin(), side.order.end(), Index(0));
    if (whole) {
      symmetricEigenvalues(side.product, side.size, &side.sorted);
      side.basis = side.sorted.rowwise().reverse();
      return;
    }
    side.image.noalias() = side.product * side.basis;
    for (Index c = 0; c < side.basis.cols(); ++c)
      side.size[c] = side.basis.col(c).dot(side.image.col(c));
    std::sort(side.order.begin(), side.order.end(), [&](Index a, Index b) {
      return side.size[a] != side.size[b] ? side.size[a] > side.size[b] : a < b;
    });
    for (Index c = 0; c < side.basis.cols(); ++c)
      side.sorted.col(c) = side.image.col(side.order[std::size_t(c)]);
    orthonormalised(side.sorted, side.basis);
  }

  static Needs needs() { return {.matrices = true, .largest = 100000}; }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps < 2) return {};
    return {{"gradient", "G", m.gradient}, {"step", "step", m.move}};
  }
};

}  // namespace

OptimizerEntry soap() { return optimizerEntry<Soap>(); }

}  // namespace thalweg::optimizers
