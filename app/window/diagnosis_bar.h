/// One line over the charts: what is to be said of each run at the cursor.
#pragma once

#include <QVector>
#include <QWidget>

#include "app/window/workspace.h"

class QHBoxLayout;
class QLabel;

namespace thalweg {

class LineSample;

class DiagnosisBar : public QWidget {
  Q_OBJECT

 public:
  explicit DiagnosisBar(Workspace& workspace, QWidget* parent = nullptr);

  /// What does not fit is left out: the words never hold the window open.
  QSize minimumSizeHint() const override { return {100, 32}; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Finding {
    QWidget* frame = nullptr;
    LineSample* sample = nullptr;
    QLabel* words = nullptr;
    int run = -1, step = -1;  // where a click leads
  };
  void refresh();
  void leaveOut();
  void add();
  Workspace& m_workspace;
  QHBoxLayout* m_layout;
  QVector<Finding> m_findings;
  int m_shown = 0;  // of them, from the left
};

/// What is to be said of a run at a step, without its name: "at 0.97 of its limit", "diverged at
/// step 37"; empty for nothing. `evidence` is the step that shows it.
QString diagnosisOf(const RunData& data, int step, int& evidence);

}  // namespace thalweg
