/// What the verbs of thalweg-cli share.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/run/experiment.h"
#include "core/run/problem.h"

namespace thalweg::cli {

/// Exit codes of the contract.
inline constexpr int done = 0, endedEarly = 1, wrongRequest = 2;

/// A verb adds its options to the parser and leaves what is to be done in `action`.
using Action = std::function<int()>;
void addList(CLI::App& parser, Action& action);
void addEval(CLI::App& parser, Action& action);
void addRun(CLI::App& parser, Action& action);
void addDerivatives(CLI::App& parser, Action& action);
void addLandscape(CLI::App& parser, Action& action);
void addDrift(CLI::App& parser, Action& action);
void addSpectrum(CLI::App& parser, Action& action);
void addSweep(CLI::App& parser, Action& action);
void addInterpolate(CLI::App& parser, Action& action);

/// One line on standard error, at most 500 characters; returns 2.
int refuse(const Error& error);

/// True since Ctrl-C was pressed.
bool interrupted();

/// One line on standard error that says why a verb ended early; returns 1.
int endEarly(const std::string& why);

/// The number written after an option, checked against the field; the message quotes both as they
/// were written.
Result<Value> optionValue(const std::string& option, const std::string& text, const Field& field);

/// Writes a file, `-` being standard output.
Outcome writeText(const std::string& path, const std::string& text);

/// Makes a folder with its parents.
Outcome makeFolder(const std::string& path);

/// Where an experiment comes from on the command line: a file, or its parts as options.
struct Source {
  std::string file, landscape, expression, start;
  std::optional<std::string> steps;
  std::vector<std::string> optimizers, sets;
  std::vector<std::string> overs;  // like `sets`, one value of each list of a sweep

  Result<Experiment> experiment() const;
  Result<Problem> problem(const Experiment& experiment) const;
  /// The error with the option it came from in front, as it was written.
  Error told(Error error) const;
};

bool isFolder(const std::string& path);

/// The point that `--at` names: `initial`, a file with a flat vector of the problem's length, or
/// the folder of a run, whose last point it is. `option` is what it is called in a message.
Result<Vec> pointAt(const std::string& at, const Problem& problem,
                    const std::string& option = "--at");

}  // namespace thalweg::cli
