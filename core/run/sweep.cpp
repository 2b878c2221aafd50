#include "core/run/sweep.h"

#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "core/base/text.h"

namespace thalweg {
namespace {

Error wrong(const std::string& text, const std::string& why) {
  return {fmt::format("--over {}: {}", quotable(text, 200), why), "--over"};
}

/// Splits at the commas that stand in no brackets and no quotes.
std::vector<std::string> valuesIn(const std::string& list) {
  std::vector<std::string> values(1);
  int depth = 0;
  char quote = 0;
  for (const char c : list) {
    if (quote) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (c == ']' || c == '}') {
      --depth;
    } else if (c == ',' && depth == 0) {
      values.emplace_back();
      continue;
    }
    values.back() += c;
  }
  return values;
}

/// lo:hi:logN or lo:hi:linN as values; nothing where the text has another form.
std::optional<Result<std::vector<std::string>>> rangeIn(const std::string& text,
                                                        const std::string& list) {
  const std::size_t first = list.find(':'), second = list.find(':', first + 1);
  if (first == std::string::npos || second == std::string::npos) return {};
  const std::string spacing = list.substr(second + 1);
  if (!spacing.starts_with("log") && !spacing.starts_with("lin")) return {};
  const bool log = spacing.starts_with("log");
  const auto low = numberFrom(list.substr(0, first));
  const auto high = numberFrom(list.substr(first + 1, second - first - 1));
  const auto count = numberFrom(spacing.substr(3));
  if (!low || !high || !std::isfinite(*low) || !std::isfinite(*high))
    return wrong(text, "a range is lo:hi:logN or lo:hi:linN with finite numbers");
  if (!count || *count != std::floor(*count) || *count < 2 || *count > double(mostSweepPoints))
    return wrong(text, fmt::format("{} is not a number of values: whole numbers 2 to {}",
                                   quotable(spacing.substr(3)), mostSweepPoints));
  if (log && !(*low > 0 && *high > 0))
    return wrong(text, "both ends of a logarithmic range must be above 0");
  std::vector<std::string> values;
  for (std::size_t k = 0; k < std::size_t(*count); ++k) {
    const double share = double(k) / (*count - 1);
    double value = log ? *low * std::pow(*high / *low, share) : *low + (*high - *low) * share;
    if (k == 0) value = *low;
    if (k + 1 == std::size_t(*count)) value = *high;
    // So that 8:512:log7 is 8, 16, 32, .. for a key that takes whole numbers.
    if (std::abs(value - std::round(value)) <= 1e-12 * std::abs(value)) value = std::round(value);
    values.push_back(shortest(value));
  }
  return values;
}

}  // namespace

Result<SweepAxis> sweepAxisFrom(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size())
    return wrong(text, "KEY=V1,V2,.. or KEY=lo:hi:logN is expected");
  SweepAxis axis{text.substr(0, equals), {}};
  const std::string list = text.substr(equals + 1);
  if (const auto range = rangeIn(text, list)) {
    if (!*range) return range->error();
    axis.values = **range;
    return axis;
  }
  axis.values = valuesIn(list);
  for (const std::string& value : axis.values)
    if (value.empty()) return wrong(text, "a value between two commas is missing");
  return axis;
}

Outcome checkedAxes(const std::vector<SweepAxis>& axes) {
  for (std::size_t i = 0; i < axes.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (axes[i].key == axes[j].key)
        return wrong(axes[i].key, "the key is given twice; one list holds all of its values");
  double points = 1.0;
  for (const SweepAxis& axis : axes) points *= double(axis.values.size());
  if (points > double(mostSweepPoints))
    return Error{
        fmt::format("--over: the product of the lists has {} points, at most {} are allowed",
                    points, mostSweepPoints),
        "--over"};
  return Done{};
}

std::size_t sweepSize(const std::vector<SweepAxis>& axes) {
  std::size_t points = 1;
  for (const SweepAxis& axis : axes) points *= axis.values.size();
  return points;
}

std::vector<std::size_t> sweepPoint(const std::vector<SweepAxis>& axes, std::size_t index) {
  std::vector<std::size_t> at(axes.size());
  for (std::size_t k = axes.size(); k-- > 0;) {
    at[k] = index % axes[k].values.size();
    index /= axes[k].values.size();
  }
  return at;
}

}  // namespace thalweg
