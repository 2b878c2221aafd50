/// The Stability dock: how near the run is to the limit of its method, as one number.
#pragma once

#include <QWidget>

#include "app/window/workspace.h"

namespace thalweg {

/// What is read off, as it is written.
struct StabilityWords {
  QString share;  // "0.97", or a dash
  QString sentence;
  struct Row {
    QString name, symbol, value, error;
  };
  std::vector<Row> rows;
  double ofLimit = 0.0;  // NaN where it is not known
  int series = 0;
};

/// Of a run of the workspace at its cursor.
StabilityWords stabilityOf(const Workspace& workspace);

class StabilityPanel : public QWidget {
  Q_OBJECT

 public:
  explicit StabilityPanel(Workspace& workspace, QWidget* parent = nullptr);
  const StabilityWords& words() const { return m_words; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {220, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void refresh();
  void paintBar(QPainter& painter, qreal top) const;
  Workspace& m_workspace;
  StabilityWords m_words;
};

}  // namespace thalweg
