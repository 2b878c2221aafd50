#include "core/run/spectrum.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "app/cli/cli.h"
#include "app/cli/noise.h"
#include "app/cli/split.h"
#include "core/base/text.h"
#include "core/catalog.h"
#include "core/run/drive.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::string at = "initial", topText = "10", matrix = "hessian", out = "thalweg-out";
  bool density = false, trace = false, full = false, diagonal = false, noise = false, split = false;
  std::string batchText;
};

Result<CurvatureMatrix> matrixFrom(const std::string& name) {
  const std::vector<std::string>& names = curvatureMatrixNames();
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return CurvatureMatrix(found - names.begin());
  return Error{fmt::format("--matrix {} is not a matrix: {}", quotable(name, 200), joined(names)),
               "--matrix"};
}

Result<SpectrumRequest> requestFrom(const Options& options, const Problem& problem) {
  Field top;
  top.type = FieldType::integer;
  top.minimum = 0;
  top.maximum = 1000;
  const Result<Value> count = optionValue("--top", options.topText, top);
  if (!count) return count.error();
  const Result<CurvatureMatrix> matrix = matrixFrom(options.matrix);
  if (!matrix) return matrix.error();
  Evaluator f(problem.objective);
  if (const std::string why = whyNoMatrix(f, problem.start, *matrix); !why.empty())
    return Error{fmt::format("--matrix {}: {}", options.matrix, why), "--matrix"};
  const Index d = problem.start.size();
  if (options.split) {
    const std::string why = whyNoMatrix(f, problem.start, CurvatureMatrix::gaussNewton);
    if (!why.empty()) return Error{"--split: " + why, "--split"};
  }
  if (options.full && d > fullSpectrumLimit)
    return Error{fmt::format("--full: this problem has {} parameters, at most {} are allowed", d,
                             fullSpectrumLimit),
                 "--full"};
  SpectrumRequest request;
  request.matrix = *matrix;
  request.top = Index(std::get<std::int64_t>(*count));
  request.full = options.full;
  request.density = options.density;
  request.trace = options.trace;
  request.diagonal = options.diagonal;
  return request;
}

std::string eigenvaluesCsv(const SpectrumResult& found) {
  std::string text = "index,eigenvalue,residual\n";
  for (Index i = 0; i < found.values.size(); ++i) {
    text += std::to_string(i) + ",";
    appendShortest(text, found.values[i]);
    text += ',';
    appendShortest(text, found.residuals[i]);
    text += '\n';
  }
  return text;
}

/// `eigenvalue,density,error`: the last is the standard error over the probes.
std::string densityCsv(const Density& density) {
  std::string text = "eigenvalue,density,error\n";
  appendRows(text, "", density);
  return text;
}

/// Samples of a batch of the noise; 0: those of the run.
Result<Index> batchFrom(const Options& options, const Problem& problem) {
  const FiniteSum* sum = problem.objective->asFiniteSum();
  if (options.noise && !sum)
    return Error{"--noise: this problem is not a mean over data, its gradient has no noise",
                 "--noise"};
  if (options.batchText.empty()) return Index(0);
  if (!options.noise) return Error{"--batch goes with --noise", "--batch"};
  Field field;
  field.type = FieldType::integer;
  field.minimum = 1;
  field.maximum = double(sum->samples());
  const Result<Value> batch = optionValue("--batch", options.batchText, field);
  if (!batch) return batch.error();
  return Index(std::get<std::int64_t>(*batch));
}

/// The diagonal of P where a method is when it has come to x: that of the run in the folder `--at`
/// names, made again to its last point, else of the file's first optimizer at its first step from
/// x.
Result<Vec> preconditionerAt(const Options& options, const Experiment& read, const Problem& problem,
                             const Vec& x) {
  const bool ofRun = isFolder(options.at);
  const Error foreign{fmt::format("--at {} is not the folder of a run of this experiment",
                                  quotable(options.at, 200)),
                      "--at"};
  if (read.optimizers.empty())
    return Error{"--matrix preconditioned: the experiment has no [[optimizer]]", "optimizer"};
  std::size_t index = 0;
  if (ofRun) {
    const std::vector<std::string> names = runNames(read);
    const std::string name = std::filesystem::weakly_canonical(options.at).filename().string();
    index = std::size_t(std::find(names.begin(), names.end(), name) - names.begin());
    if (index == names.size()) return foreign;
  }
  const Result<Experiment> experiment = resolved(read);
  if (!experiment) return options.source.told(experiment.error());
  Problem from = problem;
  if (!ofRun) from.start = x;
  Result<Drive> drive = Drive::prepare(*experiment, index, from);
  if (!drive) return options.source.told(drive.error());
  drive->rehearse(Job::Clock::time_point::max(), interrupted);
  Vec at = from.start, p;
  bool known = false;
  const std::int64_t steps = drive->stepper.reads() ? 0 : ofRun ? experiment->run.steps : 1;
  for (std::int64_t n = 0; n < steps && !interrupted(); ++n) {
    drive->step(n, at);
    if (!ofRun || at == x) known = drive->stepper.preconditioner(p);
  }
  if (ofRun && !known && methodNamed(experiment->optimizers[index].name)->preconditions)
    return foreign;
  if (!known || !(p.array() > 0).all() || !p.allFinite())
    return Error{fmt::format("--matrix preconditioned: the optimizer {} has no preconditioner{}",
                             experiment->optimizers[index].name,
                             known ? " that is positive at this point" : ""),
                 "--matrix"};
  return p;
}

/// `value,error`: the last is the standard error.
std::string diagonalCsv(const SpectrumResult& found) {
  std::string text = "value,error\n";
  for (Index i = 0; i < found.diagonal.size(); ++i) {
    appendShortest(text, found.diagonal[i]);
    text += ',';
    appendShortest(text, found.diagonalErrors[i]);
    text += '\n';
  }
  return text;
}

std::string summaryOf(const Options& options, const SpectrumResult& found, Index d,
                      double broadening, const nlohmann::ordered_json& noise,
                      const nlohmann::ordered_json& split) {
  const double none = std::nan("");
  const bool any = found.values.size() > 0;
  const Estimate trace = found.trace.value_or(Estimate{none, none}),
                 frobenius = found.frobenius.value_or(Estimate{none, none});
  nlohmann::ordered_json summary{{"top", numberOrNull(any ? found.values[0] : none)},
                                 {"bottom", numberOrNull(found.bottom.value)},
                                 {"trace", numberOrNull(trace.value)},
                                 {"trace_error", numberOrNull(trace.error)},
                                 {"hessian_vector_products", found.products},
                                 {"seconds", found.seconds},
                                 {"matrix", options.matrix},
                                 {"parameters", d},
                                 {"top_residual", numberOrNull(any ? found.residuals[0] : none)},
                                 {"bottom_residual", numberOrNull(found.bottom.error)},
                                 {"frobenius", numberOrNull(frobenius.value)},
                                 {"frobenius_error", numberOrNull(frobenius.error)},
                                 {"density_probes", found.measure ? found.measure->probes() : 0},
                                 {"density_broadening", numberOrNull(broadening)}};
  if (!noise.is_null()) summary["noise"] = noise;
  if (!split.is_null()) summary["split"] = split;
  return summary.dump(2) + "\n";
}

int spectrum(const Options& options) {
  const Result<Experiment> experiment = options.source.experiment();
  if (!experiment) return refuse(experiment.error());
  const Result<Problem> problem = options.source.problem(*experiment);
  if (!problem) return refuse(problem.error());
  const Result<Vec> x = pointAt(options.at, *problem);
  if (!x) return refuse(x.error());
  Result<SpectrumRequest> request = requestFrom(options, *problem);
  if (!request) return refuse(request.error());
  const Result<Index> batch = batchFrom(options, *problem);
  if (!batch) return refuse(batch.error());
  request->seed = std::uint64_t(experiment->run.seed);
  if (request->matrix == CurvatureMatrix::preconditioned) {
    const Result<Vec> p = preconditionerAt(options, *experiment, *problem, *x);
    if (!p) return refuse(p.error());
    request->scaling = p->cwiseSqrt().cwiseInverse();
  }

  Evaluator f(problem->objective);
  SpectrumResult found = spectrumAt(f, *x, *request, interrupted);
  nlohmann::ordered_json noise;
  if (options.noise && !found.stopped && found.finite)
    noise = noiseJson(f, *x, experiment->run, *batch, found.stopped, found.finite);
  std::vector<std::pair<std::string, std::string>> files{
      {"eigenvalues.csv", eigenvaluesCsv(found)}};
  double broadening = std::nan("");
  if (found.measure) {
    const Density density = broadened(*found.measure);
    broadening = density.broadening;
    files.emplace_back("density.csv", densityCsv(density));
  }
  if (found.diagonal.size() > 0) files.emplace_back("diagonal.csv", diagonalCsv(found));
  nlohmann::ordered_json parts;
  if (options.split && !found.stopped && found.finite) {
    const Result<SpectrumSplit> split = splitAt(
        f, *x, {.top = std::max<Index>(2, request->top), .seed = request->seed}, interrupted);
    if (!split) return refuse(Error{"--split: " + split.error().what, "--split"});
    found.stopped = split->stopped;
    found.finite = split->finite;
    if (!found.stopped && found.finite) {
      files.emplace_back("densities.csv", densitiesCsv(*split));
      parts = splitJson(*split);
    }
  }
  files.emplace_back("summary.json",
                     summaryOf(options, found, x->size(), broadening, noise, parts));
  if (const Outcome made = makeFolder(options.out); !made) return refuse(made.error());
  for (const auto& [name, text] : files)
    if (const Outcome written = writeText(options.out + "/" + name, text); !written)
      return refuse(written.error());
  if (found.stopped) return endEarly(fmt::format("cancelled after {} products", found.products));
  if (!found.finite) return endEarly("the matrix is not finite at this point");
  return done;
}

}  // namespace

void addSpectrum(CLI::App& parser, Action& action) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb = parser.add_subcommand("spectrum", "Eigenvalues, density and trace at a point");
  verb->add_option("FILE", options->source.file, "Experiment file")->required();
  verb->add_option("--at", options->at, "initial, a file with a flat vector, or a run's folder");
  verb->add_option("--top", options->topText, "How many of the largest eigenvalues");
  verb->add_flag("--density", options->density, "The spectral density");
  verb->add_flag("--trace", options->trace, "Trace and Frobenius norm with their standard errors");
  verb->add_flag("--split", options->split,
                 "H, the Gauss-Newton matrix G and R = H - G: densities.csv, and their traces");
  verb->add_flag("--full", options->full, "All eigenvalues and the exact trace");
  verb->add_flag("--noise", options->noise,
                 "Gradient noise and the conditions of SGD, in summary.json");
  verb->add_option("--batch", options->batchText,
                   "Samples of a batch of the noise; the run's by default");
  verb->add_flag("--diagonal", options->diagonal, "The diagonal with its standard errors");
  verb->add_option("--matrix", options->matrix, joined(curvatureMatrixNames()));
  verb->add_option("--set", options->source.sets, "KEY=VALUE")->allow_extra_args(false);
  verb->add_option("--out", options->out, "Folder to write");
  verb->callback([&action, options] { action = [options] { return spectrum(*options); }; });
}

}  // namespace thalweg::cli
