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
    return inner().valueOn(x, rows, scratch) + m_times * term(x, rows, 0.0, nullptr);
  }
  double gradientOn(const Vec& x, Rows rows, Vec& g, Scratch* scratch) const override {
    const double loss = inner().gradientOn(x, rows, g, scratch);
    return loss + m_times * term(x, rows, m_times, &g);
  }
  double gradientDropping(const Vec& x, Rows rows, const Dropout& dropout, Vec& g,
                          Scratch* scratch) const override {
    const double loss = inner().gradientDropping(x, rows, dropout, g, scratch);
    return loss + m_times * term(x, rows.empty() ? all() : rows, m_times, &g);
  }
  void hessianTimesOn(const Vec& x, Rows rows, const Vec& v, Vec& hv,
                      Scratch* scratch) const override {
    inner().hessianTimesOn(x, rows, v, hv, scratch);
    m_term.addHessianTimes(x, static_cast<const Mat&>(Features(*this, rows)), m_times, v, hv);
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
      losses[a] += m_times * term(x, rows.subspan(std::size_t(a), 1), m_times, &own);
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
  /// The samples of some rows; where those are all of them nothing is copied.
  class Features {
   public:
    Features(const GradientPenalty& of, Rows rows)
        : m_all(of.trainingSamples().features), m_whole(rows.data() == of.all().data()) {
      if (m_whole) return;
      m_some.resize(m_all.rows(), Index(rows.size()));
      for (std::size_t a = 0; a < rows.size(); ++a) m_some.col(Index(a)) = m_all.col(rows[a]);
    }
    operator const Mat&() const { return m_whole ? m_all : m_some; }

   private:
    const Mat& m_all;
    bool m_whole;
    Mat m_some;
  };
  double term(const Vec& x, Rows rows, double times, Vec* g) const {
    const Features some(*this, rows);
    return m_term.value(x, static_cast<const Mat&>(some), times, g);
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
