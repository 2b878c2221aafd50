#include "widgets/views/spectrum_painter.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/controls/number_text.h"
#include "widgets/theme/style.h"
#include "widgets/views/marks.h"
#include "widgets/views/plot_grid.h"

namespace thalweg {
namespace {

constexpr qreal leftRoom = 44, topRoom = 28, rightRoom = 14, bottomRoom = 26, reach = 7;
constexpr qreal smallTop = 38, smallLeft = 40, smallRight = 8;  // two lines of words above the plot

QString tr(const char* text) { return QCoreApplication::translate("SpectrumView", text); }

QFont boundFont() { return viewFont(12, QFont::DemiBold); }

/// Linear between the points of an even grid, nothing beyond its ends.
double readAt(const std::vector<double>& at, const std::vector<double>& value, double x) {
  if (at.size() < 2 || value.size() != at.size() || x < at.front() || x > at.back()) return 0.0;
  const double place = (x - at.front()) / (at.back() - at.front()) * double(at.size() - 1);
  const std::size_t i = std::min(std::size_t(place), at.size() - 2);
  const double t = place - double(i);
  return value[i] * (1 - t) + value[i + 1] * t;
}

}  // namespace

const Theme& SpectrumPainter::theme() const { return m_theme ? *m_theme : currentTheme(); }

void SpectrumPainter::setPicture(SpectrumPicture picture) {
  m_picture = std::move(picture);
  fitAxes();
}

void SpectrumPainter::setLogarithmic(bool on) {
  m_y.scale = on ? Scale::logarithmic : Scale::linear;
  fitAxes();
}

void SpectrumPainter::setAxes(const PlotAxis& x, const PlotAxis& y) {
  m_x = x;
  m_y = y;
}

void SpectrumPainter::fitAxes() {
  if (m_picture.at.empty()) return;
  double low = m_picture.at.front(), high = m_picture.at.back();
  for (const SpectrumCurve& other : m_picture.others) {
    if (other.at.empty()) continue;
    low = std::min(low, other.at.front());
    high = std::max(high, other.at.back());
  }
  // A bound far away would press everything against the left edge: it is told in words instead.
  if (m_picture.bound && *m_picture.bound > low && *m_picture.bound < high + 1.5 * (high - low))
    high = std::max(high, *m_picture.bound);
  const double air = 0.04 * (high - low);
  m_x = {Scale::linear, low - 2 * air, high + 4 * air};
  double top = 0.0;
  for (const double v : m_picture.value) top = std::max(top, v);
  for (const SpectrumCurve& other : m_picture.others)
    for (const double v : other.value) top = std::max(top, v);
  if (isLogarithmic()) {
    const double floor = std::max({m_picture.floor, top * 1e-12, 1e-300});
    m_y.low = decadesOf(floor);
    m_y.high = std::max(m_y.low + 1, decadesOf(std::max(top, floor)) + 0.35);
  } else {
    m_y.low = 0;
    m_y.high = 1.08 * std::max(top, 1e-300);
  }
}

QRectF SpectrumPainter::plotRect() const {
  const bool small = m_size == Size::small;
  const qreal left = small ? smallLeft : leftRoom, top = small ? smallTop : topRoom,
              right = small ? smallRight : rightRoom;
  return {m_frame.left() + left, m_frame.top() + top,
          std::max(20.0, m_frame.width() - left - right),
          std::max(20.0, m_frame.height() - top - bottomRoom)};
}

QPointF SpectrumPainter::toView(double x, double density) const {
  const QRectF plot = plotRect();
  double drawn = m_y.drawn(density);
  if (!(drawn >= m_y.low)) drawn = m_y.low;
  return {plot.left() + m_x.share(x) * plot.width(),
          plot.bottom() - m_y.share(drawn) * plot.height()};
}

double SpectrumPainter::densityAt(double x) const {
  return readAt(m_picture.at, m_picture.value, x);
}

const SpectrumMark* SpectrumPainter::markNear(double px) const {
  const SpectrumMark* best = nullptr;
  double least = reach;
  for (const SpectrumMark& mark : m_picture.marks) {
    double distance = std::abs(toView(mark.value, 0).x() - px);
    // Of an eigenvalue and the nodes around it the eigenvalue is meant.
    if (!mark.isEigenvalue()) distance = std::max(distance, 0.01) + 2;
    if (!(distance < least)) continue;
    least = distance;
    best = &mark;
  }
  return best;
}

QStringList SpectrumPainter::noteAt(QPointF at) const {
  const QRectF plot = plotRect();
  if (m_picture.at.empty() || !plot.adjusted(0, 0, 0, 6).contains(at)) return {};
  if (const SpectrumMark* mark = markNear(at.x())) {
    if (!mark->isEigenvalue())
      return {QString::fromUtf8("λ ≈ ") + shownNumber(mark->value),
              tr("node of a quadrature, no eigenvalue")};
    const QString value = shownNumber(mark->value, 5);
    return {QString::fromUtf8("λ = ") + value, shownError(mark->residual) + tr(" (residual)")};
  }
  const double x = m_x.low + (at.x() - plot.left()) / plot.width() * (m_x.high - m_x.low);
  if (!m_picture.others.empty()) return noteOfAll(x);
  const double density = densityAt(x);
  if (!(density > 0) || toView(x, density).y() > at.y() + 12) return {};
  const std::size_t i =
      std::min(m_picture.error.size() - 1,
               std::size_t(std::max(0.0, (x - m_picture.at.front()) /
                                             (m_picture.at.back() - m_picture.at.front()) *
                                             double(m_picture.at.size() - 1))));
  const double error = m_picture.error.empty() ? std::nan("") : m_picture.error[i];
  const QString told = error > 0 ? " " + shownError(error) + tr(" (standard error)") : QString();
  return {QString::fromUtf8("λ = ") + shownNumber(x, 3),
          tr("density ") + numberText(density, 3) + told};
}

/// The densities of all curves at a place, each with its error.
QStringList SpectrumPainter::noteOfAll(double x) const {
  QStringList note{QString::fromUtf8("λ = ") + shownNumber(x, 3)};
  const auto add = [&](const QString& name, const std::vector<double>& at,
                       const std::vector<double>& value, const std::vector<double>& error) {
    const double density = readAt(at, value, x), by = readAt(at, error, x);
    if (density < m_picture.floor) return;
    note << name + " " + numberText(density, 3) + (by > 0 ? " " + shownError(by) : QString());
  };
  add(m_picture.name, m_picture.at, m_picture.value, m_picture.error);
  for (const SpectrumCurve& other : m_picture.others)
    add(other.name, other.at, other.value, other.error);
  return note.size() > 1 ? note : QStringList();
}

void SpectrumPainter::paintOthers(QPainter& painter) const {
  const Theme& theme = this->theme();
  painter.save();
  painter.setClipRect(plotRect().adjusted(0, -2, 0, 0));
  painter.setBrush(Qt::NoBrush);
  for (const SpectrumCurve& other : m_picture.others) {
    QPolygonF line;
    // Where it is below what is shown the curve is left out, not drawn along the axis.
    const auto flush = [&] {
      painter.setPen(seriesPen(theme.style(other.style), 1.8));
      if (line.size() > 1) painter.drawPolyline(line);
      line.clear();
    };
    for (std::size_t i = 0; i < other.at.size(); ++i) {
      if (other.value[i] < m_picture.floor && isLogarithmic())
        flush();
      else
        line << toView(other.at[i], other.value[i]);
    }
    flush();
  }
  painter.restore();
}

void SpectrumPainter::paintLegend(QPainter& painter) const {
  if (m_picture.others.empty()) return;
  const Theme& theme = this->theme();
  const QFont font = viewFont(12, QFont::DemiBold);
  const QFontMetricsF metrics(font);
  std::vector<std::pair<QString, SeriesStyle>> rows{{m_picture.name, theme.style(m_picture.style)}};
  rows[0].second.dashPx.clear();
  for (const SpectrumCurve& other : m_picture.others)
    rows.emplace_back(other.name, theme.style(other.style));
  qreal widest = 0;
  for (const auto& row : rows) widest = std::max(widest, metrics.horizontalAdvance(row.first));
  const qreal left = plotRect().right() - widest - 4;
  qreal base = plotRect().top() + 14;
  for (const auto& [name, style] : rows) {
    painter.setPen(seriesPen(style, 2));
    painter.drawLine(QPointF(left - 36, base - 4), QPointF(left - 8, base - 4));
    drawHaloText(painter, {left, base}, name, font, style.ink, theme.ground);
    base += 17;
  }
}

/// Where the bulk ends.
void SpectrumPainter::paintEdge(QPainter& painter) const {
  if (!m_picture.edge || !(*m_picture.edge > m_x.low && *m_picture.edge < m_x.high)) return;
  const Theme& theme = this->theme();
  const QRectF plot = plotRect();
  const qreal x = std::round(toView(*m_picture.edge, 0).x()) + 0.5;
  QPen pen(theme.sub, 1);
  pen.setDashPattern({3, 3});
  painter.setPen(pen);
  painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
}

void SpectrumPainter::paintCurve(QPainter& painter) const {
  const Theme& theme = this->theme();
  const SeriesStyle& style = theme.style(m_picture.style);
  const QRectF plot = plotRect();
  QPolygonF line, above, below;
  bool banded = false;
  for (std::size_t i = 0; i < m_picture.at.size(); ++i) {
    const double value = m_picture.value[i];
    line << toView(m_picture.at[i], value);
    const double error = i < m_picture.error.size() ? m_picture.error[i] : 0.0;
    banded = banded || error > 0;
    const double by = error > 0 ? error : 0.0;
    above << toView(m_picture.at[i], value + by);
    below << toView(m_picture.at[i], std::max(0.0, value - by));
  }
  if (line.size() < 2) return;
  painter.save();
  painter.setClipRect(plot.adjusted(0, -2, 0, 0));
  QPolygonF area = line;
  area << QPointF(line.last().x(), plot.bottom()) << QPointF(line.first().x(), plot.bottom());
  QColor soft = style.colour;
  soft.setAlphaF(theme.dark ? 0.24f : 0.17f);
  painter.setPen(Qt::NoPen);
  painter.setBrush(soft);
  painter.drawPolygon(area);
  if (banded) {
    for (qsizetype i = below.size(); i-- > 0;) above << below[i];
    painter.drawPolygon(above);
  }
  painter.setBrush(Qt::NoBrush);
  if (needsInkBelow(theme, m_picture.style)) {
    painter.setPen(QPen(style.ink, 2.6));
    painter.drawPolyline(line);
  }
  painter.setPen(QPen(style.colour, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(line);
  painter.restore();
}

void SpectrumPainter::paintMarks(QPainter& painter) const {
  const Theme& theme = this->theme();
  const QRectF plot = plotRect();
  const SpectrumMark* largest = nullptr;
  painter.setRenderHint(QPainter::Antialiasing, false);
  qreal last = -HUGE_VAL;
  for (const SpectrumMark& mark : m_picture.marks) {
    if (mark.isEigenvalue()) largest = &mark;
    if (std::abs(mark.value) <= m_picture.bulkWidth) continue;
    const qreal x = std::round(toView(mark.value, 0).x());
    // Ticks that touch would be a bar.
    if (!mark.isEigenvalue() && x < last + 3) continue;
    last = x;
    if (!(x >= plot.left() && x <= plot.right())) continue;
    const bool apart = m_picture.apart && mark.value > *m_picture.apart;
    painter.setPen(apart ? QPen(theme.style(m_picture.style).ink, 2)
                         : QPen(mark.isEigenvalue() ? theme.text : theme.sub, 1));
    painter.drawLine(QPointF(x, plot.bottom() - 1),
                     QPointF(x, plot.bottom() - (mark.isEigenvalue() ? 9 : 4)));
  }
  painter.setRenderHint(QPainter::Antialiasing);
  if (largest && m_size == Size::whole) paintLargest(painter, *largest);
}

void SpectrumPainter::paintLargest(QPainter& painter, const SpectrumMark& largest) const {
  const Theme& theme = this->theme();
  const QRectF plot = plotRect();
  const SeriesStyle& style = theme.style(m_picture.style);
  QPointF at = toView(largest.value, densityAt(largest.value));
  at.setY(std::min(at.y(), plot.bottom() - 8));
  drawMarker(painter, at, style, 5, theme.ground);
  const QString name = QString::fromUtf8("λ₁ ") + shownNumber(largest.value),
                error = shownError(largest.residual);
  const QFont strong = viewFont(12, QFont::DemiBold), small = viewFont(11);
  const qreal wide = QFontMetricsF(strong).horizontalAdvance(name),
              narrow = QFontMetricsF(small).horizontalAdvance(error);
  const qreal right =
      std::clamp(at.x() - 8, plot.left() + std::max(wide, narrow) + 2, plot.right() - 2);
  const qreal base = std::max(plot.top() + 14, at.y() - 24);
  drawHaloText(painter, {right - wide, base}, name, strong, style.ink, theme.ground);
  drawHaloText(painter, {right - narrow, base + 15}, error, small, theme.sub, theme.ground);
}

/// Where the bound's name is written, with an arrow and its value where it is beyond the axis.
std::pair<QString, QRectF> SpectrumPainter::boundWords() const {
  if (!m_picture.bound || m_size == Size::small) return {};
  const QRectF plot = plotRect();
  const double bound = *m_picture.bound;
  const bool inside = bound >= m_x.low && bound <= m_x.high;
  const QString words = inside ? m_picture.boundName
                               : m_picture.boundName + " = " + shownNumber(bound) +
                                     QString::fromUtf8(bound > m_x.high ? " →" : " ←");
  const qreal width = QFontMetricsF(boundFont()).horizontalAdvance(words);
  if (!inside) return {words, QRectF(plot.right() - width - 2, plot.top() + 2, width, 16)};
  const qreal x = toView(bound, 0).x();
  const bool fits = x + 8 + width < plot.right() + rightRoom - 2;
  return {words, QRectF(fits ? x + 8 : x - 8 - width, plot.top() + 14, width, 16)};
}

void SpectrumPainter::paintBound(QPainter& painter) const {
  if (!m_picture.bound) return;
  const QRectF plot = plotRect();
  SeriesStyle style = theme().style(m_picture.style);
  if (*m_picture.bound >= m_x.low && *m_picture.bound <= m_x.high) {
    const qreal x = toView(*m_picture.bound, 0).x();
    style.dashPx = {8, 4};
    painter.setPen(seriesPen(style, 1.6));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
  }
  const auto [words, place] = boundWords();
  drawHaloText(painter, {place.left(), place.top() + 12}, words, boundFont(), style.ink,
               theme().ground);
}

void SpectrumPainter::paintWords(QPainter& painter) const {
  const Theme& theme = this->theme();
  painter.setFont(viewFont(12, QFont::DemiBold));
  painter.setPen(theme.text);
  if (m_size == Size::small) return;
  painter.drawText(m_frame.topLeft() + QPointF(8, 18),
                   QFontMetricsF(painter.font())
                       .elidedText(m_picture.title, Qt::ElideRight, m_frame.width() - 16));
  if (m_picture.bulk.isEmpty()) return;
  const QFont font = viewFont(12);
  const double top = densityAt(0.0);
  const QPointF peak = toView(std::min(std::max(0.0, m_x.low), m_x.high), top);
  const qreal width = QFontMetricsF(font).horizontalAdvance(m_picture.bulk);
  const QRectF plot = plotRect();
  const qreal left = std::min(peak.x() + 14, plot.right() - width - 2);
  if (left < plot.left()) return;
  qreal base = std::clamp(peak.y() + 4, plot.top() + 14, plot.bottom() - 40);
  const QRectF bound = boundWords().second;
  if (QRectF(left, base - 12, width, 16).intersects(bound)) base = bound.bottom() + 14;
  drawHaloText(painter, {left, base}, m_picture.bulk, font, theme.text, theme.ground);
}

void SpectrumPainter::paint(QPainter& painter) const {
  if (isEmpty()) return;
  painter.setRenderHint(QPainter::Antialiasing);
  paintPlotGrid(painter, plotRect(), m_x, m_y, QString::fromUtf8("λ"), true, &theme());
  paintCurve(painter);
  paintOthers(painter);
  paintEdge(painter);
  if (m_size == Size::whole) paintBound(painter);
  paintMarks(painter);
  paintWords(painter);
  paintLegend(painter);
}

}  // namespace thalweg
