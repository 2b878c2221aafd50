/// A compiled expression: a straight list of operations, evaluated and differentiated exactly.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/objectives/expression/operation.h"
#include "core/objectives/objective.h"

namespace thalweg::expression {

/// Slot of the operands and the constant of one operation. Its result has the slot after that of
/// the operation before.
struct Instruction {
  Op op = Op::add;
  std::uint32_t a = 0, b = 0;
  std::uint32_t condition = 0;  // of Op::choose
  double c = 0;
};

/// The working memory of a tape. All vectors are indexed by slot: coordinates, constants, results,
/// and at the end one into which derivatives in operands that an operation does not have are
/// dropped.
struct TapeScratch final : Scratch {
  std::vector<double> values, tangents, adjoints, adjointTangents;
  std::vector<double> tangents2, adjointTangents2;  // empty until a third derivative is asked for
  std::vector<double> direction;                    // indexed by coordinate, free for the caller
  std::vector<Partials> partials;                   // indexed by instruction
  std::vector<double> blocks;  // [slots, Tape::blockLength]; empty until a block is evaluated
};

/// Immutable. Derivatives are taken in reverse mode (one sweep back whatever the dimension),
/// Hessian products by carrying a tangent through both sweeps (Pearlmutter 1994; Griewank and
/// Walther, Evaluating Derivatives, 2008, 5.1). Where the value is NaN, so is every derivative.
class Tape {
 public:
  /// Points that one instruction works through at a time when many values are asked for: enough to
  /// forget the cost of choosing the operation, few enough that the slots of a usual expression
  /// stay in the first-level cache.
  static constexpr std::size_t blockLength = 64;

  /// `root` is the slot of the whole expression's value; see TapeScratch for the order of the
  /// slots.
  Tape(Index dimension, std::vector<double> constants, std::vector<Instruction> code,
       std::uint32_t root);

  Index dimension() const { return m_dimension; }
  std::span<const Instruction> code() const { return m_code; }

  TapeScratch scratch() const;
  double value(const double* x, TapeScratch& scratch) const;
  /// The value; the gradient in g[0 .. dimension).
  double gradient(const double* x, double* g, TapeScratch& scratch) const;
  /// The value; `scratch` is made ready for any number of `product`s at x.
  double prepareProducts(const double* x, TapeScratch& scratch) const;
  /// hv = H v at the point last given to `prepareProducts`.
  void product(const double* v, double* hv, TapeScratch& scratch) const;
  /// out = D3f[v, v], the gradient of v'Hv with v held: the second derivative of the gradient along
  /// v, carried through both sweeps as the third coefficient of a Taylor series (Griewank and
  /// Walther 2008, 13). At the point last given to `prepareProducts`.
  void thirdProduct(const double* v, double* out, TapeScratch& scratch) const;
  /// Values at the first `count` <= blockLength points of the block whose coordinates the caller
  /// has put into `coordinateBlock`; they are the same, bit by bit, as `value` gives. Returns the
  /// values.
  const double* blockValues(std::size_t count, TapeScratch& scratch) const;
  /// Where coordinate k of the points of a block goes: blockLength numbers.
  double* coordinateBlock(Index k, TapeScratch& scratch) const;

 private:
  template <int order>
  double sweep(const double* x, TapeScratch& scratch) const;
  void moveAlong(const double* v, TapeScratch& scratch) const;
  std::size_t slotCount() const { return m_firstResult + m_code.size() + 1; }

  Index m_dimension;
  std::size_t m_firstResult;
  std::vector<double> m_constants;
  std::vector<Instruction> m_code;
  std::uint32_t m_root;
};

}  // namespace thalweg::expression
