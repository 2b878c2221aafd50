#include <fmt/format.h>

#include <thread>

#include "app/cli/cli.h"
#include "core/run/claims.h"
#include "core/run/sweep_work.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::vector<std::string> over;
  std::string jobsText, out = "thalweg-out";
  bool pictures = false;
};

Result<unsigned> jobsFrom(const std::string& text) {
  // A launcher has started a process for each core.
  if (text.empty())
    return rankOfThisProcess().count > 1 ? 1u : std::max(1u, std::thread::hardware_concurrency());
  Field field;
  field.type = FieldType::integer;
  field.minimum = 1;
  field.maximum = 256;
  const Result<Value> jobs = optionValue("--jobs", text, field);
  if (!jobs) return jobs.error();
  return unsigned(std::get<std::int64_t>(*jobs));
}

Source sourceWith(const Options& options, const std::vector<Override>& changes) {
  Source source = options.source;
  for (const Override& change : changes) source.overs.push_back(change.key + "=" + change.value);
  return source;
}

int sweep(const Options& options) {
  const Result<unsigned> jobs = jobsFrom(options.jobsText);
  if (!jobs) return refuse(jobs.error());
  std::vector<SweepAxis> axes;
  for (const std::string& text : options.over) {
    const Result<SweepAxis> axis = sweepAxisFrom(text);
    if (!axis) return refuse(axis.error());
    axes.push_back(*axis);
  }
  if (axes.empty()) return refuse({"--over KEY=V1,V2,.. is missing: nothing to sweep", "--over"});
  if (const Outcome checked = checkedAxes(axes); !checked) return refuse(checked.error());
  SweepWork work({.axes = axes,
                  .experiment =
                      [&](const std::vector<Override>& changes) {
                        return sourceWith(options, changes).experiment();
                      },
                  .told =
                      [&](Error error, const std::vector<Override>& changes) {
                        return sourceWith(options, changes).told(std::move(error));
                      },
                  .folder = options.out,
                  .pictures = options.pictures,
                  .stopping = interrupted});
  if (const Outcome possible = work.check(*jobs); !possible) return refuse(possible.error());
  if (const Outcome shared = work.share(); !shared) return refuse(shared.error());
  inThreads(*jobs, [&work] { work.work(); });
  if (const Outcome kept = work.outcome(); !kept) return refuse(kept.error());
  if (work.done() < work.size()) work.gather();
  if (const Outcome written = work.writeTable(); !written) return refuse(written.error());
  if (work.done() == work.size()) return done;
  return endEarly(fmt::format("cancelled: {} of {} points are done; the same command goes on",
                              work.done(), work.size()));
}

}  // namespace

void addSweep(CLI::App& parser, Action& action) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand("sweep", "The product of lists of values, a run for each");
  verb->add_option("FILE", options->source.file, "Experiment file")->required();
  verb->add_option("--over", options->over,
                   "KEY=V1,V2,.. or KEY=lo:hi:logN; may be given several times")
      ->allow_extra_args(false);
  verb->add_option("--jobs", options->jobsText, "Points at a time; all cores by default");
  verb->add_option("--set", options->source.sets, "KEY=VALUE")->allow_extra_args(false);
  verb->add_option("--steps", options->source.steps, "Steps to make");
  verb->add_flag("--pictures", options->pictures,
                 "Keep each point's loss and last spectrum, for the window");
  verb->add_option("--out", options->out, "Folder to write");
  verb->callback([&action, options] { action = [options] { return sweep(*options); }; });
}

}  // namespace thalweg::cli
