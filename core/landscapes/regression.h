/// What the two regressions for classes share: a data set of the catalogue as a linear model.
#pragma once

#include "core/landscapes/landscape.h"
#include "core/objectives/data/dataset.h"
#include "core/objectives/data/regression_model.h"

namespace thalweg {

/// The fields `dataset` and `ridge` of a settings struct.
template <class S>
Schema<S> regressionSchema(const std::vector<std::string>& datasets) {
  return Schema<S>{}
      .choice(&S::dataset, {.key = "dataset", .label = "data", .help = "A data set with classes."},
              datasets)
      .real(&S::ridge,
            {.key = "ridge",
             .label = "ridge",
             .symbol = "λ",
             .help = "Pull of the weights to 0; without it the minimum may lie at infinity.",
             .minimum = 0,
             .maximum = 1e3,
             .sliderLow = 0,
             .sliderHigh = 1});
}

/// The data set of that id; refused where it has not so many classes, or none where `classes` is 0.
Result<std::shared_ptr<const Dataset>> classesIn(const std::string& dataset, Index classes,
                                                 const std::string& owner);

/// Starts where all classes are equally likely.
Landscape regressionLandscape(RegressionModel::Spec spec);

}  // namespace thalweg
