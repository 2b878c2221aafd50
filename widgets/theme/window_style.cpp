#include "widgets/theme/window_style.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QHeaderView>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSlider>
#include <QSplitter>
#include <QStatusBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTextEdit>

#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

namespace thalweg {

WindowStyle::WindowStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void WindowStyle::polish(QWidget* widget) {
  QProxyStyle::polish(widget);
  if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget) ||
      qobject_cast<QTabBar*>(widget) || qobject_cast<QScrollBar*>(widget) ||
      qobject_cast<QAbstractSpinBox*>(widget))
    widget->setAttribute(Qt::WA_Hover);
  if (qobject_cast<QTabBar*>(widget)) makeSunken(widget);
  if (QTabWidget* tabs = qobject_cast<QTabWidget*>(widget))
    tabs->setDocumentMode(true);  // the bar spans the panel
  if (QTableView* table = qobject_cast<QTableView*>(widget)) {
    table->setShowGrid(false);  // the cells paint a line below themselves, and none between columns
    table->verticalHeader()->setDefaultSectionSize(31);
    table->horizontalHeader()->setHighlightSections(false);
  }
  if (QStatusBar* status = qobject_cast<QStatusBar*>(widget)) {
    status->setContentsMargins(11, 0, 11, 0);
    status->setFixedHeight(24);
    status->setFont(textFont(12));
  }
}

int WindowStyle::pixelMetric(PixelMetric metric, const QStyleOption* option,
                             const QWidget* widget) const {
  switch (metric) {
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent:
      return 1;  // both are grabbed 2 px to either side of their line
    case PM_DockWidgetTitleMargin:
    case PM_DockWidgetFrameWidth:
    case PM_ToolBarItemMargin:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal:
    case PM_TabBarTabOverlap:
    case PM_TabBarBaseOverlap:
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin:
      return 0;
    case PM_MenuBarHMargin:
      return 8;
    case PM_MenuBarItemSpacing:
      return 0;
    case PM_MenuPanelWidth:
      return 1;
    case PM_MenuVMargin:
      return 4;
    case PM_MenuHMargin:
      return 0;
    case PM_ScrollBarExtent:
      return 10;
    case PM_ScrollBarSliderMin:
      return 28;
    case PM_ScrollView_ScrollBarOverlap:
    case PM_ScrollView_ScrollBarSpacing:
      return 0;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
    case PM_TabBarIconSize:
      return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
      return 8;
    case PM_FocusFrameHMargin:
    case PM_FocusFrameVMargin:
      return 4;
    case PM_DefaultFrameWidth:
      // A text lies inside the round corners of its frame.
      return qobject_cast<const QTextEdit*>(widget) || qobject_cast<const QPlainTextEdit*>(widget)
                 ? 3
                 : 1;
    case PM_SliderLength:
    case PM_SliderControlThickness:
    case PM_SliderThickness:
      return 14;
    case PM_HeaderMargin:
      return 8;
    case PM_TreeViewIndentation:
      return 16;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
      return 12;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
      return 8;
    case PM_ToolTipLabelFrameWidth:
      return 7;
    default:
      return QProxyStyle::pixelMetric(metric, option, widget);
  }
}

int WindowStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                           QStyleHintReturn* data) const {
  switch (hint) {
    case SH_ComboBox_Popup:
      return 0;  // a list below the field, not a menu over it
    case SH_Slider_AbsoluteSetButtons:
      return Qt::LeftButton;
    case SH_FocusFrame_AboveWidget:
      return 1;
    case SH_FocusFrame_Mask:
      return 0;
    case SH_ItemView_ShowDecorationSelected:
      return 1;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ScrollBar_Transient:
    case SH_DialogButtonBox_ButtonsHaveIcons:
      return 0;
    case SH_TabBar_ElideMode:
      return Qt::ElideRight;
    case SH_ToolTip_WakeUpDelay:
      return 500;
    case SH_ToolTipLabel_Opacity:
      return 255;
    case SH_MenuBar_AltKeyNavigation:
      return 1;
    case SH_UnderlineShortcut:
      return 0;
    default:
      return QProxyStyle::styleHint(hint, option, widget, data);
  }
}

QSize WindowStyle::sizeFromContents(ContentsType type, const QStyleOption* option,
                                    const QSize& size, const QWidget* widget) const {
  switch (type) {
    case CT_PushButton: {
      const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
      const int icon = button && !button->icon.isNull() ? 4 : 0;
      return {size.width() + 24 + icon, 28};
    }
    case CT_ComboBox:
      return {size.width() + 40, 24};
    case CT_LineEdit:
      return {size.width() + 14, 24};
    case CT_SpinBox:
      return {size.width() + 30, 24};
    case CT_CheckBox:
    case CT_RadioButton:
      return {size.width() + 16 + 8, std::max(20, size.height())};
    case CT_MenuBarItem:
      return {size.width() + 16, 31};
    case CT_MenuItem:
      if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option))
        return menuItemSize(*item, size);
      return size;
    case CT_TabBarTab:
      return {size.width() + 8, 30};
    case CT_HeaderSection:
      return {QProxyStyle::sizeFromContents(type, option, size, widget).width(), 26};
    case CT_ItemViewItem: {
      const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
      return {base.width(), std::max(base.height(), 26)};
    }
    case CT_ToolButton: {
      const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
      const bool words =
          button && button->toolButtonStyle != Qt::ToolButtonIconOnly && !button->text.isEmpty();
      return words ? QSize(size.width() + 14, 24) : QSize(24, 24);
    }
    default:
      return QProxyStyle::sizeFromContents(type, option, size, widget);
  }
}

QRect WindowStyle::subElementRect(SubElement element, const QStyleOption* option,
                                  const QWidget* widget) const {
  if (element == SE_LineEditContents) return option->rect.adjusted(7, 1, -7, -1);
  if (element == SE_TabBarTabText) return option->rect.adjusted(12, 0, -12, -1);
  return QProxyStyle::subElementRect(element, option, widget);
}

QRect WindowStyle::subControlRect(ComplexControl control, const QStyleOptionComplex* option,
                                  SubControl part, const QWidget* widget) const {
  const QRect r = option->rect;
  if (control == CC_ComboBox) {
    if (part == SC_ComboBoxEditField) return r.adjusted(8, 1, -26, -1);
    if (part == SC_ComboBoxArrow) return {r.right() - 25, r.top(), 26, r.height()};
    if (part == SC_ComboBoxListBoxPopup) return r.adjusted(0, 0, 0, 2);
  }
  if (control == CC_SpinBox) {
    const int x = r.right() - 18, half = r.height() / 2;
    if (part == SC_SpinBoxUp) return {x, r.top(), 18, half};
    if (part == SC_SpinBoxDown) return {x, r.top() + half, 18, r.height() - half};
    if (part == SC_SpinBoxEditField) return r.adjusted(4, 1, -20, -1);
  }
  if (control == CC_ScrollBar) {
    if (part == SC_ScrollBarAddLine || part == SC_ScrollBarSubLine) return {};
    if (part == SC_ScrollBarGroove) return r;
    const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
    if (part == SC_ScrollBarSlider && bar) {
      const bool flat = bar->orientation == Qt::Horizontal;
      const int length = flat ? r.width() : r.height();
      const int range = bar->maximum - bar->minimum;
      int handle = length;
      if (range > 0)
        handle =
            std::max(28, int(qint64(bar->pageStep) * length / (qint64(range) + bar->pageStep)));
      handle = std::min(handle, length);
      const int at = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                             length - handle, bar->upsideDown);
      return flat ? QRect(r.left() + at, r.top(), handle, r.height())
                  : QRect(r.left(), r.top() + at, r.width(), handle);
    }
  }
  return QProxyStyle::subControlRect(control, option, part, widget);
}

QIcon WindowStyle::standardIcon(StandardPixmap which, const QStyleOption* option,
                                const QWidget* widget) const {
  switch (which) {
    case SP_TitleBarCloseButton:
    case SP_LineEditClearButton:
    case SP_DockWidgetCloseButton:
      return icon(QStringLiteral("x"));
    case SP_TitleBarNormalButton:
      return icon(QStringLiteral("float"));
    case SP_MessageBoxInformation:
      return icon(QStringLiteral("info"), IconInk::accent);
    case SP_MessageBoxWarning:
      return icon(QStringLiteral("warn"), IconInk::warn);
    case SP_MessageBoxCritical:
      return icon(QStringLiteral("warn"), IconInk::bad);
    case SP_DialogOpenButton:
    case SP_DirOpenIcon:
      return icon(QStringLiteral("open"));
    case SP_DialogSaveButton:
      return icon(QStringLiteral("save"));
    default:
      return QProxyStyle::standardIcon(which, option, widget);
  }
}

}  // namespace thalweg
