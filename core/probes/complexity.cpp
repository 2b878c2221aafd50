#include <Eigen/SVD>
#include <cmath>

#include "core/objectives/network/input_gradient.h"
#include "core/objectives/network/network.h"
#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

std::vector<Mat> weightsOf(const NetworkObjective& network, const Vec& x) {
  std::vector<Mat> weights;
  for (const ParameterBlock& block : network.blocks())
    if (!block.bias)
      weights.push_back(
          Eigen::Map<const RowMajor>(x.data() + block.offset, block.rows, block.cols));
  return weights;
}

/// Of dense networks; of those with convolutions the product of the layers' norms alone, each as a
/// matrix [channels, channels in * 9].
class Complexity final : public Probe {
 public:
  Complexity(std::int64_t every, const NetworkObjective& network)
      : m_every(every),
        m_network(network),
        m_dense(InputGradient::covers(layerPlan(network.spec()))),
        m_gradient(layerPlan(network.spec()), *activationOf(network.spec().activation)) {}
  std::vector<std::string> quantities() const override {
    if (m_dense) return {"layer_norms", "geometric_complexity", "path_norm"};
    return {"layer_norms"};
  }
  std::int64_t every() const override { return m_every; }

  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    // What the network computes with, where it normalises its weights.
    const Vec x = m_network.weightsAt(moment.x);
    const std::vector<Mat> weights = weightsOf(m_network, x);
    double norms = 1.0;
    for (const Mat& w : weights) norms *= Eigen::BDCSVD<Mat>(w).singularValues()[0];
    sink.value(0, norms);
    if (!m_dense) return;
    sink.value(1, m_gradient.value(x, m_network.trainingSamples().features, 0.0, nullptr));
    Vec paths = Vec::Ones(weights.front().cols());
    for (const Mat& w : weights) paths = w.cwiseAbs2() * paths;
    sink.value(2, std::sqrt(paths.sum()));
  }

 private:
  std::int64_t m_every;
  const NetworkObjective& m_network;  // the run's objective
  bool m_dense;
  InputGradient m_gradient;
};

}  // namespace

ProbeEntry complexity() {
  return {{.id = "complexity",
           .title = "Complexity",
           .summary = "How much a network's outputs change with its inputs at the training samples "
                      "(geometric complexity), the l2 norm over its paths, and the product of its "
                      "layers' spectral norms, which bounds its Lipschitz constant.",
           .formula = "mean ‖∂z/∂x‖_F²; (Σ over paths Π w²)^½; Π σ₁(W)",
           .reference = "Dherin, Munn, Rosca and Barrett 2022; Neyshabur, Tomioka and Srebro 2015; "
                        "Miyato et al. 2018"},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            const auto* network = dynamic_cast<const NetworkObjective*>(setup.objective.get());
            if (setup.measure.complexityEvery <= 0 || !network) return nullptr;
            return std::make_unique<Complexity>(setup.measure.complexityEvery, *network);
          }};
}

}  // namespace thalweg::probes
