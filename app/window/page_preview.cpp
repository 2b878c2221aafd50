#include "app/window/page_preview.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int ruler = 40;  // room for it at the left and on top
constexpr double perMillimetre = 96.0 / 25.4;

}  // namespace

PagePreview::PagePreview(QWidget* parent) : QWidget(parent) { setMinimumSize(200, 160); }

void PagePreview::setPage(const QImage& picture, const QSizeF& millimetres) {
  m_picture = picture;
  m_millimetres = millimetres;
  m_text.clear();
  update();
}

void PagePreview::setText(const QString& text) {
  m_picture = {};
  m_text = text;
  update();
}

QSize PagePreview::room() const { return {width() - ruler - 16, height() - ruler - 16}; }

double PagePreview::zoom() const {
  return page().width() / (m_millimetres.width() * perMillimetre);
}

QRectF PagePreview::page() const {
  const QSizeF size = m_millimetres.scaled(room(), Qt::KeepAspectRatio);
  return {QPointF(ruler, ruler), size};
}

/// A tick each centimetre or so, a number at every second one, and the length at the end.
void PagePreview::paintRuler(QPainter& painter, const QRectF& page, Qt::Orientation along) const {
  const bool across = along == Qt::Horizontal;
  const double length = across ? m_millimetres.width() : m_millimetres.height();
  const double pixels = (across ? page.width() : page.height()) / length;
  double step = 10;
  while (step * pixels < 24) step *= step == 20 || step == 200 ? 2.5 : 2;
  const Theme& theme = currentTheme();
  const auto put = [&](double at, const QString& text) {
    const QRectF place = across ? QRectF(page.left() + at * pixels - 40, page.top() - 30, 80, 16)
                                : QRectF(page.left() - 60, page.top() + at * pixels - 8, 48, 16);
    painter.drawText(place, across ? Qt::AlignCenter : Qt::AlignRight | Qt::AlignVCenter, text);
  };
  painter.setFont(textFont(12));
  for (int i = 0; i * step < length - 0.5; ++i) {
    const double at = i * step;
    painter.setPen(theme.control);
    if (across)
      painter.drawLine(QPointF(page.left() + at * pixels, page.top() - 10),
                       QPointF(page.left() + at * pixels, page.top() - 5));
    else
      painter.drawLine(QPointF(page.left() - 10, page.top() + at * pixels),
                       QPointF(page.left() - 5, page.top() + at * pixels));
    painter.setPen(theme.sub);
    if (i % 2 == 0 && (length - at) * pixels > (across ? 48 : 14)) put(at, QString::number(at));
  }
  if (!across) return;
  painter.setFont(textFont(12, QFont::DemiBold));
  painter.setPen(theme.text);
  painter.drawText(QRectF(page.right() - 80, page.top() - 30, 80, 16),
                   Qt::AlignRight | Qt::AlignVCenter, QString("%1 mm").arg(length));
}

void PagePreview::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  if (m_picture.isNull()) {
    painter.setFont(numberFont(11));
    painter.setPen(theme.text);
    painter.drawText(rect().adjusted(8, 8, -8, -8), Qt::AlignLeft | Qt::AlignTop, m_text);
    return;
  }
  const QRectF place = page();
  painter.drawImage(place, m_picture);
  painter.setPen(theme.border);
  painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5));
  paintRuler(painter, place, Qt::Horizontal);
  paintRuler(painter, place, Qt::Vertical);
}

}  // namespace thalweg
