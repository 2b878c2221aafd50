/// Curves made ready for a screen.
#include "widgets/views/thinning.h"

#include <algorithm>
#include <cmath>

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

}  // namespace thalweg
