/// The painting half of WindowStyle: which element is drawn how.
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>
#include <QTableView>
#include <QTextEdit>
#include <QToolButton>

#include "widgets/theme/drawing.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"
#include "widgets/theme/window_style.h"

namespace thalweg {
namespace {

bool isOn(const QStyleOption& o, QStyle::State flag) { return o.state & flag; }

/// The primary button of a panel, and the one that Return presses in a dialog.
bool isAccented(const QStyleOption& o, const QWidget* widget) {
  const auto* button = qstyleoption_cast<const QStyleOptionButton*>(&o);
  return isPrimary(widget) || (button && (button->features & QStyleOptionButton::DefaultButton));
}

/// Ground of a raised thing with an edge, by what the pointer does to it.
void paintRaised(QPainter& painter, const QStyleOption& o, bool primary) {
  const Theme& t = currentTheme();
  const bool enabled = isOn(o, QStyle::State_Enabled), hover = isOn(o, QStyle::State_MouseOver);
  const bool down = isOn(o, QStyle::State_Sunken);
  if (primary) {
    drawBox(painter, o.rect, enabled ? (hover || down ? t.accentInk : t.accent) : t.track,
            QColor());
    return;
  }
  const bool on = isOn(o, QStyle::State_On);
  const QColor fill = !enabled ? t.panel
                      : on     ? t.accentSoft
                      : down   ? t.sunken
                      : hover  ? t.hover
                               : t.raised;
  drawBox(painter, o.rect, fill, enabled ? t.control : t.border);
}

void paintFlat(QPainter& painter, const QStyleOption& o) {
  const Theme& t = currentTheme();
  const bool enabled = isOn(o, QStyle::State_Enabled);
  if (isOn(o, QStyle::State_On) && enabled)
    drawBox(painter, o.rect, t.accentSoft, QColor());
  else if (isOn(o, QStyle::State_Sunken) && enabled)
    drawBox(painter, o.rect, t.border, QColor());
  else if (isOn(o, QStyle::State_MouseOver) && enabled)
    drawBox(painter, o.rect, t.hover, QColor());
}

void paintField(QPainter& painter, const QStyleOption& o, const QWidget* widget) {
  const Theme& t = currentTheme();
  const bool enabled = isOn(o, QStyle::State_Enabled);
  const bool refused = widget && widget->property("thalwegRefused").toBool();
  drawBox(painter, o.rect, enabled ? t.raised : t.panel,
          refused   ? t.bad
          : enabled ? t.control
                    : t.border,
          controlRadius, refused ? 1.5 : 1.0);
}

bool isInsideAnotherField(const QWidget* widget) {
  return widget && (qobject_cast<const QComboBox*>(widget->parentWidget()) ||
                    qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()));
}

void paintButtonLabel(const QStyleOptionButton& o, QPainter& painter, const QWidget* widget) {
  const Theme& t = currentTheme();
  const bool enabled = isOn(o, QStyle::State_Enabled), primary = isAccented(o, widget);
  const QColor ink = !enabled                    ? t.disabled
                     : primary                   ? t.onAccent
                     : isOn(o, QStyle::State_On) ? t.accentInk
                                                 : t.text;
  QFont font = painter.font();
  font.setWeight(primary ? QFont::DemiBold : QFont::Medium);
  const QFontMetrics metrics(font);
  const int textWidth = metrics.size(Qt::TextShowMnemonic, o.text).width();
  const int iconWidth = o.icon.isNull() ? 0 : o.iconSize.width() + (o.text.isEmpty() ? 0 : 8);
  int x = o.rect.left() + std::max(4, (o.rect.width() - textWidth - iconWidth) / 2);
  if (!o.icon.isNull()) {
    const QRect where(x, o.rect.top() + (o.rect.height() - o.iconSize.height()) / 2,
                      o.iconSize.width(), o.iconSize.height());
    o.icon.paint(&painter, where, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled,
                 isOn(o, QStyle::State_On) ? QIcon::On : QIcon::Off);
    x += iconWidth;
  }
  painter.save();
  painter.setFont(font);
  painter.setPen(ink);
  painter.drawText(QRect(x, o.rect.top(), o.rect.right() - x + 1, o.rect.height()),
                   Qt::AlignLeft | Qt::AlignVCenter | Qt::TextHideMnemonic | Qt::TextSingleLine,
                   o.text);
  painter.restore();
}

void paintHeaderSection(const QStyleOption& o, QPainter& painter) {
  const Theme& t = currentTheme();
  painter.fillRect(o.rect, t.sunken);
  painter.fillRect(QRect(o.rect.left(), o.rect.bottom(), o.rect.width(), 1), t.border);
}

void paintHeaderLabel(const QStyleOptionHeader& o, QPainter& painter) {
  const Theme& t = currentTheme();
  painter.setFont(textFont(12));
  painter.setPen(isOn(o, QStyle::State_Enabled) ? t.sub : t.disabled);
  const int along = o.orientation == Qt::Horizontal ? int(o.textAlignment) : int(Qt::AlignCenter);
  painter.drawText(o.rect, along | Qt::AlignVCenter | Qt::TextSingleLine,
                   painter.fontMetrics().elidedText(o.text, Qt::ElideRight, o.rect.width()));
}

void paintProgress(const QStyleOptionProgressBar& o, QPainter& painter) {
  const Theme& t = currentTheme();
  const QRectF groove(o.rect.left(), o.rect.center().y() - 1, o.rect.width(), 4);
  drawBox(painter, groove, t.track, QColor(), 2);
  const double span = double(o.maximum) - o.minimum;
  const double share = span > 0 ? (double(o.progress) - o.minimum) / span : 0;
  if (share > 0)
    drawBox(painter, QRectF(groove.topLeft(), QSizeF(std::max(4.0, share * groove.width()), 4)),
            t.accent, QColor(), 2);
}

}  // namespace

bool WindowStyle::drawPanels(PrimitiveElement element, const QStyleOption* o, QPainter* painter,
                             const QWidget* widget) const {
  const Theme& t = currentTheme();
  switch (element) {
    case PE_PanelLineEdit:
    case PE_FrameLineEdit: {
      const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(o);
      if (!isInsideAnotherField(widget) && (!frame || frame->lineWidth > 0))
        paintField(*painter, *o, widget);
      return true;
    }
    case PE_Frame:
      if (qobject_cast<const QTextEdit*>(widget) || qobject_cast<const QPlainTextEdit*>(widget))
        paintField(*painter, *o, widget);
      else
        drawBox(*painter, o->rect, QColor(), t.border, 0);
      return true;
    case PE_PanelButtonCommand:
      paintRaised(*painter, *o, isPrimary(widget));
      return true;
    case PE_PanelButtonTool:
    case PE_PanelButtonBevel:
      paintFlat(*painter, *o);
      return true;
    case PE_PanelMenu:
      drawBox(*painter, o->rect, t.raised, t.border, 0);
      return true;
    case PE_PanelTipLabel:
      drawBox(*painter, o->rect, t.raised, t.control, 0);
      return true;
    case PE_PanelMenuBar:
      painter->fillRect(o->rect, t.sunken);
      return true;
    case PE_PanelStatusBar:
      painter->fillRect(o->rect, t.sunken);
      painter->fillRect(QRect(o->rect.left(), o->rect.top(), o->rect.width(), 1), t.border);
      return true;
    case PE_FrameTabBarBase:
      painter->fillRect(QRect(o->rect.left(), o->rect.bottom(), o->rect.width(), 1), t.border);
      return true;
    case PE_FrameMenu:
    case PE_FrameFocusRect:
    case PE_FrameDockWidget:
    case PE_FrameTabWidget:
    case PE_FrameStatusBarItem:
    case PE_IndicatorToolBarSeparator:
      return true;
    case PE_IndicatorDockWidgetResizeHandle:
      painter->fillRect(o->rect, t.border);
      return true;
    case PE_PanelItemViewRow:
      return true;  // the item paints the whole of its cell
    case PE_PanelItemViewItem: {
      const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(o);
      if (item && item->backgroundBrush.style() != Qt::NoBrush)
        painter->fillRect(o->rect, item->backgroundBrush);
      if (isOn(*o, State_Selected))
        painter->fillRect(o->rect, t.selectedRow);
      else if (isOn(*o, State_MouseOver) && isOn(*o, State_Enabled))
        painter->fillRect(o->rect, t.hover);
      if (qobject_cast<const QTableView*>(widget))
        painter->fillRect(QRect(o->rect.left(), o->rect.bottom(), o->rect.width(), 1), t.border);
      return true;
    }
    default:
      return false;
  }
}

bool WindowStyle::drawMarks(PrimitiveElement element, const QStyleOption* o,
                            QPainter* painter) const {
  const Theme& t = currentTheme();
  const bool enabled = isOn(*o, State_Enabled), hover = isOn(*o, State_MouseOver);
  const QColor ink = enabled ? t.sub : t.disabled;
  const QPointF centre = QRectF(o->rect).center();
  switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: {
      const QRectF box(std::round(centre.x()) - 8, std::round(centre.y()) - 8, 16, 16);
      drawCheckBox(*painter, box, isOn(*o, State_On), isOn(*o, State_NoChange), enabled, hover);
      return true;
    }
    case PE_IndicatorRadioButton: {
      const bool on = isOn(*o, State_On);
      const QRectF box(std::round(centre.x()) - 8, std::round(centre.y()) - 8, 16, 16);
      const QColor on_fill = enabled ? t.accent : t.track;
      drawBox(*painter, box,
              on        ? on_fill
              : enabled ? t.raised
                        : t.panel,
              on        ? QColor()
              : enabled ? t.control
                        : t.border,
              8);
      if (on)
        drawBox(*painter, box.adjusted(5, 5, -5, -5), enabled ? t.onAccent : t.panel, QColor(), 3);
      return true;
    }
    case PE_IndicatorBranch:
      if (isOn(*o, State_Children))
        drawChevron(*painter, centre, 8, isOn(*o, State_Open) ? Pointing::down : Pointing::right,
                    ink);
      return true;
    case PE_IndicatorArrowDown:
    case PE_IndicatorSpinDown:
    case PE_IndicatorHeaderArrow:
      drawChevron(*painter, centre, 8, Pointing::down, ink);
      return true;
    case PE_IndicatorArrowUp:
    case PE_IndicatorSpinUp:
      drawChevron(*painter, centre, 8, Pointing::up, ink);
      return true;
    case PE_IndicatorArrowLeft:
      drawChevron(*painter, centre, 8, Pointing::left, ink);
      return true;
    case PE_IndicatorArrowRight:
      drawChevron(*painter, centre, 8, Pointing::right, ink);
      return true;
    case PE_IndicatorTabClose:
      if (hover)
        drawBox(*painter, QRectF(centre.x() - 8, centre.y() - 8, 16, 16), t.hover, QColor());
      paintIcon(*painter, QRectF(centre.x() - 6, centre.y() - 6, 12, 12), QStringLiteral("x"), ink);
      return true;
    default:
      return false;
  }
}

void WindowStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option,
                                QPainter* painter, const QWidget* widget) const {
  if (drawPanels(element, option, painter, widget) || drawMarks(element, option, painter)) return;
  QProxyStyle::drawPrimitive(element, option, painter, widget);
}

bool WindowStyle::drawButtons(ControlElement element, const QStyleOption* o, QPainter* painter,
                              const QWidget* widget) const {
  switch (element) {
    case CE_PushButtonBevel:
      if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(o);
          button && (button->features & QStyleOptionButton::Flat))
        paintFlat(*painter, *o);
      else
        paintRaised(*painter, *o, isAccented(*o, widget));
      return true;
    case CE_PushButtonLabel:
      if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(o))
        paintButtonLabel(*button, *painter, widget);
      return true;
    case CE_ComboBoxLabel:
      if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(o))
        if (!combo->editable)
          paintComboText(*combo,
                         proxy()->subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget),
                         *painter);
      return true;
    case CE_FocusFrame: {
      const QRectF ring = o->rect;
      drawBox(*painter, ring, QColor(), currentTheme().accent, 7.0, 2.0);
      return true;
    }
    default:
      return false;
  }
}

bool WindowStyle::drawBars(ControlElement element, const QStyleOption* o, QPainter* painter,
                           const QWidget* widget) const {
  const Theme& t = currentTheme();
  switch (element) {
    case CE_MenuBarItem: {
      const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(o);
      if (!item) return false;
      painter->fillRect(o->rect, t.sunken);
      if (isOn(*o, State_Selected) && isOn(*o, State_Enabled))
        drawBox(*painter, o->rect.adjusted(0, 4, 0, -4), t.border, QColor());
      painter->setPen(isOn(*o, State_Enabled) ? t.text : t.disabled);
      painter->drawText(o->rect, Qt::AlignCenter | Qt::TextHideMnemonic | Qt::TextSingleLine,
                        item->text);
      return true;
    }
    case CE_MenuBarEmptyArea:
      painter->fillRect(o->rect, t.sunken);
      return true;
    case CE_MenuItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(o))
        paintMenuItem(*item, *painter);
      return true;
    case CE_TabBarTabShape:
    case CE_TabBarTabLabel:
      if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(o))
        paintTab(*tab, *painter, element == CE_TabBarTabLabel);
      return true;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
      paintHeaderSection(*o, *painter);
      return true;
    case CE_HeaderLabel:
      if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(o))
        paintHeaderLabel(*header, *painter);
      return true;
    case CE_Splitter:
      painter->fillRect(o->rect, t.border);
      return true;
    case CE_ProgressBarGroove:
    case CE_ProgressBarLabel:
      return true;
    case CE_ProgressBarContents:
      if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(o))
        paintProgress(*bar, *painter);
      return true;
    case CE_SizeGrip:
      return true;
    default:
      Q_UNUSED(widget);
      return false;
  }
}

void WindowStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
  painter->save();
  const bool done =
      drawButtons(element, option, painter, widget) || drawBars(element, option, painter, widget);
  painter->restore();
  if (!done) QProxyStyle::drawControl(element, option, painter, widget);
}

void WindowStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* o,
                                     QPainter* painter, const QWidget* widget) const {
  const Theme& t = currentTheme();
  const QColor ink = isOn(*o, State_Enabled) ? t.sub : t.disabled;
  if (control == CC_ComboBox) {
    QStyleOption shape(*o);
    shape.state &= ~State_On;
    if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(o);
        combo && combo->frame)
      paintRaised(*painter, shape, false);
    const QRectF arrow = proxy()->subControlRect(CC_ComboBox, o, SC_ComboBoxArrow, widget);
    drawChevron(*painter, QPointF(arrow.right() - 14, arrow.center().y() + 0.5), 7, Pointing::down,
                ink);
    return;
  }
  if (control == CC_SpinBox) {
    paintField(*painter, *o, widget);
    const QRectF up = proxy()->subControlRect(CC_SpinBox, o, SC_SpinBoxUp, widget);
    drawChevron(*painter, QPointF(up.center().x(), up.bottom() - 4), 6, Pointing::up, ink);
    drawChevron(*painter, QPointF(up.center().x(), up.bottom() + 4), 6, Pointing::down, ink);
    return;
  }
  if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(o)) {
    if (control == CC_ScrollBar) {
      paintScrollBar(*slider, proxy()->subControlRect(control, o, SC_ScrollBarSlider, widget),
                     *painter);
      return;
    }
    if (control == CC_Slider && slider->orientation == Qt::Horizontal) {
      const double span = double(slider->maximum) - slider->minimum;
      drawSlider(*painter, o->rect,
                 span > 0 ? (slider->sliderPosition - slider->minimum) / span : 0, t.accent,
                 isOn(*o, State_Enabled));
      return;
    }
  }
  QProxyStyle::drawComplexControl(control, o, painter, widget);
}

}  // namespace thalweg
