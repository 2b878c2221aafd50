/// The Plane dock: what a problem of many parameters is seen on, what that holds of the paths, and
/// the loss between two points.
#pragma once

#include <QVector>
#include <QWidget>

#include "app/window/workspace.h"
#include "core/io/figure.h"

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace thalweg {

class ChartView;
class ErrorLine;
class NumberField;
class SegmentPanel;
class SettingsForm;
class StepCombo;
class ToolButton;

class PlanePanel : public QWidget {
  Q_OBJECT

 public:
  explicit PlanePanel(Workspace& workspace, QWidget* parent = nullptr);

  ChartView* distances() const { return m_distances; }
  SegmentPanel* segment() const { return m_segment; }
  /// How far each path is from the plane, over its steps.
  Figure distanceFigure() const;
  /// The plane goes through the step at the time cursor.
  void recentre();
  /// The axes are those of a file; one that can not be used is told, and nothing changes.
  void openDirections(const QString& path);

 signals:
  /// A sentence for the notice; empty where the last one is settled.
  void told(const QString& problem);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void makeAxes(QVBoxLayout* layout);
  void makeFrame(QVBoxLayout* layout);
  void makeFacts(QVBoxLayout* layout);
  QWidget* makePoints();
  const PlaneChoice& choice() const;
  void askForFile();
  void change(const QString& text, const QString& key, bool final,
              const std::function<void(PlaneChoice&)>& edit);
  void nodesTyped();
  void refresh();
  void showFacts();
  void showCursor(int step);

  Workspace& m_workspace;
  QLabel* m_file;   // its name, of directions from a file
  QLabel* m_own;    // the one line for problems whose plane is their own
  QWidget* m_form;  // all else but the line between two points
  QComboBox *m_axes, *m_nodes;
  SettingsForm *m_random, *m_radius;
  QWidget *m_pair, *m_points, *m_centreRow;
  QVector<NumberField*> m_coordinates;
  QVector<StepCombo*> m_through;
  QPushButton* m_recentre;
  QLabel *m_distanceTitle, *m_grey;
  QLabel *m_centre, *m_note, *m_noteIcon, *m_ratios, *m_walk, *m_cosine;
  ErrorLine *m_nodesError, *m_refusal;
  ChartView* m_distances;
  SegmentPanel* m_segment;
};

}  // namespace thalweg
