#include "core/objectives/expression/tape.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace thalweg::expression {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// factor * t for a tangent t. Nothing moves along a zero tangent, however steep the slope is: in
/// sqrt(y) + x^2 at y = 0 the direction (1, 0) never meets the infinite derivative.
double along(double factor, double t) { return t == 0 ? 0 : factor * t; }

/// The change of a first derivative along a tangent. A sum does not curve even where its tangent is
/// infinite.
double bend(double second, double t) { return second == 0 || t == 0 ? 0 : second * t; }

/// The operand that a minimum or maximum has handed on.
std::uint32_t chosen(const Instruction& instruction, const Partials& p) {
  return p.a == 1 ? instruction.a : instruction.b;
}

template <class Operation>
void eachPoint(const double* __restrict u, const double* __restrict w, double* __restrict out,
               std::size_t count, Operation operation) {
  if (count == Tape::blockLength) {  // a fixed trip count lets the compiler use vector instructions
                                     // throughout
    for (std::size_t i = 0; i < Tape::blockLength; ++i) out[i] = operation(u[i], w[i]);
  } else {
    for (std::size_t i = 0; i < count; ++i) out[i] = operation(u[i], w[i]);
  }
}

void applyToBlock(Op op, double c, const double* u, const double* w, double* out,
                  std::size_t count) {
  switch (op) {
    case Op::add:
      return eachPoint(u, w, out, count, [](double a, double b) { return a + b; });
    case Op::subtract:
      return eachPoint(u, w, out, count, [](double a, double b) { return a - b; });
    case Op::multiply:
      return eachPoint(u, w, out, count, [](double a, double b) { return a * b; });
    case Op::divide:
      return eachPoint(u, w, out, count, [](double a, double b) { return a / b; });
    case Op::square:
      return eachPoint(u, w, out, count, [](double a, double) { return a * a; });
    case Op::negate:
      return eachPoint(u, w, out, count, [](double a, double) { return -a; });
    default: {
      Partials none;
      return eachPoint(u, w, out, count,
                       [=, &none](double a, double b) { return apply<0>(op, c, a, b, none); });
    }
  }
}

}  // namespace

Tape::Tape(Index dimension, std::vector<double> constants, std::vector<Instruction> code,
           std::uint32_t root)
    : m_dimension(dimension),
      m_firstResult(static_cast<std::size_t>(dimension) + constants.size()),
      m_constants(std::move(constants)),
      m_code(std::move(code)),
      m_root(root) {
  const auto sink = static_cast<std::uint32_t>(m_firstResult + m_code.size());
  for (Instruction& instruction : m_code)
    if (!takesTwo(instruction.op)) instruction.b = sink;
}

TapeScratch Tape::scratch() const {
  TapeScratch made;
  for (std::vector<double>* each :
       {&made.values, &made.tangents, &made.adjoints, &made.adjointTangents})
    each->assign(slotCount(), 0.0);
  made.direction.assign(static_cast<std::size_t>(m_dimension), 0.0);
  made.partials.resize(m_code.size());
  std::copy(m_constants.begin(), m_constants.end(), made.values.begin() + m_dimension);
  return made;
}

template <int order>
double Tape::sweep(const double* x, TapeScratch& scratch) const {
  double* values = scratch.values.data();
  std::copy_n(x, m_dimension, values);
  double* result = values + m_firstResult;
  Partials* partials = scratch.partials.data();
  Partials none;
  for (const Instruction& i : m_code) {
    if constexpr (order == 0)
      *result++ = apply<0>(i.op, i.c, values[i.a], values[i.b], none);
    else
      *result++ = apply<order>(i.op, i.c, values[i.a], values[i.b], *partials++);
  }
  return values[m_root];
}

double Tape::value(const double* x, TapeScratch& scratch) const { return sweep<0>(x, scratch); }

double Tape::gradient(const double* x, double* g, TapeScratch& scratch) const {
  const double value = sweep<1>(x, scratch);
  if (std::isnan(value)) {
    std::fill_n(g, m_dimension, nan);
    return value;
  }
  double* adjoints = scratch.adjoints.data();
  std::fill_n(adjoints, slotCount(), 0.0);
  adjoints[m_root] = 1.0;
  for (std::size_t k = m_code.size(); k-- > 0;) {
    const Instruction& i = m_code[k];
    const Partials& p = scratch.partials[k];
    const double adjoint = adjoints[m_firstResult + k];
    if (adjoint == 0) continue;
    if (selects(i.op)) {
      adjoints[chosen(i, p)] += adjoint;
    } else {
      adjoints[i.a] += adjoint * p.a;
      adjoints[i.b] += adjoint * p.b;
    }
  }
  std::copy_n(adjoints, m_dimension, g);
  return value;
}

double Tape::prepareProducts(const double* x, TapeScratch& scratch) const {
  return sweep<2>(x, scratch);
}

void Tape::product(const double* v, double* hv, TapeScratch& scratch) const {
  if (std::isnan(scratch.values[m_root])) {
    std::fill_n(hv, m_dimension, nan);
    return;
  }
  double* t = scratch.tangents.data();
  std::copy_n(v, m_dimension, t);
  for (std::size_t k = 0; k < m_code.size(); ++k) {
    const Instruction& i = m_code[k];
    const Partials& p = scratch.partials[k];
    t[m_firstResult + k] =
        selects(i.op) ? t[chosen(i, p)] : along(p.a, t[i.a]) + along(p.b, t[i.b]);
  }
  double* adjoints = scratch.adjoints.data();
  double* moves = scratch.adjointTangents.data();
  std::fill_n(adjoints, slotCount(), 0.0);
  std::fill_n(moves, slotCount(), 0.0);
  adjoints[m_root] = 1.0;
  for (std::size_t k = m_code.size(); k-- > 0;) {
    const Instruction& i = m_code[k];
    const Partials& p = scratch.partials[k];
    const double adjoint = adjoints[m_firstResult + k], move = moves[m_firstResult + k];
    if (adjoint == 0 && move == 0) continue;
    if (selects(i.op)) {
      adjoints[chosen(i, p)] += adjoint;
      moves[chosen(i, p)] += move;
      continue;
    }
    const double ta = t[i.a], tb = t[i.b];
    adjoints[i.a] += adjoint * p.a;
    adjoints[i.b] += adjoint * p.b;
    moves[i.a] += along(p.a, move) + bend(adjoint, bend(p.aa, ta) + bend(p.ab, tb));
    moves[i.b] += along(p.b, move) + bend(adjoint, bend(p.ab, ta) + bend(p.bb, tb));
  }
  std::copy_n(moves, m_dimension, hv);
}

double* Tape::coordinateBlock(Index k, TapeScratch& scratch) const {
  if (scratch.blocks.empty()) {
    scratch.blocks.assign(slotCount() * blockLength, 0.0);
    for (std::size_t j = 0; j < m_constants.size(); ++j)
      std::fill_n(
          scratch.blocks.begin() + static_cast<std::ptrdiff_t>(
                                       (static_cast<std::size_t>(m_dimension) + j) * blockLength),
          blockLength, m_constants[j]);
  }
  return scratch.blocks.data() + static_cast<std::size_t>(k) * blockLength;
}

const double* Tape::blockValues(std::size_t count, TapeScratch& scratch) const {
  double* blocks = scratch.blocks.data();
  double* out = blocks + m_firstResult * blockLength;
  for (const Instruction& i : m_code) {
    applyToBlock(i.op, i.c, blocks + i.a * blockLength, blocks + i.b * blockLength, out, count);
    out += blockLength;
  }
  return blocks + m_root * blockLength;
}

}  // namespace thalweg::expression
