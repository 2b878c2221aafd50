/// Pieces that the forms of the docks share.
#pragma once

#include <QString>
#include <QStringList>
#include <QVector>

class QLabel;
class QWidget;

namespace thalweg {

class NumberField;

/// The quiet word at the left of a row, 64 px wide.
QLabel* rowLabel(const QString& text);

/// The wheel over the boxes to choose from inside `form` scrolls the dock, unless a box has the
/// keyboard.
void letWheelScroll(QWidget* form);

/// A label, and a number field for each letter (drawn before it, "" for none), in one row.
QWidget* numbersRow(const QString& name, const QStringList& letters, QVector<NumberField*>& fields);

}  // namespace thalweg
