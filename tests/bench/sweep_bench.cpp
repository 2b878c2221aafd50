/// How much sooner a sweep of 64 small runs is done by two threads, and by two ranks of mpirun,
/// than by one thread.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/bench/turns.h"

using namespace thalweg;

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::temp_directory_path() / "thalweg-sweep-bench";

/// Networks of some tenths of a second each.
void writeExperiment() {
  fs::create_directories(folder);
  std::ofstream(folder / "e.toml") << "[problem]\nkind = \"network\"\ndataset = \"digits\"\n"
                                      "layers = [64, 16, 10]\nsamples = 300\n[[optimizer]]\n"
                                      "name = \"sgd\"\n[run]\nsteps = 400\n";
}

void sweep(const std::string& before, const std::string& after) {
  fs::remove_all(folder / "out");
  const std::string command =
      "cd '" + folder.string() + "' && " + before +
      " " THALWEG_APP_DIR
      "/thalweg-cli sweep e.toml --over optimizer.learning_rate=0.01:1:log16"
      " --over problem.seed=1,2,3,4 --out out " +
      after + " > /dev/null 2>&1";
  if (std::system(command.c_str()) != 0) {
    std::fprintf(stderr, "this failed: %s\n", command.c_str());
    std::exit(1);
  }
}

}  // namespace

int main() {
  writeExperiment();
  const std::vector<double> ms = bench::fastest(
      {[] { sweep("", "--jobs 1"); }, [] { sweep("", "--jobs 2"); },
       [] { sweep("mpirun --allow-run-as-root --oversubscribe --enable-recovery -n 2", ""); }},
      5);
  std::printf("%-64s %8.3f ms %6.2f\n", "sweep.64.one_thread", ms[0], 1.0);
  std::printf("%-64s %8.3f ms %6.2f times faster\n", "sweep.64.two_threads", ms[1], ms[0] / ms[1]);
  std::printf("%-64s %8.3f ms %6.2f times faster\n", "sweep.64.two_ranks", ms[2], ms[0] / ms[2]);
  fs::remove_all(folder);
}
