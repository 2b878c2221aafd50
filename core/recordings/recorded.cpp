#include <fmt/format.h>

#include <filesystem>
#include <limits>

#include "core/base/text.h"
#include "core/recordings/recording.h"

namespace thalweg::recordings {
namespace {

struct Recorded {
  struct Settings {
    double learningRate = std::numeric_limits<double>::quiet_NaN();  // nobody knows it
    std::string folder;
  };
  using Memory = FolderReader;

  static Card card() {
    return {.id = "recorded",
            .title = "Recorded parameters",
            .summary =
                "Where another program has been: each step is the next file of a folder of "
                ".npz, .npy or .csv vectors, the start its first.",
            .formula = "x ← xₙ",
            .reference = "NumPy's array files, in PyTorch's order of the parameters"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}.text(
        &Settings::folder,
        {.key = "folder",
         .label = "folder",
         .help =
             "Files .npz, .npy or .csv, one a step, in the order of the numbers in their names.",
         .essential = true,
         .path = true});
  }

  static std::string lack(const Settings& s, const Objective&) {
    std::error_code trouble;
    if (std::filesystem::is_directory(s.folder, trouble)) return "";
    return fmt::format("folder = '{}' is not allowed: a folder of .npz, .npy or .csv files",
                       quotable(s.folder, 200));
  }

  static Memory start(const Settings&, const Vec&) { return {}; }
  static Next next(const Settings& s, Memory& m, Index d) { return m.look(s.folder, d); }
  static void step(const Settings&, Memory& m, Vec& x, Oracle&) { x = m.take(); }
};

}  // namespace

OptimizerEntry recorded() { return optimizerEntry<Recorded>(); }

}  // namespace thalweg::recordings
