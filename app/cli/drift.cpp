#include <fmt/format.h>

#include <sstream>

#include "app/cli/cli.h"
#include "core/base/text.h"
#include "core/catalog.h"
#include "core/math/runge_kutta.h"
#include "core/run/drive.h"

namespace thalweg::cli {
namespace {

struct Options {
  Source source;
  std::string flows = "ngf", out = "thalweg-out";
};

Result<std::vector<const FlowEntry*>> flowsFrom(const std::string& list) {
  std::vector<const FlowEntry*> flows;
  std::stringstream stream(list);
  for (std::string id; std::getline(stream, id, ',');) {
    const FlowEntry* entry = find(allFlows(), id);
    if (!entry) {
      const std::string near = nearest(id, ids(allFlows()));
      return Error{fmt::format("--flows: '{}' is not a flow; {}", quotable(id),
                               near.empty() ? "it may be " + joined(ids(allFlows()))
                                            : "did you mean '" + near + "'?"),
                   "--flows"};
    }
    flows.push_back(entry);
  }
  if (flows.empty())
    return Error{"--flows is empty; it may be " + joined(ids(allFlows())), "--flows"};
  return flows;
}

/// One flow followed from the start, and again from every iterate for one step.
class Followed {
 public:
  Followed(const FlowEntry& entry, const Problem& problem, double h)
      : m_f(problem.objective),
        m_velocity(entry.make(problem.start.size())),
        m_h(h),
        m_whole(velocity(), problem.start) {
    Vec rate(problem.start.size());
    m_defined = m_velocity(m_f, h, problem.start, rate) && rate.allFinite();
  }

  /// The cells of row n for the optimizer's point x, which came from `before`: point, drift, local.
  std::string cells(std::int64_t n, const Vec& x, const Vec& before) {
    if (n > 0 && m_defined) m_defined = m_whole.advance(m_h, interrupted);
    std::string text;
    const Index d = x.size();
    for (Index i = 0; i < d; ++i) {
      text += ',';
      if (m_defined) appendShortest(text, m_whole.position()[i]);
    }
    text += ',';
    if (m_defined) appendShortest(text, (x - m_whole.position()).norm());
    text += ',';
    if (n == 0) return m_defined ? text + "0" : text;
    Integrator local(velocity(), before);
    if (local.advance(m_h, interrupted)) appendShortest(text, (x - local.position()).norm());
    return text;
  }

 private:
  VelocityField velocity() {
    return [this](const Vec& x, Vec& dx) { return m_velocity(m_f, m_h, x, dx); };
  }
  Evaluator m_f;
  Velocity m_velocity;
  double m_h;
  Integrator m_whole;
  bool m_defined = true;
};

std::string header(Index d, const std::vector<const FlowEntry*>& flows) {
  std::string text = "step,time";
  for (Index i = 0; i < d; ++i) text += fmt::format(",x{}", i);
  for (const FlowEntry* flow : flows) {
    for (Index i = 0; i < d; ++i) text += fmt::format(",{}_{}", flow->card.id, i);
    text += fmt::format(",drift_{},local_{}", flow->card.id, flow->card.id);
  }
  return text + "\n";
}

int drift(const Options& options) {
  const Result<Experiment> read = options.source.experiment();
  if (!read) return refuse(read.error());
  if (read->optimizers.empty())
    return refuse(
        {"the experiment has no [[optimizer]]: nothing to compare with a flow", "optimizer"});
  const Result<std::vector<const FlowEntry*>> flows = flowsFrom(options.flows);
  if (!flows) return refuse(flows.error());
  Result<Problem> problem = options.source.problem(*read);
  if (!problem) return refuse(problem.error());
  Result<Drive> drive = Drive::prepare(*read, 0, *problem);
  if (!drive) return refuse(options.source.told(drive.error()));
  problem->start = drive->start();
  const double h = drive->givenRate();
  if (!(h > 0))
    return refuse({fmt::format("learning_rate = {} is not allowed here: a flow needs time, above 0",
                               shortest(h)),
                   "learning_rate"});

  std::vector<std::unique_ptr<Followed>> followed;
  for (const FlowEntry* flow : *flows)
    followed.push_back(std::make_unique<Followed>(*flow, *problem, h));
  if (const Outcome made = makeFolder(options.out); !made) return refuse(made.error());
  Evaluator f(problem->objective);
  for (const FlowEntry* flow : *flows)
    if (const std::string why = whyUndefined(*flow, f, problem->start); !why.empty())
      std::fprintf(stderr, "thalweg-cli: %s: its cells are empty\n", why.c_str());
  std::string text = header(problem->start.size(), *flows);
  drive->rehearse(Job::Clock::time_point::max(), interrupted);
  Vec x = problem->start, before = x;
  std::string early;
  for (std::int64_t n = 0; n <= read->run.steps && early.empty(); ++n) {
    if (n > 0) {
      before = x;
      drive->step(n - 1, x);
    }
    std::string row = std::to_string(n) + "," + shortest(double(n) * h);
    for (const double xi : x) row += ',', appendShortest(row, xi);
    for (const auto& flow : followed) row += flow->cells(n, x, before);
    if (interrupted())
      early = fmt::format("cancelled at step {}", n);  // the row may be cut short: it is left out
    else
      text += row + "\n";
    if (!x.allFinite()) early = fmt::format("diverged at step {}: x is not finite", n);
  }
  if (const Outcome written = writeText(options.out + "/drift.csv", text); !written)
    return refuse(written.error());
  return early.empty() ? done : endEarly(early);
}

}  // namespace

void addDrift(CLI::App& parser, Action& action) {
  const auto options = std::make_shared<Options>();
  CLI::App* verb =
      parser.add_subcommand("drift", "The first optimizer beside the flows it follows");
  verb->add_option("FILE", options->source.file, "Experiment file")->required();
  verb->add_option("--flows", options->flows, "Ids of flows, with commas between");
  verb->add_option("--set", options->source.sets, "KEY=VALUE")->allow_extra_args(false);
  verb->add_option("--out", options->out, "Folder to write");
  verb->callback([&action, options] { action = [options] { return drift(*options); }; });
}

}  // namespace thalweg::cli
