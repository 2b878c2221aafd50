#include "core/io/run_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/text.h"
#include "core/io/file.h"
#include "core/io/npz.h"

namespace thalweg {
namespace {

void addNumber(std::string& text, std::int64_t value) { text += std::to_string(value); }

/// Measured columns in the order of the contract, whatever order the probes have; new ones go to
/// the end.
std::vector<std::uint32_t> contractOrder(const std::vector<std::string>& names) {
  static const std::vector<std::string> known{
      "sharpness",      "eigenvalue_", "preconditioned_sharpness",
      "bound",          "trace",       "frobenius",
      "train_accuracy", "test_loss",   "test_accuracy",
      "drift_ngf",      "drift_igr",   "drift_pf"};
  const auto rank = [&](std::uint32_t i) {
    for (std::size_t k = 0; k < known.size(); ++k)
      if (names[i] == known[k] || (known[k].back() == '_' && names[i].starts_with(known[k])))
        return k;
    return known.size();
  };
  std::vector<std::uint32_t> order(names.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
  return order;
}

/// What the error of this column is called: the residual of an eigenvalue, the standard error of an
/// estimate; "" where it is neither.
std::string errorName(const std::string& name) {
  if (name == "sharpness" || name == "preconditioned_sharpness" || name.starts_with("eigenvalue_"))
    return name + "_residual";
  const bool estimate =
      name == "trace" || name == "frobenius" || name == "noise_trace" || name == "batch_sharpness";
  return estimate ? name + "_error" : "";
}

}  // namespace

std::string trajectoryCsv(const Record& record) {
  std::string text = "step,f";
  const std::vector<ChunkPtr> chunks = record.chunks();
  const std::size_t d = chunks.empty() ? 0 : chunks.front()->dimension;
  for (std::size_t i = 0; i < d; ++i) text += fmt::format(",x{}", i);
  text += '\n';
  for (const ChunkPtr& chunk : chunks) {
    for (std::size_t i = 0; i < chunk->size(); ++i) {
      addNumber(text, chunk->firstStep + std::int64_t(i));
      text += ',';
      appendShortest(text, chunk->f(i));
      for (std::size_t j = 0; j < d; ++j) {
        text += ',';
        appendShortest(text, chunk->point(i)[j]);
      }
      text += '\n';
    }
  }
  return text;
}

std::string metricsCsv(const Record& record) {
  const std::vector<std::uint32_t> order = contractOrder(record.quantities);
  std::string text = "step,time_s,f,gradient_norm,step_norm,learning_rate";
  for (const std::uint32_t q : order) text += "," + record.quantities[q];
  for (const std::uint32_t q : order)
    if (const std::string name = errorName(record.quantities[q]); !name.empty()) text += "," + name;
  text += '\n';
  std::vector<double> values(record.quantities.size()), errors(record.quantities.size());
  const double none = std::nan("");
  for (const ChunkPtr& chunk : record.chunks()) {
    std::size_t next = 0;
    for (std::size_t i = 0; i < chunk->size(); ++i) {
      const std::int64_t step = chunk->firstStep + std::int64_t(i);
      addNumber(text, step);
      for (const double value : {chunk->time(i), chunk->f(i), chunk->gradientNorm(i),
                                 chunk->stepNorm(i), chunk->learningRate(i)}) {
        text += ',';
        appendShortest(text, value);
      }
      std::fill(values.begin(), values.end(), none);
      std::fill(errors.begin(), errors.end(), none);
      for (; next < chunk->measured.size() && chunk->measured[next].step <= step; ++next) {
        values[chunk->measured[next].quantity] = chunk->measured[next].value;
        errors[chunk->measured[next].quantity] = chunk->measured[next].error;
      }
      const auto cell = [&text](double value) {
        text += ',';
        if (!std::isnan(value)) appendShortest(text, value);
      };
      for (const std::uint32_t q : order) cell(values[q]);
      for (const std::uint32_t q : order)
        if (!errorName(record.quantities[q]).empty()) cell(errors[q]);
      text += '\n';
    }
  }
  return text;
}

std::string spectrumCsv(const Record& record) {
  std::string text = "step,eigenvalue,weight,residual\n";
  for (const ChunkPtr& chunk : record.chunks())
    for (const SpectrumSnapshot& spectrum : chunk->spectra)
      for (Index i = 0; i < spectrum.values.size(); ++i) {
        addNumber(text, spectrum.step);
        text += ',';
        appendShortest(text, spectrum.values[i]);
        text += ',';
        appendShortest(text, spectrum.weights[i]);
        text += ',';
        if (!std::isnan(spectrum.residuals[i])) appendShortest(text, spectrum.residuals[i]);
        text += '\n';
      }
  return text;
}

namespace {

/// `parameters`, and for a network each weight matrix [outputs, inputs] and bias by name.
Outcome writeFinal(const std::string& path, const Objective& objective, const Vec& x) {
  NpzWriter archive;
  archive.add("parameters", arrayOf(x));
  for (const ParameterBlock& block : objective.blocks()) {
    NumericArray array = arrayOf(Vec(x.segment(block.offset, block.rows * block.cols)));
    if (!block.bias) array.shape = {block.rows, block.cols};
    archive.add(block.name, array);
  }
  return archive.write(path);
}

/// The snapshots that `measure.parameters.every` asks for: `step` [n], `parameters` [n, d].
Outcome writeSnapshots(const std::string& path, const Record& record, std::int64_t every) {
  std::vector<std::int64_t> steps;
  std::vector<double> points;
  Index d = 0;
  for (const ChunkPtr& chunk : record.chunks()) {
    for (std::size_t i = 0; i < chunk->snapshots(); ++i) {
      const Snapshot snapshot = chunk->snapshot(i);
      if (snapshot.step % every != 0) continue;
      steps.push_back(snapshot.step);
      points.insert(points.end(), snapshot.x.data(), snapshot.x.data() + snapshot.x.size());
      d = snapshot.x.size();
    }
  }
  const Index n = Index(steps.size());
  NpzWriter archive;
  archive.add("step", arrayOf(std::move(steps)));
  archive.add("parameters", {{n, d}, std::move(points)});
  return archive.write(path);
}

nlohmann::ordered_json numberOrText(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value)
                              : nlohmann::ordered_json(shortest(value));
}

std::string summaryJson(const std::vector<std::shared_ptr<Run>>& runs) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const std::shared_ptr<Run>& run : runs) {
    const Summary s = run->summary();
    list.push_back({{"label", s.name},
                    {"status", nameOf(s.ending.status)},
                    {"reason", s.ending.reason},
                    {"steps", s.steps},
                    {"f", numberOrText(s.f)},
                    {"best_f", numberOrText(s.bestF)},
                    {"best_step", s.bestStep},
                    {"seconds", s.seconds},
                    {"gradient_evaluations", s.gradients},
                    {"hessian_vector_products", s.products}});
  }
  return nlohmann::ordered_json{{"runs", list}}.dump(2) + "\n";
}

}  // namespace

Outcome writeRunFolder(const std::string& folder, const Experiment& experiment,
                       const Problem& problem, const std::vector<std::shared_ptr<Run>>& runs) {
  namespace fs = std::filesystem;
  std::error_code failure;
  fs::create_directories(folder, failure);
  if (failure)
    return Error{fmt::format("the folder '{}' can not be made: {}", quotable(folder, 200),
                             failure.message()),
                 folder};
  if (Outcome done = writeFile(folder + "/experiment.toml", tomlOf(experiment)); !done) return done;
  for (const std::shared_ptr<Run>& run : runs) {
    const std::string path = folder + "/" + run->name();
    fs::create_directories(path, failure);
    if (failure)
      return Error{fmt::format("the folder '{}' can not be made: {}", quotable(path, 200),
                               failure.message()),
                   path};
    const Record& record = run->record();
    if (Outcome done = writeFile(path + "/trajectory.csv", trajectoryCsv(record)); !done)
      return done;
    if (Outcome done = writeFile(path + "/metrics.csv", metricsCsv(record)); !done) return done;
    if (experiment.measure.asksSpectra())
      if (Outcome done = writeFile(path + "/spectrum.csv", spectrumCsv(record)); !done) return done;
    if (Outcome done = writeFinal(path + "/final.npz", *problem.objective, run->x()); !done)
      return done;
    const std::int64_t every = experiment.measure.parametersEvery;
    if (every > 0 && problem.start.size() > Run::widestRow)
      if (Outcome done = writeSnapshots(path + "/trajectory.npz", record, every); !done)
        return done;
  }
  return writeFile(folder + "/summary.json", summaryJson(runs));
}

}  // namespace thalweg
