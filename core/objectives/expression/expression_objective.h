/// A typed formula as a function to be minimised.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "core/objectives/expression/expression.h"

namespace thalweg {

class ExpressionObjective final : public Objective {
 public:
  explicit ExpressionObjective(Expression expression) : m_expression(std::move(expression)) {}

  const std::string& text() const { return m_expression.text; }

  Index dimension() const override { return m_expression.tape.dimension(); }
  std::unique_ptr<Scratch> scratch() const override;
  double value(const Vec& x, Scratch* scratch) const override;
  double gradient(const Vec& x, Vec& g, Scratch* scratch) const override;
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* scratch) const override;
  /// Symmetric to the last bit.
  void hessian(const Vec& x, Mat& h, Scratch* scratch) const override;

  bool thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch* scratch) const override;
  /// Several times faster than point by point. The first call with a scratch allocates.
  void values(const Mat& points, std::span<double> f, Scratch* scratch) const override;
  /// f[j * nx + i] = f(xs[i], ys[j]), for two dimensions. Threads may share a grid by its rows,
  /// each with a scratch.
  void valuesOnGrid(std::span<const double> xs, std::span<const double> ys, std::span<double> f,
                    Scratch* scratch) const;

 private:
  Expression m_expression;
};

/// `Expression::parse` and the objective of what it gives.
Result<std::shared_ptr<const ExpressionObjective>> expressionObjective(
    std::string_view text, const std::map<std::string, double>& constants = {},
    Index minimumDimension = 2);

}  // namespace thalweg
