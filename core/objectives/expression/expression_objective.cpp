#include "core/objectives/expression/expression_objective.h"

#include <algorithm>
#include <cassert>

namespace thalweg {

using expression::Tape;
using expression::TapeScratch;

namespace {

TapeScratch& tapeScratch(Scratch* scratch) {
  assert(dynamic_cast<TapeScratch*>(scratch));
  return *static_cast<TapeScratch*>(scratch);
}

}  // namespace

std::unique_ptr<Scratch> ExpressionObjective::scratch() const {
  return std::make_unique<TapeScratch>(m_expression.tape.scratch());
}

double ExpressionObjective::value(const Vec& x, Scratch* scratch) const {
  return m_expression.tape.value(x.data(), tapeScratch(scratch));
}

double ExpressionObjective::gradient(const Vec& x, Vec& g, Scratch* scratch) const {
  return m_expression.tape.gradient(x.data(), g.data(), tapeScratch(scratch));
}

void ExpressionObjective::hessianTimes(const Vec& x, const Vec& v, Vec& hv,
                                       Scratch* scratch) const {
  TapeScratch& work = tapeScratch(scratch);
  m_expression.tape.prepareProducts(x.data(), work);
  m_expression.tape.product(v.data(), hv.data(), work);
}

void ExpressionObjective::hessian(const Vec& x, Mat& h, Scratch* scratch) const {
  TapeScratch& work = tapeScratch(scratch);
  const Tape& tape = m_expression.tape;
  const Index d = dimension();
  h.resize(d, d);
  tape.prepareProducts(x.data(), work);
  for (Index j = 0; j < d; ++j) {
    std::fill_n(work.direction.begin(), d, 0.0);
    work.direction[static_cast<std::size_t>(j)] = 1.0;
    tape.product(work.direction.data(), h.col(j).data(), work);
  }
  // Column j and row j hold the same numbers up to their last bits.
  for (Index j = 1; j < d; ++j)
    for (Index i = 0; i < j; ++i) h(i, j) = h(j, i);
}

bool ExpressionObjective::thirdTimes(const Vec& x, const Vec& v, Vec& out, Scratch* scratch) const {
  TapeScratch& work = tapeScratch(scratch);
  m_expression.tape.prepareProducts(x.data(), work);
  m_expression.tape.thirdProduct(v.data(), out.data(), work);
  return true;
}

void ExpressionObjective::values(const Mat& points, std::span<double> f, Scratch* scratch) const {
  assert(points.cols() == dimension() && static_cast<std::size_t>(points.rows()) == f.size());
  TapeScratch& work = tapeScratch(scratch);
  const Tape& tape = m_expression.tape;
  for (std::size_t first = 0; first < f.size(); first += Tape::blockLength) {
    const std::size_t count = std::min(Tape::blockLength, f.size() - first);
    for (Index k = 0; k < dimension(); ++k)
      std::copy_n(points.col(k).data() + first, count, tape.coordinateBlock(k, work));
    std::copy_n(tape.blockValues(count, work), count, f.data() + first);
  }
}

void ExpressionObjective::valuesOnGrid(std::span<const double> xs, std::span<const double> ys,
                                       std::span<double> f, Scratch* scratch) const {
  assert(dimension() == 2 && f.size() == xs.size() * ys.size());
  TapeScratch& work = tapeScratch(scratch);
  const Tape& tape = m_expression.tape;
  double* out = f.data();
  for (const double y : ys) {
    std::fill_n(tape.coordinateBlock(1, work), Tape::blockLength, y);
    for (std::size_t first = 0; first < xs.size(); first += Tape::blockLength) {
      const std::size_t count = std::min(Tape::blockLength, xs.size() - first);
      std::copy_n(xs.data() + first, count, tape.coordinateBlock(0, work));
      out = std::copy_n(tape.blockValues(count, work), count, out);
    }
  }
}

Result<std::shared_ptr<const ExpressionObjective>> expressionObjective(
    std::string_view text, const std::map<std::string, double>& constants, Index minimumDimension) {
  Result<Expression> parsed = Expression::parse(text, constants, minimumDimension);
  if (!parsed) return parsed.error();
  return std::shared_ptr<const ExpressionObjective>(
      std::make_shared<ExpressionObjective>(std::move(*parsed)));
}

}  // namespace thalweg
