/// An experiment as a value: all that is needed to make the same runs again. The TOML file in
/// memory.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/settings.h"
#include "core/landscapes/landscape.h"

namespace thalweg {

/// What a network is trained on and how it is built (`problem.kind = "network"`).
struct NetworkChoice {
  std::string dataset = "digits";      // id, or a path to a table
  std::vector<std::int64_t> channels;  // of the convolutions before the layers; none by default
  std::string pool = "average";        // after each of them
  std::vector<std::int64_t> layers{64, 32, 10};
  std::string activation = "tanh";
  std::string loss = "cross-entropy";
  std::int64_t firstSample = 0, samples = 0;  // rows skipped; rows used, 0 for all
  std::string initialisation = "pytorch-linear";
  std::int64_t seed = 1;
  std::string parameters;  // file of a flat start vector, or ""
  std::string scaling = "default", target = "last", task = "auto", precision = "float64";
  double testFraction = 0.0;
  std::int64_t clusters = 0;  // of data drawn to measure; 0: one for each class
  double separation = 1.0;    // of them
  bool bias = true;
  double weightDecay = 0.0, gradientPenalty = 0.0, dropout = 0.0;
  bool spectralNormalisation = false;
  friend bool operator==(const NetworkChoice&, const NetworkChoice&) = default;
};

struct ProblemChoice {
  std::string kind = "landscape";  // landscape | expression | network
  std::string name = "meander";    // of a landscape
  Values settings;                 // of a landscape
  std::string expression;
  std::map<std::string, double> constants;  // of an expression
  std::vector<Interval> domain;             // of an expression; empty: chosen
  std::vector<double> start;                // empty: the problem's own
  NetworkChoice network;
  friend bool operator==(const ProblemChoice&, const ProblemChoice&) = default;
};

/// A row of the catalogue by its id, and its settings.
struct Part {
  std::string name;
  Values settings;
  friend bool operator==(const Part&, const Part&) = default;
};

/// What happens to a method in the middle of its run: another rate, another batch. Its memory
/// stays.
struct KickChoice {
  std::int64_t step = 0;    // the number of the first step made so, from 0
  double rateFactor = 1.0;  // on top of any schedule
  std::int64_t batch = -1;  // samples a step from then on; 0: all; -1: as before
  friend bool operator==(const KickChoice&, const KickChoice&) = default;
};

struct OptimizerChoice {
  std::string name;   // id
  std::string label;  // empty: the id
  Values settings;
  Part schedule{};               // of the learning rate; no name: none
  std::vector<Part> wrappers{};  // around the method, the innermost first
  std::optional<KickChoice> kick{};
  std::int64_t startSeed = -1;  // of its own first weights of a network; -1: the problem's start
  friend bool operator==(const OptimizerChoice&, const OptimizerChoice&) = default;
};

struct RunChoice {
  std::int64_t steps = 1000;
  std::int64_t batch = 0;  // samples a step; 0: all
  std::string sampling = "reshuffled";
  std::int64_t seed = 1;
  std::int64_t threads = 1;
  double stopGradientNorm = 0.0;
  double stopBelow = -std::numeric_limits<double>::infinity();
  friend bool operator==(const RunChoice&, const RunChoice&) = default;
};

struct MeasureChoice {
  std::int64_t sharpnessEvery = 0, sharpnessTop = 1;
  std::int64_t driftEvery = 0;
  std::vector<std::string> driftFlows{"ngf"};
  std::int64_t accuracyEvery = 0;
  std::int64_t parametersEvery = 0;
  std::int64_t spectrumEvery = 0;
  std::string spectrumMethod = "slq";  // slq: density; full: all eigenvalues; top: the largest
  std::int64_t spectrumProbes = 10, spectrumSteps = 100;  // of slq
  std::int64_t spectrumTop = 10;                          // of top
  std::int64_t traceEvery = 0, traceProbes = 20;
  std::int64_t complexityEvery = 0;
  std::int64_t averageEvery = 0;
  std::string averageKind = "polyak-ruppert";  // the plain mean; "ema"; "midpoint"
  double averageDecay = 0.99;                  // of ema
  std::int64_t noiseEvery = 0, noiseBatches = 20;
  std::string spectrumMatrix = "hessian";  // see curvatureMatrixNames()
  std::vector<std::int64_t> spectrumAt{};  // steps with a spectrum beside every so many, ascending

  bool asksSpectra() const { return spectrumEvery > 0 || !spectrumAt.empty(); }
  friend bool operator==(const MeasureChoice&, const MeasureChoice&) = default;
};

/// A step of one of the runs; -1: the newest one.
struct StepChoice {
  std::int64_t run = 0, step = -1;
  friend bool operator==(const StepChoice&, const StepChoice&) = default;
};

/// The plane on which a problem of more than two parameters is seen (`view.plane`).
struct PlaneChoice {
  std::string kind = "auto";                      // see planeKinds(); auto: through the paths
  std::int64_t seed = 1;                          // of random
  std::string normalisation = "filter";           // of random
  std::array<std::int64_t, 2> coordinates{0, 1};  // of coordinates
  /// The point that it goes through; none: the mean of the paths, or the newest point of the first
  /// run.
  std::optional<StepChoice> centre;
  std::array<StepChoice, 3> points{{{0, 0}, {0, -1}, {1, -1}}};  // of three-points
  std::array<StepChoice, 2> segment{{{0, 0}, {0, -1}}};          // ends of the loss on a line
  std::string file{};   // of own-file: .npz with d1, d2 and perhaps origin, or .csv
  double radius = 1.5;  // in units of the paths' extent
  std::array<std::int64_t, 2> nodes{61, 61};
  friend bool operator==(const PlaneChoice&, const PlaneChoice&) = default;
};

/// How the window shows it. The command line keeps it and does nothing with it.
struct ViewChoice {
  std::vector<std::int64_t> hidden;  // optimizers not shown, from 0
  std::int64_t step = -1;            // -1: the last one
  bool points = true;                // known minima and saddles are marked
  bool sameRate = false;             // a rate that is set is set for all optimizers
  std::string arrangement{};         // one of those of the window; empty: as it is
  std::vector<std::string> sweep{};  // lists of a sweep that waits to be begun, KEY=V1,V2,..
  PlaneChoice plane{};
  friend bool operator==(const ViewChoice&, const ViewChoice&) = default;
};

struct Experiment {
  std::string title;
  ProblemChoice problem;
  std::vector<OptimizerChoice> optimizers;
  RunChoice run;
  MeasureChoice measure;
  ViewChoice view;
  friend bool operator==(const Experiment&, const Experiment&) = default;
};

/// One change to a file on its way in: a dotted key, and its value as TOML or plain text.
struct Override {
  std::string key, value;
};

/// Reads an experiment. `folder`: what relative paths in the text are relative to. Unknown keys are
/// refused by name with the nearest known one, values by their range; nothing is evaluated yet.
Result<Experiment> experimentFrom(const std::string& toml, const std::string& folder,
                                  const std::vector<Override>& overrides = {});
Result<Experiment> experimentFromFile(const std::string& path,
                                      const std::vector<Override>& overrides = {});

/// The whole experiment with every default written out; reading it gives the same experiment.
std::string tomlOf(const Experiment& experiment);

/// Fills in settings left out (optimizers', landscape's, start) so that the file says all. Refuses
/// what can not be run.
Result<Experiment> resolved(const Experiment& experiment);

/// Unique names of the runs: label or id, with -2, -3 where one repeats, characters unfit for a
/// folder replaced by `_`.
std::vector<std::string> runNames(const Experiment& experiment);

}  // namespace thalweg
