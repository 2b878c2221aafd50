#include "core/objectives/expression/tape_builder.h"

#include <algorithm>
#include <bit>
#include <numbers>
#include <utility>

namespace thalweg::expression {

bool TapeBuilder::SameBits::operator()(const Entry& l, const Entry& r) const {
  return l.op == r.op && l.a == r.a && l.b == r.b && l.condition == r.condition &&
         std::bit_cast<std::uint64_t>(l.c) == std::bit_cast<std::uint64_t>(r.c);
}

std::size_t TapeBuilder::Hash::operator()(const Entry& entry) const {
  // The multiplier is 2^64 divided by the golden ratio, which spreads neighbouring numbers (Knuth,
  // TAOCP 3, 6.4).
  constexpr std::uint64_t spread = 0x9E3779B97F4A7C15ull;
  std::uint64_t hash = static_cast<std::uint64_t>(entry.op);
  for (const std::uint64_t part :
       {std::uint64_t(entry.a), std::uint64_t(entry.b), std::uint64_t(entry.condition),
        std::bit_cast<std::uint64_t>(entry.c)})
    hash = (std::rotl(hash, 23) ^ part) * spread;
  return static_cast<std::size_t>(hash ^ (hash >> 32));
}

TapeBuilder::Node TapeBuilder::enter(const Entry& entry) {
  const auto [place, fresh] = m_known.try_emplace(entry, static_cast<Node>(m_entries.size()));
  if (fresh) m_entries.push_back(entry);
  return place->second;
}

TapeBuilder::Node TapeBuilder::variable(Index number) {
  return enter({.op = Op::variable, .a = static_cast<Node>(number)});
}

TapeBuilder::Node TapeBuilder::constant(double value) {
  return enter({.op = Op::constant, .c = value});
}

TapeBuilder::Node TapeBuilder::apply(Op op, Node a, Node b) {
  if (op == Op::power) return raise(a, b);
  if (op == Op::multiply && a == b) op = Op::square;
  // These two give the same bits in either order, so that a+b and b+a are one.
  if ((op == Op::add || op == Op::multiply) && b < a) std::swap(a, b);
  return fold({.op = op, .a = a, .b = takesTwo(op) ? b : 0});
}

TapeBuilder::Node TapeBuilder::fold(const Entry& entry) {
  if (!isConstant(entry.a) || (takesTwo(entry.op) && !isConstant(entry.b))) return enter(entry);
  Partials none;
  return constant(
      expression::apply<0>(entry.op, entry.c, m_entries[entry.a].c, m_entries[entry.b].c, none));
}

TapeBuilder::Node TapeBuilder::choose(Node condition, Node a, Node b) {
  if (const auto known = constantOf(condition))
    return std::isnan(*known) ? condition : *known != 0 ? a : b;
  return enter({.op = Op::choose, .a = a, .b = b, .condition = condition});
}

std::optional<double> TapeBuilder::constantOf(Node node) const {
  if (!isConstant(node)) return std::nullopt;
  return m_entries[node].c;
}

TapeBuilder::Node TapeBuilder::raise(Node base, Node exponent) {
  if (isConstant(exponent)) return raiseTo(base, m_entries[exponent].c);
  if (!isConstant(base)) return enter({.op = Op::power, .a = base, .b = exponent});
  const double c = m_entries[base].c;
  if (std::isnan(c)) return base;
  if (c == std::numbers::e) return fold({.op = Op::exponential, .a = exponent});
  return fold({.op = Op::powerOf, .a = exponent, .c = c});
}

TapeBuilder::Node TapeBuilder::raiseTo(Node base, double exponent) {
  // std::pow(1, NaN) is 1, but a power without an exponent does not exist.
  if (std::isnan(exponent)) return constant(exponent);
  if (exponent == 0) return constant(1);
  if (exponent == 1) return base;
  if (exponent == 2) return fold({.op = Op::square, .a = base});
  if (exponent == 0.5) return fold({.op = Op::squareRoot, .a = base});
  const bool products = std::trunc(exponent) == exponent && std::fabs(exponent) <= 16;
  return fold({.op = products ? Op::wholePower : Op::constantPower, .a = base, .c = exponent});
}

Tape TapeBuilder::finish(Node root, Index minimumDimension) const {
  std::vector<char> used(m_entries.size(), 0);
  used[root] = 1;
  Index dimension = minimumDimension;
  for (Node n = static_cast<Node>(m_entries.size()); n-- > 0;) {
    const Entry& entry = m_entries[n];
    // A coordinate counts even where it has cancelled, as in x5^0: the text has it.
    if (entry.op == Op::variable) dimension = std::max(dimension, Index(entry.a) + 1);
    if (!used[n] || entry.op == Op::variable || entry.op == Op::constant) continue;
    used[entry.a] = 1;
    if (takesTwo(entry.op)) used[entry.b] = 1;
    if (entry.op == Op::choose) used[entry.condition] = 1;
  }
  std::vector<std::uint32_t> slot(m_entries.size(), 0);
  std::vector<double> constants;
  for (Node n = 0; n < m_entries.size(); ++n) {
    if (m_entries[n].op == Op::variable) slot[n] = m_entries[n].a;
    if (!used[n] || m_entries[n].op != Op::constant) continue;
    slot[n] = static_cast<std::uint32_t>(static_cast<std::size_t>(dimension) + constants.size());
    constants.push_back(m_entries[n].c);
  }
  std::vector<Instruction> code;
  const std::size_t first = static_cast<std::size_t>(dimension) + constants.size();
  for (Node n = 0; n < m_entries.size(); ++n) {
    const Entry& entry = m_entries[n];
    if (!used[n] || entry.op == Op::variable || entry.op == Op::constant) continue;
    slot[n] = static_cast<std::uint32_t>(first + code.size());
    code.push_back({.op = entry.op,
                    .a = slot[entry.a],
                    .b = slot[entry.b],
                    .condition = slot[entry.condition],
                    .c = entry.c});
  }
  return {dimension, std::move(constants), std::move(code), slot[root]};
}

}  // namespace thalweg::expression
