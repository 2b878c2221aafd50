#include <cmath>

#include "core/objectives/network/network.h"
#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

class Accuracy final : public Probe {
 public:
  Accuracy(std::int64_t every, const NetworkObjective* tested) : m_every(every), m_tested(tested) {}
  std::vector<std::string> quantities() const override {
    if (m_tested) return {"train_accuracy", "test_loss", "test_accuracy"};
    return {"train_accuracy"};
  }
  std::int64_t every() const override { return m_every; }
  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    Evaluator& f = moment.oracle.evaluator();
    const double share = f.objective().asFiniteSum()->accuracy(moment.x, f.scratch());
    if (!std::isnan(share)) sink.value(0, share);
    if (!m_tested) return;
    const Scores test = m_tested->testScores(moment.x, f.scratch());
    sink.value(1, test.loss);
    if (!std::isnan(test.accuracy)) sink.value(2, test.accuracy);
  }

 private:
  std::int64_t m_every;
  const NetworkObjective* m_tested;  // owned by the run's objective; null without test samples
};

}  // namespace

ProbeEntry accuracy() {
  return {{.id = "accuracy",
           .title = "Accuracy",
           .summary = "Share of samples whose largest output is their class, in training and, "
                      "where some are kept for it, in testing.",
           .formula = "mean of [argmax z = label]",
           .reference = ""},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            if (setup.measure.accuracyEvery <= 0 || !setup.objective->asFiniteSum()) return nullptr;
            const auto* network = dynamic_cast<const NetworkObjective*>(setup.objective.get());
            if (network && network->data().test.count() == 0) network = nullptr;
            return std::make_unique<Accuracy>(setup.measure.accuracyEvery, network);
          }};
}

}  // namespace thalweg::probes
