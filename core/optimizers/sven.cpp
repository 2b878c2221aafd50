#include <cmath>
#include <span>
#include <string>

#include "core/math/lanczos.h"
#include "core/math/solve.h"
#include "core/optimizers/fields.h"
#include "core/optimizers/line.h"
#include "core/optimizers/optimizer.h"

namespace thalweg::optimizers {
namespace {

struct Sven {
  struct Settings {
    double learningRate = 0.5;
    std::int64_t kept = 0;
    double tolerance = 1e-3;
    double kappa = 2.0;
    std::string residuals = "loss";
    std::string form = "gram";
    std::string scaling = "none";
    double alpha = 0.99;
  };
  struct Memory {
    Mat jacobian, gram, left, right;
    Vec losses, slope, values, falling, residuals, along, weights, square, gradient, move;
    std::vector<Index> rows;
    std::int64_t steps = 0;
  };

  static Card card() {
    return {
        .id = "sven",
        .title = "Sven",
        .summary =
            "Singular value descent: steps that make the losses of single samples fall together, "
            "truncated to the strongest ones.",
        .formula = "M = ∂R/∂x, R_a = ℓ_a^(κ/2); M = U S Vᵀ, the k largest; x ← x − η V S⁻¹ Uᵀ R",
        .reference = "Sven 2026; as in the authors' code"};
  }

  static Schema<Settings> schema() {
    return Schema<Settings>{}
        .real(&Settings::learningRate, learningRateField())
        .integer(&Settings::kept,
                 {.key = "k",
                  .label = "kept",
                  .symbol = "k",
                  .help = "Singular values that are kept; 0: half of the samples of a step.",
                  .minimum = 0,
                  .maximum = 1e9,
                  .essential = true})
        .real(&Settings::tolerance,
              {.key = "rtol",
               .label = "tolerance",
               .help = "Singular values at or below this share of the largest are left out.",
               .minimum = 0,
               .maximum = 1,
               .maximumExcluded = true,
               .sliderLow = 1e-6,
               .sliderHigh = 0.1,
               .scale = Scale::logarithmic})
        .real(&Settings::kappa, {.key = "kappa",
                                 .label = "power",
                                 .symbol = "κ",
                                 .help = "Residuals are losses to the power κ/2.",
                                 .minimum = 0,
                                 .maximum = 10,
                                 .minimumExcluded = true,
                                 .sliderLow = 1,
                                 .sliderHigh = 3})
        .choice(&Settings::residuals,
                {.key = "residuals",
                 .label = "residuals",
                 .help = "Powers of the losses, or the signed residuals of a squared loss."},
                {"loss", "signed"})
        .choice(
            &Settings::form,
            {.key = "form",
             .label = "form",
             .help = "By the Gram matrix of the samples, or by the whole Jacobian: the same step."},
            {"gram", "svd"})
        .choice(&Settings::scaling,
                {.key = "scaling",
                 .label = "scaling",
                 .help = "RMSProp on the columns before the step is made, or on the step."},
                {"none", "before", "after"})
        .real(&Settings::alpha,
              {.key = "alpha",
               .label = "square decay",
               .symbol = "α",
               .help = "Share of the mean square that is kept, where there is scaling.",
               .minimum = 0,
               .maximum = 1,
               .maximumExcluded = true});
  }

  static Memory start(const Settings&, const Vec& x) {
    const Vec zero = Vec::Zero(x.size());
    Memory m;
    m.square = m.gradient = m.move = zero;
    return m;
  }

  static void step(const Settings& s, Memory& m, Vec& x, Oracle& f) {
    const std::span<const Index> rows = rowsOf(f, m.rows);
    ++m.steps;
    f.countGradients(1);
    // The whole Jacobian is asked for where its columns are scaled or its signs count.
    if (s.residuals == "loss" && s.form == "gram" && s.scaling != "before")
      byGram(s, m, x, f, rows);
    else
      byJacobian(s, m, x, f, rows);
    if (s.scaling == "after") {
      m.square = s.alpha * m.square + (1 - s.alpha) * m.gradient.cwiseAbs2();
      m.gradient = m.gradient.cwiseQuotient(divisor(m.square));
    }
    m.move = -s.learningRate * m.gradient;
    x += m.move;
  }

  /// R of the losses, and dR/dℓ as the slope; kept away from losses that are zero.
  static void powers(const Settings& s, Memory& m) {
    constexpr double least = 1e-24;
    const auto losses = m.losses.array().max(least);
    m.residuals = losses.pow(s.kappa / 2).matrix();
    m.slope = (s.kappa / 2 * losses.pow(s.kappa / 2 - 1)).matrix();
  }

  static Vec divisor(const Vec& square) { return (square.array().sqrt() + 1e-8).matrix(); }

  /// How many of the falling singular values count.
  static Index count(const Settings& s, const Vec& falling) {
    constexpr double least = 1e-10;
    const Index most = s.kept > 0 ? std::min<Index>(Index(s.kept), falling.size())
                                  : std::max<Index>(1, (falling.size() + 1) / 2);
    Index n = 0;
    while (n < most && falling[n] > s.tolerance * falling[0] && falling[n] > least) ++n;
    return n;
  }

  static void byGram(const Settings& s, Memory& m, const Vec& x, Oracle& f,
                     std::span<const Index> rows) {
    const FiniteSum& sum = *f.objective().asFiniteSum();
    sum.sampleGram(x, rows, m.gram, m.losses, f.evaluator().scratch());
    powers(s, m);
    m.gram = m.slope.asDiagonal() * m.gram * m.slope.asDiagonal();
    if (!m.gram.allFinite()) {
      m.gradient.setConstant(std::nan(""));
      return;
    }
    symmetricEigenvalues(m.gram, m.values, &m.right);
    m.falling = m.values.cwiseMax(0.0).cwiseSqrt().reverse();
    const Index k = count(s, m.falling);
    m.left = m.right.rightCols(k).rowwise().reverse();
    m.along.noalias() = m.left.transpose() * m.residuals;
    m.along = m.along.cwiseQuotient(m.falling.head(k).cwiseAbs2());
    m.weights.noalias() = m.left * m.along;
    m.weights = m.weights.cwiseProduct(m.slope);
    sum.gradientWeighted(x, rows, m.weights, m.gradient, f.evaluator().scratch());
  }

  static void byJacobian(const Settings& s, Memory& m, const Vec& x, Oracle& f,
                         std::span<const Index> rows) {
    const FiniteSum& sum = *f.objective().asFiniteSum();
    Scratch* scratch = f.evaluator().scratch();
    if (s.residuals == "signed") {
      sum.residualJacobian(x, rows, m.jacobian, m.residuals, scratch);
    } else {
      sum.perSampleGradients(x, rows, m.jacobian, m.losses, scratch);
      powers(s, m);
      m.jacobian = m.slope.asDiagonal() * m.jacobian;
    }
    if (!m.jacobian.allFinite()) {
      m.gradient.setConstant(std::nan(""));
      return;
    }
    if (s.scaling == "before") {
      m.square =
          s.alpha * m.square + (1 - s.alpha) * m.jacobian.colwise().mean().transpose().cwiseAbs2();
      m.jacobian = m.jacobian * divisor(m.square).cwiseInverse().asDiagonal();
    }
    singularValues(m.jacobian, m.left, m.values, m.right);
    const Index k = count(s, m.values);
    m.gradient = m.right.leftCols(k) *
                 (m.left.leftCols(k).transpose() * m.residuals).cwiseQuotient(m.values.head(k));
  }

  static Needs needs() { return {.data = true}; }

  static std::string lack(const Settings& s, const Objective& objective) {
    const FiniteSum* sum = objective.asFiniteSum();
    if (s.residuals == "loss" || !sum || sum->residualsPerSample() > 0) return {};
    return "residuals = 'signed' needs a mean of squared residuals; this loss has none";
  }

  static std::vector<Term> terms(const Settings&, const Memory& m) {
    if (m.steps == 0) return {};
    return {{"pseudo-inverse times residuals", "M⁺ R", m.gradient}, {"step", "−η M⁺ R", m.move}};
  }
};

}  // namespace

OptimizerEntry sven() { return optimizerEntry<Sven>(); }

}  // namespace thalweg::optimizers
