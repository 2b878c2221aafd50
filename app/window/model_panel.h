/// The Model dock: what the model says of its data at the step shown.
#pragma once

#include <QWidget>

#include "app/window/workspace.h"

class QLabel;

namespace thalweg {

class ModelView;

class ModelPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ModelPanel(Workspace& workspace, QWidget* parent = nullptr);
  ModelView* view() const { return m_view; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void follow();
  void refresh();

  Workspace& m_workspace;
  QLabel* m_title;
  ModelView* m_view;
};

}  // namespace thalweg
