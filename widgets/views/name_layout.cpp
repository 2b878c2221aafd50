/// Where names stand beside their lines.
#include "widgets/views/name_layout.h"

#include <algorithm>
#include <cmath>

namespace thalweg {
namespace {

constexpr double columnWidth = 3;

/// The heights a line has in columns of the plot, so that a box is tested quickly.
class Profile {
 public:
  Profile(const std::vector<QPolygonF>& runs, const QRectF& plot) : m_left(plot.left()) {
    const std::size_t columns = std::size_t(std::max(1.0, std::ceil(plot.width() / columnWidth)));
    m_low.assign(columns, 1e30);
    m_high.assign(columns, -1e30);
    for (const QPolygonF& run : runs)
      for (qsizetype i = 0; i + 1 < run.size(); ++i) addSegment(run[i], run[i + 1]);
  }
  /// How many columns of the box the line passes through.
  int hits(const QRectF& box) const {
    int count = 0;
    for (int c = column(box.left()); c <= column(box.right()); ++c)
      count += m_low[std::size_t(c)] <= box.bottom() && m_high[std::size_t(c)] >= box.top();
    return count;
  }
  /// Height of the line at x; nothing where it is not.
  std::optional<double> at(double x) const {
    const std::size_t c = std::size_t(column(x));
    if (m_low[c] > m_high[c]) return std::nullopt;
    return (m_low[c] + m_high[c]) / 2;
  }

 private:
  int column(double x) const {
    return std::clamp(int((x - m_left) / columnWidth), 0, int(m_low.size()) - 1);
  }
  void addSegment(QPointF a, QPointF b) {
    if (b.x() < a.x()) std::swap(a, b);
    const double right = m_left + columnWidth * double(m_low.size());
    if (b.x() < m_left || a.x() > right) return;
    for (int c = column(a.x()); c <= column(b.x()); ++c) {
      const double from = std::clamp(m_left + c * columnWidth, a.x(), b.x());
      const double to = std::clamp(m_left + (c + 1) * columnWidth, a.x(), b.x());
      const double slope = b.x() > a.x() ? (b.y() - a.y()) / (b.x() - a.x()) : 0;
      const double y1 = a.y() + slope * (from - a.x()),
                   y2 = b.x() > a.x() ? a.y() + slope * (to - a.x()) : b.y();
      m_low[std::size_t(c)] = std::min({m_low[std::size_t(c)], y1, y2});
      m_high[std::size_t(c)] = std::max({m_high[std::size_t(c)], y1, y2});
    }
  }
  double m_left;
  std::vector<double> m_low, m_high;
};

}  // namespace

std::vector<std::optional<QRectF>> placeNames(const std::vector<std::vector<QPolygonF>>& lines,
                                              const std::vector<QSizeF>& sizes, const QRectF& plot,
                                              std::vector<QRectF> taken) {
  std::vector<Profile> profiles;
  for (const auto& runs : lines) profiles.emplace_back(runs, plot);
  std::vector<std::optional<QRectF>> boxes(lines.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    double best = 40;  // worse than this: better no name than one that covers curves
    for (double t = 0.9; t > 0.12; t -= 0.02) {
      const double x = plot.left() + t * plot.width();
      const auto y = profiles[i].at(x);
      if (!y) continue;
      for (const double above : {-1.0, 1.0}) {
        for (const double gap : {5.0, 11.0, 18.0}) {
          QRectF box(QPointF(x - sizes[i].width() / 2, 0), sizes[i]);
          if (above < 0)
            box.moveBottom(*y - gap);
          else
            box.moveTop(*y + gap);
          if (!plot.adjusted(3, 1, -3, -1).contains(box)) continue;
          const auto meets = [&](const QRectF& other) {
            return other.intersects(box.adjusted(-5, -1, 5, 1));
          };
          if (std::any_of(taken.begin(), taken.end(), meets)) continue;
          // Far from the line, far from the right end, and above all over another line is worse.
          double cost = 0.35 * (gap - 5) + 14 * (0.9 - t) + (above > 0 ? 0.5 : 0);
          const double off = std::abs(box.center().y() - *y);
          for (std::size_t k = 0; k < profiles.size(); ++k) {
            cost += 6 * profiles[k].hits(box);
            const auto other = k == i ? std::nullopt : profiles[k].at(x);
            if (other && std::abs(box.center().y() - *other) < 1.4 * off)
              cost += 8;  // would be read as that line's name
          }
          if (cost >= best) continue;
          best = cost;
          boxes[i] = box;
        }
      }
    }
    if (boxes[i].has_value()) taken.push_back(boxes[i].value());
  }
  return boxes;
}

QRectF placeLegend(const std::vector<std::vector<QPolygonF>>& lines, QSizeF size,
                   const QRectF& plot) {
  std::vector<Profile> profiles;
  for (const auto& runs : lines) profiles.emplace_back(runs, plot);
  const QRectF room = plot.adjusted(10, 8, -10, -10);
  QRectF best;
  int least = -1;
  for (const double dx : {1.0, 0.0, 0.5})
    for (const double dy : {0.0, 1.0, 0.5}) {
      const QRectF box(QPointF(room.left() + dx * (room.width() - size.width()),
                               room.top() + dy * (room.height() - size.height())),
                       size);
      int hits = 0;
      for (const Profile& profile : profiles) hits += profile.hits(box);
      if (least >= 0 && hits >= least) continue;
      least = hits;
      best = box;
    }
  return best;
}

}  // namespace thalweg
