/// Curves over steps, with the cursor that all views share.
#include "widgets/views/chart_view.h"

#include <QChart>
#include <QFontMetricsF>
#include <QGraphicsLayout>
#include <QLegend>
#include <QLineSeries>
#include <QValueAxis>
#include <algorithm>
#include <cmath>

#include "widgets/views/chart_items.h"
#include "widgets/views/colour_map.h"
#include "widgets/views/marks.h"
#include "widgets/views/thinning.h"

namespace thalweg {
namespace {

constexpr double reach = 12;
constexpr double flatPx = 0.1;        // what nobody sees of a line's bend
constexpr double futureShare = 0.45;  // of the series' colour in the ground

qreal widthOf(LineRole role) {
  switch (role) {
    case LineRole::main:
      return 2.2;
    case LineRole::secondary:
      return 1.2;
    case LineRole::bound:
    case LineRole::reference:
      return 1.6;
  }
  return 2.2;
}

/// The part of a run before x, ending exactly there.
QPolygonF upTo(const QPolygonF& run, double x) {
  QPolygonF part;
  for (const QPointF& point : run) {
    if (point.x() > x) {
      if (!part.isEmpty()) {
        const QPointF a = part.last();
        part << a + (point - a) * ((x - a.x()) / (point.x() - a.x()));
      }
      break;
    }
    part << point;
  }
  return part;
}

}  // namespace

ChartView::ChartView(QWidget* parent) : QChartView(parent) {
  setRenderHint(QPainter::Antialiasing);
  setFrameShape(QFrame::NoFrame);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName("Chart");
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  QChart* plot = chart();
  plot->legend()->hide();
  plot->setBackgroundVisible(false);
  plot->setMargins({});
  plot->layout()->setContentsMargins(0, 0, 0, 0);
  // Grid, ticks and their labels are our own: Qt Charts has no raised exponents and no flat title.
  for (const Qt::Alignment side : {Qt::AlignBottom, Qt::AlignLeft}) {
    auto* axis = new QValueAxis(plot);
    axis->setVisible(false);
    plot->addAxis(axis, side);
  }
  m_back = new ChartBack(*this, plot);
  m_front = new ChartFront(*this, plot);
  m_back->setZValue(-10);
  m_front->setZValue(100);
  setTheme(*m_theme);
}

ChartView::~ChartView() {
  // The items look at this view: they go first.
  delete m_back;
  delete m_front;
}

void ChartView::setFigure(Figure figure) {
  const bool otherKind = figure.id != m_figure.id || figure.xScale != m_figure.xScale ||
                         figure.yScale != m_figure.yScale;
  m_figure = std::move(figure);
  if (otherKind) m_zoomed = false;
  rebuild();
}

void ChartView::setTheme(const Theme& theme) {
  m_theme = &theme;
  setBackgroundBrush(theme.ground);
  rebuild();
}

void ChartView::setCursorAt(std::optional<double> x) {
  if (x == m_cursor) return;
  const bool appears = x.has_value() != m_cursor.has_value();
  m_cursor = x;
  if (appears) fillLines();
  fillPast();
  m_front->update();
}

void ChartView::setHighlight(const QString& owner, double x) {
  if (m_hovering || (owner == m_ringOwner && x == m_ringX)) return;
  m_ringOwner = owner;
  m_ringX = x;
  m_front->update();
}

void ChartView::showAll() {
  m_zoomed = false;
  refit();
}

QPointF ChartView::toView(double x, double y) const { return mapped({m_x.drawn(x), m_y.drawn(y)}); }

QPointF ChartView::mapped(QPointF drawn) const {
  return {m_plot.left() + m_x.share(drawn.x()) * m_plot.width(),
          m_plot.bottom() - m_y.share(drawn.y()) * m_plot.height()};
}

bool ChartView::hasFuture() const { return m_cursor.has_value(); }

/// Takes the figure's numbers over in drawn units.
void ChartView::rebuild() {
  for (std::size_t i = m_figure.series.size(); i < m_curves.size(); ++i) dropLines(m_curves[i]);
  m_curves.resize(m_figure.series.size());
  const PlotAxis x = xAxisOf(m_figure), y = yAxisOf(m_figure);
  for (std::size_t i = 0; i < m_curves.size(); ++i) {
    const Series& series = m_figure.series[i];
    const std::size_t count = std::min(series.x.size(), series.y.size());
    m_curves[i].x.resize(count);
    m_curves[i].y.resize(count);
    for (std::size_t k = 0; k < count; ++k) {
      m_curves[i].x[k] = x.drawn(series.x[k]);
      m_curves[i].y[k] = y.drawn(series.y[k]);
    }
  }
  refit();
}

/// The range shown and all that hangs on it.
void ChartView::refit() {
  if (!m_zoomed) {
    m_x = xAxisOf(m_figure);
    m_y = yAxisOf(m_figure);
  }
  layOut();
}

void ChartView::layOut() {
  const QFontMetricsF metrics(viewFont(12));
  qreal left = 44;
  for (const Tick& tick : m_y.ticks(yTicksOf(m_y, height() - 54.0)))
    left = std::max(left, metrics.horizontalAdvance(tick.text) + 14);
  m_plot =
      QRectF(left, 28, std::max(20.0, width() - left - 14), std::max(20.0, height() - 28.0 - 26));
  chart()->resize(size());
  chart()->setPlotArea(m_plot);
  const auto axes = chart()->axes();
  static_cast<QValueAxis*>(axes[0])->setRange(m_x.low, m_x.high);
  static_cast<QValueAxis*>(axes[1])->setRange(m_y.low, m_y.high);
  m_back->moved();
  m_front->moved();
  fillLines();
  fillPast();
  m_front->placeNames();
  m_back->update();
  m_front->update();
}

/// Colours, widths and dashes of a curve's lines.
void ChartView::style(Curve& curve, const Series& series) {
  SeriesStyle look = m_theme->style(series.style);
  const qreal width = widthOf(series.role);
  if (series.role == LineRole::bound) look.dashPx = {8, 4};
  if (series.role == LineRole::reference) {
    look.dashPx = {2.5, 3};
    look.colour = m_theme->axis;
    look.ink = m_theme->sub;
  }
  // On a line that goes up and down in each column dashes tell nothing and cost much.
  if (curve.dense) look.dashPx = {};
  curve.colour = look.colour;
  curve.inkColour = look.ink;
  SeriesStyle under = look;
  under.colour = look.ink;
  QPen halo(m_theme->ground, width + 2.5);
  halo.setJoinStyle(Qt::RoundJoin);
  for (QLineSeries* line : curve.halo) line->setPen(halo);
  for (QLineSeries* line : curve.ink) line->setPen(seriesPen(under, width + 1.2));
  for (QLineSeries* line : curve.past) line->setPen(seriesPen(look, width));
  // Mixed, not translucent: Qt Charts draws solid lines piece by piece, and joints would show.
  if (hasFuture()) look.colour = mixed(m_theme->ground.rgb(), look.colour.rgb(), futureShare);
  for (QLineSeries* line : curve.future) line->setPen(seriesPen(look, width));
}

void ChartView::dropLines(Curve& curve) {
  for (auto* kind : {&curve.halo, &curve.future, &curve.ink, &curve.past}) {
    for (QLineSeries* line : *kind) {
      chart()->removeSeries(line);
      delete line;
    }
    kind->clear();
  }
}

/// Enough Qt Charts lines for all runs. They are kept from figure to figure, as making them costs
/// more than drawing; where some are missing all are made anew, as the last one made lies on top.
void ChartView::makeLines() {
  const bool enough = std::all_of(m_curves.begin(), m_curves.end(), [](const Curve& curve) {
    return curve.past.size() >= curve.runs.size();
  });
  if (enough) return;
  for (Curve& curve : m_curves) dropLines(curve);
  for (std::size_t i = m_curves.size(); i-- > 0;)
    for (auto* kind : {&m_curves[i].halo, &m_curves[i].future, &m_curves[i].ink, &m_curves[i].past})
      for (std::size_t k = 0; k < std::max<std::size_t>(1, m_curves[i].runs.size()); ++k) {
        auto* line = new QLineSeries;
        chart()->addSeries(line);
        for (QAbstractAxis* axis : chart()->axes()) line->attachAxis(axis);
        kind->push_back(line);
      }
}

/// Whole curves: thinned to what the plot can show, one Qt Charts line a run, the first curve on
/// top.
void ChartView::fillLines() {
  m_pixelLines.assign(m_curves.size(), {});
  const int columns = std::max(1, int(m_plot.width() * devicePixelRatioF()));
  for (std::size_t i = m_curves.size(); i-- > 0;) {
    Curve& curve = m_curves[i];
    curve.runs = thinned(curve.x, curve.y, m_x.low, m_x.high, columns);
    qsizetype points = 0;
    for (QPolygonF& run : curve.runs) {
      QPolygonF pixels;
      for (const QPointF& point : run) pixels << mapped(point);
      m_pixelLines[i].push_back(pixels);
      run = straightened(run, flatPx / m_plot.height() * (m_y.high - m_y.low));
      points += run.size();
    }
    curve.dense = points > columns;
  }
  makeLines();
  for (std::size_t i = m_curves.size(); i-- > 0;) {
    Curve& curve = m_curves[i];
    const bool ink = needsInkBelow(*m_theme, m_figure.series[i].style) &&
                     m_figure.series[i].role != LineRole::reference;
    style(curve, m_figure.series[i]);
    for (auto* kind : {&curve.halo, &curve.future, &curve.ink, &curve.past})
      for (std::size_t k = curve.runs.size(); k < kind->size(); ++k)
        if ((*kind)[k]->count() > 0) (*kind)[k]->clear();
    for (std::size_t k = 0; k < curve.runs.size(); ++k) {
      // The halo of a noisy line would be a block of ground.
      curve.halo[k]->setVisible(!curve.dense);
      curve.halo[k]->replace(curve.dense ? QPolygonF() : curve.runs[k]);
      curve.future[k]->replace(curve.runs[k]);
      curve.ink[k]->setVisible(ink);
      if (ink && !hasFuture()) curve.future[k]->setPen(QPen(Qt::NoPen));
    }
  }
}

/// What lies before the cursor, in full colour over the pale whole. Without a cursor that is
/// everything.
void ChartView::fillPast() {
  const double at = m_cursor ? m_x.drawn(*m_cursor) : m_x.high + (m_x.high - m_x.low);
  for (std::size_t i = 0; i < m_curves.size(); ++i) {
    Curve& curve = m_curves[i];
    const bool ink = !curve.ink.empty() && curve.ink.front()->isVisible();
    for (std::size_t k = 0; k < curve.runs.size(); ++k) {
      const bool whole = !m_cursor && !ink;
      const QPolygonF part = whole ? QPolygonF() : upTo(curve.runs[k], at);
      curve.past[k]->replace(part);
      if (ink) curve.ink[k]->replace(part);
    }
  }
}

std::optional<double> ChartView::heightAt(const Curve& curve, double drawnX) const {
  const auto next = std::lower_bound(curve.x.begin(), curve.x.end(), drawnX);
  if (next == curve.x.end()) return std::nullopt;
  const std::size_t i = std::size_t(next - curve.x.begin());
  if (*next == drawnX) return std::isfinite(curve.y[i]) ? std::optional(curve.y[i]) : std::nullopt;
  if (i == 0) return std::nullopt;
  const double t = (drawnX - curve.x[i - 1]) / (curve.x[i] - curve.x[i - 1]);
  const double y = curve.y[i - 1] + t * (curve.y[i] - curve.y[i - 1]);
  return std::isfinite(y) ? std::optional(y) : std::nullopt;
}

std::optional<ChartView::Point> ChartView::pointNear(QPointF at) const {
  std::optional<Point> best;
  double least = reach * reach;
  const double unit = (m_x.high - m_x.low) / m_plot.width();
  const double middle = m_x.low + (at.x() - m_plot.left()) * unit;
  for (std::size_t c = 0; c < m_curves.size(); ++c) {
    const Curve& curve = m_curves[c];
    if (m_figure.series[c].role == LineRole::bound) continue;
    auto first = std::lower_bound(curve.x.begin(), curve.x.end(), middle - reach * unit);
    auto last = std::upper_bound(first, curve.x.end(), middle + reach * unit);
    if (first == last) {  // points far apart: the line between them counts as its nearer end
      const auto y = heightAt(curve, middle);
      if (!y || first == curve.x.end() || first == curve.x.begin()) continue;
      const double distance = std::abs(mapped({middle, *y}).y() - at.y());
      if (distance * distance >= least) continue;
      least = distance * distance;
      const bool left = middle - *(first - 1) < *first - middle;
      best = Point{int(c), std::size_t(first - curve.x.begin()) - (left ? 1 : 0)};
      continue;
    }
    for (auto x = first; x != last; ++x) {
      const std::size_t k = std::size_t(x - curve.x.begin());
      const QPointF d = mapped({curve.x[k], curve.y[k]}) - at;
      const double distance = d.x() * d.x() + d.y() * d.y();
      if (!(distance < least)) continue;
      least = distance;
      best = Point{int(c), k};
    }
  }
  return best;
}

void ChartView::resizeEvent(QResizeEvent* event) {
  QChartView::resizeEvent(event);
  layOut();
}

}  // namespace thalweg
