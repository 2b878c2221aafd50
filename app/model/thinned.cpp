/// Columns and paths of bounded size.
#include "app/model/thinned.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace thalweg {

void ThinnedColumn::add(double value) {
  const std::int64_t step = m_size++;
  if (step % m_block == 0) {
    if (m_blocks.size() >= 2 * mostBlocks) merge();
    if (step % m_block == 0) return m_blocks.push_back({value, value, step, step});
  }
  Block& block = m_blocks.back();
  // Where a block began with NaN any number is better.
  if (!(value >= block.low)) {
    block.low = value;
    block.lowAt = step;
  }
  if (!(value <= block.high)) {
    block.high = value;
    block.highAt = step;
  }
}

void ThinnedColumn::merge() {
  for (std::size_t i = 0; i < m_blocks.size() / 2; ++i) {
    const Block &a = m_blocks[2 * i], &b = m_blocks[2 * i + 1];
    Block both = a;
    if (!(a.low <= b.low)) {
      both.low = b.low;
      both.lowAt = b.lowAt;
    }
    if (!(a.high >= b.high)) {
      both.high = b.high;
      both.highAt = b.highAt;
    }
    m_blocks[i] = both;
  }
  m_blocks.resize(m_blocks.size() / 2);
  m_block *= 2;
}

void ThinnedColumn::appendTo(std::vector<double>& steps, std::vector<double>& values) const {
  const std::size_t each = isWhole() ? 1 : 2;
  steps.reserve(steps.size() + each * m_blocks.size());
  values.reserve(values.size() + each * m_blocks.size());
  const auto put = [&](std::int64_t step, double value) {
    steps.push_back(double(step));
    values.push_back(value);
  };
  for (const Block& block : m_blocks) {
    const bool lowFirst = block.lowAt <= block.highAt;
    put(lowFirst ? block.lowAt : block.highAt, lowFirst ? block.low : block.high);
    if (block.lowAt == block.highAt) continue;
    put(lowFirst ? block.highAt : block.lowAt, lowFirst ? block.high : block.low);
  }
}

namespace {

/// The larger of the distances along x and y: it can not overflow before they do.
double apart(QPointF a, QPointF b) {
  return std::max(std::abs(a.x() - b.x()), std::abs(a.y() - b.y()));
}

bool isFinite(QPointF p) { return std::isfinite(p.x()) && std::isfinite(p.y()); }

}  // namespace

/// A tolerance in proportion to the way from the start keeps the beginning of a path that flies
/// away as well as the end of one that settles.
bool ThinnedPath::isNear(QPointF at, QPointF kept) const {
  if (!isFinite(at) || !isFinite(kept)) return !isFinite(at) && !isFinite(kept);
  return apart(at, kept) <= m_tolerance * (apart(at, m_points.front()) + m_firstMoves);
}

void ThinnedPath::add(std::int64_t step, QPointF at, double f) {
  put(step, at, f);
  if (m_points.size() > mostPoints) thin();
}

void ThinnedPath::put(std::int64_t step, QPointF at, double f) {
  const std::size_t n = m_points.size();
  if (m_tolerance > 0 && n > 0) {
    const bool rests = isNear(at, m_points[n - (m_resting ? 2 : 1)]);
    // It still rests: only the time until which it did is kept.
    if (rests && m_resting) {
      m_steps.back() = int(step);
      m_points.back() = at;
      m_f.back() = f;
      return;
    }
    m_resting = rests;
  }
  m_steps.push_back(int(step));
  m_points.push_back(at);
  m_f.push_back(f);
}

void ThinnedPath::thin() {
  constexpr double finest = 1e-4, firstMoves = 10;
  if (m_tolerance == 0) {
    const QPointF start = m_points[0];
    const double wanted = firstMoves * apart(start, m_points[1]);
    // Never zero: a path that comes back to its start again and again has to become near to it.
    m_firstMoves = std::isfinite(wanted) ? wanted : 0.0;
    m_firstMoves = std::max(m_firstMoves, 1e-9 * (1 + std::abs(start.x()) + std::abs(start.y())));
  }
  while (m_points.size() > mostPoints / 2) {
    m_tolerance = std::max(2 * m_tolerance, finest);
    const std::vector<int> steps = std::exchange(m_steps, {});
    const std::vector<QPointF> points = std::exchange(m_points, {});
    const std::vector<double> f = std::exchange(m_f, {});
    m_resting = false;
    for (std::size_t i = 0; i < points.size(); ++i) put(steps[i], points[i], f[i]);
  }
}

}  // namespace thalweg
