/// The values of all runs at the cursor.
#include "widgets/views/table_at_cursor.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

#include "widgets/views/marks.h"

namespace thalweg {
namespace {
constexpr int headHeight = 50, fullRow = 26, leastRow = 16, margin = 12, sampleWidth = 34;
}

TableAtCursor::TableAtCursor(QWidget* parent) : QWidget(parent) {
  setAccessibleName("Values at the cursor");
}

void TableAtCursor::setTable(const QString& title, const QStringList& columns,
                             std::vector<CursorRow> rows) {
  const bool grows = rows.size() != m_rows.size() || columns.size() != m_columns.size();
  m_title = title;
  m_columns = columns;
  m_rows = std::move(rows);
  QStringList spoken{m_title};
  for (const CursorRow& row : m_rows)
    spoken << row.name + " " + QStringList(row.values.begin(), row.values.end()).join(", ");
  setAccessibleDescription(spoken.join("; "));
  if (grows) updateGeometry();
  update();
}

void TableAtCursor::setTheme(const Theme& theme) {
  m_theme = &theme;
  update();
}

void TableAtCursor::setSelected(int row) {
  m_selected = row;
  update();
}

QSize TableAtCursor::sizeHint() const {
  return {2 * margin + sampleWidth + 84 * std::max(1, int(m_columns.size())),
          headHeight + fullRow * int(m_rows.size()) + 8};
}

QRectF TableAtCursor::columnRect(int column, qreal top, qreal height) const {
  const int count = std::max(1, int(m_columns.size()));
  const qreal left = margin + sampleWidth + 8, room = width() - margin - left;
  return {left + room * column / count, top, room / count, height};
}

void TableAtCursor::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), m_theme->ground);
  painter.setFont(viewFont(12, QFont::DemiBold));
  painter.setPen(m_theme->text);
  painter.drawText(QPointF(margin, 20), m_title);
  painter.setFont(viewFont(12));
  painter.setPen(m_theme->sub);
  for (int c = 0; c < m_columns.size(); ++c)
    painter.drawText(columnRect(c, 28, 20), Qt::AlignRight | Qt::AlignVCenter, m_columns[c]);
  for (std::size_t row = 0; row < m_rows.size(); ++row) paintRow(painter, row);
}

void TableAtCursor::paintRow(QPainter& painter, std::size_t row) const {
  const CursorRow& entry = m_rows[row];
  const int high = rowHeight();
  const qreal top = headHeight + high * qreal(row);
  if (int(row) == m_selected) painter.fillRect(QRectF(0, top, width(), high), m_theme->selectedRow);
  painter.setPen(QPen(m_theme->border, 1));
  painter.drawLine(QPointF(margin, top + 0.5), QPointF(width() - margin, top + 0.5));
  SeriesStyle style = m_theme->style(entry.style);
  if (entry.reference) {
    style.colour = m_theme->axis;
    style.dashPx = {2.5, 3};
  }
  const qreal middle = top + high / 2.0 - 1;
  painter.setPen(seriesPen(style, entry.reference ? 1.6 : 2));
  painter.drawLine(QPointF(margin, middle), QPointF(margin + sampleWidth - 6, middle));
  const QColor rim = int(row) == m_selected ? m_theme->selectedRow : m_theme->ground;
  if (!entry.reference) drawMarker(painter, {margin + sampleWidth - 6.0, middle}, style, 4.5, rim);
  painter.setFont(numberFont(12));
  painter.setPen(m_theme->text);
  for (int c = 0; c < int(entry.values.size()); ++c)
    painter.drawText(columnRect(c, top, high), Qt::AlignRight | Qt::AlignVCenter,
                     entry.values[std::size_t(c)]);
}

/// Rows stand closer where there are many, so that none is cut off.
int TableAtCursor::rowHeight() const {
  const int room = (height() - headHeight) / std::max(1, int(m_rows.size()));
  return std::clamp(room, leastRow, fullRow);
}

int TableAtCursor::rowAt(int y) const {
  const int row = (y - headHeight) / rowHeight();
  return y >= headHeight && row < int(m_rows.size()) ? row : -1;
}

void TableAtCursor::mousePressEvent(QMouseEvent* event) {
  const int row = rowAt(int(event->position().y()));
  if (row >= 0) emit rowClicked(row);
}

bool TableAtCursor::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  const int row = rowAt(help->pos().y());
  if (row >= 0)
    QToolTip::showText(help->globalPos(), m_rows[std::size_t(row)].name, this);
  else
    QToolTip::hideText();
  return true;
}

}  // namespace thalweg
