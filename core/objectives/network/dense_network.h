/// The dense network in one precision: passes over blocks of samples that stay in the cache.
#pragma once

#include <algorithm>
#include <cstring>
#include <limits>
#include <type_traits>

#include "core/objectives/network/dense_layers.h"
#include "core/objectives/network/network.h"

namespace thalweg {

template <class S>
class DenseNetwork final : public NetworkObjective {
 public:
  DenseNetwork(const NetworkSpec& spec, std::shared_ptr<const Dataset> data,
               const ActivationKernels<S>& phi, LossKind loss)
      : NetworkObjective(spec, std::move(data)),
        m_layers(spec.layers, m_blocks, phi),
        m_loss(loss),
        m_block(blockFor(spec.layers)),
        m_shape(spec.layers, m_block),
        m_training(m_data->training),
        m_test(m_data->test) {}

  std::unique_ptr<Scratch> scratch() const override { return std::make_unique<Work>(*this); }

  double value(const Vec& x, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return score(work->parameters.of(x), m_training, *work).loss;
  }

  double gradient(const Vec& x, Vec& g, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return gradientOf(x, samples(), nullptr, g, *work);
  }

  double gradientOn(const Vec& x, std::span<const Index> rows, Vec& g,
                    Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return gradientOf(x, Index(rows.size()), rows.data(), g, *work);
  }

  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const override {
    curvatureTimes(x, v, true, hv, scratch);
  }

  void gaussNewtonTimes(const Vec& x, const Vec& v, Vec& gv, Scratch* scratch) const override {
    curvatureTimes(x, v, false, gv, scratch);
  }

  double accuracy(const Vec& x, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return score(work->parameters.of(x), m_training, *work).accuracy;
  }

  Scores testScores(const Vec& x, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return score(work->parameters.of(x), m_test, *work);
  }

  Mat outputs(const Vec& x, const Mat& features, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    const S* w = work->parameters.of(x);
    Mat all(m_layers.widths().back(), features.cols());
    for (Index first = 0; first < features.cols(); first += m_block) {
      const Index count = std::min(m_block, features.cols() - first);
      work->gathered.leftCols(count) = features.middleCols(first, count).template cast<S>();
      const Tape<S> t{&m_shape, work->tape.data(), work->gathered.data(), count};
      m_layers.forward(w, t, Order::value);
      all.middleCols(first, count) =
          Eigen::Map<const Matrix>(t.value(m_layers.last()), all.rows(), count)
              .template cast<double>();
    }
    return all;
  }

 private:
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
  using Array = Eigen::Matrix<S, Eigen::Dynamic, 1>;

  /// Up to here the passes of all blocks are kept for further products at the same point.
  static constexpr Index keptBytes = Index(64) << 20;
  /// What a block may take of the second-level cache; times differ by 5 % between 256 KiB and 1.5
  /// MiB.
  static constexpr Index cacheBytes = Index(512) << 10;

  /// Samples in their own precision; doubles are looked at where they are.
  struct Part {
    explicit Part(const Samples& samples)
        : count(samples.count()), labels(samples.labels.empty() ? nullptr : samples.labels.data()) {
      if constexpr (std::is_same_v<S, double>) {
        features = samples.features.data();
        targets = samples.targets.data();
      } else {
        ownFeatures = samples.features.template cast<S>();
        ownTargets = samples.targets.template cast<S>();
        features = ownFeatures.data();
        targets = ownTargets.data();
      }
    }
    Part(const Part&) = delete;
    Index count;
    const int* labels;
    const S *features, *targets;
    Matrix ownFeatures, ownTargets;
  };

  /// A vector of doubles in the network's precision: itself, or a copy.
  class Converted {
   public:
    const S* of(const Vec& x) {
      if constexpr (std::is_same_v<S, double>) return x.data();
      m_copy = x.template cast<S>();
      return m_copy.data();
    }

   private:
    Array m_copy;
  };

  /// Where a vector is summed up: in place, or in single precision until it is done.
  class Sum {
   public:
    S* startIn(Vec& g) {
      if constexpr (std::is_same_v<S, double>) {
        g.setZero();
        return g.data();
      }
      m_sum.setZero(g.size());
      return m_sum.data();
    }
    void finish(Vec& g) const {
      if constexpr (!std::is_same_v<S, double>) g = m_sum.template cast<double>();
    }

   private:
    Array m_sum;
  };

  struct Work final : Scratch {
    explicit Work(const DenseNetwork& net)
        : tape(Array::Zero(net.m_shape.firstOrderSize())),
          gathered(Matrix::Zero(net.m_layers.widths().front(), net.m_block)),
          gatheredTargets(Matrix::Zero(net.m_layers.widths().back(), net.m_block)),
          labels(std::size_t(net.m_block)) {}
    Array tape;                        // of one block
    Matrix gathered, gatheredTargets;  // rows chosen for a batch
    std::vector<int> labels;
    Converted parameters, direction;
    Sum sum;
    // Made by the first product with the Hessian or Gauss-Newton matrix:
    Array rTape;  // of one block
    Array kept;   // of all blocks at `keptAt`, or of one
    Vec keptAt;
  };

  /// The caller's scratch, or one for this call.
  class WorkFor {
   public:
    WorkFor(const DenseNetwork& net, Scratch* scratch) : m_work(static_cast<Work*>(scratch)) {
      if (m_work != nullptr) return;
      m_own = std::make_unique<Work>(net);
      m_work = m_own.get();
    }
    Work* operator->() const { return m_work; }
    Work& operator*() const { return *m_work; }

   private:
    std::unique_ptr<Work> m_own;
    Work* m_work;
  };

  /// As many samples as fit the second-level cache with all that is kept of them.
  static Index blockFor(const std::vector<Index>& widths) {
    Index perSample = widths.front();
    for (std::size_t l = 1; l < widths.size(); ++l) perSample += 3 * widths[l];
    const Index fit = cacheBytes / Index(sizeof(S)) / perSample / padding * padding;
    return std::clamp(fit, 2 * padding, 16 * padding);
  }

  /// Samples first .. first + count of a part, or of the rows chosen from it.
  BlockTargets<S> block(const Part& part, const Index* rows, Index first, Tape<S>& t,
                        Work& work) const {
    const Index inputs = m_layers.widths().front(), outputs = m_layers.widths().back();
    if (rows == nullptr) {
      t.input = part.features + first * inputs;
      return {part.targets + first * outputs,
              part.labels == nullptr ? nullptr : part.labels + first};
    }
    for (Index j = 0; j < t.count; ++j) {
      const Index row = rows[first + j];
      std::copy_n(part.features + row * inputs, inputs, work.gathered.data() + j * inputs);
      std::copy_n(part.targets + row * outputs, outputs, work.gatheredTargets.data() + j * outputs);
      if (part.labels != nullptr) work.labels[std::size_t(j)] = part.labels[row];
    }
    t.input = work.gathered.data();
    return {work.gatheredTargets.data(), part.labels == nullptr ? nullptr : work.labels.data()};
  }

  double gradientOf(const Vec& x, Index count, const Index* rows, Vec& g, Work& work) const {
    const S* const w = work.parameters.of(x);
    S* const sum = work.sum.startIn(g);
    const LossOn<S> loss(m_loss, m_layers.widths().back(), count);
    double total = 0.0;
    for (Index first = 0; first < count; first += m_block) {
      Tape<S> t{&m_shape, work.tape.data(), nullptr, std::min(m_block, count - first)};
      const BlockTargets<S> targets = block(m_training, rows, first, t, work);
      m_layers.forward(w, t, Order::slope);
      total += loss.value(t.value(m_layers.last()), targets, t.delta(m_layers.last()), t.count);
      m_layers.backward(w, t, sum);
    }
    work.sum.finish(g);
    return total;
  }

  Scores score(const S* w, const Part& part, Work& work) const {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    if (part.count == 0) return {nan, nan};
    const LossOn<S> loss(m_loss, m_layers.widths().back(), part.count);
    double total = 0.0;
    Index right = 0;
    for (Index first = 0; first < part.count; first += m_block) {
      Tape<S> t{&m_shape, work.tape.data(), nullptr, std::min(m_block, part.count - first)};
      const BlockTargets<S> targets = block(part, nullptr, first, t, work);
      m_layers.forward(w, t, Order::value);
      if (targets.labels != nullptr) right += rightOnes(t, targets.labels);
      total += loss.value(t.value(m_layers.last()), targets, nullptr, t.count);
    }
    return {total, part.labels == nullptr ? nan : double(right) / double(part.count)};
  }

  /// Samples whose class has the largest output, the first of equals; one with NaN among its
  /// outputs is not right.
  Index rightOnes(const Tape<S>& t, const int* labels) const {
    const Index outputs = m_layers.widths().back();
    Index right = 0;
    for (Index j = 0; j < t.count; ++j) {
      const S* const z = t.value(m_layers.last()) + j * outputs;
      const Index label = labels[j];
      bool largest = z[label] == z[label];
      for (Index i = 0; i < outputs; ++i)
        if (i != label) largest = largest && (i < label ? z[i] < z[label] : z[i] <= z[label]);
      right += largest ? 1 : 0;
    }
    return right;
  }

  Tape<S> keptTape(Index first, Work& work, bool all) const {
    return {&m_shape, work.kept.data() + (all ? first / m_block * m_shape.size() : 0),
            m_training.features + first * m_layers.widths().front(),
            std::min(m_block, samples() - first)};
  }

  /// Everything of a block that products with the Hessian at `w` need.
  void record(const S* w, Index first, const Tape<S>& t, const LossOn<S>& loss) const {
    const Index outputs = m_layers.widths().back();
    m_layers.forward(w, t, Order::bend);
    loss.value(t.value(m_layers.last()),
               {m_training.targets + first * outputs,
                m_training.labels == nullptr ? nullptr : m_training.labels + first},
               t.delta(m_layers.last()), t.count);
    m_layers.backwardForCurvature(w, t);
  }

  void curvatureTimes(const Vec& x, const Vec& v, bool full, Vec& out, Scratch* scratch) const {
    const WorkFor work(*this, scratch);
    const Index blocks = (samples() + m_block - 1) / m_block;
    const bool all = blocks * m_shape.size() * Index(sizeof(S)) <= keptBytes;
    if (work->kept.size() == 0) {
      work->kept.setZero((all ? blocks : 1) * m_shape.size());
      work->rTape.setZero(m_shape.firstOrderSize());
    }
    const bool known =
        all && work->keptAt.size() == x.size() &&
        std::memcmp(work->keptAt.data(), x.data(), std::size_t(x.size()) * sizeof(double)) == 0;
    const S *const w = work->parameters.of(x), *const direction = work->direction.of(v);
    S* const sum = work->sum.startIn(out);
    const LossOn<S> loss(m_loss, m_layers.widths().back(), samples());
    const std::size_t last = m_layers.last();
    for (Index first = 0; first < samples(); first += m_block) {
      const Tape<S> t = keptTape(first, *work, all);
      if (!known) record(w, first, t, loss);
      const Tape<S> r{&m_shape, work->rTape.data(), nullptr, t.count};
      m_layers.rForward(w, direction, t, r, full);
      loss.curvature(t.value(last), r.value(last), r.delta(last), t.count);
      m_layers.rBackward(w, direction, t, r, full, sum);
    }
    if (all && !known) work->keptAt = x;
    work->sum.finish(out);
  }

  DenseLayers<S> m_layers;
  LossKind m_loss;
  Index m_block;
  TapeShape m_shape;
  Part m_training, m_test;
};

}  // namespace thalweg
