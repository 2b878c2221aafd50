#include "widgets/views/spectrum_view.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/controls/number_text.h"
#include "widgets/theme/style.h"
#include "widgets/views/marks.h"

namespace thalweg {

SpectrumView::SpectrumView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setMouseTracking(true);
  setAccessibleName(tr("Spectrum"));
}

void SpectrumView::setPicture(SpectrumPicture picture) {
  m_words.clear();
  QStringList spoken{picture.title, picture.bulk};
  for (auto mark = picture.marks.rbegin(); mark != picture.marks.rend(); ++mark)
    if (mark->isEigenvalue()) {
      spoken << tr("largest %1 %2").arg(shownNumber(mark->value), shownError(mark->residual));
      break;
    }
  m_plot.setPicture(std::move(picture));
  setAccessibleDescription(spoken.join("; "));
  update();
}

void SpectrumView::setWords(const QString& words) {
  m_plot.setPicture({});
  m_words = words;
  setAccessibleDescription(words);
  update();
}

void SpectrumView::setLogarithmic(bool on) {
  m_plot.setLogarithmic(on);
  update();
}

const SpectrumPainter& SpectrumView::plot() const {
  m_plot.setFrame(rect());
  return m_plot;
}

void SpectrumView::paint(QPainter& painter) const {
  const Theme& theme = currentTheme();
  painter.fillRect(rect(), theme.ground);
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_plot.isEmpty()) {
    painter.setFont(textFont(12));
    painter.setPen(theme.sub);
    painter.drawText(rect().adjusted(16, 8, -16, -8), Qt::AlignCenter | Qt::TextWordWrap, m_words);
    return;
  }
  plot().paint(painter);
}

void SpectrumView::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter);
  if (!m_pointer) return;
  if (const QStringList note = noteAt(*m_pointer); !note.isEmpty())
    drawNote(painter, *m_pointer, note, rect(), currentTheme());
}

void SpectrumView::mouseMoveEvent(QMouseEvent* event) {
  m_pointer = event->position();
  update();
}

void SpectrumView::leaveEvent(QEvent*) {
  m_pointer.reset();
  update();
}

void SpectrumView::contextMenuEvent(QContextMenuEvent* event) {
  emit menuAsked(event->globalPos());
}

}  // namespace thalweg
