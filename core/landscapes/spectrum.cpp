#include "core/base/random.h"
#include "core/landscapes/landscape.h"

namespace thalweg::landscapes {
namespace {

struct Spectrum {
  std::int64_t dimension = 50, seed = 1;
  double condition = 100.0;
  std::string spread = "logarithmic";
  bool rotated = true;

  static Card card() {
    return {.id = "spectrum",
            .title = "Quadratic of a chosen spectrum",
            .summary =
                "A bowl in many variables whose curvatures are known: how fast a method is "
                "depends on how they are spread.",
            .formula = "f(x) = ½ xᵀ Q Λ Qᵀ x,  λ from 1 to κ",
            .reference =
                "Nocedal and Wright 2006, section 5.1; Q by three reflections, Householder "
                "1958"};
  }
  static Schema<Spectrum> schema() {
    return Schema<Spectrum>{}
        .integer(&Spectrum::dimension, {.key = "dimension",
                                        .label = "variables",
                                        .symbol = "n",
                                        .help = "Number of variables.",
                                        .minimum = 2,
                                        .maximum = 10000,
                                        .sliderLow = 2,
                                        .sliderHigh = 500})
        .real(&Spectrum::condition, {.key = "condition",
                                     .label = "condition",
                                     .symbol = "κ",
                                     .help = "Largest curvature; the smallest is 1.",
                                     .minimum = 1,
                                     .maximum = 1e8,
                                     .sliderLow = 1,
                                     .sliderHigh = 1e4,
                                     .scale = Scale::logarithmic})
        .choice(&Spectrum::spread,
                {.key = "spread",
                 .label = "spread",
                 .help = "How the curvatures lie between 1 and κ; clusters: half in the lowest "
                         "tenth, half in the highest."},
                {"logarithmic", "linear", "clusters"})
        .boolean(&Spectrum::rotated,
                 {.key = "rotated",
                  .label = "rotated",
                  .help = "Turned at random, so that no axis is a principal one."})
        .integer(&Spectrum::seed, {.key = "seed",
                                   .label = "seed",
                                   .help = "Of the rotation.",
                                   .minimum = 0,
                                   .maximum = 1e15});
  }
  /// The curvatures in ascending order.
  Vec curvatures() const {
    Vec values{Index(dimension)};
    const Index half = values.size() / 2;
    for (Index i = 0; i < values.size(); ++i) {
      const double share = double(i) / double(values.size() - 1);
      if (spread == "logarithmic") values[i] = std::pow(condition, share);
      if (spread == "linear") values[i] = 1 + (condition - 1) * share;
      if (spread == "clusters") {
        const bool low = i < half;
        const Index from = low ? 0 : half, count = low ? half : values.size() - half;
        const double inside = count < 2 ? 0 : double(i - from) / double(count - 1);
        const double tenth = 0.1 * (condition - 1);
        values[i] = low ? 1 + tenth * inside : condition - tenth * (1 - inside);
      }
    }
    values[values.size() - 1] = condition;
    return values;
  }
};

/// H = Q diag(curvatures) Q' with Q = R1 R2 R3, R = I - 2 u u': products in O(n).
class SpectrumObjective final : public Objective {
 public:
  explicit SpectrumObjective(const Spectrum& s) : m_curvatures(s.curvatures()) {
    if (!s.rotated) return;
    for (std::uint64_t k = 0; k < 3; ++k) {
      Random random(std::uint64_t(s.seed), k);
      Vec u(dimension());
      for (double& each : u) each = random.normal();
      m_reflections.push_back(u.normalized());
    }
  }
  Index dimension() const override { return m_curvatures.size(); }
  std::unique_ptr<Scratch> scratch() const override { return std::make_unique<Work>(dimension()); }
  double value(const Vec& x, Scratch* scratch) const override {
    Vec& y = static_cast<Work*>(scratch)->y;
    toAxes(x, y);
    return 0.5 * (m_curvatures.array() * y.array().square()).sum();
  }
  double gradient(const Vec& x, Vec& g, Scratch* scratch) const override {
    const double f = value(x, scratch);
    g = m_curvatures.cwiseProduct(static_cast<Work*>(scratch)->y);
    fromAxes(g);
    return f;
  }
  void hessianTimes(const Vec&, const Vec& v, Vec& hv, Scratch* scratch) const override {
    Vec& y = static_cast<Work*>(scratch)->y;
    toAxes(v, y);
    hv = m_curvatures.cwiseProduct(y);
    fromAxes(hv);
  }
  bool thirdTimes(const Vec&, const Vec&, Vec& out, Scratch*) const override {
    out.setZero();
    return true;
  }
  /// x = Q y in place.
  void fromAxes(Vec& y) const {
    for (std::size_t k = m_reflections.size(); k-- > 0;) reflect(m_reflections[k], y);
  }

 private:
  struct Work final : Scratch {
    explicit Work(Index n) : y(n) {}
    Vec y;
  };
  static void reflect(const Vec& u, Vec& y) { y -= (2 * u.dot(y)) * u; }
  /// y = Q' x.
  void toAxes(const Vec& x, Vec& y) const {
    y = x;
    for (const Vec& u : m_reflections) reflect(u, y);
  }
  Vec m_curvatures;
  std::vector<Vec> m_reflections;
};

Result<Landscape> make(const Values& values) {
  const auto s = Spectrum::schema().read(values, "landscape spectrum");
  if (!s) return s.error();
  const auto objective = std::make_shared<SpectrumObjective>(*s);
  const Index n = objective->dimension();
  // The same share of every principal direction.
  Vec start = Vec::Ones(n);
  objective->fromAxes(start);
  const double side = 1.2 * std::max(1.0, start.cwiseAbs().maxCoeff());
  return Landscape{objective,
                   std::vector<Interval>(std::size_t(n), {-side, side}),
                   start,
                   {{Vec::Zero(n), 0.0, PointKind::minimum}}};
}

}  // namespace

LandscapeEntry spectrum() {
  return {Spectrum::card(),
          Spectrum::schema().fields(),
          make,
          {{"sgd", 0.015},
           {"momentum", 0.005},
           {"nesterov", 0.005},
           {"adam", 0.1},
           {"rmsprop", 0.02},
           {"adagrad", 0.5}}};
}

}  // namespace thalweg::landscapes
