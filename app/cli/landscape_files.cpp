#include "app/cli/landscape_files.h"

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <filesystem>

#include "app/cli/points.h"
#include "core/base/text.h"
#include "core/io/npz.h"
#include "core/run/plane_facts.h"

namespace thalweg::cli {

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

std::string pathCsv(const Run& run, const Plane& plane, Evaluator& f) {
  std::string text = "step,a,b,distance,f,f_plane\n";
  const Projector project(plane);
  for (const auto& [step, x] : pointsOf(run.record())) {
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

nlohmann::ordered_json factsOf(const std::string& kind, const Plane& plane,
                               const std::vector<std::shared_ptr<Run>>& runs) {
  nlohmann::ordered_json facts{{"kind", kind},
                               {"cosine_of_axes", cosineOfAxes(plane)},
                               {"length_d1", plane.d1.norm()},
                               {"length_d2", plane.d2.norm()}};
  facts["random_walk_variance_ratios"] = {randomWalkRatio(1), randomWalkRatio(2),
                                          randomWalkRatio(3)};
  facts["paths"] = nlohmann::ordered_json::array();
  const Projector project(plane);
  for (const auto& run : runs) {
    const std::vector<Vec> points = pathOf(run->record());
    if (points.empty()) continue;
    double farthest = 0.0;
    for (const Vec& x : points) farthest = std::max(farthest, project(x).distance);
    facts["paths"].push_back({{"label", run->name()},
                              {"motion_share", motionShare(points, plane)},
                              {"variance_ratios", planeOfPath(points).ratios},
                              {"spread_share", spreadShare(points, plane)},
                              {"largest_distance", farthest},
                              {"extent", extentOf(points, plane.origin)}});
  }
  return facts;
}

std::string wordsOf(const nlohmann::ordered_json& facts) {
  const auto percent = [](const nlohmann::ordered_json& ratios) {
    std::vector<std::string> words;
    for (const double ratio : ratios) words.push_back(fmt::format("{:.1f} %", 100 * ratio));
    return joined(words);
  };
  std::string text =
      fmt::format("{}: cosine of the axes {:.3g}, lengths {:.4g} and {:.4g}\n",
                  facts["kind"].get<std::string>(), facts["cosine_of_axes"].get<double>(),
                  facts["length_d1"].get<double>(), facts["length_d2"].get<double>());
  for (const auto& path : facts["paths"])
    text += fmt::format(
        "{}: {:.1f} % of its spread and {:.1f} % of its steps in the plane, up to {:.4g} away from "
        "it; variance ratios {} (random walk {})\n",
        path["label"].get<std::string>(), 100 * path["spread_share"].get<double>(),
        100 * path["motion_share"].get<double>(), path["largest_distance"].get<double>(),
        percent(path["variance_ratios"]), percent(facts["random_walk_variance_ratios"]));
  return text;
}

namespace {

/// FNV-1a over bytes.
class Hash {
 public:
  void add(const void* data, std::size_t size) {
    const auto* bytes = static_cast<const unsigned char*>(data);
    for (std::size_t i = 0; i < size; ++i) m_state = (m_state ^ bytes[i]) * 1099511628211ULL;
  }
  void add(double number) { add(&number, sizeof number); }
  void add(const Vec& x) { add(x.data(), std::size_t(x.size()) * sizeof(double)); }
  std::int64_t value() const {
    std::int64_t number = 0;
    std::memcpy(&number, &m_state, sizeof number);
    return number;
  }

 private:
  std::uint64_t m_state = 14695981039346656037ULL;
};

}  // namespace

std::int64_t keyOf(const Experiment& experiment, const Plane& plane, const GridSpec& spec,
                   double atOrigin) {
  Experiment problem;
  problem.problem = experiment.problem;
  const std::string text = tomlOf(problem);
  Hash hash;
  hash.add(text.data(), text.size());
  for (const Vec* x : {&plane.origin, &plane.d1, &plane.d2}) hash.add(*x);
  for (const double number :
       {double(spec.na), double(spec.nb), spec.a0, spec.a1, spec.b0, spec.b1, atOrigin})
    hash.add(number);
  return hash.value();
}

Outcome saveGrid(const std::string& path, const GridState& grid, std::int64_t key) {
  const GridSpec& spec = grid.spec;
  Vec a(spec.na), b(spec.nb);
  for (Index i = 0; i < spec.na; ++i) a[i] = spec.a(i);
  for (Index j = 0; j < spec.nb; ++j) b[j] = spec.b(j);
  Mat f(spec.na, spec.nb);
  std::vector<std::int64_t> known(grid.known.size());
  for (Index i = 0; i < spec.na; ++i)
    for (Index j = 0; j < spec.nb; ++j) {
      const std::size_t at = std::size_t(j * spec.na + i);
      known[std::size_t(i * spec.nb + j)] = grid.known[at];
      f(i, j) = grid.known[at] ? grid.values[at] : std::nan("");
    }
  NpzWriter archive;
  archive.add("a", arrayOf(a));
  archive.add("b", arrayOf(b));
  archive.add("f", arrayOf(f));
  NumericArray mask = arrayOf(std::move(known));
  mask.shape = {spec.na, spec.nb};
  archive.add("known", mask);
  archive.add("key", arrayOf(std::vector<std::int64_t>{key}));
  return archive.write(path);
}

std::shared_ptr<const GridState> savedGrid(const std::string& path, const GridSpec& spec,
                                           std::int64_t key) {
  std::error_code unread;
  if (!std::filesystem::exists(path, unread)) return nullptr;
  const Result<std::map<std::string, NumericArray>> arrays = readNpz(path);
  if (!arrays || !arrays->contains("key") || !arrays->contains("f") || !arrays->contains("known"))
    return nullptr;
  const auto* keys = std::get_if<std::vector<std::int64_t>>(&arrays->at("key").data);
  const std::size_t nodes = std::size_t(spec.na * spec.nb);
  if (keys == nullptr || keys->size() != 1 || keys->front() != key) return nullptr;
  const std::vector<double> f = arrays->at("f").reals(), known = arrays->at("known").reals();
  if (f.size() != nodes || known.size() != nodes) return nullptr;
  auto state = std::make_shared<GridState>();
  state->spec = spec;
  state->values.resize(nodes);
  state->known.resize(nodes);
  for (Index i = 0; i < spec.na; ++i)
    for (Index j = 0; j < spec.nb; ++j) {
      const std::size_t from = std::size_t(i * spec.nb + j), to = std::size_t(j * spec.na + i);
      state->values[to] = f[from];
      state->known[to] = known[from] != 0;
      state->computed += state->known[to];
    }
  return state;
}

}  // namespace thalweg::cli
