/// Spectra along a run, one ridge above the other.
#include "widgets/views/ridge_view.h"

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

constexpr qreal leftRoom = 44, topRoom = 28, rightRoom = 14, bottomRoom = 26;
constexpr qreal leastRow = 17;        // px from foot to foot
constexpr qreal rowsOfHighest = 2.4;  // the highest ridge reaches over the feet above it

/// Decades of a density above its floor.
double heightOf(double value, double floor) {
  return value > floor ? decadesOf(value / floor) : 0.0;
}

}  // namespace

RidgeView::RidgeView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setMouseTracking(true);
  setAccessibleName(tr("Spectrum history"));
}

void RidgeView::setRidges(std::vector<Ridge> ridges, int style, const QString& boundName) {
  m_ridges = std::move(ridges);
  m_style = style;
  m_boundName = boundName;
  m_words.clear();
  double low = HUGE_VAL, high = -HUGE_VAL;
  m_decades = 0.1;
  for (const Ridge& ridge : m_ridges) {
    if (ridge.at.empty()) continue;
    low = std::min(low, ridge.at.front());
    high = std::max(high, ridge.at.back());
    for (const double v : ridge.value) m_decades = std::max(m_decades, heightOf(v, ridge.floor));
  }
  const double range = high - low, farthest = high;
  for (const Ridge& ridge : m_ridges)
    if (ridge.bound && *ridge.bound < farthest + range) high = std::max(high, *ridge.bound);
  m_x = {Scale::linear, low - 0.03 * (high - low), high + 0.08 * (high - low)};
  setAccessibleDescription(tr("spectra of %1 steps").arg(m_ridges.size()));
  update();
}

void RidgeView::showAs(const RidgeView& other) {
  setRidges(other.m_ridges, other.m_style, other.m_boundName);
  setChosen(other.m_chosen);
}

void RidgeView::setChosen(std::int64_t step) {
  if (step == m_chosen) return;
  m_chosen = step;
  update();
}

void RidgeView::setWords(const QString& words) {
  m_ridges.clear();
  m_words = words;
  setAccessibleDescription(words);
  update();
}

QRectF RidgeView::plotRect() const {
  return {leftRoom, topRoom, std::max(20.0, width() - leftRoom - rightRoom),
          std::max(20.0, height() - topRoom - bottomRoom)};
}

/// Evenly chosen where there are more than fit; the chosen one is always among them.
std::vector<std::size_t> RidgeView::shown() const {
  const std::size_t count = m_ridges.size();
  const std::size_t room =
      std::max<std::size_t>(2, std::size_t(plotRect().height() / leastRow - rowsOfHighest + 1));
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < std::min(count, room); ++i)
    rows.push_back(count <= room ? i : i * (count - 1) / (room - 1));
  const auto chosen = std::find_if(m_ridges.begin(), m_ridges.end(),
                                   [this](const Ridge& ridge) { return ridge.step == m_chosen; });
  if (chosen == m_ridges.end() || rows.empty()) return rows;
  const std::size_t at = std::size_t(chosen - m_ridges.begin());
  const auto nearest = std::min_element(rows.begin(), rows.end(), [at](auto a, auto b) {
    return std::abs(long(a) - long(at)) < std::abs(long(b) - long(at));
  });
  *nearest = at;
  return rows;
}

qreal RidgeView::footOfRow(std::size_t row, std::size_t rows) const {
  const QRectF plot = plotRect();
  const qreal pitch = plot.height() / (qreal(rows) - 1 + rowsOfHighest);
  return plot.bottom() - pitch * qreal(row) - 3;
}

qreal RidgeView::xOf(double value) const {
  const QRectF plot = plotRect();
  return plot.left() + m_x.share(value) * plot.width();
}

std::vector<std::int64_t> RidgeView::shownSteps() const {
  std::vector<std::int64_t> steps;
  for (const std::size_t i : shown()) steps.push_back(m_ridges[i].step);
  return steps;
}

std::optional<qreal> RidgeView::footOf(std::int64_t step) const {
  const std::vector<std::size_t> rows = shown();
  for (std::size_t row = 0; row < rows.size(); ++row)
    if (m_ridges[rows[row]].step == step) return footOfRow(row, rows.size());
  return std::nullopt;
}

/// The ridge whose foot is next below the pointer.
const Ridge* RidgeView::ridgeAt(QPointF at) const {
  const std::vector<std::size_t> rows = shown();
  const QRectF plot = plotRect();
  if (rows.empty() || at.y() < plot.top() || at.y() > plot.bottom() + 4) return nullptr;
  const qreal pitch = plot.height() / (qreal(rows.size()) - 1 + rowsOfHighest);
  const qreal row = std::floor((footOfRow(0, rows.size()) + 3 - at.y()) / pitch);
  return &m_ridges[rows[std::size_t(std::clamp(row, 0.0, qreal(rows.size() - 1)))]];
}

QStringList RidgeView::noteAt(QPointF at) const {
  const Ridge* ridge = ridgeAt(at);
  if (!ridge) return {};
  QStringList lines{tr("step %1").arg(ridge->step)};
  if (std::isfinite(ridge->largest))
    lines << QString::fromUtf8("λ₁ ") + shownNumber(ridge->largest, 5) + " " +
                 shownError(ridge->residual);
  if (ridge->bound) lines << m_boundName + " = " + shownNumber(*ridge->bound);
  return lines;
}

void RidgeView::paintRidge(QPainter& painter, const Ridge& ridge, qreal foot, qreal high) const {
  const Theme& theme = currentTheme();
  const QRectF plot = plotRect();
  const bool chosen = ridge.step == m_chosen;
  QPolygonF line;
  line << QPointF(plot.left(), foot);
  for (std::size_t i = 0; i < ridge.at.size(); ++i) {
    const qreal y = foot - high * heightOf(ridge.value[i], ridge.floor) / m_decades;
    // Along the foot two points are enough.
    if (line.size() > 1 && y == foot && line.last().y() == foot &&
        line[line.size() - 2].y() == foot)
      line.last().setX(xOf(ridge.at[i]));
    else
      line << QPointF(xOf(ridge.at[i]), y);
  }
  line << QPointF(plot.right(), foot);
  QColor fill = chosen ? theme.accentSoft : theme.ground;
  fill.setAlphaF(chosen ? 0.85f : 0.88f);
  painter.setPen(Qt::NoPen);
  painter.setBrush(fill);
  painter.drawPolygon(line);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(chosen ? theme.accent : theme.sub, chosen ? 2 : 1.1, Qt::SolidLine,
                      Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(line);
  if (!std::isfinite(ridge.largest)) return;
  const auto next = std::lower_bound(ridge.at.begin(), ridge.at.end(), ridge.largest);
  const std::size_t i =
      next == ridge.at.end() ? ridge.at.size() - 1 : std::size_t(next - ridge.at.begin());
  const qreal y = foot - high * heightOf(ridge.value[i], ridge.floor) / m_decades;
  painter.setPen(QPen(theme.ground, 1));
  painter.setBrush(theme.style(m_style).colour);
  const qreal r = chosen ? 4.5 : 3;
  painter.drawEllipse(QPointF(xOf(ridge.largest), y), r, r);
}

/// One line through the bounds of all steps shown: straight where the bound does not move.
void RidgeView::paintBound(QPainter& painter, const std::vector<std::size_t>& rows) const {
  const Theme& theme = currentTheme();
  const QRectF plot = plotRect();
  QPolygonF line;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const Ridge& ridge = m_ridges[rows[row]];
    if (!ridge.bound || *ridge.bound < m_x.low || *ridge.bound > m_x.high) continue;
    const qreal x = xOf(*ridge.bound);
    if (line.isEmpty()) line << QPointF(x, plot.bottom());
    line << QPointF(x, footOfRow(row, rows.size()));
  }
  if (line.isEmpty()) return;
  line << QPointF(line.last().x(), plot.top());
  SeriesStyle style = theme.style(m_style);
  style.dashPx = {8, 4};
  painter.setPen(seriesPen(style, 1.6));
  painter.setBrush(Qt::NoBrush);
  painter.drawPolyline(line);
  const QFont font = viewFont(12, QFont::DemiBold);
  const qreal width = QFontMetricsF(font).horizontalAdvance(m_boundName);
  const qreal x = line.last().x();
  const bool fits = x + 8 + width < plot.right() + rightRoom - 2;
  drawHaloText(painter, {fits ? x + 8 : x - 8 - width, plot.top() + 12}, m_boundName, font,
               style.ink, theme.ground);
}

void RidgeView::paintSteps(QPainter& painter, const std::vector<std::size_t>& rows) const {
  const Theme& theme = currentTheme();
  const QRectF plot = plotRect();
  const auto write = [&](const QString& text, qreal foot, bool chosen) {
    const QFont font = viewFont(12, chosen ? QFont::DemiBold : QFont::Normal);
    painter.setFont(font);
    painter.setPen(chosen ? theme.accentInk : theme.sub);
    painter.drawText(
        QPointF(plot.left() - 8 - QFontMetricsF(font).horizontalAdvance(text), foot + 4.5), text);
  };
  const std::optional<qreal> chosenFoot = footOf(m_chosen);
  if (chosenFoot) write(QString::number(m_chosen), *chosenFoot, true);
  qreal last = HUGE_VAL;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const qreal foot = footOfRow(row, rows.size());
    if (last - foot < 28 || (chosenFoot && std::abs(foot - *chosenFoot) < 14)) continue;
    write(QString::number(m_ridges[rows[row]].step), foot, false);
    last = foot;
  }
}

void RidgeView::paint(QPainter& painter) const {
  const Theme& theme = currentTheme();
  painter.fillRect(rect(), theme.ground);
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_ridges.empty()) {
    painter.setFont(textFont(12));
    painter.setPen(theme.sub);
    painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_words);
    return;
  }
  const QRectF plot = plotRect();
  paintPlotGrid(painter, plot, m_x, {}, QString::fromUtf8("λ"), false);
  painter.setFont(viewFont(12, QFont::DemiBold));
  painter.setPen(theme.text);
  painter.drawText(QPointF(8, 18), tr("step"));
  const std::vector<std::size_t> rows = shown();
  const qreal high =
      plot.height() / (qreal(rows.size()) - 1 + rowsOfHighest) * rowsOfHighest * 0.92;
  painter.save();
  painter.setClipRect(plot.adjusted(0, -8, 0, 6));
  // From above to below: what is nearer covers what is farther.
  for (std::size_t row = rows.size(); row-- > 0;)
    paintRidge(painter, m_ridges[rows[row]], footOfRow(row, rows.size()), high);
  painter.restore();
  paintBound(painter, rows);
  paintSteps(painter, rows);
}

void RidgeView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter);
  if (!m_pointer) return;
  if (const QStringList note = noteAt(*m_pointer); !note.isEmpty())
    drawNote(painter, *m_pointer, note, rect(), currentTheme());
}

void RidgeView::mouseMoveEvent(QMouseEvent* event) {
  m_pointer = event->position();
  setCursor(ridgeAt(*m_pointer) ? Qt::PointingHandCursor : Qt::ArrowCursor);
  update();
}

void RidgeView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  if (const Ridge* ridge = ridgeAt(event->position())) emit stepAsked(int(ridge->step));
}

void RidgeView::leaveEvent(QEvent*) {
  m_pointer.reset();
  update();
}

}  // namespace thalweg
