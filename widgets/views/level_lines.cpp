/// Lines and regions of equal shade on a grid, by marching squares.
#include "widgets/views/level_lines.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace thalweg {
namespace {

/// Marching squares over the field with one more ring of nodes, lower than everything, in the place
/// of the border itself: so every line is a closed loop, the high side on its left. A hole is as
/// low as the ring.
class Tracer {
 public:
  Tracer(const LevelField& field, double level)
      : m_field(field), m_level(level), m_columns(field.nx + 2), m_rows(field.ny + 2) {
    const std::size_t nodes = std::size_t(m_columns) * std::size_t(m_rows);
    m_high.assign(nodes, 0);
    for (int j = 0; j < field.ny; ++j) {
      const double* from = field.share.data() + std::size_t(j) * std::size_t(field.nx);
      std::uint8_t* to = m_high.data() + std::size_t(j + 1) * std::size_t(m_columns) + 1;
      for (int i = 0; i < field.nx; ++i) to[i] = from[i] >= level;  // false for a hole
    }
    m_next.assign(2 * nodes, -1);
    m_open.assign(2 * nodes, 0);
    for (int j = 0; j + 1 < m_rows; ++j) {
      const std::uint8_t* low = m_high.data() + std::size_t(j) * std::size_t(m_columns);
      const std::uint8_t* top = low + m_columns;
      for (int i = 0; i + 1 < m_columns; ++i) {
        const int count = low[i] + low[i + 1] + top[i] + top[i + 1];
        if (count != 0 && count != 4) march(i, j);
      }
    }
  }

  /// Whole loops, or only the parts that are lines of equal shade. May be asked for both, in any
  /// order.
  std::vector<QPolygonF> trace(bool wholeLoops) const {
    std::vector<QPolygonF> lines;
    std::vector<std::uint8_t> seen(m_next.size(), 0);
    for (const int edge : m_starts) {
      if (seen[std::size_t(edge)]) continue;
      follow(wholeLoops ? edge : afterBorder(edge), wholeLoops, seen, lines);
    }
    return lines;
  }

 private:
  bool inside(int i, int j) const { return i > 0 && j > 0 && i <= m_field.nx && j <= m_field.ny; }
  bool isNode(int i, int j) const {
    return inside(i, j) && std::isfinite(m_field.at(i - 1, j - 1));
  }
  bool isHigh(int i, int j) const {
    return m_high[std::size_t(j) * std::size_t(m_columns) + std::size_t(i)] != 0;
  }
  QPointF place(int i, int j) const {
    return {m_field.xAt(std::clamp(i - 1, 0, m_field.nx - 1)),
            m_field.yAt(std::clamp(j - 1, 0, m_field.ny - 1))};
  }
  // Edges: even numbers run along x from node (i, j), odd ones along y.
  int edgeX(int i, int j) const { return 2 * (j * m_columns + i); }
  int edgeY(int i, int j) const { return edgeX(i, j) + 1; }

  void march(int i, int j) {
    const int ci[4] = {i, i + 1, i + 1, i}, cj[4] = {j, j, j + 1, j + 1};
    const int edges[4] = {edgeX(i, j), edgeY(i + 1, j), edgeX(i, j + 1), edgeY(i, j)};
    bool high[4], border = false;
    for (int k = 0; k < 4; ++k) {
      high[k] = isHigh(ci[k], cj[k]);
      border = border || !isNode(ci[k], cj[k]);
    }
    int starts[2] = {0, 0}, ends[2] = {0, 0}, s = 0, e = 0;
    for (int k = 0; k < 4; ++k) {
      const bool here = high[k], there = high[(k + 1) % 4];
      if (here && !there) starts[s++] = k;
      if (!here && there) ends[e++] = k;
    }
    if (s == 1) return join(edges[starts[0]], edges[ends[0]], border);
    // A saddle: the mean of the corners says which pair of corners hangs together.
    const bool middle = !border && mean(i, j) >= m_level;
    for (int k = 0; k < 2; ++k) {
      const int to = middle ? (starts[k] + 1) % 4 : (starts[k] + 3) % 4;
      join(edges[starts[k]], edges[to], border);
    }
  }

  double mean(int i, int j) const {
    return 0.25 * (m_field.at(i - 1, j - 1) + m_field.at(i, j - 1) + m_field.at(i - 1, j) +
                   m_field.at(i, j));
  }
  void join(int from, int to, bool border) {
    m_next[std::size_t(from)] = to;
    m_open[std::size_t(from)] = border;
    m_starts.push_back(from);
  }

  QPointF crossing(int edge) const {
    const int node = edge / 2, i = node % m_columns, j = node / m_columns;
    const int i2 = edge % 2 ? i : i + 1, j2 = edge % 2 ? j + 1 : j;
    if (!isNode(i, j)) return place(i2, j2);
    if (!isNode(i2, j2)) return place(i, j);
    const double a = m_field.at(i - 1, j - 1), b = m_field.at(i2 - 1, j2 - 1);
    const double t = (m_level - a) / (b - a);
    return place(i, j) * (1 - t) + place(i2, j2) * t;
  }

  /// The first edge of the loop that follows a piece of border, so that no line is cut in two;
  /// `edge` if none does.
  int afterBorder(int edge) const {
    int at = edge;
    do {
      const int to = m_next[std::size_t(at)];
      if (m_open[std::size_t(at)] && !m_open[std::size_t(to)]) return to;
      at = to;
    } while (at != edge);
    return edge;
  }

  void follow(int first, bool wholeLoops, std::vector<std::uint8_t>& seen,
              std::vector<QPolygonF>& lines) const {
    QPolygonF line;
    for (int at = first; !seen[std::size_t(at)]; at = m_next[std::size_t(at)]) {
      seen[std::size_t(at)] = 1;
      const bool drawn = wholeLoops || !m_open[std::size_t(at)];
      if (drawn && line.isEmpty()) line << crossing(at);
      if (drawn)
        append(line, crossing(m_next[std::size_t(at)]));
      else
        finish(line, lines);
    }
    finish(line, lines);
  }

  static void append(QPolygonF& line, QPointF point) {
    if (line.last() != point) line << point;
  }
  static void finish(QPolygonF& line, std::vector<QPolygonF>& lines) {
    if (line.size() > 1) lines.push_back(line);
    line.clear();
  }

  const LevelField& m_field;
  double m_level;
  int m_columns, m_rows;
  std::vector<std::uint8_t> m_high;  // of each node, the ring included
  std::vector<int> m_next;           // the edge a loop goes to from this edge; -1: none
  std::vector<std::uint8_t> m_open;  // that piece runs along the border or a hole
  std::vector<int> m_starts;         // all edges that have a next one
};

}  // namespace

LevelSet levelSetAt(const LevelField& field, double level) {
  if (field.nx < 2 || field.ny < 2) return {};
  const Tracer tracer(field, level);
  return {tracer.trace(true), tracer.trace(false)};
}

std::vector<QPolygonF> linesAt(const LevelField& field, double level) {
  if (field.nx < 2 || field.ny < 2) return {};
  return Tracer(field, level).trace(false);
}

std::vector<QPolygonF> regionAbove(const LevelField& field, double level) {
  if (field.nx < 2 || field.ny < 2) return {};
  return Tracer(field, level).trace(true);
}

}  // namespace thalweg
