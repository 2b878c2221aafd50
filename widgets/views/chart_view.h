/// Curves over steps, with the cursor that all views share.
#pragma once

#include <QChartView>
#include <QPolygonF>
#include <optional>
#include <vector>

#include "core/io/figure.h"
#include "widgets/theme/theme.h"
#include "widgets/views/plot_axis.h"

class QLineSeries;
class QRubberBand;

namespace thalweg {

class ChartBack;
class ChartFront;

/// Shows one figure. Full colour up to the cursor, pale after it. Hovering tells the nearest point
/// of a curve, a click asks for the cursor, the wheel zooms along x, a drag zooms to a box, a
/// double click shows all.
class ChartView : public QChartView {
  Q_OBJECT

 public:
  explicit ChartView(QWidget* parent = nullptr);
  ~ChartView() override;

  void setFigure(Figure figure);
  /// Nothing: no cursor, all curves in full colour.
  void setCursorAt(std::optional<double> x);
  void setTheme(const Theme& theme);
  /// Rings the points of the curves of `owner` at x; an empty owner: no ring.
  void setHighlight(const QString& owner, double x);
  void showAll();

  const Figure& figure() const { return m_figure; }
  /// Where a point of the figure is on the view.
  QPointF toView(double x, double y) const;
  QRectF plotRect() const { return m_plot; }
  const PlotAxis& xAxis() const { return m_x; }
  const PlotAxis& yAxis() const { return m_y; }

  QSize sizeHint() const override { return {640, 210}; }
  QSize minimumSizeHint() const override { return {180, 110}; }

 signals:
  void hovered(const QString& owner, double x);  // empty owner: none
  void cursorAsked(double x);
  void menuAsked(QPoint globalPosition);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  friend class ChartBack;
  friend class ChartFront;

  /// One curve: its points as they are drawn, thinned, and the Qt Charts lines that show them run
  /// by run.
  struct Curve {
    std::vector<double> x, y;     // drawn units, all points
    std::vector<QPolygonF> runs;  // drawn units, thinned
    std::vector<QLineSeries*> halo, ink, future, past;
    QColor colour, inkColour;
    bool dense = false;  // more points than columns: no halo, no dashes
  };
  struct Point {
    int curve = -1;
    std::size_t index = 0;
  };

  void rebuild();
  void refit();
  void layOut();
  void style(Curve& curve, const Series& series);
  void fillPast();
  void dropLines(Curve& curve);
  void makeLines();
  void fillLines();
  QPointF mapped(QPointF drawn) const;
  std::optional<double> heightAt(const Curve& curve, double drawnX) const;
  std::optional<Point> pointNear(QPointF at) const;
  bool hasFuture() const;

  Figure m_figure;
  const Theme* m_theme = &Theme::light();
  PlotAxis m_x, m_y;
  QRectF m_plot;
  std::vector<Curve> m_curves;
  std::vector<std::vector<QPolygonF>> m_pixelLines;  // of each curve, for names
  std::optional<double> m_cursor;
  QString m_ringOwner;
  double m_ringX = 0;
  bool m_hovering = false, m_zoomed = false, m_dragging = false;
  bool m_keyboardFocus = false;  // reached by Tab: shown by a frame
  QPointF m_pressed, m_dragged;
  ChartBack* m_back = nullptr;
  ChartFront* m_front = nullptr;
};

}  // namespace thalweg
