#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/cli/cli.h"
#include "app/cli/landscape_files.h"
#include "app/cli/points.h"
#include "core/base/team.h"
#include "core/base/text.h"
#include "core/io/npz.h"
#include "core/io/vti.h"
#include "core/run/plane_facts.h"
#include "core/run/plane_file.h"
#include "core/run/plane_kinds.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::string plane = "random", at, out = "thalweg-out";
  std::string gridText = "51", radiusText = "1", extentText, seedText, coordinatesText;
  std::string normalisation = "filter";
  std::vector<std::string> through;  // the three points of three-points
  Index na = 51, nb = 51;
  double radius = 1.0, extent = 0.0;  // extent 0: the radius counts
  PlaneChoice choice;
};

// What is done so far of a grid is put on disk this often, so that it can be gone on with.
constexpr std::chrono::seconds saveEvery{5};

/// One number, or two with a letter between them.
Result<std::array<std::int64_t, 2>> numbersOf(const std::string& option, const std::string& text,
                                              char between, bool twice, const Field& field) {
  const std::size_t cut = text.find(between);
  if (cut == std::string::npos && !twice)
    return Error{
        fmt::format("{} {} is not two numbers such as 0{}1", option, quotable(text), between),
        option};
  std::array<std::int64_t, 2> numbers{};
  for (std::size_t k = 0; k < 2; ++k) {
    const std::string part = cut == std::string::npos ? text
                             : k == 0                 ? text.substr(0, cut)
                                                      : text.substr(cut + 1);
    const auto number = numberFrom(part);
    const Result<Value> value = checked(field, number ? Value(*number) : Value(part));
    if (!value)
      return Error{
          fmt::format("{} {} is not allowed: {}", option, quotable(text), allowedRange(field)),
          option};
    numbers[k] = std::get<std::int64_t>(*value);
  }
  return numbers;
}

Field wholeField(double minimum, double maximum) {
  Field field;
  field.type = FieldType::integer;
  field.minimum = minimum;
  field.maximum = maximum;
  return field;
}

/// Reads the options that are numbers or words.
Outcome readOptions(Options& options, const Experiment& experiment) {
  const auto grid = numbersOf("--grid", options.gridText, 'x', true, wholeField(2, 10000));
  if (!grid) return grid.error();
  options.na = (*grid)[0];
  options.nb = (*grid)[1];
  Field radius;
  radius.minimum = 0;
  radius.maximum = 1e100;
  radius.minimumExcluded = true;
  const bool byExtent = !options.extentText.empty();
  const Result<Value> reach =
      optionValue(byExtent ? "--extent" : "--radius",
                  byExtent ? options.extentText : options.radiusText, radius);
  if (!reach) return reach.error();
  (byExtent ? options.extent : options.radius) = std::get<double>(*reach);
  options.choice.seed = experiment.run.seed;
  if (!options.seedText.empty()) {
    const Result<Value> seed =
        optionValue("--plane-seed", options.seedText, wholeField(0, 4294967295.0));
    if (!seed) return seed.error();
    options.choice.seed = std::get<std::int64_t>(*seed);
  }
  if (!options.coordinatesText.empty()) {
    const auto pair =
        numbersOf("--coordinates", options.coordinatesText, ',', false, wholeField(0, 1e8));
    if (!pair) return pair.error();
    if ((*pair)[0] == (*pair)[1])
      return Error{fmt::format("--coordinates {} is one coordinate twice",
                               quotable(options.coordinatesText)),
                   "--coordinates"};
    options.choice.coordinates = *pair;
  }
  Field lengths;
  lengths.type = FieldType::choice;
  lengths.choices = normalisations();
  const Result<Value> normalisation = optionValue("--normalise", options.normalisation, lengths);
  if (!normalisation) return normalisation.error();
  options.choice.normalisation = options.normalisation;
  return Done{};
}

/// Refuses a plane that is none, before anything is computed.
Outcome checkKind(const Options& options) {
  const std::vector<std::string>& kinds = planeKinds();
  const bool three = options.plane == "three-points";
  if (options.through.size() != (three ? 3u : 0u))
    return Error{
        fmt::format("--through is given {} times: --plane {} takes {}", options.through.size(),
                    quotable(options.plane, 200), three ? "three points" : "none"),
        "--through"};
  if (isPlaneFile(options.plane) ||
      std::find(kinds.begin(), kinds.end(), options.plane) != kinds.end())
    return Done{};
  return Error{fmt::format("--plane {} is not a plane: {}, or a file .npz or .csv",
                           quotable(options.plane, 200), joined(kinds)),
               "--plane"};
}

/// The points of --through.
Result<std::vector<Vec>> pointsThrough(const Options& options, const Experiment& experiment,
                                       const Problem& problem) {
  std::vector<Vec> points;
  for (const std::string& text : options.through) {
    Result<Vec> point = pointNamed(text, experiment, problem, "--through");
    if (!point) return point.error();
    points.push_back(std::move(*point));
  }
  return points;
}

Result<Plane> planeFor(const Options& options, const Problem& problem, const Vec& at,
                       const std::vector<Vec>& through,
                       const std::vector<std::shared_ptr<Run>>& runs) {
  if (isPlaneFile(options.plane)) {
    Result<Plane> own = planeFromFile(options.plane, at, !options.at.empty());
    if (!own && own.error().where == "plane")
      return Error{"--plane " + own.error().what, "--plane"};
    return own;
  }
  PlaneRequest request{options.choice, problem.objective, at, through, {}, interrupted};
  request.choice.kind = options.plane;
  if (options.plane == "pca" || options.plane == "auto") {
    if (options.at.empty()) request.centre.resize(0);
    if (!runs.empty()) request.cloud = pathOf(runs.front()->record());
  }
  Result<Plane> plane = layPlane(request);
  if (!plane)
    return Error{fmt::format("--plane {}: {}", options.plane, plane.error().what), "--plane"};
  return plane;
}

/// From -R to R along each axis; with --extent R is so many times as far as the paths go.
Result<GridSpec> specFor(const Options& options, const Plane& plane,
                         const std::vector<Vec>& through,
                         const std::vector<std::shared_ptr<Run>>& runs) {
  double ra = options.radius, rb = options.radius;
  if (options.extent > 0) {
    double farthest = extentOf(through, plane.origin);
    for (const auto& run : runs)
      farthest = std::max(farthest, extentOf(pathOf(run->record()), plane.origin));
    const double shorter = std::min(plane.d1.norm(), plane.d2.norm());
    if (!(farthest > 0 && shorter > 0))
      return Error{fmt::format("--extent {}: no path goes away from the middle of the plane",
                               quotable(options.extentText)),
                   "--extent"};
    ra = options.extent * farthest / plane.d1.norm();
    rb = options.extent * farthest / plane.d2.norm();
  }
  return GridSpec{options.na, options.nb, -ra, ra, -rb, rb};
}

Outcome savePlane(const std::string& folder, const Plane& plane,
                  const nlohmann::ordered_json& facts) {
  NpzWriter archive;
  archive.add("origin", arrayOf(plane.origin));
  archive.add("d1", arrayOf(plane.d1));
  archive.add("d2", arrayOf(plane.d2));
  if (Outcome written = archive.write(folder + "/plane.npz"); !written) return written;
  return writeText(folder + "/plane.json", facts.dump(2) + "\n");
}

/// Evaluates the nodes that are not known yet; what is there is saved now and then.
Result<std::shared_ptr<const GridState>> computed(const Problem& problem, const Plane& plane,
                                                  const GridSpec& spec, const std::string& path,
                                                  std::int64_t key) {
  const std::shared_ptr<const GridState> before = savedGrid(path, spec, key);
  if (before && before->computed > 0 && before->computed < spec.na * spec.nb)
    fmt::print("goes on: {} of {} points are there\n", before->computed, spec.na * spec.nb);
  GridJob job(problem.objective, plane, spec, before.get());
  auto saved = Job::Clock::now();
  while (!interrupted() && job.advance(Job::Clock::now() + std::chrono::milliseconds(50))) {
    if (Job::Clock::now() - saved < saveEvery || !job.latest()) continue;
    if (Outcome written = saveGrid(path, *job.latest(), key); !written) return written.error();
    saved = Job::Clock::now();
  }
  if (!job.ended()) {
    job.stop();
    job.advance(Job::Clock::now());
  }
  if (Outcome written = saveGrid(path, *job.latest(), key); !written) return written.error();
  return job.latest();
}

int landscape(Options& options) {
  if (const Outcome known = checkKind(options); !known) return refuse(known.error());
  const Result<Experiment> experiment = options.source.experiment();
  if (!experiment) return refuse(experiment.error());
  if (const Outcome read = readOptions(options, *experiment); !read) return refuse(read.error());
  const Result<Problem> problem = options.source.problem(*experiment);
  if (!problem) return refuse(problem.error());
  const Result<Vec> at = pointNamed(options.at, *experiment, *problem, "--at");
  if (!at && interrupted()) return endEarly(at.error().what);
  if (!at) return refuse(at.error());
  const Result<std::vector<Vec>> through = pointsThrough(options, *experiment, *problem);
  if (!through && interrupted()) return endEarly(through.error().what);
  if (!through) return refuse(through.error());
  // Before the runs, where the plane does not ask for them: a wrong request costs nothing.
  if (isPlaneFile(options.plane) || options.plane == "coordinates")
    if (const Result<Plane> early = planeFor(options, *problem, *at, {}, {}); !early)
      return refuse(early.error());
  const Result<std::vector<std::shared_ptr<Run>>> runs = finishedRuns(*experiment, *problem);
  if (!runs) return refuse(runs.error());
  const Result<Plane> plane = planeFor(options, *problem, *at, *through, *runs);
  if (!plane && interrupted()) return endEarly(plane.error().what);
  if (!plane) return refuse(plane.error());
  const Result<GridSpec> spec = specFor(options, *plane, *through, *runs);
  if (!spec) return refuse(spec.error());

  const Team::Allowance threads(unsigned(experiment->run.threads));
  if (const Outcome made = makeFolder(options.out); !made) return refuse(made.error());
  Evaluator f(problem->objective);
  nlohmann::ordered_json facts =
      factsOf(isPlaneFile(options.plane) ? "file" : options.plane, *plane, *runs);
  facts["half_widths"] = {spec->a1, spec->b1};
  if (const Outcome saved = savePlane(options.out, *plane, facts); !saved)
    return refuse(saved.error());
  std::fputs(wordsOf(facts).c_str(), stdout);
  const Result<std::shared_ptr<const GridState>> grid =
      computed(*problem, *plane, *spec, options.out + "/grid.npz",
               keyOf(*experiment, *plane, *spec, f.value(plane->origin)));
  if (!grid) return refuse(grid.error());
  std::vector<std::pair<std::string, std::string>> files{{"surface.csv", surfaceCsv(**grid)},
                                                         {"surface.vti", vtiOf(**grid)}};
  for (const auto& run : *runs)
    files.emplace_back("path-" + run->name() + ".csv", pathCsv(*run, *plane, f));
  for (const auto& [name, text] : files)
    if (const Outcome written = writeText(options.out + "/" + name, text); !written)
      return refuse(written.error());
  if ((*grid)->complete) return done;
  return endEarly(fmt::format("cancelled: {} of {} points are computed", (*grid)->computed,
                              (*grid)->values.size()));
}

}  // namespace

void addLandscape(CLI::App& parser, Action& action) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand("landscape", "The loss on a plane through a point");
  verb->add_option("FILE", options->source.file, "Experiment file")->required();
  verb->add_option("--plane", options->plane, joined(planeKinds()) + ", or a file with d1 and d2");
  verb->add_option("--at", options->at, "initial, RUN@STEP, RUN@end, or a file with a flat vector");
  verb->add_option("--grid", options->gridText, "Points a side, N or NxM");
  CLI::Option* radius =
      verb->add_option("--radius", options->radiusText, "The coordinates go from -R to R");
  verb->add_option("--extent", options->extentText,
                   "The plane reaches so many times as far as the paths go")
      ->excludes(radius);
  verb->add_option("--coordinates", options->coordinatesText,
                   "I,J: of the plane coordinates, from 0");
  verb->add_option("--through", options->through,
                   "A point of three-points; to be given three times")
      ->allow_extra_args(false);
  verb->add_option("--normalise", options->normalisation,
                   "Lengths of random directions: " + joined(normalisations()));
  verb->add_option("--plane-seed", options->seedText,
                   "Seed of random directions; run.seed without");
  verb->add_option("--set", options->source.sets, "KEY=VALUE")->allow_extra_args(false);
  verb->add_option("--out", options->out,
                   "Folder to write; a grid that was cut short there is gone on with");
  verb->callback([&action, options] { action = [options] { return landscape(*options); }; });
}

}  // namespace thalweg::cli
