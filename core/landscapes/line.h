/// Landscapes of one variable: a curve, put together from pieces.
#pragma once

#include "core/landscapes/landscape.h"

namespace thalweg {

/// A value with its first three derivatives. On a kink they are those of the piece that holds the
/// point.
struct Slopes {
  double f = 0, first = 0, second = 0, third = 0;
};

/// `L` has `Slopes at(double x)`.
template <class L>
class LineObjective final : public Objective {
 public:
  Index dimension() const override { return 1; }
  double value(const Vec& x, Scratch*) const override { return L::at(x[0]).f; }
  double gradient(const Vec& x, Vec& g, Scratch*) const override {
    const Slopes s = L::at(x[0]);
    g[0] = s.first;
    return s.f;
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch*) const override {
    hv[0] = L::at(x[0]).second * v[0];
  }
  bool thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch*) const override {
    out[0] = L::at(x[0]).third * v[0] * v[0];
    return true;
  }
};

/// The row of a curve: `L` has `card`, `at`, `box`, `start` and `points`.
template <class L>
LandscapeEntry lineLandscape(std::vector<std::pair<std::string, double>> rates) {
  return {L::card(),
          {},
          [](const Values& values) -> Result<Landscape> {
            if (const auto none = completed({}, values, "landscape " + L::card().id); !none)
              return none.error();
            return Landscape{
                std::make_shared<LineObjective<L>>(), {L::box()}, Vec{{L::start()}}, L::points()};
          },
          std::move(rates)};
}

}  // namespace thalweg
