#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/cli/cli.h"
#include "core/base/text.h"
#include "core/io/csv.h"
#include "core/io/npz.h"
#include "core/io/vti.h"
#include "core/run/plane_facts.h"
#include "core/run/run.h"
#include "core/run/runner.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::string plane = "random", at, out = "thalweg-out";
  std::string gridText = "51", radiusText = "1";
  Index grid = 51;
  double radius = 1.0;
};

/// Reads the options that are numbers.
Outcome readNumbers(Options& options) {
  Field grid;
  grid.type = FieldType::integer;
  grid.minimum = 2;
  grid.maximum = 10000;
  const Result<Value> side = optionValue("--grid", options.gridText, grid);
  if (!side) return side.error();
  Field radius;
  radius.minimum = 0;
  radius.maximum = 1e100;
  radius.minimumExcluded = true;
  const Result<Value> reach = optionValue("--radius", options.radiusText, radius);
  if (!reach) return reach.error();
  options.grid = std::get<std::int64_t>(*side);
  options.radius = std::get<double>(*reach);
  return Done{};
}

Result<Vec> column(const std::map<std::string, NumericArray>& arrays, const std::string& name,
                   Index d, const std::string& file) {
  const auto found = arrays.find(name);
  if (found == arrays.end())
    return Error{fmt::format("--plane {} has no array '{}'", quotable(file, 200), name), "--plane"};
  const std::vector<double> numbers = found->second.reals();
  if (Index(numbers.size()) != d)
    return Error{fmt::format("--plane {}: '{}' has {} numbers; this problem has {} parameters",
                             quotable(file, 200), name, numbers.size(), d),
                 "--plane"};
  return Vec(Eigen::Map<const Vec>(numbers.data(), d));
}

Result<Plane> planeFromNpz(const std::string& file, const Vec& origin, bool originGiven) {
  const Result<std::map<std::string, NumericArray>> arrays = readNpz(file);
  if (!arrays) return arrays.error();
  Plane plane{origin, {}, {}};
  const Result<Vec> d1 = column(*arrays, "d1", origin.size(), file);
  if (!d1) return d1.error();
  const Result<Vec> d2 = column(*arrays, "d2", origin.size(), file);
  if (!d2) return d2.error();
  plane.d1 = *d1;
  plane.d2 = *d2;
  if (!originGiven && arrays->contains("origin")) {
    const Result<Vec> centre = column(*arrays, "origin", origin.size(), file);
    if (!centre) return centre.error();
    plane.origin = *centre;
  }
  return plane;
}

Result<Plane> planeFromCsv(const std::string& file, const Vec& origin) {
  const Result<Table> table = readCsv(file);
  if (!table) return table.error();
  const auto at = [&table](const char* name) {
    return std::find(table->columns.begin(), table->columns.end(), name) - table->columns.begin();
  };
  const Index first = at("d1"), second = at("d2"), width = Index(table->columns.size());
  if (first == width || second == width)
    return Error{fmt::format("--plane {} must have the columns d1 and d2; it has {}",
                             quotable(file, 200), quotable(joined(table->columns))),
                 "--plane"};
  if (table->values.rows() != origin.size())
    return Error{fmt::format("--plane {} has {} rows; this problem has {} parameters",
                             quotable(file, 200), table->values.rows(), origin.size()),
                 "--plane"};
  return Plane{origin, table->values.col(first), table->values.col(second)};
}

/// The runs of the file, made to be projected. Empty where it has no optimizer.
Result<std::vector<std::shared_ptr<Run>>> finishedRuns(const Experiment& experiment,
                                                       const Problem& problem) {
  std::vector<std::shared_ptr<Run>> runs;
  Runner runner(unsigned(experiment.run.threads));
  for (std::size_t i = 0; i < experiment.optimizers.size(); ++i) {
    const Result<std::shared_ptr<Run>> made = Run::prepare(experiment, i, problem, true);
    if (!made) return made.error();
    runs.push_back(*made);
  }
  for (const auto& run : runs) runner.add(run);
  while (!runner.drainFor(std::chrono::milliseconds(50)))
    if (interrupted())
      for (const auto& run : runs) run->stop();
  return runs;
}

/// All points of a run, step by step.
std::vector<std::pair<std::int64_t, Vec>> pointsOf(const Record& record) {
  std::vector<std::pair<std::int64_t, Vec>> points;
  for (const ChunkPtr& chunk : record.chunks()) {
    for (std::size_t i = 0; i < chunk->snapshots(); ++i)
      points.emplace_back(chunk->snapshot(i).step, chunk->snapshot(i).x);
    for (std::size_t i = 0; chunk->dimension > 0 && i < chunk->size(); ++i)
      points.emplace_back(chunk->firstStep + std::int64_t(i),
                          Eigen::Map<const Vec>(chunk->point(i), Index(chunk->dimension)));
  }
  return points;
}

std::string pathCsv(const Run& run, const Plane& plane, Evaluator& f) {
  std::string text = "step,a,b,distance,f,f_plane\n";
  const Projector project(plane);
  for (const auto& [step, x] : pointsOf(run.record())) {
    if (!x.allFinite()) continue;
    const Projection at = project(x);
    text += std::to_string(step);
    for (const double value :
         {at.a, at.b, at.distance, f.value(x), f.value(plane.at(at.a, at.b))}) {
      text += ',';
      appendShortest(text, value);
    }
    text += '\n';
  }
  return text;
}

/// What a plane shows of the runs, and what the same numbers are for a random walk.
nlohmann::ordered_json factsOf(const Plane& plane, const std::vector<std::shared_ptr<Run>>& runs) {
  nlohmann::ordered_json facts{{"cosine_of_axes", cosineOfAxes(plane)},
                               {"length_d1", plane.d1.norm()},
                               {"length_d2", plane.d2.norm()}};
  facts["random_walk_variance_ratios"] = {randomWalkRatio(1), randomWalkRatio(2),
                                          randomWalkRatio(3)};
  facts["paths"] = nlohmann::ordered_json::array();
  for (const auto& run : runs) {
    std::vector<Vec> points;
    for (auto& [step, x] : pointsOf(run->record()))
      if (x.allFinite()) points.push_back(x);
    if (points.empty()) continue;
    facts["paths"].push_back({{"label", run->name()},
                              {"motion_share", motionShare(points, plane)},
                              {"variance_ratios", planeOfPath(points).ratios}});
  }
  return facts;
}

/// The same for a person, where one is looking.
void tell(const nlohmann::ordered_json& facts) {
  const auto percent = [](const nlohmann::ordered_json& ratios) {
    std::vector<std::string> words;
    for (const double ratio : ratios) words.push_back(fmt::format("{:.1f} %", 100 * ratio));
    return joined(words);
  };
  std::fprintf(stderr, "cosine of the axes %.3g\n", facts["cosine_of_axes"].get<double>());
  for (const auto& path : facts["paths"])
    std::fprintf(stderr,
                 "%s: %.1f %% of its motion in the plane; variance ratios %s (random walk %s)\n",
                 path["label"].get<std::string>().c_str(), 100 * path["motion_share"].get<double>(),
                 percent(path["variance_ratios"]).c_str(),
                 percent(facts["random_walk_variance_ratios"]).c_str());
}

std::string surfaceCsv(const GridState& grid) {
  std::string text = "i,j,a,b,f\n";
  for (Index i = 0; i < grid.spec.na; ++i) {
    for (Index j = 0; j < grid.spec.nb; ++j) {
      text += fmt::format("{},{}", i, j);
      const std::size_t at = std::size_t(j * grid.spec.na + i);
      for (const double value :
           {grid.spec.a(i), grid.spec.b(j), grid.known[at] ? grid.values[at] : std::nan("")}) {
        text += ',';
        appendShortest(text, value);
      }
      text += '\n';
    }
  }
  return text;
}

Result<Plane> planeFor(const Options& options, const Experiment& experiment, const Problem& problem,
                       const Vec& at, const std::vector<std::shared_ptr<Run>>& runs) {
  if (options.plane == "random") {
    const std::uint64_t seed = std::uint64_t(experiment.run.seed);
    return Plane{at, filterNormalised(*problem.objective, at, seed, 1),
                 filterNormalised(*problem.objective, at, seed, 2)};
  }
  if (options.plane == "pca") {
    std::vector<Vec> points;
    if (!runs.empty())
      for (auto& [step, x] : pointsOf(runs.front()->record()))
        if (x.allFinite()) points.push_back(x);
    if (points.empty())
      return Error{"--plane pca needs a path: the experiment has no [[optimizer]]", "--plane"};
    Plane plane = planeOfPath(points).plane;
    if (!options.at.empty()) plane.origin = at;
    return plane;
  }
  if (options.plane == "gradient-hessian") {
    Evaluator f(problem.objective);
    Plane plane = gradientHessianPlane(f, at, interrupted);
    if (plane.d1.size() == 0) return Error{"--plane gradient-hessian was cancelled", "--plane"};
    return plane;
  }
  if (options.plane.ends_with(".npz")) return planeFromNpz(options.plane, at, !options.at.empty());
  if (options.plane.ends_with(".csv")) return planeFromCsv(options.plane, at);
  return Error{
      fmt::format("--plane {} is not a plane: random, pca, gradient-hessian, or a file .npz or "
                  ".csv",
                  quotable(options.plane, 200)),
      "--plane"};
}

int landscape(Options& options) {
  if (const Outcome read = readNumbers(options); !read) return refuse(read.error());
  const Result<Experiment> experiment = options.source.experiment();
  if (!experiment) return refuse(experiment.error());
  const Result<Problem> problem = options.source.problem(*experiment);
  if (!problem) return refuse(problem.error());
  const Result<Vec> at = pointAt(options.at, *problem);
  if (!at) return refuse(at.error());
  if (options.plane != "pca" &&
      options.plane != "gradient-hessian") {  // before the runs: a wrong request costs nothing
    const Result<Plane> early = planeFor(options, *experiment, *problem, *at, {});
    if (!early) return refuse(early.error());
  }
  const Result<std::vector<std::shared_ptr<Run>>> runs = finishedRuns(*experiment, *problem);
  if (!runs) return refuse(runs.error());
  const Result<Plane> plane = planeFor(options, *experiment, *problem, *at, *runs);
  if (!plane && interrupted()) return endEarly(plane.error().what);
  if (!plane) return refuse(plane.error());

  const double r = options.radius;
  const Team::Allowance threads(unsigned(experiment->run.threads));
  GridJob job(problem->objective, *plane, {options.grid, options.grid, -r, r, -r, r});
  while (!interrupted() && job.advance(Job::Clock::now() + std::chrono::milliseconds(50))) {
  }
  if (!job.ended()) {
    job.stop();
    job.advance(Job::Clock::now());
  }
  if (const Outcome made = makeFolder(options.out); !made) return refuse(made.error());
  const std::shared_ptr<const GridState> grid = job.latest();
  Evaluator f(problem->objective);
  std::vector<std::pair<std::string, std::string>> files{{"surface.csv", surfaceCsv(*grid)},
                                                         {"surface.vti", vtiOf(*grid)}};
  const nlohmann::ordered_json facts = factsOf(*plane, *runs);
  if (isatty(STDERR_FILENO)) tell(facts);
  files.emplace_back("plane.json", facts.dump(2) + "\n");
  for (const auto& run : *runs)
    files.emplace_back("path-" + run->name() + ".csv", pathCsv(*run, *plane, f));
  for (const auto& [name, text] : files)
    if (const Outcome written = writeText(options.out + "/" + name, text); !written)
      return refuse(written.error());
  NpzWriter archive;
  archive.add("origin", arrayOf(plane->origin));
  archive.add("d1", arrayOf(plane->d1));
  archive.add("d2", arrayOf(plane->d2));
  const Outcome written = archive.write(options.out + "/plane.npz");
  if (!written) return refuse(written.error());
  if (grid->complete) return done;
  return endEarly(
      fmt::format("cancelled: {} of {} points are computed", grid->computed, grid->values.size()));
}

}  // namespace

void addLandscape(CLI::App& parser, Action& action) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand("landscape", "The loss on a plane through a point");
  verb->add_option("FILE", options->source.file, "Experiment file")->required();
  verb->add_option("--plane", options->plane,
                   "random, pca, gradient-hessian, or a file with d1 and d2");
  verb->add_option("--at", options->at, "initial, or a file with a flat vector");
  verb->add_option("--grid", options->gridText, "Points a side");
  verb->add_option("--radius", options->radiusText, "The coordinates go from -R to R");
  verb->add_option("--set", options->source.sets, "KEY=VALUE")->allow_extra_args(false);
  verb->add_option("--out", options->out, "Folder to write");
  verb->callback([&action, options] { action = [options] { return landscape(*options); }; });
}

}  // namespace thalweg::cli
