#include "core/run/sweep_point.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/run/spectrum.h"

namespace thalweg {
namespace {

// All eigenvalues cost less than the products of a density's probes.
constexpr Index wholeLimit = 600;

std::vector<double> listOf(const Vec& v) { return {v.begin(), v.end()}; }

Vec vectorFrom(const nlohmann::json& json) {
  const auto numbers = json.get<std::vector<double>>();
  return Eigen::Map<const Vec>(numbers.data(), Index(numbers.size()));
}

void keepCurve(const Record& record, SweepPicture& picture) {
  std::size_t rows = 0;
  const std::vector<ChunkPtr> chunks = record.chunks();
  for (const ChunkPtr& chunk : chunks) rows += chunk->size();
  const std::size_t every =
      std::max<std::size_t>(1, (rows + sweepCurvePoints - 1) / sweepCurvePoints);
  std::size_t row = 0;
  for (const ChunkPtr& chunk : chunks)
    for (std::size_t i = 0; i < chunk->size(); ++i, ++row) {
      if ((row % every != 0 && row + 1 != rows) || !std::isfinite(chunk->f(i))) continue;
      picture.step.push_back(double(chunk->firstStep + std::int64_t(i)));
      picture.loss.push_back(chunk->f(i));
    }
}

/// Three times as many as there are classes (Sagun et al. 2017).
Index lookedAt(const Experiment& experiment) {
  const ProblemChoice& problem = experiment.problem;
  return problem.kind == "network" && !problem.network.layers.empty()
             ? std::max<Index>(3, 3 * Index(problem.network.layers.back()))
             : 10;
}

}  // namespace

std::optional<SweepPicture> sweepPictureOf(const Experiment& experiment,
                                           std::shared_ptr<const Objective> objective,
                                           const Record& record, const Vec& x,
                                           const std::function<bool()>& stopping) {
  SweepPicture picture;
  keepCurve(record, picture);
  if (!x.allFinite()) return picture;
  Evaluator f(std::move(objective));
  const Index d = x.size(), looked = std::min(d, lookedAt(experiment));
  SpectrumRequest request{.top = looked};
  request.full = d <= wholeLimit;
  request.density = true;
  request.probes = 6;
  request.steps = 80;
  const SpectrumResult found = spectrumAt(f, x, request, stopping);
  if (found.stopped) return std::nullopt;
  if (!found.finite || !found.measure || found.values.size() < looked) return picture;
  SweepSpectrum spectrum;
  spectrum.step = picture.step.empty() ? 0 : std::int64_t(picture.step.back());
  spectrum.dimension = d;
  spectrum.values = found.values.head(looked);
  spectrum.residuals = found.residuals.head(looked);
  spectrum.measure = *found.measure;
  spectrum.products = found.products;
  spectrum.seconds = found.seconds;
  spectrum.outliers = outliersOf(spectrum.values, spectrum.residuals, spectrum.measure, d);
  picture.spectrum = std::move(spectrum);
  return picture;
}

nlohmann::json jsonOf(const SweepPicture& picture) {
  nlohmann::json json{{"step", picture.step}, {"loss", picture.loss}};
  if (!picture.spectrum) return json;
  const SweepSpectrum& spectrum = *picture.spectrum;
  json["spectrum"] = {{"step", spectrum.step},
                      {"parameters", spectrum.dimension},
                      {"eigenvalues", listOf(spectrum.values)},
                      {"residuals", listOf(spectrum.residuals)},
                      {"nodes", listOf(spectrum.measure.nodes)},
                      {"weights", listOf(spectrum.measure.weights)},
                      {"ends", spectrum.measure.ends},
                      {"exact", spectrum.measure.exact},
                      {"hessian_vector_products", spectrum.products},
                      {"seconds", spectrum.seconds}};
  return json;
}

std::optional<SweepPicture> sweepPictureFrom(const nlohmann::json& json) try {
  SweepPicture picture;
  json.at("step").get_to(picture.step);
  json.at("loss").get_to(picture.loss);
  if (picture.step.size() != picture.loss.size()) return std::nullopt;
  if (!json.contains("spectrum")) return picture;
  const nlohmann::json& from = json["spectrum"];
  SweepSpectrum spectrum;
  spectrum.step = from.at("step");
  spectrum.dimension = from.at("parameters");
  spectrum.values = vectorFrom(from.at("eigenvalues"));
  spectrum.residuals = vectorFrom(from.at("residuals"));
  spectrum.measure.nodes = vectorFrom(from.at("nodes"));
  spectrum.measure.weights = vectorFrom(from.at("weights"));
  from.at("ends").get_to(spectrum.measure.ends);
  spectrum.measure.exact = from.at("exact");
  spectrum.products = from.at("hessian_vector_products");
  spectrum.seconds = from.at("seconds");
  const std::vector<Index>& ends = spectrum.measure.ends;
  if (spectrum.values.size() != spectrum.residuals.size() || ends.empty() || ends.front() != 0 ||
      !std::is_sorted(ends.begin(), ends.end()) || ends.back() != spectrum.measure.nodes.size() ||
      spectrum.measure.nodes.size() != spectrum.measure.weights.size())
    return std::nullopt;
  spectrum.outliers =
      outliersOf(spectrum.values, spectrum.residuals, spectrum.measure, spectrum.dimension);
  picture.spectrum = std::move(spectrum);
  return picture;
} catch (const nlohmann::json::exception&) {
  return std::nullopt;
}

std::vector<std::string> csvCells(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += '"';
      ++i;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

std::optional<SweepRow> SweepPoint::row(std::size_t optimizer, std::size_t axes) const {
  if (optimizer >= rows.size()) return std::nullopt;
  const std::vector<std::string> cells = csvCells(rows[optimizer]);
  if (cells.size() < axes + 8) return std::nullopt;
  const auto number = [&](std::size_t k) {
    return numberFrom(cells[axes + k]).value_or(std::nan(""));
  };
  SweepRow row{cells[axes], cells[axes + 1], cells[axes + 2]};
  row.steps = std::int64_t(number(3));
  row.f = number(4);
  row.bestF = number(5);
  row.seconds = number(7);
  return row;
}

}  // namespace thalweg
