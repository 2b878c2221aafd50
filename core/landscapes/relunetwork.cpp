#include <cmath>

#include "core/base/random.h"
#include "core/landscapes/scalar_model.h"

namespace thalweg::landscapes {
namespace {

struct Relu {
  std::int64_t inputs = 4, width = 8, teacher = 2, samples = 60, seed = 1;

  static Card card() {
    return {
        .id = "relunetwork",
        .title = "Network of one hidden layer",
        .summary =
            "Rectified units without biases, fitted to a smaller network of the same kind: "
            "where it is flat, the products of its weights along each path are small.",
        .formula = "f(a, B) = ½ mean (Σⱼ aⱼ max(0, bⱼ·x) − t)²;  tr H = ½ Σ (|bⱼ|² + d aⱼ²)",
        .reference = "Wu and Su 2023, The implicit regularization of dynamical stability in SGD"};
  }
  static Schema<Relu> schema() {
    const auto count = [](const char* key, const char* label, const char* help, double most) {
      return FieldText{.key = key,
                       .label = label,
                       .help = help,
                       .minimum = 1,
                       .maximum = most,
                       .sliderLow = 1,
                       .sliderHigh = std::min(most, 100.0)};
    };
    return Schema<Relu>{}
        .integer(&Relu::inputs,
                 count("inputs", "inputs", "Numbers of a sample, standard normal.", 1000))
        .integer(&Relu::width, count("width", "width", "Hidden units.", 1000))
        .integer(&Relu::teacher,
                 count("teacher", "units of the teacher",
                       "Of the network that the targets come from; at most the width.", 1000))
        .integer(&Relu::samples, count("samples", "samples", "Seen by the network.", 1e6))
        .integer(&Relu::seed, {.key = "seed",
                               .label = "seed",
                               .help = "Of samples, teacher and start.",
                               .minimum = 0,
                               .maximum = 1e15});
  }
};

/// x = (a [m], b_1 .. b_m [p] each).
class ReluNetwork final : public ScalarModel {
 public:
  ReluNetwork(const Samples& samples, Index width)
      : ScalarModel(samples, width * (1 + samples.features.rows())),
        m_m(width),
        m_p(dimension() / width - 1) {}
  std::string normName() const override { return "path_norm"; }
  double norm(const Vec& x) const override {
    return x.head(m_m).cwiseAbs().dot(Vec(units(x).colwise().norm().transpose()));
  }
  double traceOverNorm() const override { return std::sqrt(double(m_p)); }
  double expectedTrace(const Vec& x) const override {
    return 0.5 * (x.tail(m_m * m_p).squaredNorm() + double(m_p) * x.head(m_m).squaredNorm());
  }
  std::vector<ParameterBlock> blocks() const override {
    return {{"W0", m_m, m_m, m_p, false}, {"W1", 0, 1, m_m, false}};
  }

 protected:
  double output(const Vec& x, const Features& features) const override {
    double sum = 0.0;
    for (Index j = 0; j < m_m; ++j) sum += x[j] * std::max(0.0, units(x).col(j).dot(features));
    return sum;
  }
  double slope(const Vec& x, const Features& features, Vec& to) const override {
    double sum = 0.0;
    for (Index j = 0; j < m_m; ++j) {
      const double z = units(x).col(j).dot(features);
      const double on = z > 0 ? 1.0 : 0.0;
      to[j] = on * z;
      to.segment(m_m + j * m_p, m_p) = on * x[j] * features;
      sum += x[j] * to[j];
    }
    return sum;
  }
  void bend(const Vec& x, const Features& features, const Vec& v, Vec& to) const override {
    for (Index j = 0; j < m_m; ++j) {
      const double on = units(x).col(j).dot(features) > 0 ? 1.0 : 0.0;
      to[j] = on * units(v).col(j).dot(features);
      to.segment(m_m + j * m_p, m_p) = on * v[j] * features;
    }
  }

 private:
  Eigen::Map<const Mat> units(const Vec& x) const { return {x.data() + m_m, m_p, m_m}; }
  Index m_m, m_p;
};

Result<Landscape> make(const Values& values) {
  const auto s = Relu::schema().read(values, "landscape relunetwork");
  if (!s) return s.error();
  const Index p = Index(s->inputs), m = Index(s->width), units = std::min(m, Index(s->teacher));
  Samples samples = normalSamples(p, Index(s->samples), std::uint64_t(s->seed));
  Random random(std::uint64_t(s->seed), 2);
  Vec teacher = Vec::Zero(m * (1 + p)), start(m * (1 + p));
  for (Index j = 0; j < units; ++j) {
    teacher[j] = j % 2 == 0 ? 1 : -1;
    Vec direction(p);
    for (double& each : direction) each = random.normal();
    teacher.segment(m + j * p, p) = direction.normalized();
  }
  // Units of which each adds as much as its share (He et al. 2015).
  for (Index k = 0; k < start.size(); ++k)
    start[k] = random.normal() * std::sqrt(k < m ? 1.0 / double(m) : 2.0 / double(p));
  const ReluNetwork maker(samples, m);
  Mat targets;
  maker.outputsAt(teacher, samples.features, targets, nullptr);
  samples.targets = targets;
  const double side = 1.2 * std::max(1.0, start.cwiseAbs().maxCoeff());
  return Landscape{std::make_shared<ReluNetwork>(samples, m),
                   std::vector<Interval>(std::size_t(start.size()), {-side, side}),
                   start,
                   {{teacher, 0.0, PointKind::minimum}}};
}

}  // namespace

LandscapeEntry relunetwork() {
  return {Relu::card(),
          Relu::schema().fields(),
          make,
          {{"sgd", 0.1},
           {"momentum", 0.01},
           {"nesterov", 0.01},
           {"adam", 0.02},
           {"rmsprop", 0.005},
           {"adagrad", 0.1}}};
}

}  // namespace thalweg::landscapes
