#include <cmath>

#include "core/probes/probe.h"

namespace thalweg::probes {
namespace {

class Accuracy final : public Probe {
 public:
  explicit Accuracy(std::int64_t every) : m_every(every) {}
  std::vector<std::string> quantities() const override { return {"train_accuracy"}; }
  std::int64_t every() const override { return m_every; }
  void measure(const ProbeMoment& moment, ProbeSink& sink) override {
    Evaluator& f = moment.oracle.evaluator();
    const double share = f.objective().asFiniteSum()->accuracy(moment.x, f.scratch());
    if (!std::isnan(share)) sink.value(0, share);
  }

 private:
  std::int64_t m_every;
};

}  // namespace

ProbeEntry accuracy() {
  return {{.id = "accuracy",
           .title = "Accuracy",
           .summary = "Share of the training samples whose largest output is their class.",
           .formula = "mean of [argmax z = label]",
           .reference = ""},
          [](const ProbeSetup& setup) -> std::unique_ptr<Probe> {
            if (setup.measure.accuracyEvery <= 0 || !setup.objective->asFiniteSum()) return nullptr;
            return std::make_unique<Accuracy>(setup.measure.accuracyEvery);
          }};
}

}  // namespace thalweg::probes
