/// Differential equations that an optimizer follows when its steps shrink.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/base/card.h"
#include "core/base/settings.h"
#include "core/objectives/objective.h"

namespace thalweg {

/// dx = velocity at x for learning rate h; false where it is not defined.
using Velocity = std::function<bool(Evaluator& f, double h, const Vec& x, Vec& dx)>;

class Stepper;

/// What a flow needs that is of one method alone and goes on from what that remembers: its state is
/// the point [d] and behind it as many numbers as it likes.
struct MethodFlow {
  std::string method;  // the optimizer's id
  /// Whether the method with these settings, all of them, is the one meant.
  std::function<bool(const Values& settings)> fits;
  /// The state where the method is at x; empty while it remembers nothing.
  std::function<Vec(const Stepper& method, const Vec& x)> begin;
  /// The velocity of the state, with scratch of its own.
  std::function<Velocity(Index dimension, const Values& settings)> make;
  std::function<double(Evaluator& f, double h, const Values& settings, const Vec& state)> meanLoss;
};

struct FlowEntry {
  Card card;
  /// A velocity with scratch of its own, for one thread.
  std::function<Velocity(Index dimension)> make;
  bool needsThird = false;  // uses D3f(x)[v, v]
  /// The mean of f over the method's oscillation around the flow at x, NaN where it is not known;
  /// null where the flow knows of none.
  std::function<double(Evaluator& f, double h, const Vec& x)> meanLoss{};
  /// Where it is followed along a run of its method only; `make` is defined nowhere then.
  std::shared_ptr<const MethodFlow> ofMethod{};
};

/// Why the flow is nowhere defined on this objective, in a sentence; "" where it is.
std::string whyUndefined(const FlowEntry& flow, Evaluator& f, const Vec& x);

}  // namespace thalweg
