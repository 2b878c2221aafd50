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
  struct Memory {
    std::vector<Mat> left, right, leftBasis, rightBasis;
    std::vector<ParameterBlock> blocks;
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
    return {{}, {}, {}, {}, {}, zero, zero, zero, zero, 0};
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
      for (std::size_t i = 0; i < m.blocks.size(); ++i) renew(s, m, i, true);
      ++m.steps;
      return;
    }
    for (std::size_t i = 0; i < m.blocks.size(); ++i) adam(s, m, i);
    x += m.move;
    x *= 1 - s.learningRate * s.weightDecay;
    for (std::size_t i = 0; i < m.blocks.size(); ++i) renew(s, m, i, false);
    ++m.steps;
  }

  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  static Eigen::Map<Rows> part(Vec& v, const ParameterBlock& block) {
    return {v.data() + block.offset, block.rows, block.cols};
  }
  static bool rotates(const ParameterBlock& block) { return block.cols > 1 && block.rows > 1; }

  static void begin(Memory& m, const Objective& objective) {
    m.blocks = objective.blocks();
    for (const ParameterBlock& block : m.blocks) {
      const Index rows = rotates(block) ? block.rows : 0, cols = rotates(block) ? block.cols : 0;
      m.left.push_back(Mat::Zero(rows, rows));
      m.right.push_back(Mat::Zero(cols, cols));
      m.leftBasis.push_back(Mat::Identity(rows, rows));
      m.rightBasis.push_back(Mat::Identity(cols, cols));
    }
  }

  static void adam(const Settings& s, Memory& m, std::size_t i) {
    const ParameterBlock& block = m.blocks[i];
    const double t = double(m.steps);
    const double rate =
        s.learningRate * std::sqrt(1 - std::pow(s.beta2, t)) / (1 - std::pow(s.beta1, t));
    auto g = part(m.gradient, block);
    auto move = part(m.move, block);
    auto first = part(m.first, block);
    auto second = part(m.second, block);
    const bool rotated = rotates(block);
    const Mat turned = rotated ? Mat(m.leftBasis[i].transpose() * g * m.rightBasis[i]) : Mat(g);
    first = s.beta1 * first + (1 - s.beta1) * turned;
    second = s.beta2 * second + (1 - s.beta2) * turned.cwiseAbs2();
    const Mat step = -rate * first.cwiseQuotient((second.array().sqrt() + s.epsilon).matrix());
    if (rotated)
      move = m.leftBasis[i] * step * m.rightBasis[i].transpose();
    else
      move = step;
  }

  /// Takes the gradient into both products and, now and then, turns the bases to their
  /// eigenvectors; the mean of gradients turns with them.
  static void renew(const Settings& s, Memory& m, std::size_t i, bool whole) {
    const ParameterBlock& block = m.blocks[i];
    if (!rotates(block)) return;
    const auto g = part(m.gradient, block);
    m.left[i] = s.beta2 * m.left[i] + (1 - s.beta2) * g * g.transpose();
    m.right[i] = s.beta2 * m.right[i] + (1 - s.beta2) * g.transpose() * g;
    if (!whole && m.steps % s.every != 0) return;
    auto first = part(m.first, block);
    auto second = part(m.second, block);
    first = (m.leftBasis[i] * first * m.rightBasis[i].transpose()).eval();
    const auto rowOrder = turned(m.left[i], m.leftBasis[i], whole);
    const auto columnOrder = turned(m.right[i], m.rightBasis[i], whole);
    Mat sorted(block.rows, block.cols);
    for (Index r = 0; r < block.rows; ++r)
      for (Index c = 0; c < block.cols; ++c)
        sorted(r, c) = second(rowOrder[std::size_t(r)], columnOrder[std::size_t(c)]);
    second = sorted;
    first = (m.leftBasis[i].transpose() * first * m.rightBasis[i]).eval();
  }

  /// The basis after one power step and orthonormalisation, or the eigenvectors themselves, with
  /// the largest first; the order its columns had before.
  static std::vector<Index> turned(const Mat& product, Mat& basis, bool whole) {
    const Index n = basis.rows();
    std::vector<Index> order(std::size_t(n), 0);
    std::iota(order.begin(), order.end(), Index(0));
    if (whole) {
      symmetricEigenvalues(product, &basis);
      basis = basis.rowwise().reverse().eval();
      return order;
    }
    const Vec size = (basis.transpose() * product * basis).diagonal();
    std::stable_sort(order.begin(), order.end(),
                     [&](Index a, Index b) { return size[a] > size[b]; });
    Mat sorted(n, n);
    for (Index c = 0; c < n; ++c) sorted.col(c) = basis.col(order[std::size_t(c)]);
    orthonormalised(product * sorted, basis);
    return order;
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
