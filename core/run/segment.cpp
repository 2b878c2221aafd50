#include "core/run/segment.h"

#include <algorithm>
#include <cmath>

namespace thalweg {
namespace {

double tOf(const SegmentRange& range, Index k) {
  // The share first: 0, 1 and the last are met exactly where they are nodes.
  return k == range.n - 1
             ? range.high
             : range.low + (range.high - range.low) * (double(k) / double(range.n - 1));
}

void begin(Segment& segment, Evaluator& f, const Vec& first, const Vec& second, Index n) {
  segment.t.resize(n);
  segment.f.resize(n);
  segment.atFirst = f.value(first);
  segment.atSecond = f.value(second);
  segment.instability =
      std::abs(segment.atFirst - segment.atSecond) / 2;  // the higher end is on the line as well
}

void addNode(Segment& segment, Evaluator& f, const Vec& first, const Vec& second, Vec& x, Index k,
             double t) {
  x = first + t * (second - first);
  const double value = t == 0 ? segment.atFirst : t == 1 ? segment.atSecond : f.value(x);
  segment.t[k] = t;
  segment.f[k] = value;
  if (t < 0 || t > 1) return;
  const double above = value - ((1 - t) * segment.atFirst + t * segment.atSecond);
  const double mean = 0.5 * (segment.atFirst + segment.atSecond);
  if (std::isnan(above)) segment.barrier = segment.instability = above;
  if (value - mean > segment.instability) segment.instability = value - mean;
  if (!(above > segment.barrier)) return;
  segment.barrier = above;
  segment.barrierAt = t;
}

}  // namespace

Segment lossBetween(Evaluator& f, const Vec& first, const Vec& second, const SegmentRange& range,
                    const std::function<bool()>& stopping) {
  Segment segment;
  begin(segment, f, first, second, range.n);
  Vec x(first.size());
  for (Index k = 0; k < range.n; ++k) {
    if (stopping && stopping()) {
      segment.t.conservativeResize(k);
      segment.f.conservativeResize(k);
      return segment;
    }
    addNode(segment, f, first, second, x, k, tOf(range, k));
  }
  segment.complete = true;
  return segment;
}

SegmentJob::SegmentJob(std::shared_ptr<const Objective> objective, Vec first, Vec second,
                       const SegmentRange& range)
    : m_f(std::move(objective)),
      m_first(std::move(first)),
      m_second(std::move(second)),
      m_x(m_first.size()),
      m_range(range) {}

bool SegmentJob::advance(Clock::time_point deadline) {
  if (m_done < 0) {
    begin(m_segment, m_f, m_first, m_second, m_range.n);
    m_done = 0;
  }
  while (m_done < m_range.n && !stopping()) {
    addNode(m_segment, m_f, m_first, m_second, m_x, m_done, tOf(m_range, m_done));
    ++m_done;
    if (Clock::now() >= deadline) break;
  }
  if (m_done < m_range.n && !stopping()) {
    const std::lock_guard lock(m_guard);
    m_progress = double(m_done) / double(m_range.n);
    return true;
  }
  publish();
  return false;
}

void SegmentJob::publish() {
  m_segment.complete = m_done == m_range.n;
  const std::lock_guard lock(m_guard);
  if (m_segment.complete) m_result = std::make_shared<Segment>(m_segment);
  m_progress = 1.0;
  m_ended = true;
}

void SegmentJob::fail(const std::string&) {
  const std::lock_guard lock(m_guard);
  m_ended = true;
}

std::shared_ptr<const Segment> SegmentJob::result() const {
  const std::lock_guard lock(m_guard);
  return m_result;
}

double SegmentJob::progress() const {
  const std::lock_guard lock(m_guard);
  return m_progress;
}

bool SegmentJob::ended() const {
  const std::lock_guard lock(m_guard);
  return m_ended;
}

}  // namespace thalweg
