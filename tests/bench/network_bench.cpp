/// Time of a network's gradient and Hessian product against the matrix products in them alone, in
/// one run and taken in turns.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/network.h"

using namespace thalweg;

namespace {

using Clock = std::chrono::steady_clock;

/// Milliseconds of the fastest of `rounds` calls of each, called in turns so that all see the same
/// machine.
std::vector<double> fastest(const std::vector<std::function<void()>>& tasks, int rounds) {
  std::vector<double> best(tasks.size(), std::numeric_limits<double>::infinity());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      const auto start = Clock::now();
      tasks[i]();
      best[i] = std::min(best[i],
                         std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
  return best;
}

/// Eigen's products of the same shapes, `block` samples at a time, on arrays allocated beforehand.
template <class S>
class Products {
 public:
  Products(const std::vector<Index>& layers, Index samples, Index block)
      : m_layers(layers), m_samples(samples), m_block(std::min(block, samples)) {
    for (std::size_t l = 0; l < layers.size(); ++l) {
      m_values.push_back(Columns::Random(layers[l], samples));
      m_deltas.push_back(Columns::Random(layers[l], samples));
      if (l == 0) continue;
      m_weights.push_back(Rows::Random(layers[l], layers[l - 1]));
      m_gradients.push_back(Rows::Zero(layers[l], layers[l - 1]));
    }
  }
  /// W a forward; delta a' and W' delta backward.
  void gradient() { each(&Products::gradientBlock); }
  /// V a and W Ra forward; Rdelta a', delta Ra', W' Rdelta and V' delta backward.
  void hessianTimes() { each(&Products::hessianBlock); }
  /// W a forward and W' delta backward come before them.
  void hessianTimesAtNewPoint() { each(&Products::newPointBlock); }
  /// V a and W Ra forward; Rdelta a' and W' Rdelta backward.
  void gaussNewtonTimes() { each(&Products::gaussNewtonBlock); }

 private:
  using Columns = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
  using Rows = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

  void each(void (Products::*work)(Index, Index)) {
    for (Index first = 0; first < m_samples; first += m_block)
      (this->*work)(first, std::min(m_block, m_samples - first));
  }
  void gradientBlock(Index first, Index n) {
    for (std::size_t l = 1; l < m_layers.size(); ++l) forward(l, first, n);
    for (std::size_t l = m_layers.size() - 1; l >= 1; --l) {
      outer(l, first, n);
      if (l > 1) backward(l, first, n);
    }
  }
  void gaussNewtonBlock(Index first, Index n) {
    for (std::size_t l = 2; l < m_layers.size(); ++l) forward(l, first, n);
    gradientBlock(first, n);
  }
  void hessianBlock(Index first, Index n) {
    gaussNewtonBlock(first, n);
    for (std::size_t l = m_layers.size() - 1; l > 1; --l) {
      outer(l, first, n);
      backward(l, first, n);
    }
  }
  void newPointBlock(Index first, Index n) {
    for (std::size_t l = 1; l < m_layers.size(); ++l) forward(l, first, n);
    for (std::size_t l = m_layers.size() - 1; l > 1; --l) backward(l, first, n);
    hessianBlock(first, n);
  }
  void forward(std::size_t l, Index first, Index n) {
    m_values[l].middleCols(first, n).noalias() =
        m_weights[l - 1] * m_values[l - 1].middleCols(first, n);
  }
  void outer(std::size_t l, Index first, Index n) {
    m_gradients[l - 1].noalias() +=
        m_deltas[l].middleCols(first, n) * m_values[l - 1].middleCols(first, n).transpose();
  }
  void backward(std::size_t l, Index first, Index n) {
    m_deltas[l - 1].middleCols(first, n).noalias() =
        m_weights[l - 1].transpose() * m_deltas[l].middleCols(first, n);
  }

  std::vector<Index> m_layers;
  Index m_samples, m_block;
  std::vector<Columns> m_values, m_deltas;
  std::vector<Rows> m_weights, m_gradients;
};

template <class S>
void bench(const std::vector<Index>& layers, const std::string& loss) {
  const std::string precision = sizeof(S) == 8 ? "float64" : "float32";
  const auto table = loadTable("digits");
  const auto data = makeDataset(table->table, table->name, {.scaling = table->scaling});
  const auto net = *makeNetwork(
      {.layers = layers, .activation = "tanh", .loss = loss, .precision = precision}, *data);
  const Vec x = *initialParameters(layers, true, "pytorch-linear", 1);
  const Vec v = Vec::Ones(x.size());
  Vec elsewhere = x, g(x.size());
  const auto scratch = net->scratch(), other = net->scratch();
  Products<S> whole(layers, net->samples(), net->samples()), blocks(layers, net->samples(), 128);
  using Task = std::function<void()>;

  // The evaluation against its products, in one go or in blocks, whichever is faster.
  const auto compare = [&](const char* what, void (Products<S>::*products)(), const Task& task) {
    const std::vector<double> ms =
        fastest({[&] { (whole.*products)(); }, [&] { (blocks.*products)(); }, task}, 60);
    const double base = std::min(ms[0], ms[1]);
    const std::string name = "network." + loss + "." + precision + "." + what;
    std::printf("%-64s %8.3f ms %6.2f\n", (name + ".products").c_str(), base, 1.0);
    std::printf("%-64s %8.3f ms %6.2f\n", name.c_str(), ms[2], ms[2] / base);
  };
  compare("gradient", &Products<S>::gradient, [&] { net->gradient(x, g, scratch.get()); });
  compare("hessian_times", &Products<S>::hessianTimes,
          [&] { net->hessianTimes(x, v, g, scratch.get()); });
  compare("hessian_times_at_a_new_point", &Products<S>::hessianTimesAtNewPoint, [&] {
    elsewhere[0] += 1e-9;
    net->hessianTimes(elsewhere, v, g, other.get());
  });
  compare("gauss_newton_times", &Products<S>::gaussNewtonTimes,
          [&] { net->gaussNewtonTimes(x, v, g, scratch.get()); });
}

}  // namespace

int main() {
  for (const char* loss : {"mse", "cross-entropy"}) bench<double>({64, 100, 100, 10}, loss);
  bench<float>({64, 100, 100, 10}, "cross-entropy");
}
