/// A box that chooses a step of one of the runs: where it starts, the step at the time cursor,
/// where it is now.
#pragma once

#include <QComboBox>

#include "app/window/workspace.h"

namespace thalweg {

class StepCombo : public QComboBox {
  Q_OBJECT

 public:
  StepCombo(Workspace& workspace, const QString& name, QWidget* parent = nullptr);

  void setChoice(const StepChoice& choice);
  const StepChoice& choice() const { return m_choice; }
  void showPopup() override;

 signals:
  void chosen(const thalweg::StepChoice& choice);

 private:
  void fill();
  void add(const QString& text, const StepChoice& choice);

  Workspace& m_workspace;
  StepChoice m_choice;
  std::vector<StepChoice> m_offered;  // one an entry
};

}  // namespace thalweg
