#include <fmt/format.h>

#include <cmath>

#include "app/cli/cli.h"
#include "app/cli/json.h"
#include "app/cli/points.h"
#include "core/base/text.h"
#include "core/run/segment.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::string first, second, out = "thalweg-out";
  std::string pointsText = "401", fromText = "-0.5", toText = "1.5";
};

Result<SegmentRange> rangeFrom(const Options& options) {
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
  const SegmentRange range{std::get<double>(*low), std::get<double>(*high),
                           Index(std::get<std::int64_t>(*points))};
  if (!(range.low < range.high))
    return Error{fmt::format("--from {} is not below --to {}", quotable(options.fromText),
                             quotable(options.toText)),
                 "--from"};
  return range;
}

int interpolate(const Options& options) {
  const Result<SegmentRange> range = rangeFrom(options);
  if (!range) return refuse(range.error());
  const Result<Experiment> experiment = options.source.experiment();
  if (!experiment) return refuse(experiment.error());
  const Result<Problem> problem = options.source.problem(*experiment);
  if (!problem) return refuse(problem.error());
  const auto stopped = [](const Error& error) {
    return interrupted() ? endEarly(error.what) : refuse(error);
  };
  const Result<Vec> first = pointNamed(options.first, *experiment, *problem, "A");
  if (!first) return stopped(first.error());
  const Result<Vec> second = pointNamed(options.second, *experiment, *problem, "B");
  if (!second) return stopped(second.error());

  Evaluator f(problem->objective);
  const Segment segment = lossBetween(f, *first, *second, *range, interrupted);
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
                                       {"distance", numberOrNull((*second - *first).norm())},
                                       {"instability", numberOrNull(segment.instability)}};
  if (const Outcome made = makeFolder(options.out); !made) return refuse(made.error());
  if (const Outcome written = writeText(options.out + "/interpolation.csv", text); !written)
    return refuse(written.error());
  if (const Outcome written = writeText(options.out + "/summary.json", summary.dump(2) + "\n");
      !written)
    return refuse(written.error());
  fmt::print("loss {:.6g} at A, {:.6g} at B, {:.4g} apart; barrier {:.4g} at t = {:.4g}\n",
             segment.atFirst, segment.atSecond, (*second - *first).norm(), segment.barrier,
             segment.barrierAt);
  if (segment.complete) return done;
  return endEarly(
      fmt::format("cancelled: {} of {} points are computed", segment.t.size(), range->n));
}

}  // namespace

void addInterpolate(CLI::App& parser, Action& action) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand("interpolate", "The loss on the line between two points");
  verb->add_option("FILE", options->source.file, "Experiment file")->required();
  verb->add_option("A", options->first,
                   "initial, RUN@STEP, RUN@end, or a file with a flat vector: t = 0")
      ->required();
  verb->add_option("B", options->second, "The same: t = 1")->required();
  verb->add_option("--points", options->pointsText, "Values of t");
  verb->add_option("--from", options->fromText, "The first of them");
  verb->add_option("--to", options->toText, "The last of them");
  verb->add_option("--set", options->source.sets, "KEY=VALUE")->allow_extra_args(false);
  verb->add_option("--out", options->out, "Folder to write");
  verb->callback([&action, options] { action = [options] { return interpolate(*options); }; });
}

}  // namespace thalweg::cli
