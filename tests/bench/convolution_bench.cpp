/// Time of a convolution stack's gradient against the matrix products in it alone, on patches made
/// beforehand.
#include <algorithm>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/objectives/network/architecture.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/network.h"
#include "tests/bench/turns.h"

using namespace thalweg;

namespace {

/// Random square pictures in ten classes.
std::shared_ptr<const Dataset> pictures(Index side, Index samples) {
  Table table{{}, Mat(samples, side * side + 1)};
  Random random(1);
  for (Index i = 0; i < samples; ++i) {
    for (Index j = 0; j < side * side; ++j) table.values(i, j) = random.normal();
    table.values(i, side * side) = double(i % 10);
  }
  for (Index j = 0; j <= side * side; ++j) table.columns.push_back("x" + std::to_string(j));
  return *makeDataset(table, "pictures", {.scaling = Scaling::none});
}

/// Eigen's products of one layer for `block` samples: patches by kernels, patches' by deltas, and
/// unless it is the first the deltas' patches by kernels.
class LayerProducts {
 public:
  LayerProducts(const LayerPlan& plan, bool first, Index block) : m_first(first) {
    const bool dense = plan.kind == LayerKind::dense;
    const Index n = dense ? block : plan.height * plan.width * block;
    const Index in = plan.cols(), out = plan.rows(), taps = dense ? 1 : 9;
    m_in = Mat::Random(n, in);
    m_out = Mat::Random(n, out);
    m_kernels = Mat::Random(in, out);
    m_gradient = Mat::Zero(in, out);
    if (first) return;
    m_patches = Mat::Random(n, taps * out);
    m_turned = Mat::Random(taps * out, in / taps);
    m_below = Mat::Random(n, in / taps);
  }
  void forward() { m_out.noalias() = m_in * m_kernels; }
  void backward() {
    m_gradient.noalias() += m_in.transpose() * m_out;
    if (!m_first) m_below.noalias() = m_patches * m_turned;
  }

 private:
  bool m_first;
  Mat m_in, m_out, m_kernels, m_gradient, m_patches, m_turned, m_below;
};

class Products {
 public:
  Products(const NetworkSpec& spec, Index samples, Index block) : m_blocks(samples / block) {
    for (const LayerPlan& plan : layerPlan(spec))
      if (plan.hasParameters()) m_layers.emplace_back(plan, m_layers.empty(), block);
  }
  void gradient() {
    for (Index block = 0; block < m_blocks; ++block) {
      for (LayerProducts& layer : m_layers) layer.forward();
      for (LayerProducts& layer : m_layers) layer.backward();
    }
  }

 private:
  Index m_blocks;
  std::vector<LayerProducts> m_layers;
};

void measure(const std::string& name, Index side, Index samples, const std::string& pool) {
  const NetworkSpec spec{.layers = {side * side, 10},
                         .activation = "relu",
                         .convolution = {.channels = {8, 16}, .pool = pool}};
  const auto net = *makeNetwork(spec, pictures(side, samples));
  const Vec x = *initialParameters(spec, "pytorch-linear", 1);
  Vec g(x.size());
  const auto scratch = net->scratch();
  std::vector<Products> products;
  for (const Index block : {1, 2, 4, 8, 32}) products.emplace_back(spec, samples, block);
  std::vector<bench::Task> bases;
  for (Products& each : products) bases.push_back([&each] { each.gradient(); });
  bench::compare(
      "convolution." + name + "." + pool + ".float64.gradient", bases,
      [&] { net->gradient(x, g, scratch.get()); }, 10);
}

}  // namespace

int main() {
  for (const char* pool : {"average", "max"}) {
    measure("8x8", 8, 1024, pool);
    measure("28x28", 28, 256, pool);
  }
}
