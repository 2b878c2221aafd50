/// Columns and paths of bounded size.
#include "app/model/thinned.h"

#include <algorithm>
#include <cmath>

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

/// Whether two places are no farther apart than a distance; never where one of them is not finite.
bool near(QPointF a, QPointF b, double distance) {
  const QPointF d = a - b;
  return QPointF::dotProduct(d, d) <= distance * distance;
}

double medianMove(const std::vector<QPointF>& points) {
  std::vector<double> moves;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double move =
        std::hypot(points[i].x() - points[i - 1].x(), points[i].y() - points[i - 1].y());
    if (std::isfinite(move)) moves.push_back(move);
  }
  if (moves.empty()) return 0.0;
  const auto middle = moves.begin() + std::ptrdiff_t(moves.size() / 2);
  std::nth_element(moves.begin(), middle, moves.end());
  return *middle;
}

}  // namespace

void ThinnedPath::add(std::int64_t step, QPointF at, double f) {
  put(step, at, f);
  if (m_points.size() > mostPoints) thin();
}

void ThinnedPath::put(std::int64_t step, QPointF at, double f) {
  const std::size_t n = m_points.size();
  if (m_tolerance > 0 && n > 0) {
    const bool rests = near(at, m_points[n - (m_resting ? 2 : 1)], m_tolerance);
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
  const double least = 1e-12 * (1.0 + std::hypot(m_points.front().x(), m_points.front().y()));
  while (m_points.size() > mostPoints / 2) {
    m_tolerance = std::max({2 * m_tolerance, 0.5 * medianMove(m_points), least});
    const std::vector<int> steps = std::exchange(m_steps, {});
    const std::vector<QPointF> points = std::exchange(m_points, {});
    const std::vector<double> f = std::exchange(m_f, {});
    m_resting = false;
    for (std::size_t i = 0; i < points.size(); ++i) put(steps[i], points[i], f[i]);
    if (!std::isfinite(m_tolerance)) return;
  }
}

}  // namespace thalweg
