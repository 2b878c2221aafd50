/// A table made ready for learning: scaled features, targets, the split into training and test
/// samples.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/types.h"
#include "core/datasets/dataset.h"

namespace thalweg {

enum class Task { automatic, classification, regression };

/// Keys as in the experiment file; an error's `where` names the key.
struct DataOptions {
  std::string target = "last";  // a column's name, its index from 0, or "last"
  Task task = Task::automatic;
  Scaling scaling = Scaling::standardise;
  Index firstSample = 0;       // rows skipped
  Index samples = 0;           // 0: all that follow
  double testFraction = 0.0;   // the last share of the chosen rows, rounded to whole samples
  bool classesWanted = false;  // what `automatic` means under a loss for classes: classification
                               // whatever the target holds
};

/// Samples stand in columns, so that any choice of them is a choice of contiguous memory.
struct Samples {
  Mat features;             // [features, samples]
  Mat targets;              // [outputs, samples]: one-hot for classes, else the (scaled) target
  std::vector<int> labels;  // the class of each sample; empty for regression

  Index count() const { return features.cols(); }
};

struct Dataset {
  std::string name;
  std::vector<std::string> featureNames;
  std::string targetName;
  Index classes = 0;  // of the whole table; 0 for regression
  /// What a scaled number was in the table: zero + unit * number. Features [features].
  Vec featureZeros, featureUnits;
  double targetZero = 0.0, targetUnit = 1.0;
  Samples training, test;

  Index features() const { return training.features.rows(); }
  /// What a network for this must give: one number a class, or one.
  Index outputs() const { return classes > 0 ? classes : 1; }
};

/// Scales over all rows of the table, then chooses among them, in the table's order. `name` is what
/// messages call the table.
Result<std::shared_ptr<const Dataset>> makeDataset(const Table& table, const std::string& name,
                                                   const DataOptions& options);

/// A table by the id of a built-in data set, or by its path where the name has a '/' or an ending.
struct NamedTable {
  std::string name;
  Table table;
  Scaling scaling = Scaling::standardise;  // what "default" means for it
};
/// `wish`: of data that are drawn to measure.
Result<NamedTable> loadTable(const std::string& idOrPath, const DataWish& wish = {});

/// "default", "none" or "standardise"; `byDefault` is the table's own.
Result<Scaling> scalingFrom(const std::string& word, Scaling byDefault);
/// "auto", "classification" or "regression".
Result<Task> taskFrom(const std::string& word);

}  // namespace thalweg
