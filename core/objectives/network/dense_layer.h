/// A layer that joins every input with every output.
#pragma once

#include "core/objectives/network/layer.h"

namespace thalweg {

/// Arrays are [width, count]: samples are columns.
template <class S>
class DenseLayer final : public Layer<S> {
 public:
  explicit DenseLayer(const LayerPlan& plan) : Layer<S>(plan) {}

  void forward(const S* w, const S* in, S* z, Index count, LayerWork<S>&) const override {
    startWithBias(w, z, count);
    output(z, count).noalias() += weights(w) * input(in, count);
  }

  void rForward(const S* w, const S* v, const S* in, const S* rIn, S* rz, Index count,
                LayerWork<S>& work) const override {
    forward(v, in, rz, count, work);
    if (rIn != nullptr) output(rz, count).noalias() += weights(w) * input(rIn, count);
  }

  void backward(const S* w, const S* delta, const S* in, Index count, S* below, S* g,
                LayerWork<S>&) const override {
    if (g != nullptr) {
      addGradient(delta, in, count, g);
      if (m_plan.bias)
        Eigen::Map<NetworkArray<S>>(g + biasAt(), m_plan.outputs) +=
            ConstMatrixView<S>(delta, m_plan.outputs, count).rowwise().sum();
    }
    if (below != nullptr)
      MatrixView<S>(below, m_plan.inputs, count).noalias() =
          weights(w).transpose() * ConstMatrixView<S>(delta, m_plan.outputs, count);
  }

  void cross(const S* v, const S* delta, const S* rIn, Index count, S* below, S* hv,
             LayerWork<S>&) const override {
    addGradient(delta, rIn, count, hv);
    MatrixView<S>(below, m_plan.inputs, count).noalias() +=
        weights(v).transpose() * ConstMatrixView<S>(delta, m_plan.outputs, count);
  }

  /// Column by column over all samples, which stand in rows of the turned arrays.
  void perSample(const S* delta, const S* in, Index count, double* j, Index stride,
                 LayerWork<S>& work) const override {
    using Block = Eigen::Map<Mat, 0, Eigen::OuterStride<>>;
    auto turnedIn = roomIn(work.input, count, m_plan.inputs);
    auto turnedDelta = roomIn(work.delta, count, m_plan.outputs);
    turnedIn = input(in, count).transpose().template cast<double>();
    turnedDelta =
        ConstMatrixView<S>(delta, m_plan.outputs, count).transpose().template cast<double>();
    for (Index o = 0; o < m_plan.outputs; ++o) {
      Block own(j + o * m_plan.inputs * stride, count, m_plan.inputs, Eigen::OuterStride<>(stride));
      for (Index i = 0; i < m_plan.inputs; ++i)
        own.col(i) = turnedIn.col(i).cwiseProduct(turnedDelta.col(o));
    }
    if (m_plan.bias)
      Block(j + m_plan.inputs * m_plan.outputs * stride, count, m_plan.outputs,
            Eigen::OuterStride<>(stride)) = turnedDelta;
  }

  /// (delta' delta) .* (in' in + 1), 1 for the bias.
  void addGram(const S* delta, const S* in, Index count, Mat& k,
               LayerWork<S>& work) const override {
    const auto products = [&](const S* array, Index width, Mat& p) {
      auto columns = roomIn(work.columns, width, count);
      columns = ConstMatrixView<S>(array, width, count).template cast<double>();
      p.resize(count, count);
      p.noalias() = columns.transpose() * columns;
    };
    products(in, m_plan.inputs, work.inputProducts);
    products(delta, m_plan.outputs, work.deltaProducts);
    if (m_plan.bias) work.inputProducts.array() += 1.0;
    k.array() += work.inputProducts.array() * work.deltaProducts.array();
  }

 private:
  using Rows = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Layer<S>::m_plan;

  Index biasAt() const { return m_plan.offset + m_plan.inputs * m_plan.outputs; }
  Eigen::Map<const Rows> weights(const S* w) const {
    return {w + m_plan.offset, m_plan.outputs, m_plan.inputs};
  }
  ConstMatrixView<S> input(const S* in, Index count) const { return {in, m_plan.inputs, count}; }
  MatrixView<S> output(S* z, Index count) const { return {z, m_plan.outputs, count}; }

  void startWithBias(const S* w, S* z, Index count) const {
    if (m_plan.bias)
      output(z, count).colwise() = Eigen::Map<const NetworkArray<S>>(w + biasAt(), m_plan.outputs);
    else
      output(z, count).setZero();
  }
  /// W' [inputs, outputs] is the row-major W seen column by column: the product writes it in its
  /// own order.
  void addGradient(const S* delta, const S* in, Index count, S* g) const {
    MatrixView<S>(g + m_plan.offset, m_plan.inputs, m_plan.outputs).noalias() +=
        input(in, count) * ConstMatrixView<S>(delta, m_plan.outputs, count).transpose();
  }
};

}  // namespace thalweg
