#include "core/objectives/expression/tape.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "core/objectives/expression/third.h"

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

using BlockOperation = void (*)(double c, const double* u, const double* w, double* out,
                                std::size_t count);

template <Op op>
void applyToBlock(double c, const double* u, const double* w, double* out, std::size_t count) {
  eachPoint(u, w, out, count, [c](double a, double b) {
    Partials none;
    return apply<0>(op, c, a, b, none);
  });
}

/// One loop for each operation: chosen once a block, and open to the compiler's vectors.
template <std::size_t... number>
constexpr std::array<BlockOperation, sizeof...(number)> blockOperations(
    std::index_sequence<number...>) {
  return {applyToBlock<static_cast<Op>(number)>...};
}

constexpr auto blockOperation = blockOperations(std::make_index_sequence<operationCount>());

void chooseInBlock(const double* __restrict condition, const double* __restrict u,
                   const double* __restrict w, double* __restrict out, std::size_t count) {
  Partials none;
  for (std::size_t i = 0; i < count; ++i)
    out[i] = apply<0>(Op::choose, condition[i], u[i], w[i], none);
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
    const double c = i.op == Op::choose ? values[i.condition] : i.c;
    if constexpr (order == 0)
      *result++ = apply<0>(i.op, c, values[i.a], values[i.b], none);
    else
      *result++ = apply<order>(i.op, c, values[i.a], values[i.b], *partials++);
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
    if (adjoint == 0 || isFlat(i.op)) continue;
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

/// Carries the tangent v from the coordinates to every result.
void Tape::moveAlong(const double* v, TapeScratch& scratch) const {
  double* t = scratch.tangents.data();
  std::copy_n(v, m_dimension, t);
  for (std::size_t k = 0; k < m_code.size(); ++k) {
    const Instruction& i = m_code[k];
    const Partials& p = scratch.partials[k];
    t[m_firstResult + k] =
        selects(i.op) ? t[chosen(i, p)] : along(p.a, t[i.a]) + along(p.b, t[i.b]);
  }
}

void Tape::product(const double* v, double* hv, TapeScratch& scratch) const {
  if (std::isnan(scratch.values[m_root])) {
    std::fill_n(hv, m_dimension, nan);
    return;
  }
  moveAlong(v, scratch);
  const double* t = scratch.tangents.data();
  double* adjoints = scratch.adjoints.data();
  double* moves = scratch.adjointTangents.data();
  std::fill_n(adjoints, slotCount(), 0.0);
  std::fill_n(moves, slotCount(), 0.0);
  adjoints[m_root] = 1.0;
  for (std::size_t k = m_code.size(); k-- > 0;) {
    const Instruction& i = m_code[k];
    const Partials& p = scratch.partials[k];
    const double adjoint = adjoints[m_firstResult + k], move = moves[m_firstResult + k];
    if ((adjoint == 0 && move == 0) || isFlat(i.op)) continue;
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

void Tape::thirdProduct(const double* v, double* out, TapeScratch& scratch) const {
  if (std::isnan(scratch.values[m_root])) {
    std::fill_n(out, m_dimension, nan);
    return;
  }
  scratch.tangents2.assign(slotCount(), 0.0);
  scratch.adjointTangents2.assign(slotCount(), 0.0);
  moveAlong(v, scratch);
  const double* t = scratch.tangents.data();
  double* t2 = scratch.tangents2.data();
  // How fast the slopes in the operands change along v.
  const auto bendOf = [&](const Instruction& i, const Partials& p) {
    return std::pair{bend(p.aa, t[i.a]) + bend(p.ab, t[i.b]),
                     bend(p.ab, t[i.a]) + bend(p.bb, t[i.b])};
  };
  for (std::size_t k = 0; k < m_code.size(); ++k) {
    const Instruction& i = m_code[k];
    const Partials& p = scratch.partials[k];
    const auto slopes = bendOf(i, p);
    t2[m_firstResult + k] = selects(i.op)
                                ? t2[chosen(i, p)]
                                : along(p.a, t2[i.a]) + along(p.b, t2[i.b]) +
                                      bend(slopes.first, t[i.a]) + bend(slopes.second, t[i.b]);
  }
  double* adjoints = scratch.adjoints.data();
  double* moves = scratch.adjointTangents.data();
  double* turns = scratch.adjointTangents2.data();
  std::fill_n(adjoints, slotCount(), 0.0);
  std::fill_n(moves, slotCount(), 0.0);
  adjoints[m_root] = 1.0;
  for (std::size_t k = m_code.size(); k-- > 0;) {
    const Instruction& i = m_code[k];
    const Partials& p = scratch.partials[k];
    const std::size_t at = m_firstResult + k;
    const double adjoint = adjoints[at], move = moves[at], turn = turns[at];
    if ((adjoint == 0 && move == 0 && turn == 0) || isFlat(i.op)) continue;
    if (selects(i.op)) {
      adjoints[chosen(i, p)] += adjoint;
      moves[chosen(i, p)] += move;
      turns[chosen(i, p)] += turn;
      continue;
    }
    const double ta = t[i.a], tb = t[i.b];
    const auto slopes = bendOf(i, p);
    const Thirds d = thirdsOf(i.op, i.c, scratch.values[i.a], scratch.values[i.b]);
    const double turnA = bend(p.aa, t2[i.a]) + bend(p.ab, t2[i.b]) + bend(d.aaa, ta * ta) +
                         bend(d.aab, 2 * ta * tb) + bend(d.abb, tb * tb);
    const double turnB = bend(p.ab, t2[i.a]) + bend(p.bb, t2[i.b]) + bend(d.aab, ta * ta) +
                         bend(d.abb, 2 * ta * tb) + bend(d.bbb, tb * tb);
    adjoints[i.a] += adjoint * p.a;
    adjoints[i.b] += adjoint * p.b;
    moves[i.a] += along(p.a, move) + bend(adjoint, slopes.first);
    moves[i.b] += along(p.b, move) + bend(adjoint, slopes.second);
    turns[i.a] += along(p.a, turn) + bend(2 * move, slopes.first) + bend(adjoint, turnA);
    turns[i.b] += along(p.b, turn) + bend(2 * move, slopes.second) + bend(adjoint, turnB);
  }
  std::copy_n(turns, m_dimension, out);
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
    const double *u = blocks + i.a * blockLength, *w = blocks + i.b * blockLength;
    if (i.op == Op::choose)
      chooseInBlock(blocks + i.condition * blockLength, u, w, out, count);
    else
      blockOperation[static_cast<std::size_t>(i.op)](i.c, u, w, out, count);
    out += blockLength;
  }
  return blocks + m_root * blockLength;
}

}  // namespace thalweg::expression
