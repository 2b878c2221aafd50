/// Draws a figure in the style of a journal.
#include "widgets/views/figure_painter.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme/theme.h"
#include "widgets/views/marks.h"
#include "widgets/views/name_layout.h"
#include "widgets/views/plot_axis.h"
#include "widgets/views/thinning.h"

namespace thalweg {
namespace {

constexpr double pt = 10;  // units in a point

/// The page while it is drawn: where the plot is, how wide lines are, what is black.
class Page {
 public:
  Page(QPainter& painter, const QSizeF& size, const Figure& figure,
       const FigureExportOptions& options)
      : m_painter(painter),
        m_size(size),
        m_figure(figure),
        m_options(options),
        m_theme(options.dark ? Theme::darkOne() : Theme::light()),
        m_ink(options.dark ? m_theme.text : QColor(Qt::black)),
        m_paper(options.dark ? m_theme.ground : QColor(Qt::white)),
        m_font(viewFont(options.textPt * pt)),
        m_metrics(m_font),
        m_x(xAxisOf(figure)),
        m_y(yAxisOf(figure)) {}

  void paint() {
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.fillRect(QRectF(QPointF(), m_size), m_paper);
    m_painter.setFont(m_font);
    layOut();
    for (const Series& series : m_figure.series) m_lines.push_back(linesOf(series));
    m_painter.save();
    m_painter.setClipRect(m_plot.adjusted(-pt, -pt, pt, pt));
    for (const Level& level : m_figure.levels) paintLevel(level);
    for (std::size_t i = m_lines.size(); i-- > 0;) paintCurve(i);
    m_painter.restore();
    paintAxes();
    if (m_options.legendInside)
      paintLegend();
    else
      paintNames();
    for (const Level& level : m_figure.levels) nameLevel(level);
  }

 private:
  double text() const { return m_options.textPt * pt; }
  QPen axisPen() const { return {m_ink, 0.6 * pt, Qt::SolidLine, Qt::FlatCap}; }

  void layOut() {
    m_yTicks = m_y.ticks(std::clamp(
        int(m_size.height() / ((m_y.scale == Scale::linear ? 4.5 : 3.2) * text())), 2, 6));
    qreal widest = 0;
    for (const Tick& tick : m_yTicks)
      widest = std::max(widest, m_metrics.horizontalAdvance(tick.text));
    const double top = m_options.title ? 2.2 * text() : 0.9 * text();
    const double left = 1.9 * text() + widest + 5 * pt;
    m_plot = QRectF(left, top, std::max(pt, m_size.width() - left - 1.3 * text()),
                    std::max(pt, m_size.height() - top - 3.4 * text()));
    m_xTicks = m_x.ticks(std::clamp(int(m_plot.width() / (7 * text())), 2, 8));
  }

  QPointF mapped(QPointF drawn) const {
    return {m_plot.left() + m_x.share(drawn.x()) * m_plot.width(),
            m_plot.bottom() - m_y.share(drawn.y()) * m_plot.height()};
  }

  std::vector<QPolygonF> linesOf(const Series& series) const {
    std::vector<double> x(std::min(series.x.size(), series.y.size())), y(x.size());
    for (std::size_t k = 0; k < x.size(); ++k) {
      x[k] = m_x.drawn(series.x[k]);
      y[k] = m_y.drawn(series.y[k]);
    }
    // Columns of a sixth of a point: finer than a printer shows.
    auto runs = thinned(x, y, m_x.low, m_x.high, int(m_plot.width() / pt * 6) + 1);
    for (QPolygonF& run : runs)
      for (QPointF& point : run) point = mapped(point);
    return runs;
  }

  SeriesStyle styleOf(const Series& series) const {
    SeriesStyle style = m_theme.style(series.style);
    if (series.role == LineRole::bound) style.dashPx = {8, 4};
    if (series.role == LineRole::reference) {
      style.dashPx = {2.5, 3};
      style.colour = style.ink = m_theme.axis;
    }
    return style;
  }
  double widthOf(const Series& series) const {
    return m_options.linePt * pt *
           (series.role == LineRole::main        ? 1.0
            : series.role == LineRole::secondary ? 0.55
                                                 : 0.75);
  }
  QPen penOf(const SeriesStyle& style, double width) const {
    SeriesStyle scaled = style;
    for (qreal& dash : scaled.dashPx)
      dash *= m_options.linePt * pt / 2.2;  // designed for lines of 2.2 px
    return seriesPen(scaled, width);
  }
  double markerRadius() const { return 1.5 * m_options.linePt * pt; }
  void mark(QPointF at, const SeriesStyle& style) {
    m_painter.save();
    m_painter.translate(at);
    const double unit = markerRadius() / 4.5;
    m_painter.scale(unit, unit);
    drawMarker(m_painter, {}, style, 4.5, m_paper);
    m_painter.restore();
  }

  void paintCurve(std::size_t i) {
    const Series& series = m_figure.series[i];
    const SeriesStyle style = styleOf(series);
    if (series.role == LineRole::main && needsInkBelow(m_theme, series.style)) {
      SeriesStyle under = style;
      under.colour = style.ink;
      m_painter.setPen(penOf(under, widthOf(series) * 1.5));
      for (const QPolygonF& run : m_lines[i]) m_painter.drawPolyline(run);
    }
    m_painter.setPen(penOf(style, widthOf(series)));
    for (const QPolygonF& run : m_lines[i]) m_painter.drawPolyline(run);
    if (series.role != LineRole::main) return;
    // Markers tell the curves apart in grey: at quarters of the axis, a little later on each curve.
    for (const double quarter : {0.25, 0.5, 0.75}) {
      const double x = m_plot.left() + m_plot.width() * quarter;
      for (const QPolygonF& run : m_lines[i])
        for (qsizetype k = 0; k + 1 < run.size(); ++k) {
          if (!(run[k].x() <= x && run[k + 1].x() > x)) continue;
          const double t = (x - run[k].x()) / (run[k + 1].x() - run[k].x());
          mark(run[k] + (run[k + 1] - run[k]) * t, style);
        }
    }
  }

  void paintLevel(const Level& level) {
    const double at = m_y.drawn(level.value);
    if (!(at >= m_y.low && at <= m_y.high)) return;
    SeriesStyle style = m_theme.style(level.style);
    style.dashPx = {8, 4};
    const double y = mapped({m_x.low, at}).y();
    m_painter.setPen(penOf(style, 0.75 * m_options.linePt * pt));
    m_painter.drawLine(QPointF(m_plot.left(), y), QPointF(m_plot.right(), y));
  }
  void nameLevel(const Level& level) {
    const double at = m_y.drawn(level.value);
    if (!(at >= m_y.low && at <= m_y.high)) return;
    const QString name = QString::fromStdString(level.name);
    const QPointF left(m_plot.right() - m_metrics.horizontalAdvance(name) - 0.4 * text(),
                       mapped({m_x.low, at}).y() - 0.4 * text());
    drawHaloText(m_painter, left, name, m_font, m_theme.style(level.style).ink, m_paper, 2 * pt);
  }

  void paintAxes() {
    m_painter.setPen(axisPen());
    m_painter.drawLine(m_plot.topLeft(), m_plot.bottomLeft());
    m_painter.drawLine(m_plot.bottomLeft(), m_plot.bottomRight());
    for (const Tick& tick : m_xTicks) {
      const double x = mapped({tick.at, m_y.low}).x();
      m_painter.drawLine(QPointF(x, m_plot.bottom()), QPointF(x, m_plot.bottom() + 2.5 * pt));
      write({x - m_metrics.horizontalAdvance(tick.text) / 2, m_plot.bottom() + 3 * pt + text()},
            tick.text);
    }
    for (const Tick& tick : m_yTicks) {
      if (tick.text.isEmpty()) continue;
      const double y = mapped({m_x.low, tick.at}).y();
      m_painter.drawLine(QPointF(m_plot.left() - 2.5 * pt, y), QPointF(m_plot.left(), y));
      write({m_plot.left() - 4 * pt - m_metrics.horizontalAdvance(tick.text), y + 0.36 * text()},
            tick.text);
    }
    const QString xTitle = QString::fromStdString(m_figure.xLabel),
                  yTitle = QString::fromStdString(m_figure.yLabel);
    write({m_plot.center().x() - m_metrics.horizontalAdvance(xTitle) / 2,
           m_size.height() - 0.7 * text()},
          xTitle);
    m_painter.save();
    m_painter.translate(1.35 * text(),
                        m_plot.center().y() + m_metrics.horizontalAdvance(yTitle) / 2);
    m_painter.rotate(-90);
    write({0, 0}, yTitle);
    m_painter.restore();
    if (!m_options.title) return;
    const QString title = QString::fromStdString(m_figure.title);
    write({m_plot.center().x() - m_metrics.horizontalAdvance(title) / 2, 1.4 * text()}, title);
  }
  void write(QPointF at, const QString& words) {
    m_painter.setFont(m_font);
    m_painter.setPen(m_ink);
    m_painter.drawText(at, words);
    m_painter.setPen(axisPen());
  }

  void paintLegend() {
    const double row = 1.25 * text(), sample = 3.6 * text();
    qreal widest = 0;
    int rows = 0;
    for (const Series& series : m_figure.series) {
      if (series.name.empty()) continue;
      ++rows;
      widest = std::max(widest, m_metrics.horizontalAdvance(QString::fromStdString(series.name)));
    }
    if (rows < 2) return;
    const QRectF box = placeLegend(m_lines, {sample + widest, row * rows},
                                   m_plot.adjusted(0.6 * text(), 0, 0, -0.2 * text()));
    double y = box.top() + row / 2;
    for (const Series& series : m_figure.series) {
      if (series.name.empty()) continue;
      const SeriesStyle style = styleOf(series);
      m_painter.setPen(penOf(style, widthOf(series)));
      m_painter.drawLine(QPointF(box.left(), y), QPointF(box.left() + 2.9 * text(), y));
      if (series.role == LineRole::main) mark({box.left() + 1.45 * text(), y}, style);
      write({box.left() + sample, y + 0.36 * text()}, QString::fromStdString(series.name));
      y += row;
    }
  }

  void paintNames() {
    std::vector<QSizeF> sizes;
    for (const Series& series : m_figure.series)
      sizes.push_back(
          {m_metrics.horizontalAdvance(QString::fromStdString(series.name)), 1.1 * text()});
    const auto boxes = placeNames(m_lines, sizes, m_plot, {});
    for (std::size_t i = 0; i < boxes.size(); ++i)
      if (boxes[i].has_value())
        drawHaloText(m_painter, {boxes[i]->left(), boxes[i]->bottom() - 0.2 * text()},
                     QString::fromStdString(m_figure.series[i].name), m_font,
                     styleOf(m_figure.series[i]).ink, m_paper, 2 * pt);
  }

  QPainter& m_painter;
  QSizeF m_size;
  const Figure& m_figure;
  const FigureExportOptions& m_options;
  const Theme& m_theme;
  QColor m_ink, m_paper;
  QFont m_font;
  QFontMetricsF m_metrics;
  PlotAxis m_x, m_y;
  QRectF m_plot;
  std::vector<Tick> m_xTicks, m_yTicks;
  std::vector<std::vector<QPolygonF>> m_lines;
};

}  // namespace

void paintFigure(QPainter& painter, const QSizeF& units, const Figure& figure,
                 const FigureExportOptions& options) {
  Page(painter, units, figure, options).paint();
}

}  // namespace thalweg
