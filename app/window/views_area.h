/// The middle of the window: surface and contour map side by side, and what is to be said of the
/// runs.
#pragma once

#include <QTimer>
#include <QWidget>

#include "app/window/workspace.h"

class QAction;
class QSettings;
class QSplitter;

namespace thalweg {

class ContourView;
class DiagnosisBar;
class SurfaceView;
class ViewTitle;

class ViewsArea : public QWidget {
  Q_OBJECT

 public:
  explicit ViewsArea(Workspace& workspace, QWidget* parent = nullptr);

  SurfaceView* surface() const { return m_surface; }
  ContourView* contour() const { return m_contour; }
  /// One view alone, or both again.
  void maximise(QWidget* view);
  void fit();
  /// A widget at the left of the map, in place of the surface; null: the surface again. One that
  /// was there is the caller's.
  void setBeside(QWidget* widget);
  QWidget* beside() const { return m_beside; }
  /// A switch for the points that are known, in the title of the map.
  void addPointsTool(QAction* action);
  /// Arrangement of the views and the surface's camera between two starts.
  void saveTo(QSettings& settings) const;
  void restoreFrom(const QSettings& settings);

 signals:
  void pointerMoved(QPointF at);
  void menuAsked(QPoint globalPosition);

 private:
  QWidget* framed(const QString& title, const QString& hint, QWidget* view, ViewTitle*& bar);
  void refresh();
  void refreshSoon();
  void showFrames();
  void showCursor(int step);
  void showTheme();
  void onBox(const QRectF& box);

  Workspace& m_workspace;
  QSplitter* m_splitter;
  SurfaceView* m_surface;
  ContourView* m_contour;
  ViewTitle *m_surfaceTitle = nullptr, *m_contourTitle = nullptr;
  DiagnosisBar* m_diagnosis;
  QWidget* m_beside = nullptr;
  QWidget* m_alone = nullptr;  // the view that has the middle for itself
  bool m_oneVariable = false;  // there is no surface to show
  QRectF m_home;
  QTimer m_soon;
  bool m_cameraRestored = false;  // the first problem is seen through it
};

}  // namespace thalweg
