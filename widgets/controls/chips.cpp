/// The painted words among the small controls: verdict chip, job chip, error line.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "widgets/controls/small_controls.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

struct ChipLook {
  QColor ground, ink;
  const char* icon;
};

ChipLook lookOf(Verdict verdict) {
  const Theme& t = currentTheme();
  switch (verdict) {
    case Verdict::holds:
      return {t.okSoft, t.ok, "check"};
    case Verdict::partly:
      return {t.warnSoft, t.warn, "warn"};
    case Verdict::fails:
      return {t.badSoft, t.bad, "x"};
    case Verdict::open:
      return {t.sunken, t.sub, "dots"};
    case Verdict::note:
      return {t.accentSoft, t.accentInk, "info"};
  }
  return {t.sunken, t.sub, "dots"};
}

}  // namespace

Chip::Chip(Verdict verdict, const QString& text, QWidget* parent)
    : QWidget(parent), m_verdict(verdict) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setVerdict(verdict, text);
}

void Chip::setVerdict(Verdict verdict, const QString& text) {
  m_verdict = verdict;
  m_text = text;
  setAccessibleName(text);
  updateGeometry();
  update();
}

QSize Chip::sizeHint() const {
  return {QFontMetrics(textFont(12, QFont::DemiBold)).horizontalAdvance(m_text) + 34, 20};
}

QSize Chip::minimumSizeHint() const { return {std::min(48, sizeHint().width()), 20}; }

void Chip::paintEvent(QPaintEvent*) {
  const ChipLook look = lookOf(m_verdict);
  QPainter painter(this);
  const QRectF box(0, (height() - 20) / 2.0, std::min(width(), sizeHint().width()), 20);
  drawBox(painter, box, look.ground, QColor(), 10);
  paintIcon(painter, QRectF(box.left() + 8, box.top() + 4, 12, 12), QLatin1String(look.icon),
            look.ink);
  const QFont font = textFont(12, QFont::DemiBold);
  const QRectF words = box.adjusted(24, 0, -8, 0);
  painter.setFont(font);
  painter.setPen(look.ink);
  painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetrics(font).elidedText(m_text, Qt::ElideRight, int(words.width()) + 1));
}

JobChip::JobChip(const QString& text, QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::TabFocus);
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  setText(text);
}

void JobChip::setText(const QString& text) {
  m_text = text;
  setAccessibleName(text);
  setToolTip(tr("%1: click the cross to cancel").arg(text));
  updateGeometry();
  update();
}

void JobChip::setProgress(double share, const QString& time) {
  const double bounded = std::clamp(share, 0.0, 1.0);
  if (bounded == m_share && time == m_time) return;
  const bool wider = time.size() != m_time.size();
  m_share = bounded;
  m_time = time;
  setAccessibleDescription(tr("%1 % done, %2").arg(int(m_share * 100)).arg(time));
  if (wider) updateGeometry();
  update();
}

QSize JobChip::sizeHint() const {
  const int words = QFontMetrics(textFont(12)).horizontalAdvance(m_text);
  const int time =
      m_time.isEmpty() ? 0 : 8 + QFontMetrics(numberFont(11)).horizontalAdvance(m_time);
  return {21 + words + time + 24, 18};
}

QRectF JobChip::cross() const { return {width() - 20.0, 0, 20, double(height())}; }

void JobChip::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && cross().contains(event->position())) emit cancelAsked();
}

void JobChip::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Space ||
      event->key() == Qt::Key_Return)
    emit cancelAsked();
  else
    QWidget::keyPressEvent(event);
}

void JobChip::paintEvent(QPaintEvent*) {
  const Theme& t = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF ring(1.5, height() / 2.0 - 5.5, 11, 11);
  painter.setPen(QPen(t.track, 2.5));
  painter.drawEllipse(ring);
  painter.setPen(QPen(t.accent, 2.5, Qt::SolidLine, Qt::FlatCap));
  painter.drawArc(ring, 90 * 16,
                  -int(m_share * 360 * 16));  // sixteenths of a degree, clockwise from the top
  painter.setFont(textFont(12));
  painter.setPen(t.text);
  const int words = painter.fontMetrics().horizontalAdvance(m_text);
  painter.drawText(QRectF(21, 0, words + 2, height()), Qt::AlignVCenter, m_text);
  painter.setFont(numberFont(11));
  painter.setPen(t.sub);
  painter.drawText(QRectF(29 + words, 0, width() - words - 49, height()), Qt::AlignVCenter, m_time);
  paintIcon(painter, QRectF(cross().center() - QPointF(6, 6), QSizeF(12, 12)), QStringLiteral("x"),
            t.sub);
}

ErrorLine::ErrorLine(QWidget* parent) : QWidget(parent) {
  QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
  setFont(textFont(12));
  hide();
}

void ErrorLine::setText(const QString& sentence) {
  m_text = sentence;
  setAccessibleName(sentence);
  setVisible(!sentence.isEmpty());
  updateGeometry();
  update();
}

int ErrorLine::heightForWidth(int width) const {
  const QRect needed =
      QFontMetrics(textFont(12))
          .boundingRect(QRect(0, 0, std::max(40, width - 18), 1000), Qt::TextWordWrap, m_text);
  return std::max(18, needed.height() + 2);
}

QSize ErrorLine::sizeHint() const { return {160, heightForWidth(width() > 60 ? width() : 160)}; }

void ErrorLine::paintEvent(QPaintEvent*) {
  const Theme& t = currentTheme();
  QPainter painter(this);
  paintIcon(painter, QRectF(0, 2, 13, 13), QStringLiteral("warn"), t.bad);
  painter.setFont(textFont(12));
  painter.setPen(t.bad);
  painter.drawText(QRectF(rect()).adjusted(18, 1, 0, 0), Qt::TextWordWrap, m_text);
}

}  // namespace thalweg
