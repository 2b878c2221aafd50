/// Cost of every entry of the catalogue: time and memory of a step, time of a gradient, start of
/// thalweg-cli.
#include <spawn.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>

#include "core/catalog.h"
#include "core/objectives/expression/expression_objective.h"
#include "core/run/run.h"

extern char** environ;

namespace {

// One thread allocates here.
std::size_t allocated = 0;

}  // namespace

// Both operator new and Eigen take their memory from here. Sanitizers have a malloc of their own.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
extern "C" {
void* __libc_malloc(std::size_t);
void* malloc(std::size_t size) noexcept {
  allocated += size;
  return __libc_malloc(size);
}
}
#endif

using namespace thalweg;

namespace {

using Clock = std::chrono::steady_clock;

/// Nanoseconds a call: fastest of seven rounds of `calls`.
double nanoseconds(int calls, const std::function<void()>& call) {
  double best = std::numeric_limits<double>::infinity();
  for (int round = 0; round < 7; ++round) {
    const auto begun = Clock::now();
    for (int k = 0; k < calls; ++k) call();
    best = std::min(best,
                    std::chrono::duration<double, std::nano>(Clock::now() - begun).count() / calls);
  }
  return best;
}

/// Rosenbrock's valley, or a small network where a method needs a mean over data or matrices.
std::pair<std::shared_ptr<const Objective>, Vec> problemFor(const OptimizerEntry& entry) {
  const Landscape valley = *find(allLandscapes(), "rosenbrock")->make({});
  if (lackOf(entry.needs, "", *valley.objective).empty()) return {valley.objective, valley.start};
  ProblemChoice network;
  network.kind = "network";
  network.network.dataset = "iris";
  network.network.layers = {4, 5, 3};
  network.network.loss = "half-squared-error";
  const Problem problem = *prepareProblem(network);
  return {problem.objective, problem.start};
}

/// No method allocates anything after its first steps, but for a row of room inside the library's
/// decompositions in those that take matrices of gradients apart.
bool optimizers() {
  bool clean = true;
  for (const OptimizerEntry& entry : allOptimizers()) {
    auto [objective, x] = problemFor(entry);
    Stepper stepper = *entry.make({{"learning_rate", 1e-4}}, x);
    Oracle oracle(objective);
    for (int k = 0; k < 2; ++k) stepper.step(x, oracle);
    allocated = 0;
    for (int k = 0; k < 1000; ++k) stepper.step(x, oracle);
    const double bytes = double(allocated) / 1000;
    std::printf("step.%s %.1f ns\n", entry.card.id.c_str(),
                nanoseconds(5000, [&] { stepper.step(x, oracle); }));
    std::printf("step_memory.%s %.1f bytes\n", entry.card.id.c_str(), bytes);
    clean = clean && (bytes == 0 || entry.needs.data || entry.needs.matrices);
  }
  return clean;
}

bool gradient(const std::string& name, const std::shared_ptr<const Objective>& f,
              const Vec& start) {
  Evaluator evaluator(f);
  Vec x = start, g(x.size()), v = Vec::Ones(x.size()), hv(x.size());
  double sum = evaluator.gradient(x, g);
  evaluator.hessianTimes(x, v, hv);
  allocated = 0;
  for (int k = 0; k < 100; ++k) {
    sum += evaluator.gradient(x, g);
    evaluator.hessianTimes(x, v, hv);
  }
  const std::size_t bytes = allocated;
  const int calls = x.size() > 16 ? 50 : 20000;  // sums over data take milliseconds
  const double time = nanoseconds(calls, [&] {
    x[0] += 1e-9;
    sum += evaluator.gradient(x, g);
  });
  std::printf("gradient.%s %.1f ns\n", name.c_str(), time);
  std::printf("hessian_product.%s %.1f ns\n", name.c_str(),
              nanoseconds(calls, [&] { evaluator.hessianTimes(x, v, hv); }));
  std::printf("gradient_memory.%s %.1f bytes\n", name.c_str(), double(bytes) / 100);
  return bytes == 0 && std::isfinite(sum);
}

/// A chunk for 256 rows is all that a run may allocate.
void wholeRun() {
  Experiment e;
  e.problem.name = "rosenbrock";
  e.optimizers.push_back({"adam", "", {{"learning_rate", 1e-4}}});
  e.run.steps = 100000;
  const auto run = *Run::prepare(e, 0, *prepareProblem(e.problem));
  allocated = 0;
  runNow(*run);
  std::printf("run_memory.adam %.1f bytes/step\n", double(allocated) / 100000);
}

/// Milliseconds from starting `thalweg-cli list optimizers` to its end, fastest and middle of 21.
bool startUp() {
  const std::string program = THALWEG_APP_DIR "/thalweg-cli";
  std::vector<double> times;
  for (int k = 0; k < 21; ++k) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", 1, 0);
    std::string words[] = {program, "list", "optimizers"};
    char* arguments[] = {words[0].data(), words[1].data(), words[2].data(), nullptr};
    pid_t child = 0;
    int status = 1;
    const auto begun = Clock::now();
    const bool started =
        posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ) == 0;
    if (started) waitpid(child, &status, 0);
    times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
    posix_spawn_file_actions_destroy(&actions);
    if (!started || status != 0) return false;
  }
  std::sort(times.begin(), times.end());
  std::printf("cli_start.fastest %.2f ms\ncli_start.median %.2f ms\n", times.front(), times[10]);
  return true;
}

}  // namespace

int main() {
  bool good = optimizers();
  for (const LandscapeEntry& entry : allLandscapes()) {
    const Landscape land = *entry.make({});
    good = gradient(entry.card.id, land.objective, land.start) && good;
  }
  const Vec start{{-1.5, 2.0}};
  good =
      gradient("expression_rosenbrock", *expressionObjective("(1-x)^2 + 100*(y-x^2)^2"), start) &&
      good;
  good = gradient("expression_meander",
                  *expressionObjective("1.5*(y-0.8*sin(x))^2 + 0.075*(x-2.6)^2"), start) &&
         good;
  wholeRun();
  return startUp() && good ? 0 : 1;
}
