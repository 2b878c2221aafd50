/// Makes a tape operation by operation, folding constants and reusing what was computed before.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/objectives/expression/tape.h"

namespace thalweg::expression {

class TapeBuilder {
 public:
  using Node = std::uint32_t;

  Node variable(Index number);
  Node constant(double value);
  /// An operation other than `variable` and `constant`; `b` is ignored by those of one operand.
  /// Op::power finds out by itself which of its kinds serves best.
  Node apply(Op op, Node a, Node b = 0);
  /// `a` where the condition is neither 0 nor NaN, `b` where it is 0.
  Node choose(Node condition, Node a, Node b);
  /// What the node is worth everywhere, where that is known.
  std::optional<double> constantOf(Node node) const;
  /// Distinct operations, constants and variables so far.
  std::size_t size() const { return m_entries.size(); }
  /// The tape of `root` in at least `minimumDimension` coordinates.
  Tape finish(Node root, Index minimumDimension) const;

 private:
  struct Entry {
    Op op = Op::constant;
    Node a = 0, b = 0, condition = 0;
    double c = 0;
  };
  struct SameBits {
    bool operator()(const Entry& l, const Entry& r) const;
  };
  struct Hash {
    std::size_t operator()(const Entry& entry) const;
  };
  Node enter(const Entry& entry);
  Node raise(Node base, Node exponent);
  Node raiseTo(Node base, double exponent);
  Node fold(const Entry& entry);
  bool isConstant(Node node) const { return m_entries[node].op == Op::constant; }

  std::vector<Entry> m_entries;  // an operand always stands before what uses it
  std::unordered_map<Entry, Node, Hash, SameBits> m_known;  // for look-up only
};

}  // namespace thalweg::expression
