/// Landscapes of two variables written as one formula: derivatives come from it by forward
/// differentiation.
#pragma once

#include <concepts>

#include "core/landscapes/jet.h"
#include "core/landscapes/landscape.h"

namespace thalweg {

/// What an author of a planar landscape writes.
template <class L>
concept PlanarLandscape = requires(const L& l, const Jet1& a, const Jet2& b, const Jet3& c,
                                   double d) {
  { L::card() } -> std::same_as<Card>;
  { L::schema() } -> std::same_as<Schema<L>>;
  { l.value(d, d) } -> std::same_as<double>;
  { l.value(a, a) } -> std::same_as<Jet1>;
  { l.value(b, b) } -> std::same_as<Jet2>;
  { l.value(c, c) } -> std::same_as<Jet3>;
  { l.box() } -> std::same_as<std::vector<Interval>>;
  { l.start() } -> std::same_as<Vec>;
  { l.points() } -> std::same_as<std::vector<KnownPoint>>;
};

template <class L>
class PlanarObjective final : public Objective {
 public:
  explicit PlanarObjective(const L& landscape) : m_landscape(landscape) {}
  Index dimension() const override { return 2; }
  double value(const Vec& x, Scratch*) const override { return m_landscape.value(x[0], x[1]); }
  double gradient(const Vec& x, Vec& g, Scratch*) const override {
    const Jet1 f = m_landscape.value(Jet1(x[0], 1, 0), Jet1(x[1], 0, 1));
    g[0] = f.x;
    g[1] = f.y;
    return f.v;
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch*) const override {
    const Jet2 f = second(x);
    const double v0 = v[0], v1 = v[1];
    hv[0] = f.xx * v0 + f.xy * v1;
    hv[1] = f.xy * v0 + f.yy * v1;
  }
  void hessian(const Vec& x, Mat& h, Scratch*) const override {
    const Jet2 f = second(x);
    h.resize(2, 2);
    h << f.xx, f.xy, f.xy, f.yy;
  }
  bool thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch*) const override {
    const Jet3 f = m_landscape.value(Jet3(x[0], 1, 0), Jet3(x[1], 0, 1));
    const double v0 = v[0], v1 = v[1];
    out[0] = f.xxx * v0 * v0 + 2 * f.xxy * v0 * v1 + f.xyy * v1 * v1;
    out[1] = f.xxy * v0 * v0 + 2 * f.xyy * v0 * v1 + f.yyy * v1 * v1;
    return true;
  }
  void values(const Mat& points, std::span<double> f, Scratch*) const override {
    for (Index i = 0; i < points.rows(); ++i)
      f[std::size_t(i)] = m_landscape.value(points(i, 0), points(i, 1));
  }

 private:
  Jet2 second(const Vec& x) const {
    return m_landscape.value(Jet2(x[0], 1, 0, 0, 0, 0), Jet2(x[1], 0, 1, 0, 0, 0));
  }
  L m_landscape;
};

/// The row of a planar landscape. `rates`: see LandscapeEntry.
template <PlanarLandscape L>
LandscapeEntry planarLandscape(std::vector<std::pair<std::string, double>> rates = {}) {
  return {L::card(), L::schema().fields(),
          [](const Values& values) -> Result<Landscape> {
            auto l = L::schema().read(values, "landscape " + L::card().id);
            if (!l) return l.error();
            return Landscape{std::make_shared<PlanarObjective<L>>(*l), l->box(), l->start(),
                             l->points()};
          },
          std::move(rates)};
}

}  // namespace thalweg
