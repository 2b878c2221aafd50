#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <thread>

#include "app/cli/cli.h"
#include "core/base/text.h"
#include "core/io/run_files.h"
#include "core/run/runner.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::string out = "thalweg-out";
  bool progress = false, follow = false;
};

/// Steps done over all runs, from the records; those that a schedule was found with count too.
class Progress {
 public:
  Progress(const std::vector<std::shared_ptr<Run>>& runs, std::int64_t total)
      : m_runs(runs), m_total(total), m_seen(runs.size(), 0) {}
  void show() {
    for (std::size_t i = 0; i < m_runs.size(); ++i) {
      const Update update = m_runs[i]->record().since(m_seen[i]);
      m_seen[i] = update.next;
      for (const ChunkPtr& chunk : update.fresh) m_done += std::int64_t(chunk->size());
    }
    std::int64_t done = m_done, total = m_total;
    for (const std::shared_ptr<Run>& run : m_runs)
      if (const std::int64_t before = run->record().rehearsed(); before > 0) {
        done += before;
        total += m_total / std::int64_t(m_runs.size()) - 1;
      }
    std::fprintf(stderr, "\r%lld of %lld steps", static_cast<long long>(done),
                 static_cast<long long>(total));
    std::fflush(stderr);
  }

 private:
  const std::vector<std::shared_ptr<Run>>& m_runs;
  std::int64_t m_total, m_done = 0;
  std::vector<std::size_t> m_seen;
};

void runAll(const std::vector<std::shared_ptr<Run>>& runs, const Experiment& experiment,
            bool progress) {
  Runner runner(unsigned(experiment.run.threads));
  for (const std::shared_ptr<Run>& run : runs) runner.add(run);
  Progress bar(runs, std::int64_t(runs.size()) * (experiment.run.steps + 1));
  while (!runner.drainFor(std::chrono::milliseconds(50))) {
    if (interrupted())
      for (const std::shared_ptr<Run>& run : runs) run->stop();
    if (progress) bar.show();
  }
  if (progress) {
    bar.show();
    std::fprintf(stderr, "\n");
  }
}

int run(const Options& options) {
  const Result<Experiment> read = options.source.experiment();
  if (!read) return refuse(read.error());
  if (read->optimizers.empty())
    return refuse({"the experiment has no [[optimizer]]: nothing to run", "optimizer"});
  const Result<Experiment> experiment = resolved(*read);
  if (!experiment) return refuse(options.source.told(experiment.error()));
  const Result<Problem> problem = options.source.problem(*experiment);
  if (!problem) return refuse(problem.error());
  std::vector<std::shared_ptr<Run>> runs;
  for (std::size_t i = 0; i < experiment->optimizers.size(); ++i) {
    const Result<std::shared_ptr<Run>> made = Run::prepare(*experiment, i, *problem);
    if (!made) return refuse(options.source.told(made.error()));
    if (options.follow) (*made)->follow();
    runs.push_back(*made);
  }
  if (const Outcome made = makeFolder(options.out); !made) return refuse(made.error());
  runAll(runs, *experiment, options.progress || isatty(STDERR_FILENO));
  if (const Outcome written = writeRunFolder(options.out, *experiment, *problem, runs); !written)
    return refuse(written.error());
  int code = done;
  for (const std::shared_ptr<Run>& one : runs) {
    const Status status = one->record().ending().status;
    if (status != Status::steps && status != Status::converged) code = endedEarly;
  }
  return code;
}

}  // namespace

void addRun(CLI::App& parser, Action& action) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand("run", "Run every optimizer of an experiment");
  verb->add_option("FILE", options->source.file, "Experiment file");
  verb->add_option("--landscape", options->source.landscape, "A landscape's id, without a file");
  verb->add_option("--expression", options->source.expression,
                   "A formula in x and y, without a file");
  verb->add_option("--start", options->source.start, "Start, as --start=-1.5,2");
  verb->add_option("--optimizer", options->source.optimizers,
                   "An optimizer's id; may be given several times")
      ->allow_extra_args(false);
  verb->add_option("--set", options->source.sets, "KEY=VALUE: a dotted key of the experiment file")
      ->allow_extra_args(false);
  verb->add_option("--steps", options->source.steps, "Steps to make");
  verb->add_option("--out", options->out, "Folder to write");
  verb->add_flag("--follow", options->follow,
                 "Recorded parameters: waits for files still to come, until Ctrl-C or run.steps");
  verb->add_flag("--progress", options->progress,
                 "Shows progress where standard error is no terminal");
  verb->callback([&action, options] { action = [options] { return run(*options); }; });
}

}  // namespace thalweg::cli
