#include "core/run/sweep_work.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <thread>

#include "core/base/text.h"
#include "core/io/csv.h"
#include "core/io/file.h"
#include "core/run/run.h"

namespace thalweg {
namespace {

std::string failedRow(const std::string& keys, const Error& error) {
  return keys + ",failed," + csvCell(error.what) + ",0,nan,nan,0,0,0,0";
}

std::string rowOf(const std::string& keys, const Summary& s) {
  return keys + fmt::format("{},{},{},{},{},{},{},{},{},{}", csvCell(s.name),
                            nameOf(s.ending.status), csvCell(s.ending.reason), s.steps,
                            shortest(s.f), shortest(s.bestF), s.bestStep, shortest(s.seconds),
                            s.gradients, s.products);
}

}  // namespace

void inThreads(unsigned threads, const std::function<void()>& work) {
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
}

std::string sweepHeader(const std::vector<SweepAxis>& axes) {
  std::string text;
  for (const SweepAxis& axis : axes) text += csvCell(axis.key) + ",";
  return text +
         "label,status,reason,steps,f,best_f,best_step,seconds,gradient_evaluations,"
         "hessian_vector_products\n";
}

SweepWork::SweepWork(SweepPlan plan) : m_plan(std::move(plan)), m_rows(sweepSize(m_plan.axes)) {}

Outcome SweepWork::check(unsigned threads) const {
  std::vector<std::vector<std::size_t>> tried;
  for (std::size_t k = 0; k < m_plan.axes.size(); ++k)
    for (std::size_t v = k == 0 ? 0 : 1; v < m_plan.axes[k].values.size(); ++v) {
      tried.emplace_back(m_plan.axes.size(), 0);
      tried.back()[k] = v;
    }
  std::vector<Error> wrong(tried.size());
  std::atomic<std::size_t> next = 0;
  inThreads(threads, [&] {
    for (std::size_t i = next++; i < tried.size() && !stopping(); i = next++)
      if (const Outcome possible = checkPoint(tried[i]); !possible) wrong[i] = possible.error();
  });
  for (const Error& error : wrong)
    if (!error.what.empty()) return error;
  return Done{};
}

Outcome SweepWork::share() {
  if (m_plan.folder.empty()) return Done{};
  std::error_code problem;
  std::filesystem::create_directories(m_plan.folder + "/points", problem);
  if (problem)
    return Error{fmt::format("the folder '{}' can not be made: {}",
                             quotable(m_plan.folder + "/points", 200), problem.message()),
                 m_plan.folder};
  Result<Claims> claims = Claims::open(m_plan.folder + "/.claims");
  if (!claims) return claims.error();
  m_claims.emplace(std::move(*claims));
  return Done{};
}

void SweepWork::work() {
  while (!stopping()) {
    const std::optional<std::size_t> index = next();
    if (!index) return;
    try {
      if (m_claims && !m_claims->take(*index)) {
        putBack(*index);
        continue;
      }
      const Outcome kept = makePoint(*index);
      if (m_claims) m_claims->release(*index);
      if (!kept) giveUp(kept.error());
    } catch (const std::exception& trouble) {
      giveUp({fmt::format("point {} failed: {}", *index, trouble.what()), "--over"});
    }
  }
}

void SweepWork::gather() {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(1);
  std::error_code failure;
  for (std::size_t index = 0; index < size() && std::chrono::steady_clock::now() < until; ++index) {
    if (!m_rows[index].empty() || !std::filesystem::exists(fileOf(index), failure)) continue;
    const Result<Experiment> experiment =
        m_plan.experiment(changesAt(sweepPoint(m_plan.axes, index)));
    if (!experiment) continue;
    if (const std::optional<SweepPoint> point = known(index, tomlOf(*experiment))) {
      m_rows[index] = point->rows;
      ++m_done;
    }
  }
}

Outcome SweepWork::writeTable() {
  if (m_plan.folder.empty()) return Done{};
  // The lock on the file keeps other processes out, not other threads of this one.
  const std::lock_guard writing(m_writing);
  const std::string text = table();
  m_claims->await(size());
  const Outcome written = writeFile(m_plan.folder + "/sweep.csv", text);
  m_claims->release(size());
  return written;
}

std::string SweepWork::table() const {
  const std::lock_guard lock(m_guard);
  std::string text = sweepHeader(m_plan.axes);
  for (const std::vector<std::string>& rows : m_rows)
    for (const std::string& row : rows) text += row + "\n";
  return text;
}

void SweepWork::giveUp(const Error& why) {
  const std::lock_guard lock(m_guard);
  m_trouble = why;
  m_next = size();
  m_elsewhere.clear();
}

/// A point that nobody here works on: new ones first, then those that another process had.
std::optional<std::size_t> SweepWork::next() {
  const std::lock_guard lock(m_guard);
  if (m_next < size()) return m_next++;
  if (m_elsewhere.empty()) return {};
  const std::size_t index = m_elsewhere.front();
  m_elsewhere.pop_front();
  return index;
}

void SweepWork::putBack(std::size_t index) {
  bool onlyThose = false;
  {
    const std::lock_guard lock(m_guard);
    if (m_trouble.what.empty()) m_elsewhere.push_back(index);
    onlyThose = m_next >= size();
  }
  if (onlyThose) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

std::vector<Override> SweepWork::changesAt(const std::vector<std::size_t>& at) const {
  std::vector<Override> changes;
  for (std::size_t k = 0; k < m_plan.axes.size(); ++k)
    changes.push_back({m_plan.axes[k].key, m_plan.axes[k].values[at[k]]});
  return changes;
}

Outcome SweepWork::checkPoint(const std::vector<std::size_t>& at) const {
  const std::vector<Override> changes = changesAt(at);
  const auto told = [&](const Error& error) {
    return m_plan.told ? m_plan.told(error, changes) : error;
  };
  const Result<Experiment> read = m_plan.experiment(changes);
  if (!read) return read.error();
  if (read->optimizers.empty())
    return Error{"the experiment has no [[optimizer]]: nothing to run", "optimizer"};
  const Result<Experiment> experiment = resolved(*read);
  if (!experiment) return told(experiment.error());
  const Result<Problem> problem = prepareProblem(experiment->problem);
  if (!problem) return told(problem.error());
  for (std::size_t i = 0; i < experiment->optimizers.size(); ++i)
    if (const auto run = Run::prepare(*experiment, i, *problem); !run) return told(run.error());
  return Done{};
}

std::string SweepWork::fileOf(std::size_t index) const {
  return fmt::format("{}/points/{:06}.json", m_plan.folder, index);
}

namespace {

/// A point as it was kept; nothing where the file is none.
std::optional<SweepPoint> pointIn(const std::string& path, std::size_t index) {
  const Result<std::string> text = readFile(path);
  if (!text) return {};
  const nlohmann::json file = nlohmann::json::parse(*text, nullptr, false);
  if (!file.is_object() || !file.contains("experiment") || !file["experiment"].is_string() ||
      !file.contains("rows") || !file["rows"].is_array())
    return {};
  SweepPoint point;
  point.index = index;
  point.experiment = file["experiment"];
  for (const auto& row : file["rows"])
    if (row.is_string()) point.rows.push_back(row);
  if (file.contains("picture")) point.picture = sweepPictureFrom(file["picture"]);
  return point;
}

}  // namespace

/// A point of an earlier start, where it is of this very experiment and has what is asked for.
std::optional<SweepPoint> SweepWork::known(std::size_t index, const std::string& experiment) const {
  std::error_code failure;
  if (m_plan.folder.empty() || !std::filesystem::exists(fileOf(index), failure)) return {};
  std::optional<SweepPoint> point = pointIn(fileOf(index), index);
  if (!point || point->rows.empty() || point->experiment != experiment) return {};
  if (m_plan.pictures && !point->picture && !experiment.empty()) return {};
  return point;
}

Outcome SweepWork::keep(const SweepPoint& point) const {
  if (m_plan.folder.empty()) return Done{};
  nlohmann::json file{{"experiment", point.experiment}, {"rows", point.rows}};
  if (point.picture) file["picture"] = jsonOf(*point.picture);
  return writeFile(fileOf(point.index),
                   file.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

Outcome SweepWork::makePoint(std::size_t index) {
  const std::vector<std::size_t> at = sweepPoint(m_plan.axes, index);
  std::string keys;
  for (std::size_t k = 0; k < m_plan.axes.size(); ++k)
    keys += csvCell(m_plan.axes[k].values[at[k]]) + ",";
  const Result<Experiment> experiment = m_plan.experiment(changesAt(at));
  const std::string identity = experiment ? tomlOf(*experiment) : "";
  std::optional<SweepPoint> point = known(index, identity);
  if (!point) {
    point.emplace();
    point->index = index;
    point->experiment = identity;
    if (!experiment)
      point->rows = {failedRow(keys, experiment.error())};
    else if (!runsOf(*experiment, keys, *point))
      return Done{};  // stopped
    if (Outcome kept = keep(*point); !kept) return kept;
  }
  if (m_plan.made) m_plan.made(*point);
  {
    const std::lock_guard lock(m_guard);
    m_rows[index] = std::move(point->rows);
    ++m_done;
    const auto now = std::chrono::steady_clock::now();
    if (m_among.count > 1 || now - m_written < std::chrono::milliseconds(500)) return Done{};
    m_written = now;
  }
  return writeTable();
}

/// A row for each optimizer, and what is drawn; false where it was stopped.
bool SweepWork::runsOf(const Experiment& read, const std::string& keys, SweepPoint& point) const {
  const Result<Experiment> experiment = resolved(read);
  const Result<Problem> problem =
      experiment ? prepareProblem(experiment->problem) : Result<Problem>(experiment.error());
  if (!problem) {
    point.rows = {failedRow(keys, problem.error())};
    return true;
  }
  for (std::size_t i = 0; i < experiment->optimizers.size(); ++i) {
    const Result<std::shared_ptr<Run>> made = Run::prepare(*experiment, i, *problem);
    if (!made) {
      point.rows.push_back(failedRow(keys, made.error()));
      continue;
    }
    Run& run = **made;
    try {
      while (run.advance(Job::Clock::now() + std::chrono::milliseconds(20))) {
        std::this_thread::sleep_until(run.due());
        if (stopping()) run.stop();
      }
    } catch (const std::exception& trouble) {
      run.fail(trouble.what());
    }
    const Summary s = run.summary();
    if (s.ending.status == Status::cancelled) return false;
    point.rows.push_back(rowOf(keys, s));
    if (i > 0 || !m_plan.pictures) continue;
    point.picture =
        sweepPictureOf(*experiment, problem->objective, run.record(), run.x(), m_plan.stopping);
    if (!point.picture) return false;
  }
  return true;
}

Result<KeptSweep> readSweepFolder(const std::string& folder) {
  const Result<std::string> text = readFile(folder + "/sweep.csv");
  if (!text) return text.error();
  KeptSweep kept;
  std::vector<std::string> lines(1);
  for (const char c : *text) {
    if (c == '\n')
      lines.emplace_back();
    else
      lines.back() += c;
  }
  const std::vector<std::string> names = csvCells(lines[0]);
  const auto label = std::find(names.begin(), names.end(), "label");
  if (label == names.end() || label == names.begin())
    return Error{fmt::format("'{}' is not the table of a sweep: its first line has no key before "
                             "'label'",
                             quotable(folder + "/sweep.csv", 200)),
                 "sweep.csv"};
  const std::size_t axes = std::size_t(label - names.begin());
  for (std::size_t k = 0; k < axes; ++k) kept.axes.push_back({names[k], {}});
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> cells = csvCells(lines[i]);
    if (cells.size() <= axes) continue;
    for (std::size_t k = 0; k < axes; ++k) {
      std::vector<std::string>& values = kept.axes[k].values;
      if (std::find(values.begin(), values.end(), cells[k]) == values.end())
        values.push_back(cells[k]);
    }
  }
  // A point is where its row says: numbers of files are those of the whole product.
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const std::vector<std::string> cells = csvCells(lines[i]);
    if (cells.size() <= axes) continue;
    std::size_t index = 0;
    for (std::size_t k = 0; k < axes; ++k) {
      const std::vector<std::string>& values = kept.axes[k].values;
      index = index * values.size() +
              std::size_t(std::find(values.begin(), values.end(), cells[k]) - values.begin());
    }
    if (!kept.points.empty() && kept.points.back().index == index) {
      kept.points.back().rows.push_back(lines[i]);
      continue;
    }
    SweepPoint point;
    point.index = index;
    point.rows = {lines[i]};
    kept.points.push_back(std::move(point));
  }
  std::error_code failure;
  for (const auto& file : std::filesystem::directory_iterator(folder + "/points", failure)) {
    if (file.path().extension() != ".json") continue;
    const std::optional<SweepPoint> read = pointIn(file.path().string(), 0);
    if (!read || read->rows.empty()) continue;
    for (SweepPoint& point : kept.points)
      if (point.rows.front() == read->rows.front()) {
        point.experiment = read->experiment;
        point.picture = read->picture;
      }
  }
  return kept;
}

}  // namespace thalweg
