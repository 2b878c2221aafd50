#include <fmt/format.h>

#include "app/cli/cli.h"
#include "core/base/text.h"
#include "core/io/csv.h"

namespace thalweg::cli {
namespace {

// Up to this many variables the whole Hessian is written.
constexpr Index widestHessian = 16;

Outcome checkColumns(const Table& points, Index d, const std::string& file) {
  for (Index i = 0; i < d; ++i) {
    const std::string name = fmt::format("x{}", i);
    if (i >= Index(points.columns.size()) || points.columns[std::size_t(i)] != name)
      return Error{
          fmt::format("--points {}: column {} must be {}", quotable(file, 200), i + 1, name), name};
  }
  if (Index(points.columns.size()) != d)
    return Error{fmt::format("--points {} has {} columns; this problem has {} variables, x0 to x{}",
                             quotable(file, 200), points.columns.size(), d, d - 1),
                 "--points"};
  return Done{};
}

std::string header(Index d, bool hessian) {
  std::string line;
  for (Index i = 0; i < d; ++i) line += fmt::format("x{},", i);
  line += "f";
  for (Index i = 0; i < d; ++i) line += fmt::format(",g{}", i);
  const char* between = d > 10 ? "_" : "";
  for (Index i = 0; hessian && i < d; ++i)
    for (Index j = 0; j < d; ++j) line += fmt::format(",h{}{}{}", i, between, j);
  return line + "\n";
}

std::string tableOf(const Problem& problem, const Mat& points) {
  Evaluator f(problem.objective);
  const Index d = problem.start.size();
  const bool whole = d <= widestHessian;
  std::string text = header(d, whole);
  Vec x(d), g(d);
  Mat h = Mat::Zero(d, d);
  const auto add = [&text](double value) { appendShortest(text, value); };
  for (Index row = 0; row < points.rows(); ++row) {
    x = points.row(row).transpose();
    const double value = f.gradient(x, g);
    for (const double xi : x) add(xi), text += ',';
    add(value);
    for (const double gi : g) text += ',', add(gi);
    if (whole) {
      f.hessian(x, h);
      for (Index i = 0; i < d; ++i)
        for (Index j = 0; j < d; ++j) text += ',', add(h(i, j));
    }
    text += '\n';
  }
  return text;
}

struct Options {
  Source source;
  std::string points, out = "-";
};

int eval(const Options& options) {
  const Result<Experiment> experiment = options.source.experiment();
  if (!experiment) return refuse(experiment.error());
  const Result<Problem> problem = options.source.problem(*experiment);
  if (!problem) return refuse(problem.error());
  const Result<Table> points = readCsv(options.points);
  if (!points) return refuse(points.error());
  if (const Outcome fit = checkColumns(*points, problem->start.size(), options.points); !fit)
    return refuse(fit.error());
  const Outcome written = writeText(options.out, tableOf(*problem, points->values));
  return written ? done : refuse(written.error());
}

}  // namespace

void addEval(CLI::App& parser, Action& action) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb =
      parser.add_subcommand("eval", "Value, gradient and Hessian at the points of a table");
  verb->add_option("--landscape", options->source.landscape, "A landscape's id");
  verb->add_option("--expression", options->source.expression, "A formula in x and y");
  verb->add_option("--experiment", options->source.file, "An experiment file");
  verb->add_option("--points", options->points, "CSV with the columns x0,x1,..")->required();
  verb->add_option("--out", options->out, "CSV to write; standard output without");
  verb->callback([&action, options] { action = [options] { return eval(*options); }; });
}

}  // namespace thalweg::cli
