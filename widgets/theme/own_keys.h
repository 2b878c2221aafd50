/// Keys that a focused widget uses itself although the window has a shortcut on them.
#pragma once

#include <QEvent>
#include <QKeyEvent>
#include <algorithm>
#include <initializer_list>

namespace thalweg {

/// Keeps `keys` (with or without Shift) from the window's shortcuts; true where `event` was one of
/// them. To be asked at the top of a widget's `event`.
inline bool keepKeys(QEvent* event, std::initializer_list<int> keys) {
  if (event->type() != QEvent::ShortcutOverride) return false;
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool plain = !(key->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
  if (!plain || std::find(keys.begin(), keys.end(), key->key()) == keys.end()) return false;
  event->accept();
  return true;
}

}  // namespace thalweg
