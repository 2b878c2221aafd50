/// A window of its own for each test, with settings that are nobody's.
#pragma once

#include <QApplication>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QElapsedTimer>
#include <QFile>
#include <QMimeData>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include "app/window/main_window.h"
#include "widgets/theme/style.h"

namespace thalweg::test {

/// To be called from a test's `initMain`, before there is an application.
inline void useOwnSettings() {
  static const QTemporaryDir folder;
  qputenv("XDG_CONFIG_HOME", folder.path().toUtf8());
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
  QCoreApplication::setOrganizationName("Thalweg");
  QCoreApplication::setApplicationName("thalweg");
  QStandardPaths::setTestModeEnabled(true);
}

/// The window with a built-in experiment or one of the test's own, nothing playing.
struct OpenWindow {
  MainWindow window;

  explicit OpenWindow(const QString& toml = {}) {
    applyTheme(*qApp, Theme::light());
    problem = workspace().open(toml.isEmpty() ? presets().front().toml : toml, {});
    window.show();
  }
  Workspace& workspace() { return window.workspace(); }
  const Experiment& experiment() { return workspace().document.experiment(); }
  QUndoStack& undoStack() { return workspace().document.undoStack(); }
  /// True once nothing is computed any more.
  bool settle(int seconds = 280) {
    return QTest::qWaitFor([this] { return workspace().isSettled(); }, 1000 * seconds);
  }
  /// A control by the name that a screen reader is told.
  template <class Widget>
  Widget* named(const QString& name) {
    for (Widget* widget : window.findChildren<Widget*>())
      if (widget->accessibleName() == name) return widget;
    return nullptr;
  }
  QString problem;
};

/// Where THALWEG_PICTURES names a folder, what a widget shows is kept there to be looked at.
inline void keepPicture(QWidget& widget, const QString& name) {
  const QString folder = qEnvironmentVariable("THALWEG_PICTURES");
  if (!folder.isEmpty()) widget.grab().save(folder + "/" + name + ".png");
}

inline QByteArray contentsOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool write(const QString& path, const QByteArray& text) {
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

/// Drops a file or folder on a window.
inline void drop(QWidget& window, const QString& path) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path)});
  QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(&window, &enter);
  QVERIFY(enter.isAccepted());
  QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
  QApplication::sendEvent(&window, &event);
}

}  // namespace thalweg::test
