/// How ordinary Qt widgets are drawn: Fusion's behaviour in our own shapes, all colours from the
/// present theme.
#pragma once

#include <QProxyStyle>

class QStyleOptionComboBox;
class QStyleOptionMenuItem;
class QStyleOptionSlider;
class QStyleOptionTab;

namespace thalweg {

/// Everything is painted here rather than by a style sheet: a sheet would lay the whole window out
/// anew at each switch of the theme and would take the painting away from this class.
class WindowStyle : public QProxyStyle {
  Q_OBJECT
 public:
  WindowStyle();

  void polish(QWidget* widget) override;
  using QProxyStyle::polish;

  int pixelMetric(PixelMetric metric, const QStyleOption* option,
                  const QWidget* widget) const override;
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* data) const override;
  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                         const QWidget* widget) const override;
  QRect subElementRect(SubElement element, const QStyleOption* option,
                       const QWidget* widget) const override;
  QRect subControlRect(ComplexControl control, const QStyleOptionComplex* option, SubControl part,
                       const QWidget* widget) const override;
  QIcon standardIcon(StandardPixmap which, const QStyleOption* option,
                     const QWidget* widget) const override;

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const override;
  void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                          QPainter* painter, const QWidget* widget) const override;

 private:
  bool drawButtons(ControlElement element, const QStyleOption* option, QPainter* painter,
                   const QWidget* widget) const;
  bool drawBars(ControlElement element, const QStyleOption* option, QPainter* painter,
                const QWidget* widget) const;
  bool drawPanels(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                  const QWidget* widget) const;
  bool drawMarks(PrimitiveElement element, const QStyleOption* option, QPainter* painter) const;
};

/// Parts of the painting that stand in files of their own.
void paintMenuItem(const QStyleOptionMenuItem& item, QPainter& painter);
void paintTab(const QStyleOptionTab& tab, QPainter& painter, bool label);
void paintScrollBar(const QStyleOptionSlider& bar, const QRect& handle, QPainter& painter);
void paintComboText(const QStyleOptionComboBox& combo, const QRect& where, QPainter& painter);
QSize menuItemSize(const QStyleOptionMenuItem& item, const QSize& text);

}  // namespace thalweg
