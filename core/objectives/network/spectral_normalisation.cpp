#include <Eigen/SVD>
#include <cmath>
#include <utility>

#include "core/objectives/network/network_around.h"

namespace thalweg {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using View = Eigen::Map<RowMajor>;
using ConstView = Eigen::Map<const RowMajor>;

/// One weight matrix over its largest singular value, and how that moves with the matrix.
class NormalisedBlock {
 public:
  NormalisedBlock(const ParameterBlock& block, const Vec& x) : m_block(block) {
    const Eigen::BDCSVD<Mat> parts(view(x), Eigen::ComputeThinU | Eigen::ComputeThinV);
    m_values = parts.singularValues();
    m_u = parts.matrixU();
    m_v = parts.matrixV();
    m_sigma = m_values[0];
    // A matrix of zeros has no direction to keep.
    m_scales = m_sigma > 0.0 && std::isfinite(m_sigma);
    if (m_scales) m_normal = view(x) / m_sigma;
  }

  void place(Vec& y) const {
    if (m_scales) view(y) = m_normal;
  }
  /// The derivative of the normalised weights along v.
  void push(Vec& v) const {
    if (!m_scales) return;
    View w = view(v);
    const double speed = rate(w);
    w = (w - speed * m_normal) / m_sigma;
  }
  /// The transposed map: from gradients by normalised weights to those by weights.
  void pull(Vec& g) const {
    if (!m_scales) return;
    View w = view(g);
    const double c = w.cwiseProduct(m_normal).sum();
    w = (w - c * m_u.col(0) * m_v.col(0).transpose()) / m_sigma;
  }
  /// From the product with the inner Hessian in `hv` to that with the outer one: `pull` of it, and
  /// how `pull` itself moves along v, of the inner gradient g.
  void pullMoving(const Vec& g, const Vec& v, Vec& hv) const {
    if (!m_scales) return;
    const ConstView inner = view(g), along = view(v);
    const Mat moved = view(std::as_const(hv));
    const double speed = rate(along), c = inner.cwiseProduct(m_normal).sum();
    const Mat normalMoves = (along - speed * m_normal) / m_sigma;
    const double cMoves =
        moved.cwiseProduct(m_normal).sum() + inner.cwiseProduct(normalMoves).sum();
    Vec uMoves, vMoves;
    vectorsMove(along, uMoves, vMoves);
    const Vec u = m_u.col(0), w = m_v.col(0);
    const Mat pulled = (inner - c * u * w.transpose()) / m_sigma;
    view(hv) = (moved - cMoves * u * w.transpose() -
                c * (uMoves * w.transpose() + u * vMoves.transpose()) - speed * pulled) /
               m_sigma;
  }

 private:
  View view(Vec& x) const { return {x.data() + m_block.offset, m_block.rows, m_block.cols}; }
  ConstView view(const Vec& x) const {
    return {x.data() + m_block.offset, m_block.rows, m_block.cols};
  }
  template <class W>
  double rate(const W& along) const {
    return m_u.col(0).dot(along * m_v.col(0));
  }
  /// First-order perturbation of the leading singular vectors (Stewart and Sun 1990).
  void vectorsMove(const ConstView& along, Vec& uMoves, Vec& vMoves) const {
    const Vec right = along * m_v.col(0), left = along.transpose() * m_u.col(0);
    const Vec onU = m_u.transpose() * right, onV = m_v.transpose() * left;
    Vec a = Vec::Zero(m_values.size()), b = a;
    for (Index j = 1; j < m_values.size(); ++j) {
      const double gap = (m_sigma - m_values[j]) * (m_sigma + m_values[j]);
      if (!(gap > 0.0)) continue;  // two equal ones: the largest is not differentiable there
      a[j] = (m_sigma * onU[j] + m_values[j] * onV[j]) / gap;
      b[j] = (m_sigma * onV[j] + m_values[j] * onU[j]) / gap;
    }
    uMoves = m_u * a + (right - m_u * onU) / m_sigma;
    vMoves = m_v * b + (left - m_v * onV) / m_sigma;
  }

  ParameterBlock m_block;
  Vec m_values;
  Mat m_u, m_v, m_normal;
  double m_sigma = 0.0;
  bool m_scales = false;
};

class SpectralNormalisation final : public NetworkAround {
 public:
  using NetworkAround::NetworkAround;

  double valueOn(const Vec& x, Rows rows, Scratch* scratch) const override {
    return inner().valueOn(Point(*this, x).y, rows, scratch);
  }
  double gradientOn(const Vec& x, Rows rows, Vec& g, Scratch* scratch) const override {
    const Point at(*this, x);
    const double loss = inner().gradientOn(at.y, rows, g, scratch);
    for (const NormalisedBlock& block : at.blocks) block.pull(g);
    return loss;
  }
  double gradientDropping(const Vec& x, Rows rows, const Dropout& dropout, Vec& g,
                          Scratch* scratch) const override {
    const Point at(*this, x);
    const double loss = inner().gradientDropping(at.y, rows, dropout, g, scratch);
    for (const NormalisedBlock& block : at.blocks) block.pull(g);
    return loss;
  }
  void hessianTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& hv,
                      Scratch* scratch) const override {
    const Point at(*this, x);
    Vec g(x.size());
    inner().gradientOn(at.y, rows, g, scratch);
    inner().hessianTimesOn(at.y, rows, at.pushed(v), hv, scratch);
    for (const NormalisedBlock& block : at.blocks) block.pullMoving(g, v, hv);
  }
  void gaussNewtonTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& gv,
                          Scratch* scratch) const override {
    const Point at(*this, x);
    inner().gaussNewtonTimesOn(at.y, rows, at.pushed(v), gv, scratch);
    for (const NormalisedBlock& block : at.blocks) block.pull(gv);
  }
  void perSampleGradients(const Vec& x, Rows rows, Mat& j, Vec& losses,
                          Scratch* scratch) const override {
    const Point at(*this, x);
    inner().perSampleGradients(at.y, rows, j, losses, scratch);
    Vec own(x.size());
    for (Index a = 0; a < j.rows(); ++a) {
      own = j.row(a);
      for (const NormalisedBlock& block : at.blocks) block.pull(own);
      j.row(a) = own;
    }
  }
  Vec weightsAt(const Vec& x) const override { return Point(*this, x).y; }
  double accuracy(const Vec& x, Scratch* scratch) const override {
    return inner().accuracy(Point(*this, x).y, scratch);
  }
  Scores testScores(const Vec& x, Scratch* scratch) const override {
    return inner().testScores(Point(*this, x).y, scratch);
  }
  void outputsAt(const Vec& x, const Mat& features, Mat& outputs, Scratch* scratch) const override {
    inner().outputsAt(Point(*this, x).y, features, outputs, scratch);
  }

 private:
  /// The weights that the inner network has at x.
  struct Point {
    Point(const SpectralNormalisation& net, const Vec& x) : y(x) {
      for (const ParameterBlock& block : net.m_blocks)
        if (!block.bias) blocks.emplace_back(block, x).place(y);
    }
    Vec pushed(Vec v) const {
      for (const NormalisedBlock& block : blocks) block.push(v);
      return v;
    }
    Vec y;
    std::vector<NormalisedBlock> blocks;
  };
};

}  // namespace

std::shared_ptr<const NetworkObjective> spectrallyNormalised(
    const NetworkSpec& spec, std::shared_ptr<const NetworkObjective> inner) {
  return std::make_shared<SpectralNormalisation>(spec, std::move(inner));
}

}  // namespace thalweg
