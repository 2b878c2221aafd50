/// The Spectrum history dock: the spectra of a run, one ridge above the other.
#pragma once

#include <QWidget>

#include "app/window/workspace.h"

namespace thalweg {

class RidgeView;

class HistoryPanel : public QWidget {
  Q_OBJECT

 public:
  explicit HistoryPanel(Workspace& workspace, QWidget* parent = nullptr);
  RidgeView* view() const { return m_view; }

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void refresh();
  Workspace& m_workspace;
  RidgeView* m_view;
  std::vector<CurvatureService::Spectrum> m_shown;
};

}  // namespace thalweg
