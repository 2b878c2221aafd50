/// The docks of the curvature laboratory: Spectrum, Spectrum history, Stability, Directions,
/// Noise.
#pragma once

#include <QObject>
#include <functional>

class QDockWidget;
class QWidget;

namespace thalweg {

class DirectionsPanel;
class HistoryPanel;
class NoisePanel;
class SpectrumPanel;
class StabilityPanel;
class Workspace;

class CurvatureDocks : public QObject {
  Q_OBJECT

 public:
  using MakeDock =
      std::function<QDockWidget*(const QString&, QWidget*, Qt::DockWidgetArea, bool scrolls)>;
  CurvatureDocks(Workspace& workspace, const MakeDock& make, QObject* parent);

  SpectrumPanel* const spectrum;
  HistoryPanel* const history;
  StabilityPanel* const stability;
  DirectionsPanel* const directions;
  NoisePanel* const noise;
  QDockWidget *spectrumDock, *historyDock, *stabilityDock, *directionsDock, *noiseDock;
};

}  // namespace thalweg
