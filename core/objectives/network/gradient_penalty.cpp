#include <algorithm>

#include "core/objectives/network/input_gradient.h"
#include "core/objectives/network/network_around.h"

namespace thalweg {
namespace {

class GradientPenalty final : public NetworkAround {
 public:
  GradientPenalty(const NetworkSpec& spec, std::shared_ptr<const NetworkObjective> inner)
      : NetworkAround(spec, std::move(inner)),
        m_term(layerPlan(spec), *activationOf(spec.activation)),
        m_times(spec.gradientPenalty) {}

  double valueOn(const Vec& x, Rows rows, Scratch* scratch) const override {
    return inner().valueOn(x, rows, scratch) +
           m_times * m_term.value(x, features(rows), 0.0, nullptr);
  }
  double gradientOn(const Vec& x, Rows rows, Vec& g, Scratch* scratch) const override {
    const double loss = inner().gradientOn(x, rows, g, scratch);
    return loss + m_times * m_term.value(x, features(rows), m_times, &g);
  }
  double gradientDropping(const Vec& x, Rows rows, const Dropout& dropout, Vec& g,
                          Scratch* scratch) const override {
    const double loss = inner().gradientDropping(x, rows, dropout, g, scratch);
    return loss + m_times * m_term.value(x, features(rows.empty() ? all() : rows), m_times, &g);
  }
  void hessianTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& hv,
                      Scratch* scratch) const override {
    inner().hessianTimesOn(x, rows, v, hv, scratch);
    m_term.addHessianTimes(x, features(rows), m_times, v, hv);
  }
  void gaussNewtonTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& gv,
                          Scratch* scratch) const override {
    inner().gaussNewtonTimesOn(x, rows, v, gv, scratch);
  }
  void perSampleGradients(const Vec& x, Rows rows, Mat& j, Vec& losses,
                          Scratch* scratch) const override {
    inner().perSampleGradients(x, rows, j, losses, scratch);
    Vec own(x.size());
    for (Index a = 0; a < Index(rows.size()); ++a) {
      own.setZero();
      losses[a] +=
          m_times * m_term.value(x, features(rows.subspan(std::size_t(a), 1)), m_times, &own);
      j.row(a) += own.transpose();
    }
  }
  double accuracy(const Vec& x, Scratch* scratch) const override {
    return inner().accuracy(x, scratch);
  }
  Scores testScores(const Vec& x, Scratch* scratch) const override {
    return inner().testScores(x, scratch);
  }
  void outputsAt(const Vec& x, const Mat& features, Mat& outputs, Scratch* scratch) const override {
    inner().outputsAt(x, features, outputs, scratch);
  }

 private:
  Mat features(Rows rows) const {
    const Mat& from = trainingSamples().features;
    Mat some(from.rows(), Index(rows.size()));
    for (std::size_t a = 0; a < rows.size(); ++a) some.col(Index(a)) = from.col(rows[a]);
    return some;
  }

  InputGradient m_term;
  double m_times;
};

}  // namespace

std::shared_ptr<const NetworkObjective> withGradientPenalty(
    const NetworkSpec& spec, std::shared_ptr<const NetworkObjective> inner) {
  return std::make_shared<GradientPenalty>(spec, std::move(inner));
}

}  // namespace thalweg
