#include "core/objectives/network/input_gradient.h"

#include <algorithm>

namespace thalweg {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// A matrix and its derivative along a direction in parameter space.
struct Moving {
  Mat value, dot;
};

Mat product(const Mat& a, const Mat& b) { return a * b; }
Mat productWithTurned(const Mat& a, const Mat& b) { return a * b.transpose(); }
Mat turnedTimes(const Mat& a, const Mat& b) { return a.transpose() * b; }
Mat entrywise(const Mat& a, const Mat& b) { return a.cwiseProduct(b); }
void add(Mat& to, const Mat& a) { to += a; }
void addColumn(Mat& to, const Mat& column) { to.colwise() += column.col(0); }
Mat overColumns(const Mat& a) { return a.rowwise().sum(); }

/// Each column `times` times in a row.
Mat spread(const Mat& a, Index times) {
  Mat wide(a.rows(), a.cols() * times);
  for (Index i = 0; i < a.cols(); ++i) wide.middleCols(i * times, times).colwise() = a.col(i);
  return wide;
}
/// The sum of each `count` columns in a row.
Mat gathered(const Mat& a, Index count) {
  Mat narrow(a.rows(), a.cols() / count);
  for (Index i = 0; i < narrow.cols(); ++i)
    narrow.col(i) = a.middleCols(i * count, count).rowwise().sum();
  return narrow;
}

// The product rule, for each of them.
Moving product(const Moving& a, const Moving& b) {
  return {a.value * b.value, a.dot * b.value + a.value * b.dot};
}
Moving productWithTurned(const Moving& a, const Moving& b) {
  return {a.value * b.value.transpose(), a.dot * b.value.transpose() + a.value * b.dot.transpose()};
}
Moving turnedTimes(const Moving& a, const Moving& b) {
  return {a.value.transpose() * b.value, a.dot.transpose() * b.value + a.value.transpose() * b.dot};
}
Moving entrywise(const Moving& a, const Moving& b) {
  return {a.value.cwiseProduct(b.value), a.dot.cwiseProduct(b.value) + a.value.cwiseProduct(b.dot)};
}
void add(Moving& to, const Moving& a) {
  to.value += a.value;
  to.dot += a.dot;
}
void addColumn(Moving& to, const Moving& column) {
  to.value.colwise() += column.value.col(0);
  to.dot.colwise() += column.dot.col(0);
}
Moving overColumns(const Moving& a) { return {a.value.rowwise().sum(), a.dot.rowwise().sum()}; }
Moving spread(const Moving& a, Index times) {
  return {spread(a.value, times), spread(a.dot, times)};
}
Moving gathered(const Moving& a, Index count) {
  return {gathered(a.value, count), gathered(a.dot, count)};
}

template <class M>
struct Curves {
  M value, slope, bend;
};

/// Values and two derivatives; the kernels write up to the next multiple of `padding`.
Curves<Mat> curvesAt(const Activation& phi, const Mat& z) {
  const Index n = z.size(), room = (n + padding - 1) / padding * padding;
  Vec from = Vec::Zero(room), value(room), slope(room), bend(room);
  from.head(n) = Eigen::Map<const Vec>(z.data(), n);
  phi.real.bend(from.data(), value.data(), slope.data(), bend.data(), n);
  const auto shaped = [&](const Vec& all) -> Mat {
    return Eigen::Map<const Mat>(all.data(), z.rows(), z.cols());
  };
  return {shaped(value), shaped(slope), shaped(bend)};
}

Curves<Moving> curvesAt(const Activation& phi, const Moving& z) {
  Curves<Mat> c = curvesAt(phi, z.value);
  const Mat third = z.value.unaryExpr(phi.third);
  Moving value{std::move(c.value), c.slope.cwiseProduct(z.dot)};
  Moving slope{std::move(c.slope), c.bend.cwiseProduct(z.dot)};
  Moving bend{std::move(c.bend), third.cwiseProduct(z.dot)};
  return {std::move(value), std::move(slope), std::move(bend)};
}

/// Weights and biases [outputs, 1] of each layer, from 1; or their gradients.
template <class M>
struct Stack {
  std::vector<M> weights, biases;
};

/// Adds 2 |J|^2's gradient of some samples to `grown`, J = dz/dx of all of them; the sum of |J|^2.
/// `unit`: of each sample the unit matrix of the outputs.
template <class M>
M squaredJacobian(const Stack<M>& net, const M& features, const M& unit, const Activation& phi,
                  Index outputs, Stack<M>* grown) {
  const std::size_t last = net.weights.size() - 1;
  std::vector<Curves<M>> at(last);              // of the hidden layers, from 1
  std::vector<M> back(last + 1), up(last + 1);  // dz/dz_l, and before it passes the activation
  for (std::size_t l = 1; l < last; ++l) {
    M z = product(net.weights[l], l == 1 ? features : at[l - 1].value);
    addColumn(z, net.biases[l]);
    at[l] = curvesAt(phi, z);
  }
  back[last] = unit;
  for (std::size_t l = last - 1; l >= 1; --l) {
    up[l] = turnedTimes(net.weights[l + 1], back[l + 1]);
    back[l] = entrywise(spread(at[l].slope, outputs), up[l]);
  }
  const M jacobian = turnedTimes(net.weights[1], back[1]);
  const M squares = entrywise(jacobian, jacobian);
  if (!grown) return squares;

  add(grown->weights[1], productWithTurned(back[1], jacobian));
  M turned = product(net.weights[1], jacobian);
  std::vector<M> bent(last);  // what reaches z_l through phi'
  for (std::size_t l = 1; l < last; ++l) {
    bent[l] = entrywise(at[l].bend, gathered(entrywise(up[l], turned), outputs));
    const M passed = entrywise(spread(at[l].slope, outputs), turned);
    add(grown->weights[l + 1], productWithTurned(back[l + 1], passed));
    turned = product(net.weights[l + 1], passed);
  }
  for (std::size_t l = last - 1; l >= 1; --l) {
    if (l + 1 < last)
      add(bent[l], entrywise(at[l].slope, turnedTimes(net.weights[l + 1], bent[l + 1])));
    add(grown->weights[l], productWithTurned(bent[l], l == 1 ? features : at[l - 1].value));
    add(grown->biases[l], overColumns(bent[l]));
  }
  return squares;
}

Stack<Mat> stackOf(const std::vector<LayerPlan>& plan, const Vec& w) {
  Stack<Mat> stack{std::vector<Mat>(1), std::vector<Mat>(1)};
  for (const LayerPlan& layer : plan) {
    const double* const from = w.data() + layer.offset;
    stack.weights.push_back(Eigen::Map<const RowMajor>(from, layer.outputs, layer.inputs));
    stack.biases.push_back(
        layer.bias ? Mat(Eigen::Map<const Vec>(from + layer.outputs * layer.inputs, layer.outputs))
                   : Mat::Zero(layer.outputs, 1));
  }
  return stack;
}

/// The other way, times a factor.
void addStack(const std::vector<LayerPlan>& plan, double times, const Mat& weights,
              const Mat& biases, std::size_t l, Vec& to) {
  const LayerPlan& layer = plan[l - 1];
  double* const at = to.data() + layer.offset;
  Eigen::Map<RowMajor>(at, layer.outputs, layer.inputs) += times * weights;
  if (layer.bias)
    Eigen::Map<Vec>(at + layer.outputs * layer.inputs, layer.outputs) += times * biases.col(0);
}

Mat unitsFor(Index outputs, Index samples) {
  return Mat::Identity(outputs, outputs).replicate(1, samples);
}

// Samples worked on at once: enough for good matrix products, few enough for the cache.
constexpr Index block = 32;

}  // namespace

InputGradient::InputGradient(std::vector<LayerPlan> plan, const Activation& activation)
    : m_plan(std::move(plan)), m_activation(activation) {}

bool InputGradient::covers(const std::vector<LayerPlan>& plan) {
  return std::all_of(plan.begin(), plan.end(),
                     [](const LayerPlan& layer) { return layer.kind == LayerKind::dense; });
}

double InputGradient::value(const Vec& w, const Eigen::Ref<const Mat>& features, double times,
                            Vec* g) const {
  const Stack<Mat> net = stackOf(m_plan, w);
  Stack<Mat> grown = stackOf(m_plan, Vec::Zero(w.size()));
  const Index outputs = m_plan.back().outputs, n = features.cols();
  double sum = 0.0;
  for (Index first = 0; first < n; first += block) {
    const Index count = std::min(block, n - first);
    const Mat some = features.middleCols(first, count);
    sum += squaredJacobian(net, some, unitsFor(outputs, count), m_activation, outputs,
                           g ? &grown : nullptr)
               .sum();
  }
  if (g)
    for (std::size_t l = 1; l < net.weights.size(); ++l)
      addStack(m_plan, 2 * times / double(n), grown.weights[l], grown.biases[l], l, *g);
  return sum / double(n);
}

void InputGradient::addHessianTimes(const Vec& w, const Eigen::Ref<const Mat>& features,
                                    double times, const Vec& v, Vec& hv) const {
  const Stack<Mat> at = stackOf(m_plan, w), along = stackOf(m_plan, v),
                   none = stackOf(m_plan, Vec::Zero(w.size()));
  Stack<Moving> net, grown;
  for (std::size_t l = 0; l < at.weights.size(); ++l) {
    net.weights.push_back({at.weights[l], along.weights[l]});
    net.biases.push_back({at.biases[l], along.biases[l]});
    grown.weights.push_back({none.weights[l], none.weights[l]});
    grown.biases.push_back({none.biases[l], none.biases[l]});
  }
  const Index outputs = m_plan.back().outputs, n = features.cols();
  for (Index first = 0; first < n; first += block) {
    const Index count = std::min(block, n - first);
    const Mat some = features.middleCols(first, count), unit = unitsFor(outputs, count);
    squaredJacobian<Moving>(net, {some, Mat::Zero(some.rows(), count)},
                            {unit, Mat::Zero(outputs, unit.cols())}, m_activation, outputs, &grown);
  }
  for (std::size_t l = 1; l < net.weights.size(); ++l)
    addStack(m_plan, 2 * times / double(n), grown.weights[l].dot, grown.biases[l].dot, l, hv);
}

}  // namespace thalweg
