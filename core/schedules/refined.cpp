#include "core/schedules/refinement.h"
#include "core/schedules/schedule.h"

namespace thalweg::schedules {
namespace {

struct Settings {
  double smoothing = 0.1;
  std::string norm = "auto";
};

Schema<Settings> schema() {
  return Schema<Settings>{}
      .real(&Settings::smoothing, {.key = "smoothing",
                                   .label = "smoothing",
                                   .symbol = "τ",
                                   .help = "Share of the run over which norms are smoothed.",
                                   .minimum = 0,
                                   .maximum = 1,
                                   .sliderLow = 0,
                                   .sliderHigh = 0.5,
                                   .essential = true})
      .choice(&Settings::norm,
              {.key = "norm",
               .label = "norm",
               .help = "Of the gradients: l1 suits methods that scale coordinates, l2 the others."},
              {"auto", "l1", "l2"});
}

}  // namespace

ScheduleEntry refined() {
  return {
      {.id = "refined",
       .title = "Refined",
       .summary = "Runs twice: once with linear decay to see the gradient norms, then with the "
                  "schedule that is best for them.",
       .formula = "w_t = ‖g_t‖^(−2), or ‖g_t‖₁^(−1); η_t ∝ w_t Σ_(p>t) w_p",
       .reference = "Defazio et al. 2023, algorithm 1"},
      schema().fields(),
      [](const Values& values) -> Result<Schedule> {
        const auto settings = schema().read(values, "schedule refined");
        if (!settings) return settings.error();
        return Schedule([](std::int64_t step, std::int64_t steps) {
          return 1.0 - double(step) / double(std::max<std::int64_t>(1, steps));
        });
      },
      [](const Values& values, const std::vector<double>& norms, GradientNorm kind) -> Schedule {
        const double smoothing = realOf(values, "smoothing");
        const int exponent = kind == GradientNorm::l1 ? 1 : 2;
        return [rates = refinedRates(smoothedNorms(norms, smoothing), exponent)](std::int64_t step,
                                                                                 std::int64_t) {
          return rates.empty() ? 1.0 : rates[std::min(std::size_t(step), rates.size() - 1)];
        };
      },
      [](const Values& values) -> std::optional<GradientNorm> {
        const auto settings = schema().read(values, "schedule refined");
        if (!settings || settings->norm == "auto") return std::nullopt;
        return settings->norm == "l1" ? GradientNorm::l1 : GradientNorm::l2;
      }};
}

}  // namespace thalweg::schedules
