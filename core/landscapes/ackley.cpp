#include "core/landscapes/chain.h"

namespace thalweg::landscapes {
namespace {

constexpr double tau = 6.283185307179586, euler = 2.718281828459045;

struct Ackley {
  std::int64_t dimension = 2;

  static Card card() {
    return {.id = "ackley",
            .title = "Ackley's funnel",
            .summary =
                "A funnel with a rippled rim and a tip where no derivative exists. With n "
                "variables the means of xᵢ² and cos 2πxᵢ.",
            .formula = "f(x, y) = −20 exp(−0.2 √(½(x² + y²))) − exp(½(cos 2πx + cos 2πy)) + e + 20",
            .reference = "Ackley 1987"};
  }
  static Schema<Ackley> schema() {
    return Schema<Ackley>{}.integer(&Ackley::dimension, variableCount(1));
  }
  template <class T>
  T value(const T& x, const T& y) const {
    const T distance = root(T(0.5) * (square(x) + square(y)));
    const T waves = T(0.5) * (cosine(T(tau) * x) + cosine(T(tau) * y));
    return T(20.0 + euler) - T(20.0) * exponential(T(-0.2) * distance) - exponential(waves);
  }
  std::vector<Interval> box() const { return repeated(Interval{-5, 5}, dimension); }
  Vec start() const { return repeated(Vec{{2.3, -1.6}}, dimension); }
  std::vector<KnownPoint> points() const {
    return {{Vec::Zero(Index(dimension)), 0.0, PointKind::minimum, false}};
  }
};

/// f = outer(mean of x_i^2, mean of cos 2 pi x_i) in any dimension: the outer function's
/// derivatives come from a jet, those of the means are diagonal.
class AckleyObjective final : public Objective {
 public:
  explicit AckleyObjective(Index n) : m_n(n) {}
  Index dimension() const override { return m_n; }
  double value(const Vec& x, Scratch*) const override {
    const Means m = meansAt(x);
    return outer(m.squares, m.waves);
  }
  double gradient(const Vec& x, Vec& g, Scratch*) const override {
    const Means m = meansAt(x);
    const Jet1 f = outer(Jet1(m.squares, 1, 0), Jet1(m.waves, 0, 1));
    for (Index i = 0; i < m_n; ++i) g[i] = f.x * first(x[i]).square + f.y * first(x[i]).wave;
    return f.v;
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch*) const override {
    const Means m = meansAt(x), along = alongOf(x, v);
    const Jet2 f = outer(Jet2(m.squares, 1, 0, 0, 0, 0), Jet2(m.waves, 0, 1, 0, 0, 0));
    const double dx = f.xx * along.squares + f.xy * along.waves;
    const double dy = f.xy * along.squares + f.yy * along.waves;
    for (Index i = 0; i < m_n; ++i) {
      const Pair one = first(x[i]), two = second(x[i]);
      const double vi = v[i];
      hv[i] = dx * one.square + dy * one.wave + (f.x * two.square + f.y * two.wave) * vi;
    }
  }
  bool thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch*) const override {
    const Means m = meansAt(x), along = alongOf(x, v);
    const Jet3 f = outer(Jet3(m.squares, 1, 0), Jet3(m.waves, 0, 1));
    Means bend{0, 0};
    for (Index i = 0; i < m_n; ++i) {
      bend.squares += second(x[i]).square * v[i] * v[i];
      bend.waves += second(x[i]).wave * v[i] * v[i];
    }
    const double s = along.squares, w = along.waves;
    // The first and second change of the slopes f.x and f.y along v.
    const double dx = f.xx * s + f.xy * w, dy = f.xy * s + f.yy * w;
    const double ddx =
        f.xxx * s * s + 2 * f.xxy * s * w + f.xyy * w * w + f.xx * bend.squares + f.xy * bend.waves;
    const double ddy =
        f.xxy * s * s + 2 * f.xyy * s * w + f.yyy * w * w + f.xy * bend.squares + f.yy * bend.waves;
    for (Index i = 0; i < m_n; ++i) {
      const Pair one = first(x[i]), two = second(x[i]);
      const double vi = v[i], wave3 = tau * tau * tau * std::sin(tau * x[i]) / double(m_n);
      out[i] = ddx * one.square + ddy * one.wave + 2 * (dx * two.square + dy * two.wave) * vi +
               f.y * wave3 * vi * vi;
    }
    return true;
  }

 private:
  struct Means {
    double squares, waves;
  };
  struct Pair {
    double square, wave;
  };
  template <class T>
  static T outer(const T& squares, const T& waves) {
    return T(20.0 + euler) - T(20.0) * exponential(T(-0.2) * root(squares)) - exponential(waves);
  }
  Means meansAt(const Vec& x) const {
    Means m{0, 0};
    for (Index i = 0; i < m_n; ++i) {
      m.squares += x[i] * x[i];
      m.waves += std::cos(tau * x[i]);
    }
    return {m.squares / double(m_n), m.waves / double(m_n)};
  }
  /// Derivatives of one variable's share of the means.
  Pair first(double x) const {
    return {2 * x / double(m_n), -tau * std::sin(tau * x) / double(m_n)};
  }
  Pair second(double x) const {
    return {2 / double(m_n), -tau * tau * std::cos(tau * x) / double(m_n)};
  }
  Means alongOf(const Vec& x, const Vec& v) const {
    Means m{0, 0};
    for (Index i = 0; i < m_n; ++i) {
      const Pair one = first(x[i]);
      m.squares += one.square * v[i];
      m.waves += one.wave * v[i];
    }
    return m;
  }
  Index m_n;
};

}  // namespace

LandscapeEntry ackley() {
  return {Ackley::card(),
          Ackley::schema().fields(),
          [](const Values& values) -> Result<Landscape> {
            const auto l = Ackley::schema().read(values, "landscape ackley");
            if (!l) return l.error();
            std::shared_ptr<const Objective> objective;
            if (l->dimension == 2)
              objective = std::make_shared<PlanarObjective<Ackley>>(*l);
            else
              objective = std::make_shared<AckleyObjective>(Index(l->dimension));
            return Landscape{std::move(objective), l->box(), l->start(), l->points()};
          },
          {{"sgd", 0.01},
           {"momentum", 0.005},
           {"nesterov", 0.005},
           {"adam", 0.1},
           {"rmsprop", 0.03},
           {"adagrad", 0.2}}};
}

}  // namespace thalweg::landscapes
