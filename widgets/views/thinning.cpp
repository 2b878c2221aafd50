/// Curves made ready for a screen.
#include "widgets/views/thinning.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace thalweg {
namespace {

constexpr double shortRun = 0.125;  // of the range shown

/// Gathers the points of one pixel column and passes on the two that matter.
class Columns {
 public:
  Columns(double low, double high, int columns) : m_low(low), m_scale(columns / (high - low)) {}

  void add(QPointF point, QPolygonF& run) {
    const double column = std::floor((point.x() - m_low) * m_scale);
    if (m_count > 0 && column != m_column) flush(run);
    m_column = column;
    if (m_count == 0 || point.y() < m_least.y()) {
      m_least = point;
      m_leastAt = m_count;
    }
    if (m_count == 0 || point.y() > m_most.y()) {
      m_most = point;
      m_mostAt = m_count;
    }
    if (m_count == 0) m_first = point;
    m_last = point;
    ++m_count;
  }

  void flush(QPolygonF& run) {
    if (m_count == 1) run << m_first;
    if (m_count == 2) run << m_first << m_last;
    if (m_count > 2) {
      if (m_leastAt < m_mostAt)
        run << m_least << m_most;
      else if (m_leastAt > m_mostAt)
        run << m_most << m_least;
      else
        run << m_first << m_last;  // all the same height
    }
    m_count = 0;
  }

 private:
  double m_low, m_scale, m_column = 0;
  QPointF m_first, m_last, m_least, m_most;
  std::size_t m_count = 0, m_leastAt = 0, m_mostAt = 0;
};

}  // namespace

std::vector<QPolygonF> thinned(const std::vector<double>& x, const std::vector<double>& y,
                               double low, double high, int columns) {
  std::vector<QPolygonF> runs;
  const std::size_t count = std::min(x.size(), y.size());
  if (count == 0 || !(high > low) || columns < 1) return runs;
  const bool sorted = std::is_sorted(x.begin(), x.begin() + std::ptrdiff_t(count));
  std::size_t first = 0, last = count;
  if (sorted) {  // one point beyond each end, so that lines reach the frame
    first = std::size_t(std::lower_bound(x.begin(), x.begin() + std::ptrdiff_t(count), low) -
                        x.begin());
    last = std::size_t(std::upper_bound(x.begin(), x.begin() + std::ptrdiff_t(count), high) -
                       x.begin());
    first -= first > 0;
    last += last < count;
  }
  Columns gather(low, high, columns);
  QPolygonF run;
  const auto finish = [&] {
    gather.flush(run);
    if (!run.isEmpty()) runs.push_back(run);
    run.clear();
  };
  const double column = (high - low) / columns;
  std::size_t begun = count, before = count;  // the first and the last finite point of the run
  for (std::size_t i = first; i < last; ++i) {
    if (!std::isfinite(x[i]) || !std::isfinite(y[i])) continue;
    const bool broken = before != count && i > before + 1;
    // A quantity that is zero at every second step would come in thousands of runs on a log scale.
    const bool bridged = broken && sorted && x[i] - x[before] < column &&
                         x[before] - x[begun] < shortRun * (high - low);
    if (broken && !bridged) finish();
    if (before == count || (broken && !bridged)) begun = i;
    before = i;
    if (sorted)
      gather.add({x[i], y[i]}, run);
    else
      run << QPointF(x[i], y[i]);
  }
  finish();
  return runs;
}

/// The swinging door: from the last point kept a line may go wherever it passes all points since
/// then, which is a range of slopes; where the next point is outside it the line ends at the point
/// before.
QPolygonF straightened(const QPolygonF& run, double tolerance) {
  if (run.size() < 3) return run;
  constexpr double any = std::numeric_limits<double>::infinity();
  QPolygonF kept{run.front()};
  qsizetype last = 0;  // index of the last point kept
  double least = -any, most = any;
  const auto keep = [&](qsizetype i) {
    kept << run[i];
    last = i;
    least = -any;
    most = any;
  };
  for (qsizetype i = 1; i < run.size();) {
    const double dx = run[i].x() - run[last].x(), dy = run[i].y() - run[last].y();
    const bool passes = dx > 0 && dy >= least * dx && dy <= most * dx;
    if (!passes && last < i - 1) {
      keep(i - 1);  // and this one once more, from there
      continue;
    }
    if (dx > 0) {
      least = std::max(least, (dy - tolerance) / dx);
      most = std::min(most, (dy + tolerance) / dx);
    } else {
      keep(i);
    }
    ++i;
  }
  if (last + 1 < run.size()) kept << run.back();
  return kept;
}

}  // namespace thalweg
