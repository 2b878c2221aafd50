#include "core/base/random.h"
#include "core/landscapes/landscape.h"

namespace thalweg::landscapes {
namespace {

struct Catapult {
  std::int64_t width = 100, seed = 2;

  static Card card() {
    return {.id = "catapult",
            .title = "Catapult",
            .summary =
                "A linear network of one hidden layer and one sample: at large rates the "
                "loss first grows, throws the weights to a flatter place, and then falls.",
            .formula = "f(u, v) = ½ (u·v / √n)²",
            .reference = "Lewkowycz et al. 2020, The large learning rate phase of deep learning"};
  }
  static Schema<Catapult> schema() {
    return Schema<Catapult>{}
        .integer(&Catapult::width, {.key = "width",
                                    .label = "width",
                                    .symbol = "n",
                                    .help = "Hidden units; the parameters are twice as many.",
                                    .minimum = 1,
                                    .maximum = 10000,
                                    .sliderLow = 1,
                                    .sliderHigh = 1000,
                                    .scale = Scale::logarithmic})
        .integer(&Catapult::seed, {.key = "seed",
                                   .label = "seed",
                                   .help = "Of the start, whose numbers are standard normal.",
                                   .minimum = 0,
                                   .maximum = 1e15});
  }
};

/// x = (u, v); with o = u.v / sqrt(n) the loss is o^2 / 2.
class CatapultObjective final : public Objective {
 public:
  explicit CatapultObjective(Index n) : m_n(n), m_scale(1 / std::sqrt(double(n))) {}
  Index dimension() const override { return 2 * m_n; }
  double value(const Vec& x, Scratch*) const override {
    const double o = output(x);
    return 0.5 * o * o;
  }
  double gradient(const Vec& x, Vec& g, Scratch*) const override {
    const double o = output(x);
    g.head(m_n) = (o * m_scale) * x.tail(m_n);
    g.tail(m_n) = (o * m_scale) * x.head(m_n);
    return 0.5 * o * o;
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch*) const override {
    const double o = output(x), moved = outputAlong(x, v);
    hv.head(m_n) = m_scale * (moved * x.tail(m_n) + o * v.tail(m_n));
    hv.tail(m_n) = m_scale * (moved * x.head(m_n) + o * v.head(m_n));
  }
  /// The second derivative of o(t) (x + t v) / sqrt(n) at t = 0, halves exchanged.
  bool thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch*) const override {
    const double moved = outputAlong(x, v);
    const double turned = 2 * m_scale * v.head(m_n).dot(v.tail(m_n));
    out.head(m_n) = m_scale * (turned * x.tail(m_n) + 2 * moved * v.tail(m_n));
    out.tail(m_n) = m_scale * (turned * x.head(m_n) + 2 * moved * v.head(m_n));
    return true;
  }

 private:
  double output(const Vec& x) const { return m_scale * x.head(m_n).dot(x.tail(m_n)); }
  double outputAlong(const Vec& x, const Vec& v) const {
    return m_scale * (x.head(m_n).dot(v.tail(m_n)) + x.tail(m_n).dot(v.head(m_n)));
  }
  Index m_n;
  double m_scale;
};

Result<Landscape> make(const Values& values) {
  const auto c = Catapult::schema().read(values, "landscape catapult");
  if (!c) return c.error();
  const Index n = Index(c->width);
  Random random(std::uint64_t(c->seed));
  Vec start(2 * n);
  for (double& each : start) each = random.normal();
  const double side = 1.2 * std::max(1.0, start.cwiseAbs().maxCoeff());
  // Every point with u.v = 0 is a minimum; the origin is the flattest of them.
  return Landscape{std::make_shared<CatapultObjective>(n),
                   std::vector<Interval>(std::size_t(2 * n), {-side, side}),
                   start,
                   {{Vec::Zero(2 * n), 0.0, PointKind::minimum}}};
}

}  // namespace

LandscapeEntry catapult() {
  return {Catapult::card(),
          Catapult::schema().fields(),
          make,
          {{"sgd", 0.5},
           {"momentum", 0.01},
           {"nesterov", 0.01},
           {"adam", 0.002},
           {"rmsprop", 0.0005},
           {"adagrad", 0.01}}};
}

}  // namespace thalweg::landscapes
