#include <fmt/format.h>

#include <cmath>

#include "app/cli/cli.h"
#include "app/cli/json.h"
#include "core/base/text.h"
#include "core/io/vector_file.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::string at = "initial", vector, out = "thalweg-out";
};

std::string columnOf(const Vec& v) {
  std::string text = "value\n";
  for (const double x : v) {
    appendShortest(text, x);
    text += '\n';
  }
  return text;
}

/// JSON has no NaN: what does not exist is null.
Result<Vec> vectorFor(const Options& options, Index d) {
  if (options.vector.empty()) return Vec{};
  Result<Vec> v = readVector(options.vector);
  if (!v) return v.error();
  if (v->size() != d)
    return Error{fmt::format("--vector {} has {} numbers; this problem has {} parameters",
                             quotable(options.vector, 200), v->size(), d),
                 "--vector"};
  return v;
}

int derivatives(const Options& options) {
  const Result<Experiment> experiment = options.source.experiment();
  if (!experiment) return refuse(experiment.error());
  const Result<Problem> problem = options.source.problem(*experiment);
  if (!problem) return refuse(problem.error());
  const Result<Vec> x = pointAt(options.at, *problem);
  if (!x) return refuse(x.error());
  const Index d = x->size();
  const Result<Vec> v = vectorFor(options, d);
  if (!v) return refuse(v.error());

  Evaluator f(problem->objective);
  const FiniteSum* sum = problem->objective->asFiniteSum();
  Vec g(d), product(d);
  const double value = f.gradient(*x, g);
  nlohmann::ordered_json summary{{"f", numberOrNull(value)},
                                 {"gradient_norm", numberOrNull(g.norm())}};
  const bool network = experiment->problem.kind == "network" && sum;
  summary["accuracy"] = numberOrNull(network ? sum->accuracy(*x, f.scratch()) : std::nan(""));
  summary["parameters"] = d;
  std::vector<std::pair<std::string, std::string>> files{{"summary.json", summary.dump(2) + "\n"},
                                                         {"gradient.csv", columnOf(g)}};
  if (v->size() > 0) {
    f.hessianTimes(*x, *v, product);
    files.emplace_back("hvp.csv", columnOf(product));
    if (sum) {
      sum->gaussNewtonTimes(*x, *v, product, f.scratch());
      files.emplace_back("ggnvp.csv", columnOf(product));
    }
  }
  if (const Outcome made = makeFolder(options.out); !made) return refuse(made.error());
  for (const auto& [name, text] : files)
    if (const Outcome written = writeText(options.out + "/" + name, text); !written)
      return refuse(written.error());
  return done;
}

}  // namespace

void addDerivatives(CLI::App& parser, Action& action) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb =
      parser.add_subcommand("derivatives", "Loss, gradient and products with H and G at a point");
  verb->add_option("FILE", options->source.file, "Experiment file")->required();
  verb->add_option("--at", options->at, "initial, or a file with a flat vector");
  verb->add_option("--vector", options->vector, "File with the vector to multiply");
  verb->add_option("--set", options->source.sets, "KEY=VALUE")->allow_extra_args(false);
  verb->add_option("--out", options->out, "Folder to write");
  verb->callback([&action, options] { action = [options] { return derivatives(*options); }; });
}

}  // namespace thalweg::cli
