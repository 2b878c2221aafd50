/// A sheet of all keys, made from the actions themselves.
#pragma once

#include <QDialog>

namespace thalweg {

class ShortcutsDialog : public QDialog {
  Q_OBJECT
 public:
  ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent);
};

}  // namespace thalweg
