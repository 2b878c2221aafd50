/// Time of a network's gradient and Hessian product against the matrix products in them alone, and
/// on two threads against one, in one run and taken in turns.
#include <algorithm>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/base/team.h"
#include "core/objectives/network/initialisation.h"
#include "core/objectives/network/network.h"
#include "core/run/plane.h"
#include "tests/bench/turns.h"

using namespace thalweg;

namespace {

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

std::shared_ptr<const Dataset> digits() {
  const auto table = loadTable("digits");
  return *makeDataset(table->table, table->name, {.scaling = table->scaling});
}

/// Normal features in ten classes.
std::shared_ptr<const Dataset> synthetic(Index features, Index samples) {
  Table table{{}, Mat(samples, features + 1)};
  Random random(1);
  for (Index i = 0; i < samples; ++i) {
    for (Index j = 0; j < features; ++j) table.values(i, j) = random.normal();
    table.values(i, features) = double(i % 10);
  }
  for (Index j = 0; j <= features; ++j) table.columns.push_back("x" + std::to_string(j));
  return *makeDataset(table, "synthetic", {.scaling = Scaling::none});
}

/// The evaluation against its products, in one go or in blocks, whichever is faster.
template <class S>
void measure(const std::string& name, const std::vector<Index>& layers, const std::string& loss,
             const std::shared_ptr<const Dataset>& data, int rounds) {
  const std::string precision = sizeof(S) == 8 ? "float64" : "float32";
  const auto net = *makeNetwork(
      {.layers = layers, .activation = "tanh", .loss = loss, .precision = precision}, data);
  const Vec x = *initialParameters(layers, true, "pytorch-linear", 1);
  const Vec v = Vec::Ones(x.size());
  Vec elsewhere = x, g(x.size());
  const auto scratch = net->scratch(), other = net->scratch();
  Products<S> whole(layers, net->samples(), net->samples()), blocks(layers, net->samples(), 128);

  const auto compare = [&](const char* what, void (Products<S>::*products)(),
                           const bench::Task& task) {
    bench::compare(name + "." + loss + "." + precision + "." + what,
                   {[&] { (whole.*products)(); }, [&] { (blocks.*products)(); }}, task, rounds);
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

/// What methods over batches ask for, against one gradient a row and against the gradient of the
/// batch.
void measureRows() {
  const std::vector<Index> layers{64, 100, 100, 10};
  const auto net = *makeNetwork({.layers = layers}, digits());
  const Vec x = *initialParameters(layers, true, "pytorch-linear", 1), weights = Vec::Ones(64);
  std::vector<Index> rows;
  for (Index i = 0; i < 64; ++i) rows.push_back(i * 17 % net->samples());
  Vec g(x.size()), losses;
  Mat j, k;
  const auto scratch = net->scratch();
  Products<double> products(layers, 64, 64);
  const bench::Task each = [&] {
    for (const Index& row : rows) net->gradientOn(x, std::span(&row, 1), g, scratch.get());
  };
  const bench::Task batch = [&] { net->gradientOn(x, rows, g, scratch.get()); };
  bench::compare("batch64.gradient", {[&] { products.gradient(); }}, batch, 200);
  bench::compare(
      "batch64.per_sample_gradients.against_rows", {each},
      [&] { net->perSampleGradients(x, rows, j, losses, scratch.get()); }, 50);
  bench::compare(
      "batch64.gram.against_gradient", {batch},
      [&] { net->sampleGram(x, rows, k, losses, scratch.get()); }, 200);
  bench::compare(
      "batch64.weighted.against_gradient", {batch},
      [&] { net->gradientWeighted(x, rows, weights, g, scratch.get()); }, 200);
}

/// The same on one thread and on two; the last column is how many times faster two are.
void onTwoThreads(const std::string& name, const bench::Task& task, int rounds) {
  const bench::Task two = [&] {
    const Team::Allowance threads(2);
    task();
  };
  const std::vector<double> ms = bench::fastest({task, two}, rounds);
  std::printf("%-64s %8.3f ms %6.2f\n", (name + ".one_thread").c_str(), ms[0], 1.0);
  std::printf("%-64s %8.3f ms %6.2f\n", (name + ".two_threads").c_str(), ms[1], ms[0] / ms[1]);
}

void measureThreads(const std::string& name, const std::vector<Index>& layers,
                    const std::shared_ptr<const Dataset>& data, int rounds) {
  const auto net = *makeNetwork({.layers = layers}, data);
  Vec x = *initialParameters(layers, true, "pytorch-linear", 1), g(x.size());
  const Vec v = Vec::Ones(x.size());
  const auto scratch = net->scratch();
  const auto time = [&](const char* what, const bench::Task& task) {
    onTwoThreads(name + "." + what, task, rounds);
  };
  time("value", [&] { net->value(x, scratch.get()); });
  time("gradient", [&] { net->gradient(x, g, scratch.get()); });
  time("hessian_times", [&] { net->hessianTimes(x, v, g, scratch.get()); });
  time("hessian_times_at_a_new_point", [&] {
    x[0] += 1e-9;
    net->hessianTimes(x, v, g, scratch.get());
  });
  time("gauss_newton_times", [&] { net->gaussNewtonTimes(x, v, g, scratch.get()); });
}

void measureGrid(const std::string& name, const std::vector<Index>& layers,
                 const std::shared_ptr<const Dataset>& data, int rounds) {
  const std::shared_ptr<const Objective> net = *makeNetwork({.layers = layers}, data);
  const Vec x = *initialParameters(layers, true, "pytorch-linear", 1);
  const Plane plane{x, filterNormalised(*net, x, 1, 0), filterNormalised(*net, x, 1, 1)};
  onTwoThreads(
      name,
      [&] {
        GridJob job(net, plane, {51, 51, -1, 1, -1, 1});
        while (job.advance(Job::Clock::now() + std::chrono::seconds(1))) {
        }
      },
      rounds);
}

}  // namespace

int main() {
  measureThreads("threads.network", {64, 100, 100, 10}, digits(), 60);
  measureThreads("threads.wide", {784, 200, 10}, synthetic(784, 5000), 10);
  measureThreads("threads.narrow", {64, 10}, digits(), 200);
  measureGrid("threads.grid51.network", {64, 100, 100, 10}, digits(), 2);
  measureGrid("threads.grid51.narrow", {64, 10}, digits(), 5);
  measureRows();
  for (const char* loss : {"mse", "cross-entropy"})
    measure<double>("network", {64, 100, 100, 10}, loss, digits(), 60);
  measure<float>("network", {64, 100, 100, 10}, "cross-entropy", digits(), 60);
  measure<double>("wide", {784, 200, 10}, "cross-entropy", synthetic(784, 5000), 10);
}
