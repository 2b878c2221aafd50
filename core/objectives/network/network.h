/// Dense feed-forward networks on a data set: the training loss as a function of the parameters.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/objectives/data/dataset.h"
#include "core/objectives/network/architecture.h"
#include "core/objectives/objective.h"

namespace thalweg {

struct Scores {
  double loss = 0.0;
  double accuracy = 0.0;  // NaN for regression
};

/// With weight decay no sum of squares over samples is left: it has no residuals. Scores on test
/// samples are without it.
class NetworkObjective : public Objective, public FiniteSum {
 public:
  NetworkObjective(NetworkSpec spec, std::shared_ptr<const Dataset> data);

  const NetworkSpec& spec() const { return m_spec; }
  const Dataset& data() const { return *m_data; }
  Index dimension() const override { return m_dimension; }
  Index samples() const override { return m_data->training.count(); }
  const FiniteSum* asFiniteSum() const override { return this; }
  const Samples& trainingSamples() const override { return m_data->training; }
  std::vector<ParameterBlock> blocks() const override { return m_blocks; }
  bool fisherTimes(const Vec& x, const Vec& v, Vec& fv, Scratch* scratch) const override;

  /// The network's linear outputs [outputs, samples] for features [inputs, samples].
  Mat outputs(const Vec& x, const Mat& features, Scratch* scratch) const {
    Mat all;
    outputsAt(x, features, all, scratch);
    return all;
  }
  /// On the test samples; NaN where there are none.
  virtual Scores testScores(const Vec& x, Scratch* scratch) const = 0;

 protected:
  NetworkSpec m_spec;
  std::shared_ptr<const Dataset> m_data;
  std::vector<ParameterBlock> m_blocks;
  Index m_dimension = 0;
  double penalty(const Vec& x) const { return 0.5 * m_spec.weightDecay * x.squaredNorm(); }
};

/// Refuses, naming the key, what does not fit together: layers and data, loss and target, unknown
/// names.
Result<std::shared_ptr<const NetworkObjective>> makeNetwork(const NetworkSpec& spec,
                                                            std::shared_ptr<const Dataset> data);

/// Whether `task = "auto"` means classes under this loss (DataOptions::classesWanted); false for
/// unknown names.
bool lossNeedsClasses(const std::string& loss);

/// Outputs a network for this data has under this loss: one for the losses of two classes.
Index outputsFor(const std::string& loss, const Dataset& data);

}  // namespace thalweg
