/// What one thread needs to pass through a network: samples and vectors in the network's precision,
/// and arrays that are kept between calls.
#pragma once

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <type_traits>
#include <vector>

#include "core/objectives/data/dataset.h"
#include "core/objectives/network/group_sum.h"
#include "core/objectives/network/layer.h"
#include "core/objectives/network/tape.h"
#include "core/objectives/objective.h"

namespace thalweg {

/// Samples in a network's precision; doubles are looked at where they are. Where two classes meet
/// one output, the targets are the labels.
template <class S>
struct SamplesIn {
  SamplesIn(const Samples& samples, Index networkOutputs)
      : inputs(samples.features.rows()),
        outputs(networkOutputs),
        count(samples.count()),
        labels(samples.labels.empty() ? nullptr : samples.labels.data()) {
    if constexpr (std::is_same_v<S, double>) {
      features = samples.features.data();
      targets = samples.targets.data();
    } else {
      ownFeatures = samples.features.template cast<S>();
      ownTargets = samples.targets.template cast<S>();
      features = ownFeatures.data();
      targets = ownTargets.data();
    }
    if (samples.targets.rows() == 2 && networkOutputs == 1) {
      ownTargets.resize(1, count);
      std::copy_n(samples.labels.begin(), count, ownTargets.data());
      targets = ownTargets.data();
    }
  }
  SamplesIn(const SamplesIn&) = delete;

  /// Copies the given rows together.
  void gather(const Index* rows, Index chosen, S* toFeatures, S* toTargets, int* toLabels) const {
    for (Index j = 0; j < chosen; ++j) {
      const Index row = rows[j];
      std::copy_n(features + row * inputs, inputs, toFeatures + j * inputs);
      std::copy_n(targets + row * outputs, outputs, toTargets + j * outputs);
      if (labels != nullptr) toLabels[j] = labels[row];
    }
  }

  Index inputs, outputs, count;
  const int* labels;
  const S *features, *targets;
  NetworkMatrix<S> ownFeatures, ownTargets;
};

/// A vector of doubles in the network's precision: itself, or a copy.
template <class S>
class VectorIn {
 public:
  const S* of(const Vec& x) {
    if constexpr (std::is_same_v<S, double>) return x.data();
    m_copy = x.template cast<S>();
    return m_copy.data();
  }

 private:
  NetworkArray<S> m_copy;
};

/// Samples copied together.
template <class S>
struct GatheredRows {
  void makeRoom(Index features, Index outputs, Index count) {
    if (inputs.cols() >= count) return;
    inputs.setZero(features, count);
    targets.setZero(outputs, count);
    labels.assign(std::size_t(count), 0);
  }
  NetworkMatrix<S> inputs, targets;
  std::vector<int> labels;
};

/// Passes of all blocks at one point, kept for further products with curvature there.
template <class S>
struct KeptPasses {
  /// Up to here they are kept.
  static constexpr Index keptBytes = Index(64) << 20;

  /// Makes room for passes of `size` numbers and `known` true or not; false where that is too much.
  bool start(const Vec& x, const Index* chosen, Index count, Index size, Index features) {
    const bool fits = size * Index(sizeof(S)) <= keptBytes;
    known = fits && tapes.size() >= size && areOf(x, chosen, count);
    if (!fits) return false;
    if (tapes.size() < size) tapes.setZero(size);
    if (chosen != nullptr && inputs.cols() < count) inputs.setZero(features, count);
    return true;
  }
  /// Whether the passes of these rows (of all, where `chosen` is null) at x are here.
  bool areOf(const Vec& x, const Index* chosen, Index count) const {
    return known && at.size() == x.size() &&
           std::memcmp(at.data(), x.data(), std::size_t(x.size()) * sizeof(double)) == 0 &&
           (chosen == nullptr ? rows.empty()
                              : std::equal(rows.begin(), rows.end(), chosen, chosen + count));
  }
  void keep(const Vec& x, const Index* chosen, Index count) {
    known = true;
    at = x;
    rows.assign(chosen, chosen == nullptr ? chosen : chosen + count);
  }
  NetworkArray<S> tapes;    // of all blocks
  NetworkMatrix<S> inputs;  // of the rows, where some were chosen
  bool known = false;
  Vec at;                   // the point
  std::vector<Index> rows;  // the rows chosen; empty: all
};

/// What one thread needs for a block at a time.
template <class S>
struct BlockWork {
  BlockWork(const TapeShape& shape, Index inputs, Index outputs, Index block)
      : tape(NetworkArray<S>::Zero(shape.firstOrderSize())) {
    gathered.makeRoom(inputs, outputs, block);
  }
  NetworkArray<S> tape;
  GatheredRows<S> gathered;
  LayerWork<S> layers;
  Vec each;  // losses of a block's samples
  // Made by the first call that needs them:
  NetworkArray<S> rTape, curvatureTape;
};

/// What an evaluation needs; its own thread's block among it.
template <class S>
struct NetworkWork final : Scratch, BlockWork<S> {
  /// `mostHands`: threads that may ever help, the own one included.
  NetworkWork(const TapeShape& shape, Index inputs, Index outputs, Index block, Index mostHands)
      : BlockWork<S>(shape, inputs, outputs, block), helpers(std::size_t(mostHands - 1)) {}

  VectorIn<S> parameters, direction;
  GroupSum<S> sum;
  // Made by the first call that needs them:
  std::vector<std::unique_ptr<BlockWork<S>>> helpers;  // of hands 1, 2, ..
  KeptPasses<S> kept;
  std::optional<TapeShape> batchShape;  // of a batch in one piece
  NetworkArray<S> batchTape;
  GatheredRows<S> batch;
};

}  // namespace thalweg
