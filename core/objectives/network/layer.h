/// What every layer of a network can do with a block of samples.
#pragma once

#include "core/objectives/network/architecture.h"

namespace thalweg {

template <class S>
using NetworkMatrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic>;
template <class S>
using NetworkArray = Eigen::Matrix<S, Eigen::Dynamic, 1>;
template <class S>
using MatrixView = Eigen::Map<NetworkMatrix<S>>;
template <class S>
using ConstMatrixView = Eigen::Map<const NetworkMatrix<S>>;

/// The first rows and columns of a matrix that grows where it must.
template <class M>
auto roomIn(M& matrix, Index rows, Index cols) {
  if (matrix.rows() < rows || matrix.cols() < cols)
    matrix.setZero(std::max(rows, matrix.rows()), std::max(cols, matrix.cols()));
  return matrix.topLeftCorner(rows, cols);
}
/// The first numbers of an array that grows where it must.
template <class S>
S* roomFor(NetworkArray<S>& array, Index size) {
  if (array.size() < size) array.setZero(size);
  return array.data();
}

/// Memory shared by all layers of a network, used by one at a time.
template <class S>
struct LayerWork {
  NetworkArray<S> patches, kernel, products;  // of convolutions
  Mat input, delta;                           // a layer's arrays with samples in rows
  Mat columns;                                // and with samples in columns
  Mat inputProducts, deltaProducts;           // of all pairs of samples
  Mat ownGradients;                           // of one layer, a sample a row
};

/// z = W in + b and its derivatives. `w`, `v`, `g`, `hv` are whole parameter vectors; `count`
/// samples stand in every array as the plan says.
template <class S>
class Layer {
 public:
  explicit Layer(const LayerPlan& plan) : m_plan(plan) {}
  virtual ~Layer() = default;
  const LayerPlan& plan() const { return m_plan; }

  virtual void forward(const S* w, const S* in, S* z, Index count, LayerWork<S>& work) const = 0;
  /// rz = V in + v_b + W rIn, without the last where `rIn` is null.
  virtual void rForward(const S* w, const S* v, const S* in, const S* rIn, S* rz, Index count,
                        LayerWork<S>& work) const = 0;
  /// Where `g` is not null the gradient is added to it; where `below` is not null it becomes
  /// W' delta.
  virtual void backward(const S* w, const S* delta, const S* in, Index count, S* below, S* g,
                        LayerWork<S>& work) const = 0;
  /// What is left of the Hessian's product: delta rIn' added to `hv`, V' delta to `below`.
  virtual void cross(const S*, const S*, const S*, Index, S*, S*, LayerWork<S>&) const {}
  /// Each sample's gradient as a row of `j`, whose first column is the layer's first parameter and
  /// whose columns are `stride` apart.
  virtual void perSample(const S*, const S*, Index, double*, Index, LayerWork<S>&) const {}
  /// Products of all pairs of samples' gradients added to `k` [count, count].
  virtual void addGram(const S*, const S*, Index, Mat&, LayerWork<S>&) const {}

 protected:
  LayerPlan m_plan;
};

}  // namespace thalweg
