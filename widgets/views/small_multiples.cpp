#include "widgets/views/small_multiples.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/theme/style.h"
#include "widgets/views/marks.h"

namespace thalweg {

SmallMultiples::SmallMultiples(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Small multiples"));
}

void SmallMultiples::setPicture(MultiplesPicture picture) {
  m_words.clear();
  QStringList spoken;
  for (const auto& cell : picture.cells)
    if (cell) spoken << (cell->name.isEmpty() ? "" : cell->name + " ") + cell->headline;
  m_plot.setPicture(std::move(picture));
  if (m_chosen && *m_chosen >= m_plot.picture().cells.size()) m_chosen.reset();
  setAccessibleDescription(spoken.join("; "));
  m_stale = true;
  updateGeometry();
  update();
}

void SmallMultiples::setWords(const QString& words) {
  m_plot.setPicture({});
  m_chosen.reset();
  m_words = words;
  setAccessibleDescription(words);
  m_stale = true;
  updateGeometry();
  update();
}

QSize SmallMultiples::minimumSizeHint() const {
  return m_plot.picture().cells.empty() ? QSize(300, 160) : m_plot.leastSize().toSize();
}

const SmallMultiplesPainter& SmallMultiples::plot() const {
  m_plot.setFrame(rect());
  return m_plot;
}

QRectF SmallMultiples::cellRect(std::size_t cell) const { return plot().cellRect(cell); }

/// Over an eigenvalue or its density that is told first, then what is known of the point.
QStringList SmallMultiples::noteAt(QPointF at) const {
  const std::optional<std::size_t> cell = plot().cellAt(at);
  if (!cell || !picture().cells[*cell]) return {};
  const MultipleCell& one = *picture().cells[*cell];
  QStringList note;
  if (picture().of == MultiplesOf::spectra && one.hasSpectrum())
    note = plot().spectrumAt(*cell, currentTheme()).noteAt(at);
  return note + one.note;
}

void SmallMultiples::paintPage() {
  const Theme& theme = currentTheme();
  const QSize pixels = size() * devicePixelRatioF();
  if (!m_stale && m_page.size() == pixels && m_pageDark == theme.dark) return;
  m_page = QPixmap(pixels);
  m_page.setDevicePixelRatio(devicePixelRatioF());
  m_page.fill(theme.ground);
  QPainter painter(&m_page);
  plot().paint(painter, theme, m_chosen);
  m_stale = false;
  m_pageDark = theme.dark;
}

void SmallMultiples::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.fillRect(rect(), theme.ground);
  if (picture().cells.empty()) {
    painter.setFont(textFont(12));
    painter.setPen(theme.sub);
    painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_words);
    return;
  }
  paintPage();
  painter.drawPixmap(0, 0, m_page);
  if (!m_pointer) return;
  if (const QStringList note = noteAt(*m_pointer); !note.isEmpty())
    drawNote(painter, *m_pointer, note, rect(), theme);
}

void SmallMultiples::mouseMoveEvent(QMouseEvent* event) {
  m_pointer = event->position();
  update();
}

void SmallMultiples::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return;
  m_chosen = plot().cellAt(event->position());
  m_stale = true;
  update();
}

void SmallMultiples::mouseDoubleClickEvent(QMouseEvent* event) {
  if (const auto cell = plot().cellAt(event->position())) emit cellOpened(int(*cell));
}

void SmallMultiples::keyPressEvent(QKeyEvent* event) {
  const int count = int(picture().cells.size()),
            columns = std::max(1, int(picture().columns.size()));
  if (count == 0) return QWidget::keyPressEvent(event);
  int by = 0;
  switch (event->key()) {
    case Qt::Key_Right:
      by = 1;
      break;
    case Qt::Key_Left:
      by = -1;
      break;
    case Qt::Key_Down:
      by = columns;
      break;
    case Qt::Key_Up:
      by = -columns;
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      if (m_chosen) emit cellOpened(int(*m_chosen));
      return;
    default:
      return QWidget::keyPressEvent(event);
  }
  const int to = m_chosen ? int(*m_chosen) + by : 0;
  if (to >= 0 && to < count) m_chosen = std::size_t(to);
  m_stale = true;
  update();
}

void SmallMultiples::leaveEvent(QEvent*) {
  m_pointer.reset();
  update();
}

void SmallMultiples::contextMenuEvent(QContextMenuEvent* event) {
  emit menuAsked(event->globalPos());
}

}  // namespace thalweg
