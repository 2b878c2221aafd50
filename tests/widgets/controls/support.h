/// What several tests of controls need: a turned wheel, settings of every kind.
#pragma once

#include <QApplication>
#include <QWheelEvent>
#include <QWidget>
#include <vector>

#include "core/base/settings.h"

namespace thalweg::test {

/// Turns the wheel over the middle of a widget, positive away from the hand.
inline void turn(QWidget& widget, int notches, Qt::KeyboardModifiers keys = Qt::NoModifier) {
  const QPointF middle(widget.width() / 2.0, widget.height() / 2.0);
  QWheelEvent event(middle, widget.mapToGlobal(middle), {}, {0, 120 * notches}, Qt::NoButton, keys,
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(&widget, &event);
}

/// A rate on a ratio scale, a share, a whole number, a box, a choice: one of each kind.
inline std::vector<Field> someFields() {
  Field rate;
  rate.key = "learning_rate";
  rate.label = "Learning rate";
  rate.minimum = 0;
  rate.minimumExcluded = true;
  rate.sliderLow = 1e-4;
  rate.sliderHigh = 1;
  rate.scale = Scale::logarithmic;
  rate.initial = 0.01;
  Field period;
  period.key = "period";
  period.label = "Period";
  period.type = FieldType::integer;
  period.minimum = 1;
  period.initial = std::int64_t(10);
  Field box;
  box.key = "amsgrad";
  box.label = "Keep the largest";
  box.type = FieldType::boolean;
  box.initial = false;
  Field choice;
  choice.key = "form";
  choice.label = "Form";
  choice.type = FieldType::choice;
  choice.choices = {"of_polyak", "of_nesterov"};
  choice.initial = std::string("of_polyak");
  return {rate, period, box, choice};
}

}  // namespace thalweg::test
