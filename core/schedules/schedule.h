/// How the learning rate changes along a run.
#pragma once

#include <cmath>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/card.h"
#include "core/base/settings.h"

namespace thalweg {

/// The learning rate of step 0 .. steps-1 as a share of the one in the settings (the peak).
using Schedule = std::function<double(std::int64_t step, std::int64_t steps)>;

/// A gradient norm that a schedule may be refined by.
enum class GradientNorm { l1, l2 };

struct ScheduleEntry {
  Card card;
  std::vector<Field> fields;
  std::function<Result<Schedule>(const Values&)> make;
  /// Not null where the schedule is made from the gradient norms of a run with the schedule of
  /// `make`, step by step: the run is made twice.
  std::function<Schedule(const Values&, const std::vector<double>& norms, GradientNorm kind)>
      refine;
  /// Beside `refine`: the norm that the settings ask for; nothing where they leave it to the
  /// method.
  std::function<std::optional<GradientNorm>(const Values&)> norm;
};

/// What an author writes: a plain struct. `factor(settings, step, steps)` for step 0 .. steps-1.
template <class S>
concept Scheduling = requires(const typename S::Settings& s, std::int64_t n) {
  { S::card() } -> std::same_as<Card>;
  { S::schema() } -> std::same_as<Schema<typename S::Settings>>;
  { S::factor(s, n, n) } -> std::same_as<double>;
};

/// The field that every schedule has: steps in which the rate rises linearly before it.
FieldText warmUpField();

/// The schedule after a linear rise over `warmUp` steps; the first step has 1/(warmUp + 1) of the
/// rate at which the schedule begins.
Schedule withWarmUp(Schedule after, std::int64_t warmUp);

/// The share of the schedule that is done at a step, 0 at the first and 1 at the last.
inline double shareDone(std::int64_t step, std::int64_t steps) {
  return steps > 1 ? double(step) / double(steps - 1) : 0.0;
}

/// The row of a schedule. Settings must have `warmUp`, an integer. A schedule may refuse settings
/// that are wrong together by `check(settings) -> Outcome`.
template <Scheduling S>
ScheduleEntry scheduleEntry() {
  Schema<typename S::Settings> schema = S::schema();
  schema.integer(&S::Settings::warmUp, warmUpField());
  return {S::card(), schema.fields(),
          [schema](const Values& values) -> Result<Schedule> {
            const auto settings = schema.read(values, "schedule " + S::card().id);
            if (!settings) return settings.error();
            if constexpr (requires { S::check(*settings); })
              if (const Outcome fit = S::check(*settings); !fit) return fit.error();
            return withWarmUp(
                [s = *settings](std::int64_t step, std::int64_t steps) {
                  return S::factor(s, step, steps);
                },
                settings->warmUp);
          },
          nullptr, nullptr};
}

}  // namespace thalweg
