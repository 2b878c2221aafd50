/// The Directions dock: leading eigenvectors at the cursor, and what moves along them.
#pragma once

#include <QWidget>

#include "app/window/workspace.h"

class QLabel;

namespace thalweg {

class ShareBars;

class DirectionsPanel : public QWidget {
  Q_OBJECT

 public:
  explicit DirectionsPanel(Workspace& workspace, QWidget* parent = nullptr);
  ShareBars* table() const { return m_table; }
  QString words() const;
  /// Marks a direction and draws it as a double arrow in the views; -1 none.
  void choose(int row);

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void refresh();
  void showArrows();
  Workspace& m_workspace;
  ShareBars* m_table;
  QLabel* m_words;
  std::shared_ptr<const Curvature> m_shown;
  bool m_pointing = false;  // the views have arrows of ours
};

}  // namespace thalweg
