#include "core/run/sweep.h"

#include <fmt/format.h>

#include <atomic>
#include <deque>
#include <filesystem>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "app/cli/cli.h"
#include "core/base/text.h"
#include "core/io/csv.h"
#include "core/io/file.h"
#include "core/run/claims.h"
#include "core/run/run.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::vector<std::string> over;
  std::string jobsText, out = "thalweg-out";
};

/// The same work on so many threads, this one among them.
void inThreads(unsigned jobs, const std::function<void()>& work) {
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < jobs; ++i) threads.emplace_back(work);
  work();
}

/// The runs of a sweep: which there are, which are done, and what came of them. A point's rows are
/// in a file of their own as soon as it is done, so that a second start finds them, and so do other
/// processes that work on the same sweep: a point is made by one of them, and made again where that
/// one died.
class Sweep {
 public:
  Sweep(const Options& options, std::vector<SweepAxis> axes)
      : m_options(options), m_axes(std::move(axes)), m_rows(sweepSize(m_axes)) {}

  /// Before the work, in the folder that is there by now.
  Outcome share() {
    Result<Claims> claims = Claims::open(m_options.out + "/.claims");
    if (!claims) return claims.error();
    m_claims.emplace(std::move(*claims));
    return Done{};
  }

  std::size_t size() const { return m_rows.size(); }
  std::size_t done() const { return m_done; }

  /// Every value of every list once, the others being at their first: what is wrong is told before
  /// anything is made.
  Outcome check(unsigned jobs) const {
    std::vector<std::vector<std::size_t>> tried;
    for (std::size_t k = 0; k < m_axes.size(); ++k)
      for (std::size_t v = k == 0 ? 0 : 1; v < m_axes[k].values.size(); ++v) {
        tried.emplace_back(m_axes.size(), 0);
        tried.back()[k] = v;
      }
    std::vector<Error> wrong(tried.size());
    std::atomic<std::size_t> next = 0;
    inThreads(jobs, [&] {
      for (std::size_t i = next++; i < tried.size() && !interrupted(); i = next++)
        if (const Outcome possible = checkPoint(tried[i]); !possible) wrong[i] = possible.error();
    });
    for (const Error& error : wrong)
      if (!error.what.empty()) return error;
    return Done{};
  }

  /// Works until every point is done, here or elsewhere; called by several threads.
  void work() {
    while (!interrupted()) {
      const std::optional<std::size_t> index = next();
      if (!index) return;
      try {
        if (!m_claims->take(*index)) {
          putBack(*index);
          continue;
        }
        const Outcome kept = makePoint(*index);
        m_claims->release(*index);
        if (!kept) giveUp(kept.error());
      } catch (const std::exception& trouble) {
        giveUp({fmt::format("point {} failed: {}", *index, trouble.what()), "--over"});
      }
    }
  }

  Outcome outcome() const { return m_trouble.what.empty() ? Outcome(Done{}) : m_trouble; }

  /// What others have made, where the work ends early and was not waited for: as much as can be
  /// read while somebody waits for the end.
  void gather() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    std::error_code failure;
    for (std::size_t index = 0; index < size() && std::chrono::steady_clock::now() < until;
         ++index) {
      if (!m_rows[index].empty() || !std::filesystem::exists(fileOf(index), failure)) continue;
      const Result<Experiment> experiment = sourceAt(sweepPoint(m_axes, index)).experiment();
      if (experiment) m_rows[index] = known(index, tomlOf(*experiment));
      if (!m_rows[index].empty()) ++m_done;
    }
  }

  /// One process at a time: a lock beyond the last point.
  Outcome writeTable() {
    const std::lock_guard lock(m_guard);
    m_claims->await(size());
    const Outcome written = writeFile(m_options.out + "/sweep.csv", table());
    m_claims->release(size());
    return written;
  }

 private:
  std::string table() const {
    std::string text;
    for (const SweepAxis& axis : m_axes) text += csvCell(axis.key) + ",";
    text +=
        "label,status,reason,steps,f,best_f,best_step,seconds,gradient_evaluations,"
        "hessian_vector_products\n";
    for (const std::vector<std::string>& rows : m_rows)
      for (const std::string& row : rows) text += row + "\n";
    return text;
  }

  void giveUp(const Error& why) {
    const std::lock_guard lock(m_guard);
    m_trouble = why;
    m_next = size();
    m_elsewhere.clear();
  }

  /// A point that nobody here works on: new ones first, then those that another process had.
  std::optional<std::size_t> next() {
    const std::lock_guard lock(m_guard);
    if (m_next < size()) return m_next++;
    if (m_elsewhere.empty()) return {};
    const std::size_t index = m_elsewhere.front();
    m_elsewhere.pop_front();
    return index;
  }

  void putBack(std::size_t index) {
    bool onlyThose = false;
    {
      const std::lock_guard lock(m_guard);
      if (m_trouble.what.empty()) m_elsewhere.push_back(index);
      onlyThose = m_next >= size();
    }
    if (onlyThose) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }

  Outcome checkPoint(const std::vector<std::size_t>& at) const {
    const Source source = sourceAt(at);
    const Result<Experiment> read = source.experiment();
    if (!read) return read.error();
    if (read->optimizers.empty())
      return Error{"the experiment has no [[optimizer]]: nothing to run", "optimizer"};
    const Result<Experiment> experiment = resolved(*read);
    if (!experiment) return source.told(experiment.error());
    const Result<Problem> problem = source.problem(*experiment);
    if (!problem) return problem.error();
    for (std::size_t i = 0; i < experiment->optimizers.size(); ++i)
      if (const auto run = Run::prepare(*experiment, i, *problem); !run)
        return source.told(run.error());
    return Done{};
  }

  Source sourceAt(const std::vector<std::size_t>& at) const {
    Source source = m_options.source;
    for (std::size_t k = 0; k < m_axes.size(); ++k)
      source.overs.push_back(m_axes[k].key + "=" + m_axes[k].values[at[k]]);
    return source;
  }

  std::string fileOf(std::size_t index) const {
    return fmt::format("{}/points/{:06}.json", m_options.out, index);
  }

  /// The rows of an earlier start, where they are of this very experiment.
  std::vector<std::string> known(std::size_t index, const std::string& experiment) const {
    std::error_code failure;
    if (!std::filesystem::exists(fileOf(index), failure)) return {};
    const Result<std::string> text = readFile(fileOf(index));
    if (!text) return {};
    const nlohmann::json file = nlohmann::json::parse(*text, nullptr, false);
    if (!file.is_object() || !file.contains("experiment") || !file.contains("rows") ||
        file["experiment"] != experiment || !file["rows"].is_array())
      return {};
    std::vector<std::string> rows;
    for (const auto& row : file["rows"])
      if (row.is_string()) rows.push_back(row);
    return rows;
  }

  Outcome makePoint(std::size_t index) {
    const std::vector<std::size_t> at = sweepPoint(m_axes, index);
    std::string keys;
    for (std::size_t k = 0; k < m_axes.size(); ++k) keys += csvCell(m_axes[k].values[at[k]]) + ",";
    const Source source = sourceAt(at);
    const Result<Experiment> experiment = source.experiment();
    const std::string identity = experiment ? tomlOf(*experiment) : "";
    std::vector<std::string> rows = known(index, identity);
    if (rows.empty()) {
      rows = experiment ? runsOf(*experiment, keys)
                        : std::vector<std::string>{failedRow(keys, experiment.error())};
      if (rows.empty()) return Done{};  // interrupted
      const nlohmann::json file{{"experiment", identity}, {"rows", rows}};
      const std::string text =
          file.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
      if (Outcome written = writeFile(fileOf(index), text); !written) return written;
    }
    {
      const std::lock_guard lock(m_guard);
      m_rows[index] = std::move(rows);
      ++m_done;
      const auto now = std::chrono::steady_clock::now();
      if (m_among.count > 1 || now - m_written < std::chrono::milliseconds(500)) return Done{};
      m_written = now;
    }
    return writeTable();
  }

  static std::string failedRow(const std::string& keys, const Error& error) {
    return keys + ",failed," + csvCell(error.what) + ",0,nan,nan,0,0,0,0";
  }

  /// A row for each optimizer; none where it was interrupted.
  static std::vector<std::string> runsOf(const Experiment& read, const std::string& keys) {
    const Result<Experiment> experiment = resolved(read);
    if (!experiment) return {failedRow(keys, experiment.error())};
    const Result<Problem> problem = prepareProblem(experiment->problem);
    if (!problem) return {failedRow(keys, problem.error())};
    std::vector<std::string> rows;
    for (std::size_t i = 0; i < experiment->optimizers.size(); ++i) {
      const Result<std::shared_ptr<Run>> made = Run::prepare(*experiment, i, *problem);
      if (!made) {
        rows.push_back(failedRow(keys, made.error()));
        continue;
      }
      Run& run = **made;
      try {
        while (run.advance(Job::Clock::now() + std::chrono::milliseconds(20))) {
          std::this_thread::sleep_until(run.due());
          if (interrupted()) run.stop();
        }
      } catch (const std::exception& trouble) {
        run.fail(trouble.what());
      }
      const Summary s = run.summary();
      if (s.ending.status == Status::cancelled) return {};
      rows.push_back(keys + fmt::format("{},{},{},{},{},{},{},{},{},{}", csvCell(s.name),
                                        nameOf(s.ending.status), csvCell(s.ending.reason), s.steps,
                                        shortest(s.f), shortest(s.bestF), s.bestStep,
                                        shortest(s.seconds), s.gradients, s.products));
    }
    return rows;
  }

  const Options& m_options;
  const std::vector<SweepAxis> m_axes;
  const Rank m_among = rankOfThisProcess();  // with others the table is written at the end
  std::optional<Claims> m_claims;
  std::mutex m_guard;  // of all below
  std::size_t m_next = 0;
  std::deque<std::size_t> m_elsewhere;  // another process had them when they were asked for
  std::vector<std::vector<std::string>> m_rows;  // by point; empty where it is not done
  std::size_t m_done = 0;
  std::chrono::steady_clock::time_point m_written;
  Error m_trouble;
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
  Sweep work(options, axes);
  if (const Outcome possible = work.check(*jobs); !possible) return refuse(possible.error());
  if (const Outcome made = makeFolder(options.out + "/points"); !made) return refuse(made.error());
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
  verb->add_option("--out", options->out, "Folder to write");
  verb->callback([&action, options] { action = [options] { return sweep(*options); }; });
}

}  // namespace thalweg::cli
