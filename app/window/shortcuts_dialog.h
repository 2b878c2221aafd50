/// A sheet of all keys, made from the actions themselves.
#pragma once

#include <QList>

#include "app/window/sheet.h"

namespace thalweg {

class ShortcutsDialog : public Sheet {
  Q_OBJECT
 public:
  ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent);
};

}  // namespace thalweg
