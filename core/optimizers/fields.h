/// Settings that many optimizers share, described once.
#pragma once

#include "core/base/settings.h"

namespace thalweg {

/// The field every optimizer here has.
inline FieldText learningRateField() {
  return {.key = "learning_rate",
          .label = "rate",
          .symbol = "η",
          .help = "Length of a step against the gradient.",
          .minimum = 0.0,
          .maximum = 1e6,
          .sliderLow = 1e-5,
          .sliderHigh = 2.0,
          .scale = Scale::logarithmic,
          .essential = true};
}

/// L2 weight decay: weight_decay * x is added to the gradient before anything else.
inline FieldText weightDecayField() {
  return {.key = "weight_decay",
          .label = "weight decay",
          .symbol = "ω",
          .help = "Added to the gradient, times the parameters.",
          .minimum = 0.0,
          .maximum = 1e3,
          .sliderLow = 1e-6,
          .sliderHigh = 1.0,
          .scale = Scale::logarithmic};
}

/// Decoupled weight decay: the parameters shrink beside the step, at the learning rate.
inline FieldText decoupledDecayField() {
  FieldText field = weightDecayField();
  field.help = "The parameters shrink by this times the rate.";
  return field;
}

/// Share of the last velocity that is kept. PyTorch allows 1, at which nothing is lost.
inline FieldText momentumField(bool essential) {
  return {.key = "momentum",
          .label = "momentum",
          .symbol = "β",
          .help = "Share of the last velocity that is kept.",
          .minimum = 0,
          .maximum = 1,
          .sliderLow = 0,
          .sliderHigh = 0.999,
          .essential = essential};
}

inline FieldText beta1Field() {
  return {.key = "beta1",
          .label = "mean decay",
          .symbol = "β₁",
          .help = "Share of the mean gradient that is kept.",
          .minimum = 0,
          .maximum = 1,
          .maximumExcluded = true,
          .sliderLow = 0,
          .sliderHigh = 0.999};
}

inline FieldText beta2Field(const std::string& help = "Share of the mean square that is kept.") {
  return {.key = "beta2",
          .label = "square decay",
          .symbol = "β₂",
          .help = help,
          .minimum = 0,
          .maximum = 1,
          .maximumExcluded = true,
          .sliderLow = 0.5,
          .sliderHigh = 0.9999};
}

inline FieldText epsilonField(
    const std::string& help = "Added to the root, so that nothing is divided by zero.") {
  return {.key = "epsilon",
          .label = "epsilon",
          .symbol = "ε",
          .help = help,
          .minimum = 0,
          .maximum = 1e3,
          .sliderLow = 1e-12,
          .sliderHigh = 1,
          .scale = Scale::logarithmic};
}

/// One side of a box that all coordinates stay in.
inline FieldText boxField(const std::string& key, const std::string& help) {
  return {
      .key = key, .label = key, .help = help, .minimum = -1e9, .maximum = 1e9, .essential = true};
}

/// Of methods that estimate how far the minimum is.
inline FieldText firstDistanceField() {
  return {.key = "d0",
          .label = "first guess",
          .symbol = "d₀",
          .help = "Of the distance to the minimum.",
          .minimum = 0,
          .maximum = 1e6,
          .minimumExcluded = true,
          .sliderLow = 1e-8,
          .sliderHigh = 1,
          .scale = Scale::logarithmic};
}

inline FieldText growthField() {
  return {.key = "growth",
          .label = "growth",
          .help = "Most that the distance may grow by in a step, as a factor.",
          .minimum = 1,
          .infiniteAllowed = true};
}

inline FieldText biasCorrectionField() {
  return {.key = "bias_correction",
          .label = "correct means",
          .help = "Corrects both means for their start at zero."};
}

/// Of methods with a warm-up of their own.
inline FieldText risingStepsField() {
  return {.key = "warm_up",
          .label = "warm-up",
          .help = "Steps in which the rate rises linearly.",
          .minimum = 0,
          .maximum = 1e9};
}

/// Of wrappers that cut gradients.
inline FieldText clipLimitField(const std::string& help) {
  return {.key = "limit",
          .label = "limit",
          .symbol = "c",
          .help = help,
          .minimum = 0,
          .maximum = 1e9,
          .minimumExcluded = true,
          .sliderLow = 1e-3,
          .sliderHigh = 1e3,
          .scale = Scale::logarithmic,
          .essential = true};
}

}  // namespace thalweg
