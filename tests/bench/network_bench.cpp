/// Time of a network's gradient and Hessian product against the matrix products in them alone, in one run and taken in turns.
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

/// Milliseconds of the fastest of `rounds` calls of each, called in turns so that all see the same machine.
std::vector<double> fastest(const std::vector<std::function<void()>>& tasks, int rounds) {
  std::vector<double> best(tasks.size(), std::numeric_limits<double>::infinity());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      const auto start = Clock::now();
      tasks[i]();
      best[i] = std::min(best[i], std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
  return best;
}

/// Eigen's products of the same shapes, `block` samples at a time, on arrays allocated beforehand.
class Products {
 public:
  Products(const std::vector<Index>& layers, Index samples, Index block)
      : m_layers(layers), m_samples(samples), m_block(std::min(block, samples)) {
    for (std::size_t l = 0; l < layers.size(); ++l) {
      m_values.push_back(Mat::Random(layers[l], samples));
      m_deltas.push_back(Mat::Random(layers[l], samples));
      if (l == 0) continue;
      m_weights.push_back(Rows::Random(layers[l], layers[l - 1]));
      m_gradients.push_back(Rows::Zero(layers[l], layers[l - 1]));
    }
  }
  /// W a forward; delta a' and W' delta backward.
  void gradient() {
    each([&](Index first, Index n) {
      for (std::size_t l = 1; l < m_layers.size(); ++l) forward(l, first, n);
      for (std::size_t l = m_layers.size() - 1; l >= 1; --l) {
        outer(l, first, n);
        if (l > 1) backward(l, first, n);
      }
    });
  }
  /// V a and W Ra forward; Rdelta a', delta Ra', W' Rdelta and V' delta backward; the pass at the point itself is there already.
  void hessianTimes() {
    each([&](Index first, Index n) {
      for (std::size_t l = 1; l < m_layers.size(); ++l)
        for (int i = 0; i < (l > 1 ? 2 : 1); ++i) forward(l, first, n);
      for (std::size_t l = m_layers.size() - 1; l >= 1; --l)
        for (int i = 0; i < (l > 1 ? 2 : 1); ++i) {
          outer(l, first, n);
          if (l > 1) backward(l, first, n);
        }
    });
  }

 private:
  using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  template <class F>
  void each(F f) {
    for (Index first = 0; first < m_samples; first += m_block) f(first, std::min(m_block, m_samples - first));
  }
  void forward(std::size_t l, Index first, Index n) {
    m_values[l].middleCols(first, n).noalias() = m_weights[l - 1] * m_values[l - 1].middleCols(first, n);
  }
  void outer(std::size_t l, Index first, Index n) {
    m_gradients[l - 1].noalias() += m_deltas[l].middleCols(first, n) * m_values[l - 1].middleCols(first, n).transpose();
  }
  void backward(std::size_t l, Index first, Index n) {
    m_deltas[l - 1].middleCols(first, n).noalias() = m_weights[l - 1].transpose() * m_deltas[l].middleCols(first, n);
  }
  std::vector<Index> m_layers;
  Index m_samples, m_block;
  std::vector<Mat> m_values, m_deltas;
  std::vector<Rows> m_weights, m_gradients;
};

void bench(const std::vector<Index>& layers, const std::string& loss, const std::string& precision, int rounds) {
  const auto table = loadTable("digits");
  const auto data = makeDataset(table->table, table->name, {.scaling = table->scaling});
  const auto net = *makeNetwork({.layers = layers, .activation = "tanh", .loss = loss, .precision = precision}, *data);
  const Vec x = *initialParameters(layers, true, "pytorch-linear", 1);
  Vec elsewhere = x;
  const Vec v = Vec::Ones(x.size());
  Vec g(x.size());
  const auto scratch = net->scratch();
  Products whole(layers, net->samples(), net->samples()), blocks(layers, net->samples(), 128);
  const std::vector<double> ms = fastest({[&] { whole.gradient(); }, [&] { blocks.gradient(); }, [&] { net->gradient(x, g, scratch.get()); },
                                          [&] { whole.hessianTimes(); }, [&] { blocks.hessianTimes(); },
                                          [&] { net->hessianTimes(x, v, g, scratch.get()); },
                                          [&] { net->gaussNewtonTimes(x, v, g, scratch.get()); }},
                                         rounds);
  const std::vector<double> fresh = fastest({[&] {
                                              elsewhere[0] += 1e-9;
                                              net->hessianTimes(elsewhere, v, g, scratch.get());
                                            }},
                                            rounds / 4 + 1);
  const std::string name = "network." + loss + "." + precision + ".";
  const double forGradient = std::min(ms[0], ms[1]), forProduct = std::min(ms[3], ms[4]);
  const auto line = [&](const char* what, double value, double base) {
    std::printf("%-52s %8.3f ms %6.2f\n", (name + what).c_str(), value, value / base);
  };
  line("products_of_gradient_whole", ms[0], forGradient);
  line("products_of_gradient_blocks", ms[1], forGradient);
  line("gradient", ms[2], forGradient);
  line("products_of_hessian_whole", ms[3], forProduct);
  line("products_of_hessian_blocks", ms[4], forProduct);
  line("hessian_times", ms[5], forProduct);
  line("hessian_times_at_a_new_point", fresh[0], forProduct);
  line("gauss_newton_times", ms[6], forProduct);
}

}  // namespace

int main() {
  for (const char* loss : {"mse", "cross-entropy"}) bench({64, 100, 100, 10}, loss, "float64", 60);
  bench({64, 100, 100, 10}, "cross-entropy", "float32", 60);
}
