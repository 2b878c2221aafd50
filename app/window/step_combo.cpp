#include "app/window/step_combo.h"

#include <QSignalBlocker>
#include <algorithm>

#include "app/model/figures.h"

namespace thalweg {

StepCombo::StepCombo(Workspace& workspace, const QString& name, QWidget* parent)
    : QComboBox(parent), m_workspace(workspace) {
  setAccessibleName(name);
  setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  setMinimumContentsLength(8);
  connect(this, &QComboBox::activated, this, [this](int index) {
    if (index < 0 || index >= int(m_offered.size())) return;
    m_choice = m_offered[std::size_t(index)];
    emit chosen(m_choice);
  });
  fill();
}

void StepCombo::setChoice(const StepChoice& choice) {
  m_choice = choice;
  fill();
}

void StepCombo::add(const QString& text, const StepChoice& choice) {
  if (std::find(m_offered.begin(), m_offered.end(), choice) != m_offered.end()) return;
  addItem(text);
  m_offered.push_back(choice);
}

/// Three places of each run, and the present choice where that is none of them.
void StepCombo::fill() {
  const QSignalBlocker quiet(this);
  clear();
  m_offered.clear();
  const std::vector<LiveRun>& runs = m_workspace.session.runs();
  const auto nameOf = [&runs](std::int64_t run) {
    return run >= 0 && run < std::int64_t(runs.size())
               ? QString::fromStdString(labelOf(runs[std::size_t(run)].choice))
               : QString("optimizer %1").arg(run + 1);
  };
  for (std::int64_t run = 0; run < std::int64_t(runs.size()); ++run) {
    add(nameOf(run) + ", start", {run, 0});
    const int cursor = m_workspace.player.step();
    add(nameOf(run) + QString(", step %1").arg(cursor), {run, cursor});
    add(nameOf(run) + ", end", {run, -1});
  }
  add(nameOf(m_choice.run) + (m_choice.step < 0    ? QStringLiteral(", end")
                              : m_choice.step == 0 ? QStringLiteral(", start")
                                                   : QString(", step %1").arg(m_choice.step)),
      m_choice);
  const auto at = std::find(m_offered.begin(), m_offered.end(), m_choice);
  setCurrentIndex(int(at - m_offered.begin()));
}

void StepCombo::showPopup() {
  fill();  // with the step at the cursor as it is now
  QComboBox::showPopup();
}

}  // namespace thalweg
