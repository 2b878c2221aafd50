#include "widgets/controls/corner_editor.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme/drawing.h"
#include "widgets/theme/own_keys.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr double reach = 9;     // px within which a corner is meant
constexpr double places = 1e3;  // what a hand sets is rounded to three digits

double rounded(double value) { return std::round(value * places) / places; }

}  // namespace

CornerEditor::CornerEditor(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Curve drawn by hand"));
  setToolTip(tr("Drag a corner; double-click adds one, right-click removes it"));
}

void CornerEditor::setText(const std::string& text) {
  if (m_dragging) return;  // the hand has the newest
  const Result<std::vector<Corner>> read = cornersFrom(text);
  std::vector<Corner> corners = read ? *read : std::vector<Corner>();
  if (corners == m_corners) return;
  m_corners = std::move(corners);
  m_chosen = std::min(m_chosen, int(m_corners.size()) - 1);
  fitScale();
  update();
}

void CornerEditor::setSeries(int series) {
  m_series = series;
  update();
}

void CornerEditor::fitScale() {
  double highest = 1;
  for (const Corner& corner : m_corners) highest = std::max(highest, corner.rate);
  m_top = 1.1 * highest;
}

QRectF CornerEditor::plot() const { return QRectF(rect()).adjusted(34, 8, -8, -18); }

QPointF CornerEditor::placeOf(const Corner& corner) const {
  const QRectF area = plot();
  return {area.left() + corner.share * area.width(),
          area.bottom() - corner.rate / m_top * area.height()};
}

Corner CornerEditor::cornerFor(QPointF at) const {
  const QRectF area = plot();
  return {rounded((at.x() - area.left()) / area.width()),
          rounded((area.bottom() - at.y()) / area.height() * m_top)};
}

int CornerEditor::cornerAt(QPointF at) const {
  int found = -1;
  double nearest = reach;
  for (int i = 0; i < int(m_corners.size()); ++i) {
    const QPointF way = placeOf(m_corners[std::size_t(i)]) - at;
    if (const double far = std::hypot(way.x(), way.y()); far <= nearest) {
      nearest = far;
      found = i;
    }
  }
  return found;
}

void CornerEditor::moveTo(int index, Corner to, bool final) {
  const std::size_t i = std::size_t(index);
  const double low = i > 0 ? m_corners[i - 1].share : 0.0;
  const double high = i + 1 < m_corners.size() ? m_corners[i + 1].share : 1.0;
  to.share = std::clamp(to.share, low, high);
  to.rate = std::clamp(to.rate, 0.0, greatestCornerRate);
  m_corners[i] = to;
  if (final) fitScale();
  update();
  emit edited(text(), final);
}

void CornerEditor::add(Corner corner) {
  if (m_corners.size() >= mostCorners) return;
  corner.share = std::clamp(corner.share, 0.0, 1.0);
  corner.rate = std::clamp(corner.rate, 0.0, greatestCornerRate);
  const auto after = std::upper_bound(m_corners.begin(), m_corners.end(), corner.share,
                                      [](double s, const Corner& c) { return s < c.share; });
  m_chosen = int(after - m_corners.begin());
  m_corners.insert(after, corner);
  fitScale();
  update();
  emit edited(text(), true);
}

void CornerEditor::remove(int index) {
  if (index < 0 || m_corners.size() < 2) return;
  m_corners.erase(m_corners.begin() + index);
  m_chosen = std::min(m_chosen, int(m_corners.size()) - 1);
  fitScale();
  update();
  emit edited(text(), true);
}

void CornerEditor::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  m_chosen = cornerAt(event->position());
  m_dragging = m_chosen >= 0;
  m_moved = false;
  update();
}

void CornerEditor::mouseMoveEvent(QMouseEvent* event) {
  if (!m_dragging || m_chosen < 0) return;
  const Corner to = cornerFor(event->position());
  if (to == m_corners[std::size_t(m_chosen)]) return;
  m_moved = true;
  moveTo(m_chosen, to, false);
}

void CornerEditor::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || !m_dragging) return;
  m_dragging = false;
  if (m_moved) moveTo(m_chosen, m_corners[std::size_t(m_chosen)], true);
}

void CornerEditor::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && cornerAt(event->position()) < 0)
    add(cornerFor(event->position()));
}

void CornerEditor::contextMenuEvent(QContextMenuEvent* event) {
  // The card has a menu of its own: here the gesture means the corner.
  remove(event->reason() == QContextMenuEvent::Mouse ? cornerAt(event->pos()) : m_chosen);
  event->accept();
}

bool CornerEditor::event(QEvent* event) {
  if (keepKeys(event, {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up, Qt::Key_Down, Qt::Key_PageUp,
                       Qt::Key_PageDown, Qt::Key_Insert, Qt::Key_Delete}))
    return true;
  return QWidget::event(event);
}

void CornerEditor::keyPressEvent(QKeyEvent* event) {
  if (m_corners.empty()) return QWidget::keyPressEvent(event);
  const int count = int(m_corners.size());
  const int chosen = std::clamp(m_chosen, 0, count - 1);
  Corner corner = m_corners[std::size_t(chosen)];
  const double far = event->modifiers() & Qt::ShiftModifier ? 0.1 : 0.01;
  switch (event->key()) {
    case Qt::Key_PageUp:
      m_chosen = (chosen + count - 1) % count;
      return update();
    case Qt::Key_PageDown:
      m_chosen = m_chosen < 0 ? 0 : (chosen + 1) % count;
      return update();
    case Qt::Key_Insert: {
      const Corner next = m_corners[std::size_t(std::min(chosen + 1, count - 1))];
      return add(
          {rounded((corner.share + next.share) / 2), rounded((corner.rate + next.rate) / 2)});
    }
    case Qt::Key_Delete:
      return remove(chosen);
    case Qt::Key_Left:
      corner.share -= far;
      break;
    case Qt::Key_Right:
      corner.share += far;
      break;
    case Qt::Key_Up:
      corner.rate += far;
      break;
    case Qt::Key_Down:
      corner.rate -= far;
      break;
    default:
      return QWidget::keyPressEvent(event);
  }
  m_chosen = chosen;
  moveTo(chosen, {rounded(corner.share), rounded(corner.rate)}, true);
}

void CornerEditor::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF area = plot();
  drawBox(painter, area.adjusted(-1, -1, 1, 1), theme.ground,
          hasFocus() ? theme.accent : theme.border, controlRadius, 1);
  painter.setFont(textFont(11));
  painter.setPen(theme.grid);
  const qreal one = placeOf({0, 1}).y();
  painter.drawLine(QPointF(area.left(), one), QPointF(area.right(), one));
  painter.setPen(theme.sub);
  painter.drawText(QRectF(0, one - 8, area.left() - 4, 16), Qt::AlignRight | Qt::AlignVCenter,
                   QStringLiteral("1 η"));
  painter.drawText(QRectF(0, area.bottom() - 8, area.left() - 4, 16),
                   Qt::AlignRight | Qt::AlignVCenter, QStringLiteral("0"));
  painter.drawText(QRectF(area.left(), area.bottom() + 1, area.width(), 16), Qt::AlignLeft,
                   tr("start"));
  painter.drawText(QRectF(area.left(), area.bottom() + 1, area.width(), 16), Qt::AlignRight,
                   tr("end of the run"));
  if (m_corners.empty()) return;
  QPolygonF line;
  line << placeOf({0, m_corners.front().rate});
  for (const Corner& corner : m_corners) line << placeOf(corner);
  line << placeOf({1, m_corners.back().rate});
  const QColor colour = seriesColour(m_series);
  painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
  painter.drawPolyline(line);
  for (int i = 0; i < int(m_corners.size()); ++i) {
    painter.setPen(QPen(colour, 2));
    painter.setBrush(i == m_chosen ? colour : theme.raised);
    painter.drawEllipse(placeOf(m_corners[std::size_t(i)]), 4.5, 4.5);
  }
}

}  // namespace thalweg
