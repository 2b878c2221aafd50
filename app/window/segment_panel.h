/// "Loss between A and B": the loss on the straight line between two steps, with its barrier.
#pragma once

#include <QWidget>

#include "app/window/workspace.h"
#include "core/io/figure.h"

class QLabel;

namespace thalweg {

class ChartView;
class StepCombo;

class SegmentPanel : public QWidget {
  Q_OBJECT

 public:
  explicit SegmentPanel(Workspace& workspace, QWidget* parent = nullptr);

  ChartView* chart() const { return m_chart; }
  /// The line, the chord between its ends, and the ends.
  Figure figure() const;
  /// Writes t and loss; the sentence that says why not.
  QString save(const QString& path) const;

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void refresh();
  void showLine();
  void askWhere();

  Workspace& m_workspace;
  StepCombo* m_ends[2];
  ChartView* m_chart;
  QLabel* m_facts;
};

}  // namespace thalweg
