#include "core/run/spectrum.h"

#include <fmt/format.h>

#include <cmath>

#include "app/cli/cli.h"
#include "app/cli/json.h"
#include "core/base/text.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::string at = "initial", topText = "10", matrix = "hessian", out = "thalweg-out";
  bool density = false, trace = false, full = false;
};

Result<SpectrumRequest> requestFrom(const Options& options, const Problem& problem) {
  Field top;
  top.type = FieldType::integer;
  top.minimum = 0;
  top.maximum = 1000;
  const Result<Value> count = optionValue("--top", options.topText, top);
  if (!count) return count.error();
  if (options.matrix != "hessian" && options.matrix != "ggn")
    return Error{
        fmt::format("--matrix {} is not a matrix: hessian or ggn", quotable(options.matrix, 200)),
        "--matrix"};
  if (options.matrix == "ggn" && !problem.objective->asFiniteSum())
    return Error{"--matrix ggn: this problem has no Gauss-Newton matrix, only networks have one",
                 "--matrix"};
  const Index d = problem.start.size();
  if (options.full && d > fullSpectrumLimit)
    return Error{fmt::format("--full: this problem has {} parameters, at most {} are allowed", d,
                             fullSpectrumLimit),
                 "--full"};
  SpectrumRequest request;
  request.matrix =
      options.matrix == "ggn" ? CurvatureMatrix::gaussNewton : CurvatureMatrix::hessian;
  request.top = Index(std::get<std::int64_t>(*count));
  request.full = options.full;
  request.density = options.density;
  request.trace = options.trace;
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
  for (Index i = 0; i < density.at.size(); ++i) {
    appendShortest(text, density.at[i]);
    text += ',';
    appendShortest(text, density.value[i]);
    text += ',';
    if (!std::isnan(density.error[i])) appendShortest(text, density.error[i]);
    text += '\n';
  }
  return text;
}

std::string summaryOf(const Options& options, const SpectrumResult& found, Index d,
                      double broadening) {
  const double none = std::nan("");
  const bool any = found.values.size() > 0;
  const Estimate trace = found.trace.value_or(Estimate{none, none}),
                 frobenius = found.frobenius.value_or(Estimate{none, none});
  const nlohmann::ordered_json summary{
      {"top", numberOrNull(any ? found.values[0] : none)},
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
  request->seed = std::uint64_t(experiment->run.seed);

  Evaluator f(problem->objective);
  const SpectrumResult found = spectrumAt(f, *x, *request, interrupted);
  std::vector<std::pair<std::string, std::string>> files{
      {"eigenvalues.csv", eigenvaluesCsv(found)}};
  double broadening = std::nan("");
  if (found.measure) {
    const Density density = broadened(*found.measure);
    broadening = density.broadening;
    files.emplace_back("density.csv", densityCsv(density));
  }
  files.emplace_back("summary.json", summaryOf(options, found, x->size(), broadening));
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
  verb->add_option("--at", options->at, "initial, or a file with a flat vector");
  verb->add_option("--top", options->topText, "How many of the largest eigenvalues");
  verb->add_flag("--density", options->density, "The spectral density");
  verb->add_flag("--trace", options->trace, "Trace and Frobenius norm with their standard errors");
  verb->add_flag("--full", options->full, "All eigenvalues and the exact trace");
  verb->add_option("--matrix", options->matrix, "hessian, or ggn");
  verb->add_option("--set", options->source.sets, "KEY=VALUE")->allow_extra_args(false);
  verb->add_option("--out", options->out, "Folder to write");
  verb->callback([&action, options] { action = [options] { return spectrum(*options); }; });
}

}  // namespace thalweg::cli
