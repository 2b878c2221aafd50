#include "core/math/line_search.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {
namespace {

struct Point {
  double t = 0.0, f = 0.0, slope = 0.0;
};

/// The minimum of the cubic through two points with slopes, cut to [low, high]; the middle where
/// it has none.
double cubicMinimum(const Point& a, const Point& b, double low, double high) {
  const double d1 = a.slope + b.slope - 3 * (a.f - b.f) / (a.t - b.t);
  const double square = d1 * d1 - a.slope * b.slope;
  if (!(square >= 0)) return (low + high) / 2;
  const double d2 = std::sqrt(square);
  const double t = a.t <= b.t
                       ? b.t - (b.t - a.t) * ((b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2))
                       : a.t - (a.t - b.t) * ((a.slope + d2 - d1) / (a.slope - b.slope + 2 * d2));
  return std::isfinite(t) ? std::min(std::max(t, low), high) : (low + high) / 2;
}

/// The search at work: what both of its phases know.
class Search {
 public:
  Search(const AlongLine& along, const Point& start, const LineSearch& options)
      : m_along(along), m_start(start), m_options(options) {}

  LineSearchResult run(double t) {
    Point now = evaluate(t);
    bool done = false;
    bracket(now, done);
    if (!done) zoom();
    const Point& best = m_ends[m_low];
    return {best.t, best.f, best.slope, m_evaluations};
  }

 private:
  Point evaluate(double t) {
    ++m_evaluations;
    Point p{t, 0.0, 0.0};
    p.f = m_along(t, p.slope);
    if (!std::isfinite(p.f) || !std::isfinite(p.slope)) {
      p.f = std::numeric_limits<double>::infinity();  // too far: the bracket ends here
      p.slope = 0.0;
    }
    return p;
  }
  bool tooHigh(const Point& p) const {
    return p.f > m_start.f + m_options.c1 * p.t * m_start.slope;
  }
  bool flat(const Point& p) const { return std::abs(p.slope) <= -m_options.c2 * m_start.slope; }

  /// Goes on until a minimum lies between the last two points, or one of them will do.
  void bracket(Point now, bool& done) {
    Point last = m_start;
    int rounds = 0;
    for (; rounds < m_options.evaluations; ++rounds) {
      if (tooHigh(now) || (rounds > 1 && now.f >= last.f)) return set(last, now);
      if (flat(now)) {
        done = true;
        return set(now, now);
      }
      if (now.slope >= 0) return set(last, now);
      const double t = cubicMinimum(last, now, now.t + 0.01 * (now.t - last.t), 10 * now.t);
      last = now;
      now = evaluate(t);
      m_rounds = rounds + 1;
    }
    set(m_start, now);
    m_rounds = rounds;
  }

  void set(const Point& a, const Point& b) {
    m_ends[0] = a;
    m_ends[1] = b;
    m_low = a.f <= b.f ? 0 : 1;
  }

  /// A length between the ends; moved inside where two in a row came too near to one of them.
  double inside() {
    const double low = std::min(m_ends[0].t, m_ends[1].t),
                 high = std::max(m_ends[0].t, m_ends[1].t);
    double t = cubicMinimum(m_ends[0], m_ends[1], low, high);
    const double margin = 0.1 * (high - low);
    if (std::min(high - t, t - low) >= margin) {
      m_slow = false;
    } else if (m_slow || t >= high || t <= low) {
      t = std::abs(t - high) < std::abs(t - low) ? high - margin : low + margin;
      m_slow = false;
    } else {
      m_slow = true;
    }
    return t;
  }

  void zoom() {
    while (m_rounds < m_options.evaluations) {
      const double width = std::abs(m_ends[1].t - m_ends[0].t);
      if (width * m_options.scale <= m_options.narrowest) return;
      const Point now = evaluate(inside());
      ++m_rounds;
      if (tooHigh(now) || now.f >= m_ends[m_low].f) {
        m_ends[1 - m_low] = now;
        m_low = m_ends[0].f <= m_ends[1].f ? 0 : 1;
        continue;
      }
      const bool done = flat(now);
      if (!done && now.slope * (m_ends[1 - m_low].t - m_ends[m_low].t) >= 0)
        m_ends[1 - m_low] = m_ends[m_low];
      m_ends[m_low] = now;
      if (done) return;
    }
  }

  const AlongLine& m_along;
  const Point m_start;
  const LineSearch& m_options;
  Point m_ends[2];
  int m_low = 0, m_rounds = 0, m_evaluations = 0;
  bool m_slow = false;
};

}  // namespace

LineSearchResult strongWolfe(const AlongLine& along, double f0, double slope0, double t,
                             const LineSearch& options) {
  return Search(along, {0.0, f0, slope0}, options).run(t);
}

}  // namespace thalweg
