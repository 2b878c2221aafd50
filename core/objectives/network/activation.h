/// The functions between the layers of a network, with their first two derivatives.
#pragma once

#include <vector>

#include "core/base/card.h"
#include "core/base/types.h"

namespace thalweg {

/// Work on `count` numbers, several at a time: arrays reach to the next multiple of `padding`, and
/// what stands there is overwritten. `a` may be the same array as `z`.
template <class S>
struct ActivationKernels {
  void (*value)(const S* z, S* a, Index count);                    // a = phi(z)
  void (*slope)(const S* z, S* a, S* slope, Index count);          // and phi'(z)
  void (*bend)(const S* z, S* a, S* slope, S* bend, Index count);  // and phi''(z)
};

constexpr Index padding = 16;

struct Activation {
  Card card;
  ActivationKernels<double> real;
  ActivationKernels<float> single;
  double (*third)(double z);  // the third derivative
};

const std::vector<Activation>& allActivations();
/// Null for an unknown id.
const Activation* activationOf(const std::string& id);

}  // namespace thalweg
