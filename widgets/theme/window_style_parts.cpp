/// Menu items, tabs, scroll bars and the text of combo boxes, as WindowStyle draws them.
#include <QPainter>
#include <QStyleOption>

#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"
#include "widgets/theme/window_style.h"

namespace thalweg {
namespace {

constexpr int menuTextLeft = 34, menuTextRight = 28;

}  // namespace

QSize menuItemSize(const QStyleOptionMenuItem& item, const QSize& text) {
  if (item.menuItemType == QStyleOptionMenuItem::Separator) return {10, 9};
  const int shortcut = item.text.contains(QLatin1Char('\t')) ? 24 : 0;
  return {text.width() + menuTextLeft + menuTextRight + shortcut, 28};
}

void paintMenuItem(const QStyleOptionMenuItem& item, QPainter& painter) {
  const Theme& t = currentTheme();
  const QRect r = item.rect;
  if (item.menuItemType == QStyleOptionMenuItem::Separator) {
    painter.fillRect(QRect(r.left(), r.center().y(), r.width(), 1), t.border);
    return;
  }
  const bool enabled = item.state & QStyle::State_Enabled;
  const bool chosen = enabled && (item.state & QStyle::State_Selected);
  if (chosen) drawBox(painter, r.adjusted(4, 1, -4, -1), t.selectedRow, QColor());
  const QRectF mark(r.left() + 10, r.top() + (r.height() - 16) / 2, 16, 16);
  if (item.checkType == QStyleOptionMenuItem::Exclusive) {
    if (item.checked)
      drawBox(painter, mark.adjusted(5, 5, -5, -5), enabled ? t.accent : t.disabled, QColor(), 3);
  } else if (item.checkType == QStyleOptionMenuItem::NonExclusive) {
    drawCheckBox(painter, mark, item.checked, false, enabled, false);
  } else if (!item.icon.isNull()) {
    item.icon.paint(&painter, mark.toRect(), Qt::AlignCenter,
                    enabled ? QIcon::Normal : QIcon::Disabled);
  }
  const QStringList parts = item.text.split(QLatin1Char('\t'));
  const QRect words = r.adjusted(menuTextLeft, 0, -menuTextRight + 14, 0);
  painter.setFont(item.font);
  painter.setPen(enabled ? t.text : t.disabled);
  painter.drawText(words,
                   Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic | Qt::TextSingleLine,
                   parts[0]);
  if (parts.size() > 1) {
    painter.setFont(numberFont(11));
    painter.setPen(enabled ? t.sub : t.disabled);
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine, parts[1]);
  }
  if (item.menuItemType == QStyleOptionMenuItem::SubMenu)
    drawChevron(painter, QPointF(r.right() - 14, r.center().y() + 0.5), 8, Pointing::right,
                enabled ? t.sub : t.disabled);
}

void paintTab(const QStyleOptionTab& tab, QPainter& painter, bool label) {
  const Theme& t = currentTheme();
  const bool chosen = tab.state & QStyle::State_Selected,
             enabled = tab.state & QStyle::State_Enabled;
  const bool hover = enabled && (tab.state & QStyle::State_MouseOver);
  const QRect r = tab.rect;
  if (!label) {
    painter.fillRect(r, chosen ? t.panel : hover ? t.hover : t.sunken);
    if (chosen)
      painter.fillRect(QRect(r.left(), r.bottom() - 1, r.width(), 2), t.accent);
    else
      painter.fillRect(QRect(r.left(), r.bottom(), r.width(), 1), t.border);
    return;
  }
  QFont font = painter.font();
  font.setWeight(chosen ? QFont::DemiBold : QFont::Normal);
  painter.setFont(font);
  painter.setPen(!enabled ? t.disabled : chosen || hover ? t.text : t.sub);
  const QRect words = r.adjusted(6, 0, -6, -1);
  painter.drawText(
      words, Qt::AlignCenter | Qt::TextHideMnemonic | Qt::TextSingleLine,
      QFontMetrics(font).elidedText(tab.text, Qt::ElideRight, words.width(), Qt::TextShowMnemonic));
}

void paintScrollBar(const QStyleOptionSlider& bar, const QRect& handle, QPainter& painter) {
  if (bar.maximum <= bar.minimum) return;
  const Theme& t = currentTheme();
  const bool held = bar.state & QStyle::State_Sunken, hover = bar.state & QStyle::State_MouseOver;
  const QRectF thumb = bar.orientation == Qt::Horizontal ? QRectF(handle).adjusted(2, 3, -2, -2)
                                                         : QRectF(handle).adjusted(3, 2, -2, -2);
  drawBox(painter, thumb, held || hover ? t.control : t.track, QColor(), 2.5);
}

void paintComboText(const QStyleOptionComboBox& combo, const QRect& where, QPainter& painter) {
  const Theme& t = currentTheme();
  const bool enabled = combo.state & QStyle::State_Enabled;
  QRect words = where;
  if (!combo.currentIcon.isNull()) {
    const QRect mark(words.left(), words.top() + (words.height() - 16) / 2, 16, 16);
    combo.currentIcon.paint(&painter, mark, Qt::AlignCenter,
                            enabled ? QIcon::Normal : QIcon::Disabled);
    words.setLeft(words.left() + 22);
  }
  painter.setPen(enabled ? t.text : t.disabled);
  painter.drawText(
      words, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
      painter.fontMetrics().elidedText(combo.currentText, Qt::ElideRight, words.width()));
}

}  // namespace thalweg
