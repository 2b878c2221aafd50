/// Differential equations that an optimizer follows when its steps shrink.
#pragma once

#include <functional>
#include <string>

#include "core/base/card.h"
#include "core/objectives/objective.h"

namespace thalweg {

/// dx = velocity at x for learning rate h; false where it is not defined.
using Velocity = std::function<bool(Evaluator& f, double h, const Vec& x, Vec& dx)>;

struct FlowEntry {
  Card card;
  /// A velocity with scratch of its own, for one thread.
  std::function<Velocity(Index dimension)> make;
  bool needsThird = false;  // uses D3f(x)[v, v]
  /// The mean of f over the method's oscillation around the flow at x, NaN where it is not known;
  /// null where the flow knows of none.
  std::function<double(Evaluator& f, double h, const Vec& x)> meanLoss{};
};

/// Why the flow is nowhere defined on this objective, in a sentence; "" where it is.
std::string whyUndefined(const FlowEntry& flow, Evaluator& f, const Vec& x);

}  // namespace thalweg
