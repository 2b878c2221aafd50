/// What stands behind and before the lines of a chart: grid, axes, bounds; names, cursor, markers.
#pragma once

#include <QGraphicsItem>
#include <optional>
#include <vector>

namespace thalweg {

class ChartView;

/// Ground, grid, axes with their own tick labels, bands under the bounds.
class ChartBack : public QGraphicsItem {
 public:
  ChartBack(const ChartView& view, QGraphicsItem* parent);
  QRectF boundingRect() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
  void moved() { prepareGeometryChange(); }

 private:
  void paintGrid(QPainter& painter) const;
  void paintBounds(QPainter& painter) const;
  const ChartView& m_view;
};

/// Names or legend, cursor line with its flag, markers on it, the ring of the hovered step, the box
/// of a zoom.
class ChartFront : public QGraphicsItem {
 public:
  ChartFront(const ChartView& view, QGraphicsItem* parent);
  QRectF boundingRect() const override;
  void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;
  void moved() { prepareGeometryChange(); }
  /// Finds places for names anew.
  void placeNames();

 private:
  void paintLevels(QPainter& painter) const;
  void paintNames(QPainter& painter) const;
  void paintLegend(QPainter& painter) const;
  void paintCursor(QPainter& painter) const;
  void paintMarks(QPainter& painter) const;
  void paintRings(QPainter& painter) const;
  std::vector<std::size_t> named() const;

  const ChartView& m_view;
  std::vector<std::optional<QRectF>> m_names;  // of the curves that named() lists
  std::optional<QRectF> m_legend;
};

}  // namespace thalweg
