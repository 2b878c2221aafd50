/// What stands behind and before the lines of a chart.
#include "widgets/views/chart_items.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/controls/number_text.h"
#include "widgets/views/chart_view.h"
#include "widgets/views/marks.h"
#include "widgets/views/name_layout.h"

namespace thalweg {
namespace {

constexpr std::size_t legendFrom = 5;
constexpr qreal legendRow = 18, legendSample = 42;

/// " ± 4e−15" of the point of a line at x, where its errors are known.
QString errorAt(const Series& series, double x) {
  const auto at = std::lower_bound(series.x.begin(), series.x.end(), x);
  const std::size_t i = std::size_t(at - series.x.begin());
  if (at == series.x.end() || *at != x || i >= series.error.size()) return {};
  return " " + shownError(series.error[i]);
}

}  // namespace

ChartBack::ChartBack(const ChartView& view, QGraphicsItem* parent)
    : QGraphicsItem(parent), m_view(view) {}

QRectF ChartBack::boundingRect() const { return m_view.rect(); }

void ChartBack::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  paintGrid(*painter);
  painter->save();
  painter->setClipRect(m_view.m_plot);
  paintBounds(*painter);
  painter->restore();
}

void ChartBack::paintGrid(QPainter& painter) const {
  const Theme& theme = *m_view.m_theme;
  const QRectF& plot = m_view.m_plot;
  const QFont font = viewFont(12);
  const QFontMetricsF metrics(font);
  painter.setFont(font);
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (const Tick& tick : m_view.m_x.ticks(std::clamp(int(plot.width() / 85), 2, 9))) {
    const qreal x = std::round(m_view.mapped({tick.at, 0}).x());
    painter.setPen(theme.grid);
    if (x > plot.left() + 1) painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    painter.setPen(theme.axis);
    painter.drawLine(QPointF(x, plot.bottom()), QPointF(x, plot.bottom() + 4));
    painter.setPen(theme.sub);
    painter.drawText(QPointF(x - metrics.horizontalAdvance(tick.text) / 2, plot.bottom() + 18),
                     tick.text);
  }
  for (const Tick& tick : m_view.m_y.ticks(yTicksOf(m_view.m_y, plot.height()))) {
    const qreal y = std::round(m_view.mapped({m_view.m_x.low, tick.at}).y());
    if (tick.text.isEmpty() || y < plot.top() - 0.5 || y > plot.bottom() + 0.5) continue;
    painter.setPen(theme.grid);
    if (y < plot.bottom() - 1) painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    painter.setPen(theme.axis);
    painter.drawLine(QPointF(plot.left() - 4, y), QPointF(plot.left(), y));
    painter.setPen(theme.sub);
    painter.drawText(QPointF(plot.left() - 8 - metrics.horizontalAdvance(tick.text), y + 4.5),
                     tick.text);
  }
  painter.setPen(theme.axis);
  painter.drawLine(plot.topLeft(), plot.bottomLeft());
  painter.drawLine(plot.bottomLeft(), plot.bottomRight());
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(viewFont(12, QFont::DemiBold));
  painter.setPen(theme.text);
  painter.drawText(QPointF(8, 18), QString::fromStdString(m_view.m_figure.yLabel));
}

/// The last two per cent under each bound.
void ChartBack::paintBounds(QPainter& painter) const {
  const auto shade = [&](QColor colour, const QPolygonF& top, const QPolygonF& bottom) {
    QPolygonF band = top;
    for (qsizetype i = bottom.size(); i-- > 0;) band << bottom[i];
    colour.setAlphaF(0.14f);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colour);
    painter.drawPolygon(band);
  };
  const Theme& theme = *m_view.m_theme;
  const PlotAxis& y = m_view.m_y;
  for (const Level& level : m_view.m_figure.levels) {
    const double high = y.drawn(level.value), low = y.drawn(level.value * 0.98);
    if (!std::isfinite(high)) continue;
    shade(theme.style(level.style).colour,
          {m_view.mapped({m_view.m_x.low, high}), m_view.mapped({m_view.m_x.high, high})},
          {m_view.mapped({m_view.m_x.low, low}), m_view.mapped({m_view.m_x.high, low})});
  }
  for (std::size_t i = 0; i < m_view.m_curves.size(); ++i) {
    if (m_view.m_figure.series[i].role != LineRole::bound) continue;
    for (const QPolygonF& run : m_view.m_curves[i].runs) {
      QPolygonF top, bottom;
      for (const QPointF& point : run) {
        const double low = y.drawn(y.valueAt(point.y()) * 0.98);
        if (!std::isfinite(low)) continue;
        top << m_view.mapped(point);
        bottom << m_view.mapped({point.x(), low});
      }
      shade(m_view.m_curves[i].colour, top, bottom);
    }
  }
}

ChartFront::ChartFront(const ChartView& view, QGraphicsItem* parent)
    : QGraphicsItem(parent), m_view(view) {}

QRectF ChartFront::boundingRect() const { return m_view.rect(); }

std::vector<std::size_t> ChartFront::named() const {
  std::vector<std::size_t> curves;
  for (std::size_t i = 0; i < m_view.m_curves.size(); ++i)
    if (!m_view.m_figure.series[i].name.empty() && !m_view.m_curves[i].runs.empty())
      curves.push_back(i);
  return curves;
}

void ChartFront::placeNames() {
  const auto curves = named();
  const QFontMetricsF metrics(viewFont(12, QFont::DemiBold));
  std::vector<std::vector<QPolygonF>> lines;
  std::vector<QSizeF> sizes;
  qreal widest = 0;
  for (const std::size_t i : curves) {
    lines.push_back(m_view.m_pixelLines[i]);
    const qreal width =
        metrics.horizontalAdvance(QString::fromStdString(m_view.m_figure.series[i].name));
    sizes.push_back({width, 14});
    widest = std::max(widest, width);
  }
  m_legend.reset();
  m_names.assign(curves.size(), std::nullopt);
  if (curves.size() >= legendFrom) {
    m_legend = placeLegend(lines, {legendSample + widest + 4, legendRow * qreal(curves.size())},
                           m_view.m_plot);
    return;
  }
  const QRectF& plot = m_view.m_plot;
  const QRectF xTitle(plot.right() - 60, plot.bottom() - 22, 60, 22);
  m_names = thalweg::placeNames(lines, sizes, plot, {xTitle});
}

void ChartFront::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
  const Theme& theme = *m_view.m_theme;
  const QRectF& plot = m_view.m_plot;
  painter->setRenderHint(QPainter::Antialiasing);
  paintLevels(*painter);
  paintCursor(*painter);
  if (m_legend)
    paintLegend(*painter);
  else
    paintNames(*painter);
  const QString xTitle = QString::fromStdString(m_view.m_figure.xLabel);
  const QFont font = viewFont(12);
  qreal titleRight = plot.right() - 1;
  const qreal titleWidth = QFontMetricsF(font).horizontalAdvance(xTitle);
  // The cursor must not cross out the name of the axis.
  if (m_view.m_cursor) {
    const qreal x = m_view.mapped({m_view.m_x.drawn(*m_view.m_cursor), 0}).x();
    if (x > titleRight - titleWidth - 5 && x < plot.right() + 2) titleRight = x - 6;
  }
  drawHaloText(*painter, {titleRight - titleWidth, plot.bottom() - 6}, xTitle, font, theme.sub,
               theme.ground, 3);
  paintRings(*painter);
  if (m_view.m_keyboardFocus) {
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(theme.accent, 2));
    painter->drawRect(boundingRect().adjusted(1, 1, -1, -1));
  }
  if (!m_view.m_dragging) return;
  const QRectF box = QRectF(m_view.m_pressed, m_view.m_dragged).normalized() & plot;
  if (box.width() < 4 || box.height() < 4) return;
  QColor soft = theme.accent;
  soft.setAlphaF(0.12f);
  painter->setPen(QPen(theme.accent, 1));
  painter->setBrush(soft);
  painter->drawRect(box);
}

void ChartFront::paintLevels(QPainter& painter) const {
  const Theme& theme = *m_view.m_theme;
  for (const Level& level : m_view.m_figure.levels) {
    const double at = m_view.m_y.drawn(level.value);
    if (!(at >= m_view.m_y.low && at <= m_view.m_y.high)) continue;
    const qreal y = m_view.mapped({m_view.m_x.low, at}).y();
    SeriesStyle style = theme.style(level.style);
    style.dashPx = {8, 4};
    painter.setPen(seriesPen(style, 1.6));
    painter.drawLine(QPointF(m_view.m_plot.left(), y), QPointF(m_view.m_plot.right(), y));
    const qreal base = y - 8 < m_view.m_plot.top() + 12 ? y + 16 : y - 8;
    drawHaloText(painter, {m_view.m_plot.left() + 14, base}, QString::fromStdString(level.name),
                 viewFont(12, QFont::DemiBold), style.ink, theme.ground);
  }
}

void ChartFront::paintNames(QPainter& painter) const {
  const auto curves = named();
  for (std::size_t n = 0; n < curves.size() && n < m_names.size(); ++n) {
    if (!m_names[n].has_value()) continue;
    const QRectF box = m_names[n].value();
    drawHaloText(painter, {box.left(), box.bottom() - 3},
                 QString::fromStdString(m_view.m_figure.series[curves[n]].name),
                 viewFont(12, QFont::DemiBold), m_view.m_curves[curves[n]].inkColour,
                 m_view.m_theme->ground);
  }
}

void ChartFront::paintLegend(QPainter& painter) const {
  const Theme& theme = *m_view.m_theme;
  qreal y = m_legend->top() + legendRow / 2;
  for (const std::size_t i : named()) {
    const Series& series = m_view.m_figure.series[i];
    SeriesStyle style = theme.style(series.style);
    style.colour = m_view.m_curves[i].colour;
    if (series.role == LineRole::bound) style.dashPx = {8, 4};
    if (series.role == LineRole::reference) style.dashPx = {2.5, 3};
    painter.setPen(QPen(theme.ground, 6));
    painter.drawLine(QPointF(m_legend->left(), y), QPointF(m_legend->left() + 34, y));
    painter.setPen(seriesPen(style, 2));
    painter.drawLine(QPointF(m_legend->left(), y), QPointF(m_legend->left() + 34, y));
    if (series.role == LineRole::main)
      drawMarker(painter, {m_legend->left() + 17, y}, style, 4.5, theme.ground);
    drawHaloText(painter, {m_legend->left() + legendSample, y + 4.5},
                 QString::fromStdString(series.name), viewFont(12), theme.text, theme.ground);
    y += legendRow;
  }
}

void ChartFront::paintCursor(QPainter& painter) const {
  if (!m_view.m_cursor) return;
  const Theme& theme = *m_view.m_theme;
  const QRectF& plot = m_view.m_plot;
  const double at = m_view.m_x.drawn(*m_view.m_cursor);
  if (!(at >= m_view.m_x.low && at <= m_view.m_x.high)) return;
  const qreal x = std::round(m_view.mapped({at, 0}).x()) + 0.5;
  painter.setPen(QPen(theme.text, 1));
  painter.drawLine(QPointF(x, 22), QPointF(x, plot.bottom()));
  const QFont font = numberFont(12, QFont::DemiBold);
  const QString text = numberText(*m_view.m_cursor, 6);
  const qreal width = std::max(33.0, QFontMetricsF(font).horizontalAdvance(text) + 14);
  QRectF flag(std::clamp(x - width / 2, 2.0, m_view.width() - width - 2), 4, width, 18);
  // A short title is not to be covered where the flag can stand beside it and still near its line.
  const qreal titleEnd =
      14 + QFontMetricsF(viewFont(12, QFont::DemiBold))
               .horizontalAdvance(QString::fromStdString(m_view.m_figure.yLabel));
  if (flag.left() < titleEnd && titleEnd < x + 16) flag.moveLeft(titleEnd);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.text);
  painter.drawRoundedRect(flag, 4, 4);
  painter.setFont(font);
  painter.setPen(theme.ground);
  painter.drawText(flag, Qt::AlignCenter, text);
  paintMarks(painter);
  for (std::size_t i = m_view.m_curves.size(); i-- > 0;) {
    const Series& series = m_view.m_figure.series[i];
    if (series.role != LineRole::main) continue;
    const auto y = m_view.heightAt(m_view.m_curves[i], at);
    if (!y || *y < m_view.m_y.low || *y > m_view.m_y.high) continue;
    drawMarker(painter, m_view.mapped({at, *y}), theme.style(series.style), 5, theme.ground);
  }
}

/// Where something was done to a run: a small ring on its curve.
void ChartFront::paintMarks(QPainter& painter) const {
  for (std::size_t i = m_view.m_curves.size(); i-- > 0;) {
    const std::optional<double>& mark = m_view.m_figure.series[i].mark;
    if (!mark) continue;
    const double at = m_view.m_x.drawn(*mark);
    const auto y = m_view.heightAt(m_view.m_curves[i], at);
    if (y && m_view.m_plot.contains(m_view.mapped({at, *y})))
      drawRing(painter, m_view.mapped({at, *y}), 3.5, 1.8, m_view.m_curves[i].colour,
               m_view.m_theme->ground);
  }
}

void ChartFront::paintRings(QPainter& painter) const {
  if (m_view.m_ringOwner.isEmpty()) return;
  const Theme& theme = *m_view.m_theme;
  const double at = m_view.m_x.drawn(m_view.m_ringX);
  for (std::size_t i = 0; i < m_view.m_curves.size(); ++i) {
    const Series& series = m_view.m_figure.series[i];
    if (series.role == LineRole::bound ||
        QString::fromStdString(series.owner) != m_view.m_ringOwner)
      continue;
    const auto y = m_view.heightAt(m_view.m_curves[i], at);
    if (!y || !m_view.m_plot.contains(m_view.mapped({at, *y}))) continue;
    const QPointF place = m_view.mapped({at, *y});
    drawRing(painter, place, 6, 2, m_view.m_curves[i].colour, theme.ground);
    if (!m_view.m_hovering) continue;
    const QStringList lines{
        QString::fromStdString(series.name),
        QString::fromStdString(m_view.m_figure.xLabel) + " " + numberText(m_view.m_ringX, 6) +
            ": " + numberText(m_view.m_y.valueAt(*y), 5) + errorAt(series, m_view.m_ringX)};
    drawNote(painter, place, lines, m_view.rect(), theme);
  }
}

}  // namespace thalweg
