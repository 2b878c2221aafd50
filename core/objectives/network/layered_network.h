/// A network in one precision: passes over blocks of samples that stay in the cache.
#pragma once

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "core/objectives/network/layers.h"
#include "core/objectives/network/loss.h"
#include "core/objectives/network/network.h"
#include "core/objectives/network/network_work.h"
#include "core/objectives/network/sample_groups.h"

namespace thalweg {

template <class S>
class LayeredNetwork final : public NetworkObjective {
 public:
  using Rows = std::span<const Index>;

  LayeredNetwork(const NetworkSpec& spec, std::shared_ptr<const Dataset> data,
                 const ActivationKernels<S>& phi, LossKind loss)
      : NetworkObjective(spec, std::move(data)),
        m_plan(layerPlan(spec)),
        m_layers(m_plan, phi),
        m_loss(loss),
        m_block(blockFor<S>(m_plan)),
        m_products(productsFor(m_plan)),
        m_shape(m_plan, m_block),
        m_training(m_data->training, outputs()),
        m_test(m_data->test, outputs()) {}

  std::unique_ptr<Scratch> scratch() const override {
    return std::make_unique<Work>(m_shape, inputs(), outputs(), m_block,
                                  std::min(Team::hands(), SampleGroups::most));
  }

  double value(const Vec& x, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return score(work->parameters.of(x), m_training, {nullptr, samples()}, *work).loss + penalty(x);
  }
  double valueOn(const Vec& x, Rows rows, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return score(work->parameters.of(x), m_training, chosen(rows), *work).loss + penalty(x);
  }
  double gradient(const Vec& x, Vec& g, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return gradientOf(x, {nullptr, samples()}, nullptr, g, *work);
  }
  double gradientOn(const Vec& x, Rows rows, Vec& g, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return gradientOf(x, chosen(rows), nullptr, g, *work);
  }
  double gradientWeighted(const Vec& x, Rows rows, const Vec& weights, Vec& g,
                          Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return gradientOf(x, chosen(rows), weights.data(), g, *work);
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const override {
    curvatureTimes(x, {nullptr, samples()}, v, Curved::fully, hv, scratch);
  }
  void hessianTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& hv,
                      Scratch* scratch) const override {
    curvatureTimes(x, chosen(rows), v, Curved::fully, hv, scratch);
  }
  void gaussNewtonTimes(const Vec& x, const Vec& v, Vec& gv, Scratch* scratch) const override {
    curvatureTimes(x, {nullptr, samples()}, v, Curved::gaussNewton, gv, scratch);
  }
  void gaussNewtonTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& gv,
                          Scratch* scratch) const override {
    curvatureTimes(x, chosen(rows), v, Curved::gaussNewton, gv, scratch);
  }

  void empiricalFisherTimes(const Vec& x, const Vec& v, Vec& ev, Scratch* scratch) const override {
    if (m_spec.weightDecay != 0.0) return FiniteSum::empiricalFisherTimes(x, v, ev, scratch);
    curvatureTimes(x, {nullptr, samples()}, v, Curved::bySlopes, ev, scratch);
  }

  void perSampleGradients(const Vec& x, Rows rows, Mat& j, Vec& losses,
                          Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    const S* const w = work->parameters.of(x);
    const Index count = Index(rows.size());
    j.resize(count, m_dimension);
    losses.resize(count);
    const LossOn<S> loss(m_loss, outputs(), 1);
    for (Index first = 0; first < count; first += m_block) {
      Tape<S> t = blockTape(*work, first, count);
      const BlockTargets<S> targets = block(m_training, chosen(rows), first, t, *work);
      m_layers.forward(w, t, Order::slope, work->layers);
      loss.value(t.value(m_layers.last()), targets, t.delta(m_layers.last()), t.count,
                 losses.data() + first);
      m_layers.backward(w, t, nullptr, work->layers);
      m_layers.perSample(t, j.data() + first, count, work->layers);
    }
    if (m_spec.weightDecay == 0.0) return;
    j.rowwise() += m_spec.weightDecay * x.transpose();
    losses.array() += penalty(x);
  }

  void sampleGram(const Vec& x, Rows rows, Mat& k, Vec& losses, Scratch* scratch) const override {
    if (m_spec.weightDecay != 0.0) return FiniteSum::sampleGram(x, rows, k, losses, scratch);
    const WorkFor work(*this, scratch);
    const S* const w = work->parameters.of(x);
    const Index count = Index(rows.size());
    k.setZero(count, count);
    losses.resize(count);
    const Tape<S> t = batchTape(rows, *work);
    m_layers.forward(w, t, Order::slope, work->layers);
    const GatheredRows<S>& batch = work->batch;
    LossOn<S>(m_loss, outputs(), 1)
        .value(t.value(m_layers.last()),
               {batch.targets.data(), m_training.labels == nullptr ? nullptr : batch.labels.data()},
               t.delta(m_layers.last()), count, losses.data());
    m_layers.backward(w, t, nullptr, work->layers);
    m_layers.addGram(t, k, work->layers);
  }

  Index residualsPerSample() const override { return residualScale() > 0.0 ? outputs() : 0; }

  bool residualJacobian(const Vec& x, Rows rows, Mat& j, Vec& r, Scratch* scratch) const override {
    const double scale = residualScale();
    if (scale == 0.0) return false;
    const WorkFor work(*this, scratch);
    const S* const w = work->parameters.of(x);
    const Index count = Index(rows.size()), all = outputs() * count;
    j.resize(all, m_dimension);
    r.resize(all);
    for (Index first = 0; first < count; first += m_block) {
      Tape<S> t = blockTape(*work, first, count);
      const BlockTargets<S> targets = block(m_training, chosen(rows), first, t, *work);
      m_layers.forward(w, t, Order::slope, work->layers);
      const ConstColumns z(t.value(m_layers.last()), outputs(), t.count),
          y(targets.targets, outputs(), t.count);
      Eigen::Map<Matrix> delta(t.delta(m_layers.last()), outputs(), t.count);
      for (Index o = 0; o < outputs(); ++o) {
        const Index at = o * count + first;
        r.segment(at, t.count) = scale * (z.row(o) - y.row(o)).transpose().template cast<double>();
        delta.setZero();
        delta.row(o).setConstant(S(scale));
        m_layers.backward(w, t, nullptr, work->layers);
        m_layers.perSample(t, j.data() + at, all, work->layers);
      }
    }
    return true;
  }

  double accuracy(const Vec& x, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return score(work->parameters.of(x), m_training, {nullptr, samples()}, *work).accuracy;
  }

  Scores testScores(const Vec& x, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    return score(work->parameters.of(x), m_test, {nullptr, m_test.count}, *work);
  }

  void outputsAt(const Vec& x, const Mat& features, Mat& all, Scratch* scratch) const override {
    const WorkFor work(*this, scratch);
    const S* const w = work->parameters.of(x);
    all.resize(outputs(), features.cols());
    for (Index first = 0; first < features.cols(); first += m_block) {
      Tape<S> t = blockTape(*work, first, features.cols());
      work->gathered.inputs.leftCols(t.count) =
          features.middleCols(first, t.count).template cast<S>();
      t.input = work->gathered.inputs.data();
      m_layers.forward(w, t, Order::value, work->layers);
      all.middleCols(first, t.count) =
          ConstColumns(t.value(m_layers.last()), all.rows(), t.count).template cast<double>();
    }
  }

 private:
  using Work = NetworkWork<S>;
  using Block = BlockWork<S>;
  using Totals = std::array<double, SampleGroups::most>;  // of each group
  using Part = SamplesIn<S>;
  using Matrix = NetworkMatrix<S>;
  using ConstColumns = Eigen::Map<const Matrix>;

  /// The rows summed over: the first `count` where `rows` is null.
  struct Chosen {
    const Index* rows;
    Index count;
  };
  static Chosen chosen(Rows rows) { return {rows.data(), Index(rows.size())}; }

  /// The caller's scratch, or one for this call.
  class WorkFor {
   public:
    WorkFor(const LayeredNetwork& net, Scratch* scratch) : m_work(static_cast<Work*>(scratch)) {
      if (m_work != nullptr) return;
      m_own = net.scratch();
      m_work = static_cast<Work*>(m_own.get());
    }
    Work* operator->() const { return m_work; }
    Work& operator*() const { return *m_work; }

   private:
    std::unique_ptr<Scratch> m_own;
    Work* m_work;
  };

  Index inputs() const { return m_plan.front().inputs; }
  Index outputs() const { return m_plan.back().outputs; }

  double residualScale() const {
    return m_spec.weightDecay == 0.0 ? LossOn<S>(m_loss, outputs(), 1).residualScale() : 0.0;
  }

  Tape<S> blockTape(Block& work, Index first, Index end) const {
    return {&m_shape, work.tape.data(), nullptr, std::min(m_block, end - first)};
  }

  SampleGroups groupsOf(const Chosen& these) const { return {these.count, m_block, m_products}; }

  /// work(group, block memory) for each group, on as many threads as are free.
  template <class F>
  void inGroups(Index groups, Work& work, F groupWork) const {
    Team::run(groups, [&](Index group, Index hand) {
      if (hand == 0) return groupWork(group, static_cast<Block&>(work));
      std::unique_ptr<Block>& helper = work.helpers[std::size_t(hand - 1)];
      if (helper == nullptr)
        helper = std::make_unique<Block>(m_shape, inputs(), outputs(), m_block);
      groupWork(group, *helper);
    });
  }

  /// Samples first .. first + count of a part, or of the rows chosen from it.
  BlockTargets<S> block(const Part& part, const Chosen& these, Index first, Tape<S>& t,
                        Block& work) const {
    if (these.rows == nullptr) {
      t.input = part.features + first * inputs();
      return {part.targets + first * outputs(),
              part.labels == nullptr ? nullptr : part.labels + first};
    }
    GatheredRows<S>& to = work.gathered;
    part.gather(these.rows + first, t.count, to.inputs.data(), to.targets.data(), to.labels.data());
    t.input = to.inputs.data();
    return {to.targets.data(), part.labels == nullptr ? nullptr : to.labels.data()};
  }

  /// The rows of a batch in one piece.
  Tape<S> batchTape(Rows rows, Work& work) const {
    const Index count = Index(rows.size());
    GatheredRows<S>& to = work.batch;
    if (to.inputs.cols() < count) {
      to.makeRoom(inputs(), outputs(), count);
      work.batchShape.emplace(m_plan, count);
      work.batchTape.setZero(work.batchShape->firstOrderSize());
    }
    m_training.gather(rows.data(), count, to.inputs.data(), to.targets.data(), to.labels.data());
    return {&*work.batchShape, work.batchTape.data(), to.inputs.data(), count};
  }

  /// The mean loss and its gradient, or where there are `weights` [rows] the weighted sums.
  double gradientOf(const Vec& x, const Chosen& these, const double* weights, Vec& g,
                    Work& work) const {
    const S* const w = work.parameters.of(x);
    const LossOn<S> loss(m_loss, outputs(), weights == nullptr ? these.count : 1);
    const SampleGroups groups = groupsOf(these);
    Totals totals{};
    work.sum.startIn(g, groups.count());
    inGroups(groups.count(), work, [&](Index group, Block& own) {
      S* const sum = work.sum.begin(group);
      double& total = totals[std::size_t(group)];
      for (Index first = groups.first(group); first < groups.end(group); first += m_block) {
        Tape<S> t = blockTape(own, first, groups.end(group));
        const BlockTargets<S> targets = block(m_training, these, first, t, own);
        m_layers.forward(w, t, Order::slope, own.layers);
        S* const delta = t.delta(m_layers.last());
        if (weights == nullptr)
          total += loss.value(t.value(m_layers.last()), targets, delta, t.count);
        else
          total += weighted(loss, targets, t, weights + first, own);
        m_layers.backward(w, t, sum, own.layers);
      }
      work.sum.end(group);
    });
    work.sum.finish(g);
    const double total = std::accumulate(totals.begin(), totals.end(), 0.0);
    if (m_spec.weightDecay == 0.0) return total;
    const double times =
        weights == nullptr ? 1.0 : Eigen::Map<const Vec>(weights, these.count).sum();
    g += times * m_spec.weightDecay * x;
    return total + times * penalty(x);
  }

  double weighted(const LossOn<S>& loss, const BlockTargets<S>& targets, const Tape<S>& t,
                  const double* weights, Block& work) const {
    work.each.resize(m_block);
    loss.value(t.value(m_layers.last()), targets, t.delta(m_layers.last()), t.count,
               work.each.data());
    const Eigen::Map<const Vec> factors(weights, t.count);
    Eigen::Map<Matrix> delta(t.delta(m_layers.last()), outputs(), t.count);
    for (Index j = 0; j < t.count; ++j) delta.col(j) *= S(factors[j]);
    return factors.dot(work.each.head(t.count));
  }

  Scores score(const S* w, const Part& part, const Chosen& these, Work& work) const {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    if (these.count == 0) return {nan, nan};
    const LossOn<S> loss(m_loss, outputs(), these.count);
    const SampleGroups groups = groupsOf(these);
    Totals totals{}, right{};
    inGroups(groups.count(), work, [&](Index group, Block& own) {
      for (Index first = groups.first(group); first < groups.end(group); first += m_block) {
        Tape<S> t = blockTape(own, first, groups.end(group));
        const BlockTargets<S> targets = block(part, these, first, t, own);
        m_layers.forward(w, t, Order::value, own.layers);
        if (targets.labels != nullptr)
          right[std::size_t(group)] += double(rightOnes(
              t.value(m_layers.last()), outputs(), targets.labels, t.count, m_data->classes == 2));
        totals[std::size_t(group)] +=
            loss.value(t.value(m_layers.last()), targets, nullptr, t.count);
      }
    });
    return {std::accumulate(totals.begin(), totals.end(), 0.0),
            part.labels == nullptr
                ? nan
                : std::accumulate(right.begin(), right.end(), 0.0) / double(these.count)};
  }

  /// Everything of a block that products with the curvature at `w` need.
  void record(const S* w, const Chosen& these, Index first, const Tape<S>& t, S* gathered,
              const LossOn<S>& loss, Block& work) const {
    BlockTargets<S> targets{m_training.targets + first * outputs(),
                            m_training.labels == nullptr ? nullptr : m_training.labels + first};
    if (these.rows != nullptr) {
      GatheredRows<S>& to = work.gathered;
      m_training.gather(these.rows + first, t.count, gathered, to.targets.data(), to.labels.data());
      targets = {to.targets.data(), m_training.labels == nullptr ? nullptr : to.labels.data()};
    }
    m_layers.forward(w, t, Order::bend, work.layers);
    loss.value(t.value(m_layers.last()), targets, t.delta(m_layers.last()), t.count);
    m_layers.backwardForCurvature(w, t, work.layers);
  }

  /// Makes room; true where the passes of all blocks are kept.
  bool startKept(const Vec& x, const Chosen& these, Work& work) const {
    const Index blocks = (these.count + m_block - 1) / m_block;
    return work.kept.start(x, these.rows, these.count, blocks * m_shape.size(), inputs());
  }

  /// What is put between J' and J: the Hessian, with the network's own bend or without, or slopes.
  enum class Curved { fully, gaussNewton, bySlopes };

  void curvatureTimes(const Vec& x, const Chosen& these, const Vec& v, Curved curved, Vec& out,
                      Scratch* scratch) const {
    const bool full = curved == Curved::fully;
    const WorkFor work(*this, scratch);
    KeptPasses<S>& kept = work->kept;
    const bool all = startKept(x, these, *work), known = kept.known;
    const S *const w = work->parameters.of(x), *const direction = work->direction.of(v);
    const LossOn<S> loss(m_loss, outputs(), these.count);
    const std::size_t last = m_layers.last();
    const SampleGroups groups = groupsOf(these);
    work->sum.startIn(out, groups.count());
    inGroups(groups.count(), *work, [&](Index group, Block& own) {
      S* const sum = work->sum.begin(group);
      S* const rMemory = roomFor(own.rTape, m_shape.firstOrderSize());
      S* const once = all ? nullptr : roomFor(own.curvatureTape, m_shape.size());
      for (Index first = groups.first(group); first < groups.end(group); first += m_block) {
        S* const gathered =
            all ? kept.inputs.data() + first * inputs() : own.gathered.inputs.data();
        const Tape<S> t{&m_shape, all ? kept.tapes.data() + first / m_block * m_shape.size() : once,
                        these.rows == nullptr ? m_training.features + first * inputs() : gathered,
                        std::min(m_block, groups.end(group) - first)};
        if (!known) record(w, these, first, t, gathered, loss, own);
        const Tape<S> r{&m_shape, rMemory, nullptr, t.count};
        m_layers.rForward(w, direction, t, r, full, own.layers);
        if (curved == Curved::bySlopes)
          loss.outerProducts(t.delta(last), r.value(last), r.delta(last), t.count);
        else
          loss.curvature(t.value(last), r.value(last), r.delta(last), t.count);
        m_layers.rBackward(w, direction, t, r, full, sum, own.layers);
      }
      work->sum.end(group);
    });
    work->sum.finish(out);
    if (m_spec.weightDecay != 0.0) out += m_spec.weightDecay * v;
    if (all && !known) kept.keep(x, these.rows, these.count);
  }

  std::vector<LayerPlan> m_plan;
  Layers<S> m_layers;
  LossKind m_loss;
  Index m_block, m_products;
  TapeShape m_shape;
  Part m_training, m_test;
};

}  // namespace thalweg
