/// Gives the application the look of a theme, and tells which theme that is.
#pragma once

#include <QFont>
#include <QObject>

#include "widgets/theme/theme.h"

class QApplication;
class QPushButton;
class QWidget;

namespace thalweg {

/// Style, palette and fonts of the whole application. Called again with the other theme it switches
/// at run time: everything is painted once more, nothing is laid out again.
void applyTheme(QApplication& application, const Theme& theme);

/// The theme that was applied last; light before the first call.
const Theme& currentTheme();

/// While it lives another theme is the current one, such as that of a page that is written; nobody
/// is told, and only what is painted meanwhile looks so.
class BorrowedTheme {
 public:
  explicit BorrowedTheme(const Theme& theme);
  ~BorrowedTheme();
  BorrowedTheme(const BorrowedTheme&) = delete;
  BorrowedTheme& operator=(const BorrowedTheme&) = delete;

 private:
  const Theme* m_own;
};

/// For what is not a widget and keeps colours of its own, such as a scene. Widgets that paint with
/// currentTheme() need not listen: the new palette repaints them.
class ThemeWatcher : public QObject {
  Q_OBJECT
 public:
  static ThemeWatcher& instance();

 signals:
  void changed();

 private:
  friend void applyTheme(QApplication&, const Theme&);
  ThemeWatcher() = default;
};

/// The face of words: Inter where it is installed, else the system's.
QFont textFont(int px = 13, int weight = QFont::Normal);
/// The face of numbers: JetBrains Mono without ligatures, else DejaVu Sans Mono.
QFont numberFont(int px = 12, int weight = QFont::Normal);
/// The face of formulas: STIX, else the system's serif.
QFont formulaFont(int px = 17, bool italic = true);

/// Text of the widget in the quieter colour of labels and captions.
void makeQuiet(QWidget* widget);
/// The one button of its panel that is drawn in the accent.
void makePrimary(QPushButton* button);
bool isPrimary(const QWidget* button);
/// Paints the widget's ground in the sunken colour of bars and titles.
void makeSunken(QWidget* widget);

}  // namespace thalweg
