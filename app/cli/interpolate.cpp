#include <fmt/format.h>

#include <cmath>

#include "app/cli/cli.h"
#include "app/cli/json.h"
#include "core/base/text.h"
#include "core/run/plane_facts.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::string first, second, out = "thalweg-out";
  std::string pointsText = "401", fromText = "-0.5", toText = "1.5";
};

struct Range {
  Index points = 401;
  double low = -0.5, high = 1.5;
};

Result<Range> rangeFrom(const Options& options) {
  Field count, end;
  count.type = FieldType::integer;
  count.minimum = 2;
  count.maximum = 1000000;
  end.minimum = -1e6;
  end.maximum = 1e6;
  const Result<Value> points = optionValue("--points", options.pointsText, count);
  if (!points) return points.error();
  const Result<Value> low = optionValue("--from", options.fromText, end);
  if (!low) return low.error();
  const Result<Value> high = optionValue("--to", options.toText, end);
  if (!high) return high.error();
  const Range range{Index(std::get<std::int64_t>(*points)), std::get<double>(*low),
                    std::get<double>(*high)};
  if (!(range.low < range.high))
    return Error{fmt::format("--from {} is not below --to {}", quotable(options.fromText),
                             quotable(options.toText)),
                 "--from"};
  return range;
}

int interpolate(const Options& options) {
  const Result<Range> range = rangeFrom(options);
  if (!range) return refuse(range.error());
  const Result<Experiment> experiment = options.source.experiment();
  if (!experiment) return refuse(experiment.error());
  const Result<Problem> problem = options.source.problem(*experiment);
  if (!problem) return refuse(problem.error());
  const Result<Vec> first = pointAt(options.first, *problem, "A");
  if (!first) return refuse(first.error());
  const Result<Vec> second = pointAt(options.second, *problem, "B");
  if (!second) return refuse(second.error());

  Evaluator f(problem->objective);
  const Segment segment =
      lossBetween(f, *first, *second, range->low, range->high, range->points, interrupted);
  std::string text = "t,f\n";
  for (Index k = 0; k < segment.t.size(); ++k) {
    appendShortest(text, segment.t[k]);
    text += ',';
    appendShortest(text, segment.f[k]);
    text += '\n';
  }
  const nlohmann::ordered_json summary{{"f_a", numberOrNull(segment.atFirst)},
                                       {"f_b", numberOrNull(segment.atSecond)},
                                       {"barrier", numberOrNull(segment.barrier)},
                                       {"barrier_t", numberOrNull(segment.barrierAt)},
                                       {"distance", numberOrNull((*second - *first).norm())}};
  if (const Outcome made = makeFolder(options.out); !made) return refuse(made.error());
  if (const Outcome written = writeText(options.out + "/interpolation.csv", text); !written)
    return refuse(written.error());
  if (const Outcome written = writeText(options.out + "/summary.json", summary.dump(2) + "\n");
      !written)
    return refuse(written.error());
  if (segment.complete) return done;
  return endEarly(
      fmt::format("cancelled: {} of {} points are computed", segment.t.size(), range->points));
}

}  // namespace

void addInterpolate(CLI::App& parser, Action& action) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand("interpolate", "The loss on the line between two points");
  verb->add_option("FILE", options->source.file, "Experiment file")->required();
  verb->add_option("A", options->first, "initial, or a file with a flat vector: t = 0")->required();
  verb->add_option("B", options->second, "initial, or a file with a flat vector: t = 1")
      ->required();
  verb->add_option("--points", options->pointsText, "Values of t");
  verb->add_option("--from", options->fromText, "The first of them");
  verb->add_option("--to", options->toText, "The last of them");
  verb->add_option("--set", options->source.sets, "KEY=VALUE")->allow_extra_args(false);
  verb->add_option("--out", options->out, "Folder to write");
  verb->callback([&action, options] { action = [options] { return interpolate(*options); }; });
}

}  // namespace thalweg::cli
