/// Landscapes of any number of variables that are sums over one variable, or over a variable and
/// the next: f(x) = sum of single(x_i, i) + sum of pair(x_i, x_i+1).
#pragma once

#include <concepts>
#include <cstdint>

#include "core/landscapes/planar.h"

namespace thalweg {

template <class L>
concept HasSingles = requires(const L& l, const Jet3& a) {
  { l.single(a, Index(0)) } -> std::same_as<Jet3>;
};
template <class L>
concept HasPairs = requires(const L& l, const Jet3& a) {
  { l.pair(a, a) } -> std::same_as<Jet3>;
};

/// `L` has an integer member `dimension`. Everything takes O(dimension).
template <class L>
requires HasSingles<L> || HasPairs<L>
class ChainObjective final : public Objective {
 public:
  explicit ChainObjective(const L& landscape) : m_landscape(landscape) {}
  Index dimension() const override { return Index(m_landscape.dimension); }

  // With the gradient's own arithmetic, so that both give the same value to the last bit.
  double value(const Vec& x, Scratch*) const override {
    double sum = 0;
    eachTerm<double>(x, [&](Index, double f) { sum += f; });
    return sum;
  }
  double gradient(const Vec& x, Vec& g, Scratch*) const override {
    double sum = 0;
    g.setZero();
    eachTerm<Jet1>(x, [&](Index i, const Jet1& f) {
      sum += f.v;
      g[i] += f.x;
      if (i + 1 < g.size()) g[i + 1] += f.y;
    });
    return sum;
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch*) const override {
    hv.setZero();
    eachTerm<Jet2>(x, [&](Index i, const Jet2& f) {
      const double v0 = v[i], v1 = i + 1 < v.size() ? v[i + 1] : 0;
      hv[i] += f.xx * v0 + f.xy * v1;
      if (i + 1 < hv.size()) hv[i + 1] += f.xy * v0 + f.yy * v1;
    });
  }
  bool thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch*) const override {
    out.setZero();
    eachTerm<Jet3>(x, [&](Index i, const Jet3& f) {
      const double v0 = v[i], v1 = i + 1 < v.size() ? v[i + 1] : 0;
      out[i] += f.xxx * v0 * v0 + 2 * f.xxy * v0 * v1 + f.xyy * v1 * v1;
      if (i + 1 < out.size()) out[i + 1] += f.xxy * v0 * v0 + 2 * f.xyy * v0 * v1 + f.yyy * v1 * v1;
    });
    return true;
  }

 private:
  /// The variable of a term with its derivative in the first (0) or second (1) place.
  template <class T>
  static T at(double x, int place) {
    if constexpr (std::is_same_v<T, double>)
      return x;
    else if constexpr (std::is_same_v<T, Jet2>)
      return Jet2(x, place == 0, place == 1, 0, 0, 0);
    else
      return T(x, place == 0, place == 1);
  }
  template <class T, class Take>
  void eachTerm(const Vec& x, Take take) const {
    const Index n = x.size();
    for (Index i = 0; i < n; ++i) {
      if constexpr (HasSingles<L>) take(i, m_landscape.single(at<T>(x[i], 0), i));
      if constexpr (HasPairs<L>)
        if (i + 1 < n) take(i, m_landscape.pair(at<T>(x[i], 0), at<T>(x[i + 1], 1)));
    }
  }
  L m_landscape;
};

/// The field of the number of variables.
inline FieldText variableCount(double least) {
  return {.key = "dimension",
          .label = "variables",
          .symbol = "n",
          .help = "Number of variables; surfaces are drawn for two.",
          .minimum = least,
          .maximum = 10000,
          .sliderLow = least,
          .sliderHigh = 20};
}

/// The numbers of `pattern` over and over.
inline Vec repeated(const Vec& pattern, std::int64_t n) {
  Vec x{Index(n)};
  for (Index i = 0; i < x.size(); ++i) x[i] = pattern[i % pattern.size()];
  return x;
}
inline std::vector<Interval> repeated(const Interval& side, std::int64_t n) {
  return std::vector<Interval>(std::size_t(n), side);
}

/// The row of a landscape of any number of variables. Where it has a planar formula too, that one
/// serves in two dimensions.
template <class L>
LandscapeEntry chainLandscape(std::vector<std::pair<std::string, double>> rates) {
  return {L::card(), L::schema().fields(),
          [](const Values& values) -> Result<Landscape> {
            const auto l = L::schema().read(values, "landscape " + L::card().id);
            if (!l) return l.error();
            std::shared_ptr<const Objective> objective;
            if constexpr (PlanarLandscape<L>)
              if (l->dimension == 2) objective = std::make_shared<PlanarObjective<L>>(*l);
            if (!objective) objective = std::make_shared<ChainObjective<L>>(*l);
            return Landscape{std::move(objective), l->box(), l->start(), l->points()};
          },
          std::move(rates)};
}

}  // namespace thalweg
