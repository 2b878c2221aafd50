/// Eigenvectors as rows of a small table.
#include "widgets/views/share_bars.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

#include "widgets/controls/formula_label.h"
#include "widgets/controls/number_text.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int headHeight = 22, rowHeight = 36, legendHeight = 20;
// Columns: name, eigenvalue, share of the limit, bars.
constexpr qreal nameWidth = 26, valueWidth = 68, limitWidth = 50, gap = 14;

/// Colours of the parts: they go on past six, as series do.
QColor partColour(int part) {
  static constexpr int order[] = {0, 4, 2, 3, 1, 5};  // neighbours that are told apart best
  return seriesColour(order[part % 6]);
}

QString signedNumber(double value) {
  return QString::number(value, 'f', 3).replace('-', QChar(0x2212));
}

}  // namespace

ShareBars::ShareBars(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Directions"));
}

void ShareBars::setRows(std::vector<DirectionRow> rows, const QString& limitName,
                        const QStringList& parts) {
  m_rows = std::move(rows);
  m_limitName = limitName;
  m_parts = parts;
  QStringList spoken;
  for (std::size_t row = 0; row < m_rows.size(); ++row) spoken << wordsOf(row);
  setAccessibleDescription(spoken.join("; "));
  updateGeometry();
  update();
}

void ShareBars::setSelected(int row) {
  m_selected = row;
  update();
}

QString ShareBars::wordsOf(std::size_t row) const {
  const DirectionRow& one = m_rows[row];
  QStringList words{QString("u%1: ").arg(row + 1) + QString::fromUtf8("λ ") +
                    shownNumber(one.value, 5) + " " + shownError(one.residual)};
  if (one.ofLimit) words << tr("%1 of the limit").arg(*one.ofLimit, 0, 'f', 3);
  for (std::size_t k = 0; k < one.components.size() && showsComponents(); ++k)
    words << m_parts.value(int(k)) + " " + signedNumber(one.components[k]);
  for (std::size_t k = 0; k < one.shares.size() && !showsComponents(); ++k)
    words << m_parts.value(int(k)) + QString(" %1 %").arg(100 * one.shares[k], 0, 'f', 1);
  if (one.toAndFro) words << tr("%1 of what goes to and fro").arg(*one.toAndFro, 0, 'f', 2);
  return words.join(", ");
}

bool ShareBars::showsComponents() const {
  return !m_rows.empty() && !m_rows.front().components.empty();
}

QSize ShareBars::sizeHint() const {
  const bool legend = !m_parts.isEmpty() && !showsComponents();
  int lines = 1;
  qreal x = 0;
  const QFontMetricsF metrics(textFont(12));
  for (const QString& part : m_parts) {
    const qreal width = 20 + metrics.horizontalAdvance(part) + 10;
    if (x > 0 && x + width > std::max(200, this->width())) {
      x = 0;
      ++lines;
    }
    x += width;
  }
  return {276,
          headHeight + rowHeight * int(m_rows.size()) + (legend ? legendHeight * lines + 6 : 0)};
}

QRectF ShareBars::columnRect(int column, qreal top, qreal height) const {
  const qreal lefts[] = {0, nameWidth, nameWidth + valueWidth,
                         nameWidth + valueWidth + limitWidth + gap};
  const qreal widths[] = {nameWidth, valueWidth, limitWidth,
                          std::max(20.0, width() - lefts[3] - 4)};
  return {lefts[column], top, widths[column], height};
}

void ShareBars::paintRow(QPainter& painter, std::size_t row) const {
  const Theme& theme = currentTheme();
  const DirectionRow& one = m_rows[row];
  const qreal top = headHeight + rowHeight * qreal(row);
  if (int(row) == m_selected)
    painter.fillRect(QRectF(0, top, width(), rowHeight - 2), theme.selectedRow);
  painter.setPen(theme.text);
  drawFormula(&painter, {6, top + 15}, QString("u_%1").arg(row + 1), 14);
  painter.setFont(numberFont(12));
  painter.setPen(theme.text);
  painter.drawText(columnRect(1, top + 2, 17), Qt::AlignRight | Qt::AlignVCenter,
                   shownNumber(one.value, 5));
  const bool over = one.ofLimit && *one.ofLimit > 1;
  if (one.ofLimit) {
    painter.setFont(numberFont(12, over ? QFont::DemiBold : QFont::Normal));
    painter.setPen(over ? theme.bad : theme.text);
    painter.drawText(columnRect(2, top + 2, 17), Qt::AlignRight | Qt::AlignVCenter,
                     *one.ofLimit < 100
                         ? QString::number(*one.ofLimit, 'f', 3).replace('-', QChar(0x2212))
                         : shownNumber(*one.ofLimit, 3));
  }
  const QRectF place = columnRect(3, top + 2, 17);
  if (showsComponents()) {
    QStringList words;
    for (std::size_t k = 0; k < one.components.size(); ++k)
      words << signedNumber(one.components[k]);
    painter.setFont(numberFont(12));
    painter.setPen(theme.text);
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, words.join("  "));
  } else {
    qreal x = place.left();
    for (std::size_t k = 0; k < one.shares.size(); ++k) {
      const qreal wide = one.shares[k] * place.width();
      painter.fillRect(QRectF(x, place.center().y() - 4, wide, 9), partColour(int(k)));
      x += wide;
    }
  }
  painter.setFont(textFont(11));
  painter.setPen(theme.sub);
  painter.drawText(columnRect(1, top + 17, 15), Qt::AlignRight | Qt::AlignVCenter,
                   shownError(one.residual));
  if (one.toAndFro)
    painter.drawText(columnRect(3, top + 17, 15).adjusted(0, 0, 4, 0),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     tr("to and fro %1").arg(*one.toAndFro, 0, 'f', 2));
}

void ShareBars::paintLegend(QPainter& painter) const {
  const Theme& theme = currentTheme();
  painter.setFont(textFont(12));
  const QFontMetricsF metrics(painter.font());
  qreal x = 0, y = headHeight + rowHeight * qreal(m_rows.size()) + 6;
  for (int k = 0; k < m_parts.size(); ++k) {
    const qreal wide = 20 + metrics.horizontalAdvance(m_parts[k]) + 10;
    if (x > 0 && x + wide > width()) {
      x = 0;
      y += legendHeight;
    }
    painter.fillRect(QRectF(x + 2, y + 4, 11, 11), partColour(k));
    painter.setPen(theme.text);
    painter.drawText(QPointF(x + 19, y + 14), m_parts[k]);
    x += wide;
  }
}

void ShareBars::paint(QPainter& painter) const {
  const Theme& theme = currentTheme();
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_rows.empty()) return;
  painter.setPen(theme.sub);
  painter.setFont(textFont(12));
  painter.drawText(columnRect(1, 0, headHeight), Qt::AlignRight | Qt::AlignVCenter,
                   QString::fromUtf8("λ"));
  painter.drawText(columnRect(2, 0, headHeight).adjusted(-gap, 0, 0, 0),
                   Qt::AlignRight | Qt::AlignVCenter, m_limitName);
  const QString last = m_parts.isEmpty()    ? QString()
                       : showsComponents()  ? m_parts.join(", ")
                       : m_parts[0] == "x0" ? tr("share per coordinate")
                                            : tr("share per layer");
  painter.drawText(columnRect(3, 0, headHeight), Qt::AlignLeft | Qt::AlignVCenter, last);
  for (std::size_t row = 0; row < m_rows.size(); ++row) paintRow(painter, row);
  if (!m_parts.isEmpty() && !showsComponents()) paintLegend(painter);
}

void ShareBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter);
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(currentTheme().accent, 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  }
}

int ShareBars::rowAt(qreal y) const {
  const int row = int(std::floor((y - headHeight) / rowHeight));
  return row >= 0 && row < int(m_rows.size()) ? row : -1;
}

void ShareBars::mousePressEvent(QMouseEvent* event) {
  if (const int row = rowAt(event->position().y()); row >= 0) emit rowClicked(row);
}

void ShareBars::keyPressEvent(QKeyEvent* event) {
  const int by = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
  if (by == 0 || m_rows.empty()) return QWidget::keyPressEvent(event);
  const int row = std::clamp(m_selected + by, 0, int(m_rows.size()) - 1);
  if (row != m_selected) emit rowClicked(row);
}

bool ShareBars::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  if (const int row = rowAt(help->pos().y()); row >= 0)
    QToolTip::showText(help->globalPos(), wordsOf(std::size_t(row)), this);
  else
    QToolTip::hideText();
  return true;
}

}  // namespace thalweg
