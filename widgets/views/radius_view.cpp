#include "widgets/views/radius_view.h"

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/controls/number_text.h"
#include "widgets/theme/style.h"
#include "widgets/views/marks.h"
#include "widgets/views/plot_grid.h"
#include "widgets/views/spectrum_painter.h"

namespace thalweg {
namespace {

// Names of the rates stand one below the other, as many as there are.
constexpr qreal leftRoom = 40, topRoom = 24, rightRoom = 10, bottomRoom = 26, nameHigh = 15;
// What is far above 1 is unstable, however far.
constexpr double greatestShown = 2.2;

}  // namespace

RadiusView::RadiusView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setMouseTracking(true);
  setMinimumHeight(190);
  setAccessibleName("Spectral radius of T");
}

void RadiusView::setPicture(RadiusPicture picture) {
  m_picture = std::move(picture);
  QStringList spoken{"radius 1 at rate " + shownNumber(m_picture.critical)};
  for (const auto& [name, rate] : m_picture.bounds) spoken << name + " " + shownNumber(rate);
  setAccessibleDescription(spoken.join("; "));
  if (!m_picture.rate.empty()) {
    double low = m_picture.rate.front(), high = m_picture.rate.back();
    if (m_picture.now > 0) {
      low = std::min(low, 0.8 * m_picture.now);
      high = std::max(high, 1.25 * m_picture.now);
    }
    m_x.low = std::log10(low);
    m_x.high = std::log10(high);
    const auto [least, most] =
        std::minmax_element(m_picture.radius.begin(), m_picture.radius.end());
    m_y.high = std::clamp(*most, 1.3, greatestShown);
    m_y.low = std::min(*least, 1.0) - 0.12 * (m_y.high - std::min(*least, 1.0));
  }
  update();
}

QRectF RadiusView::plotRect() const {
  return {leftRoom, topRoom, std::max(20.0, width() - leftRoom - rightRoom),
          std::max(20.0, height() - topRoom - bottomRoom)};
}

QPointF RadiusView::toView(double rate, double radius) const {
  const QRectF plot = plotRect();
  return {plot.left() + m_x.share(std::log10(rate)) * plot.width(),
          plot.bottom() - m_y.share(radius) * plot.height()};
}

QStringList RadiusView::noteAt(QPointF at) const {
  if (m_picture.rate.size() < 2 || !plotRect().contains(at)) return {};
  for (const auto& [name, rate] : m_picture.bounds)
    if (std::abs(toView(rate, 1).x() - at.x()) < 4)
      return {name, "certainly unstable above rate " + shownNumber(rate)};
  const double wanted =
      m_x.low + (at.x() - plotRect().left()) / plotRect().width() * (m_x.high - m_x.low);
  std::size_t best = 0;
  for (std::size_t i = 1; i < m_picture.rate.size(); ++i)
    if (std::abs(std::log10(m_picture.rate[i]) - wanted) <
        std::abs(std::log10(m_picture.rate[best]) - wanted))
      best = i;
  return {"rate " + shownNumber(m_picture.rate[best]),
          "radius " + shownNumber(m_picture.radius[best], 5) +
              (m_picture.radius[best] <= 1 ? ": stable" : ": unstable")};
}

/// The rates, each by an upright line and its name, from above in the order of the rates.
void RadiusView::paintLines(QPainter& painter) const {
  const Theme& theme = currentTheme();
  const QRectF plot = plotRect();
  const SeriesStyle& style = theme.style(m_picture.style);
  struct Line {
    QString name;
    double rate;
    QColor colour, ink;
    QList<qreal> dash;
    qreal wide;
  };
  std::vector<Line> lines;
  for (const auto& [name, rate] : m_picture.bounds)
    if (std::isfinite(rate))
      lines.push_back({name + " " + shownNumber(rate), rate, theme.axis, theme.sub, {3, 3}, 1});
  if (std::isfinite(m_picture.critical))
    lines.push_back({QString::fromUtf8("η* ") + shownNumber(m_picture.critical),
                     m_picture.critical,
                     style.colour,
                     style.ink,
                     {8, 4},
                     1.6});
  if (m_picture.now > 0)
    lines.push_back({QString::fromUtf8("η ") + shownNumber(m_picture.now),
                     m_picture.now,
                     theme.text,
                     theme.text,
                     {},
                     1});
  std::sort(lines.begin(), lines.end(),
            [](const Line& a, const Line& b) { return a.rate < b.rate; });
  const QFont font = viewFont(11, QFont::DemiBold);
  const QFontMetricsF metrics(font);
  qreal base = plot.top() + 12;
  for (const Line& line : lines) {
    const qreal x = std::round(toView(line.rate, 1).x()) + 0.5;
    QPen pen(line.colour, line.wide);
    if (!line.dash.isEmpty()) {
      QList<qreal> dash;
      for (const qreal px : line.dash) dash << px / line.wide;
      pen.setDashPattern(dash);
      pen.setCapStyle(Qt::FlatCap);
    }
    painter.setPen(pen);
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const qreal wide = metrics.horizontalAdvance(line.name);
    const qreal left = x - 5 - wide > plot.left() ? x - 5 - wide : x + 5;
    drawHaloText(painter, {left, base}, line.name, font, line.ink, theme.ground);
    base += nameHigh;
  }
}

void RadiusView::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.fillRect(rect(), theme.ground);
  if (m_picture.rate.size() < 2) return;
  const QRectF plot = plotRect();
  painter.setFont(viewFont(12, QFont::DemiBold));
  painter.setPen(theme.text);
  painter.drawText(QPointF(8, 16), "spectral radius of T");
  paintPlotGrid(painter, plot, m_x, m_y, "rate");
  painter.save();
  painter.setClipRect(plot);
  QColor unstable = theme.bad;
  unstable.setAlphaF(0.08f);
  painter.fillRect(QRectF(plot.topLeft(), QPointF(plot.right(), toView(1, 1).y())), unstable);
  painter.setPen(QPen(theme.bad, 1.2));
  painter.drawLine(QPointF(plot.left(), toView(1, 1).y()), QPointF(plot.right(), toView(1, 1).y()));
  QPolygonF curve;
  for (std::size_t i = 0; i < m_picture.rate.size(); ++i)
    curve << toView(m_picture.rate[i], m_picture.radius[i]);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(
      QPen(theme.style(m_picture.style).colour, 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(curve);
  painter.restore();
  paintLines(painter);
  if (std::isfinite(m_picture.critical))
    drawMarker(painter, toView(m_picture.critical, 1), theme.style(m_picture.style), 5,
               theme.ground);
  if (!m_pointer) return;
  if (const QStringList note = noteAt(*m_pointer); !note.isEmpty())
    drawNote(painter, *m_pointer, note, rect(), theme);
}

void RadiusView::mouseMoveEvent(QMouseEvent* event) {
  m_pointer = event->position();
  update();
}

void RadiusView::leaveEvent(QEvent*) {
  m_pointer.reset();
  update();
}

}  // namespace thalweg
