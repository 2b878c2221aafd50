/// The status bar: jobs at the left, the pointer's place and the run's facts at the right.
#pragma once

#include <QElapsedTimer>
#include <QStatusBar>

#include "app/window/workspace.h"

class QLabel;

namespace thalweg {

class JobChip;

class StatusLine : public QStatusBar {
  Q_OBJECT

 public:
  explicit StatusLine(Workspace& workspace, QWidget* parent = nullptr);
  void showPointer(QPointF at);
  /// A sentence that stays for some seconds, such as where a file was written.
  void tell(const QString& sentence) { showMessage(sentence, 8000); }

 private:
  void refresh();
  Workspace& m_workspace;
  JobChip *m_runs, *m_plane, *m_curvature, *m_noise, *m_sweep;
  QLabel *m_pointer, *m_facts;
  QElapsedTimer m_runClock, m_planeClock, m_curvatureClock, m_noiseClock, m_sweepClock;
};

}  // namespace thalweg
