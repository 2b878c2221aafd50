/// Small networks to try things on.
#pragma once

#include <QtGlobal>
#include <memory>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/objectives/data/dataset.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/loss.h"
#include "core/objectives/network/network.h"

namespace thalweg::test {

using Net = std::shared_ptr<const NetworkObjective>;

/// A built-in data set scaled by its default.
inline std::shared_ptr<const Dataset> data(const std::string& id, const DataOptions& options = {}) {
  const auto table = loadTable(id);
  DataOptions scaled = options;
  scaled.scaling = table->scaling;
  return *makeDataset(table->table, id, scaled);
}

inline Net network(const NetworkSpec& spec, const std::shared_ptr<const Dataset>& set) {
  const auto made = makeNetwork(spec, set);
  if (!made) qFatal("%s", made.error().what.c_str());
  return *made;
}

/// The network with layers that suit its loss, on data that do: widths that fill no packet.
inline Net suited(NetworkSpec spec, const DataOptions& options = {}) {
  bool two = false;
  for (const LossEntry& row : allLosses())
    if (row.card.id == spec.loss) two = row.needs == TargetsNeeded::twoClasses;
  spec.layers = two ? std::vector<Index>{30, 7, 5, 1} : std::vector<Index>{64, 7, 5, 10};
  return network(spec, data(two ? "cancer" : "digits", options));
}

inline Vec randomVec(Index size, std::uint64_t seed) {
  Random random(seed);
  Vec v(size);
  for (double& value : v) value = random.normal();
  return v;
}

inline Vec start(const NetworkObjective& net) {
  return *initialParameters(net.spec().layers, net.spec().bias, "pytorch-linear", 5);
}

/// Rows in no order, some of them twice.
inline std::vector<Index> mixed(Index count, Index of) {
  Random random(9);
  std::vector<Index> rows(static_cast<std::size_t>(count));
  for (Index& row : rows) row = Index(random.below(std::uint64_t(of)));
  return rows;
}

inline double relative(const Mat& got, const Mat& expected) {
  const double size = expected.norm();
  return size == 0.0 ? got.norm() : (got - expected).norm() / size;
}

}  // namespace thalweg::test
