/// The window: docks, views, charts and strip around one workspace.
#pragma once

#include <QMainWindow>

#include "app/window/workspace.h"

class QMenu;

namespace thalweg {

class AnatomyPanel;
class ChartsPanel;
class CurvatureDocks;
class HeaderBar;
class ModelPanel;
class NoticeBar;
class OptimizersPanel;
class PlanePanel;
class ProblemPanel;
class StatusLine;
class SweepPanel;
class TransportStrip;
class ViewsArea;

class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  explicit MainWindow(QWidget* parent = nullptr);
  ~MainWindow() override;

  Workspace& workspace() { return m_workspace; }
  const Workspace& workspace() const { return m_workspace; }
  ViewsArea* views() const { return m_views; }
  ChartsPanel* charts() const { return m_charts; }
  OptimizersPanel* optimizers() const { return m_optimizers; }
  HeaderBar* header() const { return m_header; }
  StatusLine* status() const { return m_status; }
  TransportStrip* strip() const { return m_strip; }
  QDockWidget* problemDock() const { return m_problemDock; }
  QDockWidget* optimizersDock() const { return m_optimizersDock; }
  QDockWidget* chartsDock() const { return m_chartsDock; }
  QDockWidget* anatomyDock() const { return m_anatomyDock; }
  AnatomyPanel* anatomy() const { return m_anatomy; }
  QDockWidget* modelDock() const { return m_modelDock; }
  ModelPanel* model() const { return m_model; }
  CurvatureDocks* curvature() const { return m_curvature; }
  QDockWidget* planeDock() const { return m_planeDock; }
  PlanePanel* plane() const { return m_plane; }
  QDockWidget* sweepDock() const { return m_sweepDock; }
  SweepPanel* sweep() const { return m_sweep; }

  NoticeBar* notice() const { return m_notice; }

  /// Opens a file; a sentence under the header where that can not be done.
  void openFile(const QString& path);
  void openPreset(int index);
  bool save();
  bool saveAs();
  void showExport();
  void showShortcuts();
  void setDark(bool dark);
  /// Size, docks and camera as they were when a window was last closed. To be asked before showing.
  void restoreLayout();
  /// Every action of the menus, for the search field.
  QList<QAction*> allActions() const;

 protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QDockWidget* makeDock(const QString& title, QWidget* content, Qt::DockWidgetArea area,
                        bool scrolls);
  void makeDocks();
  void makeStrip();
  void connectParts();
  void showReadout();
  void showTitle();
  void showMarkers();
  bool mayLeave();
  void told(const QString& problem);
  void arrangeFor(int width);
  void arrangeAsOpened();
  void remember(const QString& path);

  Workspace m_workspace;
  HeaderBar* m_header;
  NoticeBar* m_notice;
  ViewsArea* m_views;
  ProblemPanel* m_problem;
  OptimizersPanel* m_optimizers;
  ChartsPanel* m_charts;
  AnatomyPanel* m_anatomy;
  ModelPanel* m_model;
  CurvatureDocks* m_curvature;
  PlanePanel* m_plane;
  SweepPanel* m_sweep;
  TransportStrip* m_strip;
  StatusLine* m_status;
  QDockWidget *m_problemDock, *m_optimizersDock, *m_chartsDock, *m_anatomyDock, *m_modelDock,
      *m_planeDock, *m_sweepDock;
  bool m_narrow = false, m_laidOut = false, m_anatomySeen = false, m_modelShows = false;
  std::string m_arrangement;  // that the experiment opened asked for
};

}  // namespace thalweg
