/// Functions to be minimised, with exact derivatives.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/types.h"

namespace thalweg {

/// Memory that one thread needs to evaluate one objective. Made by the objective, used by one
/// thread at a time.
struct Scratch {
  virtual ~Scratch() = default;
};

/// A named part of the parameter vector: a weight matrix [rows, cols] stored row by row, or a bias
/// (cols = 1).
struct ParameterBlock {
  std::string name;  // W0, b0, W1, ...
  Index offset = 0, rows = 0, cols = 0;
  bool bias = false;
};

struct Samples;

/// What an objective that is a mean over data can do beside. All vectors have the objective's
/// dimension d; `rows` are numbers of samples, in any order, and a function of rows is the mean
/// over them. Where a matrix or vector is sized by rows it is resized if it does not fit.
class FiniteSum {
 public:
  virtual ~FiniteSum() = default;
  virtual Index samples() const = 0;

  virtual double valueOn(const Vec& x, std::span<const Index> rows, Scratch* scratch) const = 0;
  /// Mean loss of the given rows; its gradient in `g`.
  virtual double gradientOn(const Vec& x, std::span<const Index> rows, Vec& g,
                            Scratch* scratch) const = 0;
  /// hv = H v, H the Hessian of the mean loss of the given rows.
  virtual void hessianTimesOn(const Vec& x, std::span<const Index> rows, const Vec& v, Vec& hv,
                              Scratch* scratch) const = 0;
  /// gv = J' B J v, the generalised Gauss-Newton product (Schraudolph 2002) over all samples or the
  /// given rows.
  virtual void gaussNewtonTimes(const Vec& x, const Vec& v, Vec& gv, Scratch* scratch) const = 0;
  virtual void gaussNewtonTimesOn(const Vec& x, std::span<const Index> rows, const Vec& v, Vec& gv,
                                  Scratch* scratch) const = 0;

  /// fv = F v, F the Fisher matrix over all samples of the distribution p(t | z) the loss stands
  /// for, loss = -log p + constant, with targets t drawn from p at the outputs z and not from the
  /// data: of cross-entropies the classes' own, of squared errors a normal one around z whose
  /// variance is the loss's (1/2 an output and a half of it with the mean over outputs). With all
  /// of these F is J' B J. A penalty on the parameters is no part of F. False, with nothing
  /// touched, where the loss stands for no distribution.
  virtual bool fisherTimes(const Vec&, const Vec&, Vec&, Scratch*) const { return false; }
  /// ev = mean over all samples of g_i (g_i'v), g_i as `perSampleGradients` has them. By default
  /// made of those, a part of the samples at a time.
  virtual void empiricalFisherTimes(const Vec& x, const Vec& v, Vec& ev, Scratch* scratch) const;

  /// Row a of `j` [rows, d] is the gradient of the loss of sample rows[a] alone, `losses` [rows]
  /// its value: their means are what `gradientOn` gives.
  virtual void perSampleGradients(const Vec& x, std::span<const Index> rows, Mat& j, Vec& losses,
                                  Scratch* scratch) const = 0;
  /// g = sum of weights[a] times the gradient of the loss of sample rows[a], for the price of one
  /// gradient; the sum of weighted losses. By default made of `perSampleGradients`.
  virtual double gradientWeighted(const Vec& x, std::span<const Index> rows, const Vec& weights,
                                  Vec& g, Scratch* scratch) const;
  /// k = J J' [rows, rows] of the per-sample gradients; a network forms it without J.
  virtual void sampleGram(const Vec& x, std::span<const Index> rows, Mat& k, Vec& losses,
                          Scratch* scratch) const;

  /// Signed residuals a sample has; 0 where the loss is no sum of squares.
  virtual Index residualsPerSample() const { return 0; }
  /// The residuals r [outputs * rows] with f = |r|^2 / (2 rows), and their Jacobian `j`
  /// [outputs * rows, d]: first output 0 of every row, then output 1 of every row, and so on.
  /// False, with nothing touched, where the loss has no residuals.
  virtual bool residualJacobian(const Vec&, std::span<const Index>, Mat&, Vec&, Scratch*) const {
    return false;
  }

  /// Share of samples whose largest output is their class; NaN for regression.
  virtual double accuracy(const Vec& x, Scratch* scratch) const = 0;
  /// What the model says [outputs, points] at features [features, points] scaled as the samples
  /// are: for pictures of decisions and fits.
  virtual void outputsAt(const Vec& x, const Mat& features, Mat& outputs,
                         Scratch* scratch) const = 0;
  /// The samples summed over.
  virtual const Samples& trainingSamples() const = 0;
};

/// An immutable function R^d -> R. Evaluations may come from many threads, each with a scratch of
/// its own; they write into the caller's buffers (already of size d) and allocate nothing.
class Objective {
 public:
  virtual ~Objective() = default;
  virtual Index dimension() const = 0;
  virtual std::unique_ptr<Scratch> scratch() const { return nullptr; }
  virtual double value(const Vec& x, Scratch* scratch) const = 0;
  /// The value; the gradient [d] in `g`.
  virtual double gradient(const Vec& x, Vec& g, Scratch* scratch) const = 0;
  /// hv = H(x) v, exact.
  virtual void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const = 0;
  /// The whole Hessian [d, d]; by default column by column with `hessianTimes`.
  virtual void hessian(const Vec& x, Mat& h, Scratch* scratch) const;
  /// out = D3f(x)[v, v], the gradient of v'H(x)v with v held; false where that is not known
  /// exactly, and `out` is left as it was.
  virtual bool thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch* scratch) const;
  /// f[i] = f(points.row(i)) for points [n, d]: the same numbers as `value` gives, to the last bit,
  /// and sooner where an objective can work on many points at once.
  virtual void values(const Mat& points, std::span<double> f, Scratch* scratch) const;
  /// Not null where the objective is a mean over data.
  virtual const FiniteSum* asFiniteSum() const { return nullptr; }
  /// The parts of the parameter vector, in order; empty where it has no structure.
  virtual std::vector<ParameterBlock> blocks() const { return {}; }
};

/// An objective with a scratch of its own: what one thread evaluates with.
class Evaluator {
 public:
  explicit Evaluator(std::shared_ptr<const Objective> objective)
      : m_objective(std::move(objective)), m_scratch(m_objective->scratch()) {}
  const Objective& objective() const { return *m_objective; }
  Scratch* scratch() { return m_scratch.get(); }
  double value(const Vec& x) { return m_objective->value(x, m_scratch.get()); }
  double gradient(const Vec& x, Vec& g) { return m_objective->gradient(x, g, m_scratch.get()); }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv) {
    m_objective->hessianTimes(x, v, hv, m_scratch.get());
  }
  void hessian(const Vec& x, Mat& h) { m_objective->hessian(x, h, m_scratch.get()); }
  bool thirdTimes(const Vec& x, const Vec& v, Vec& out) {
    return m_objective->thirdTimes(x, v, out, m_scratch.get());
  }
  void values(const Mat& points, std::span<double> f) {
    m_objective->values(points, f, m_scratch.get());
  }

 private:
  std::shared_ptr<const Objective> m_objective;
  std::unique_ptr<Scratch> m_scratch;
};

}  // namespace thalweg
