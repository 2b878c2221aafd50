/// The charts below the views: one tab a quantity, with the values at the cursor beside it.
#pragma once

#include <QTimer>
#include <QWidget>

#include "app/model/figures.h"
#include "app/window/workspace.h"
#include "core/io/figure.h"

class QTabBar;

namespace thalweg {

class ChartView;
class TableAtCursor;
struct CursorRow;

class ChartsPanel : public QWidget {
  Q_OBJECT

 public:
  explicit ChartsPanel(Workspace& workspace, QWidget* parent = nullptr);

  ChartView* chart() const { return m_chart; }
  QTabBar* tabs() const { return m_tabs; }
  /// The chart of the chosen tab as a value.
  Figure figure() const;
  QStringList chartIds() const;
  /// A chart; with every step for a table.
  Figure figureOf(const QString& id, Detail detail = Detail::screen) const;
  void choose(const QString& id);
  /// Draws what waits to be drawn, for a picture.
  void drawNow() { redraw(); }

 signals:
  void menuAsked(QPoint globalPosition);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void showTheme();
  void showTabs();
  void redraw();
  void showCursor();
  CursorRow rowOf(const Series& line, const RunData& run, int number, int step) const;
  void showHighlight();
  Workspace& m_workspace;
  QTabBar* m_tabs;
  ChartView* m_chart;
  TableAtCursor* m_table;
  std::vector<ChartKind> m_kinds;
  QString m_wanted;  // chosen before it was there
  QString m_chosen = "loss";
  QList<int> m_tableRuns;  // the run of each row
  QTimer m_redraw;
};

}  // namespace thalweg
