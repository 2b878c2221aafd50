#include "app/window/curvature_docks.h"

#include <QDockWidget>
#include <QPushButton>

#include "app/window/directions_panel.h"
#include "app/window/history_panel.h"
#include "app/window/noise_panel.h"
#include "app/window/spectrum_panel.h"
#include "app/window/stability_panel.h"
#include "widgets/controls/small_controls.h"
#include "widgets/controls/titles.h"
#include "widgets/theme/style.h"

namespace thalweg {

CurvatureDocks::CurvatureDocks(Workspace& workspace, const MakeDock& make, QObject* parent)
    : QObject(parent),
      spectrum(new SpectrumPanel(workspace)),
      history(new HistoryPanel(workspace)),
      stability(new StabilityPanel(workspace)),
      directions(new DirectionsPanel(workspace)),
      noise(new NoisePanel(workspace)) {
  spectrumDock = make("Spectrum", spectrum, Qt::BottomDockWidgetArea, false);
  historyDock = make("Spectrum history", history, Qt::BottomDockWidgetArea, false);
  stabilityDock = make("Stability", stability, Qt::RightDockWidgetArea, false);
  directionsDock = make("Directions", directions, Qt::RightDockWidgetArea, true);
  noiseDock = make("Noise", noise, Qt::RightDockWidgetArea, true);
  for (QDockWidget* dock : {spectrumDock, historyDock, stabilityDock, directionsDock, noiseDock})
    dock->hide();
  auto* title = static_cast<PanelTitle*>(spectrumDock->titleBarWidget());
  auto* now = new QPushButton("Now");
  now->setFixedHeight(20);
  now->setToolTip("Density, extreme eigenvalues, trace and norm at the cursor; the run goes on");
  auto* matrix = new Segments({"H", "H = G + R"});
  matrix->setAccessibleName("Matrices of the spectrum");
  matrix->setToolTip("The Hessian alone, or with the Gauss-Newton matrix G and the rest R = H - G");
  QObject::connect(matrix, &Segments::chosen, spectrum,
                   [this](int index) { spectrum->setSplit(index == 1); });
  QObject::connect(spectrum, &SpectrumPanel::splitChanged, matrix,
                   [matrix](bool split) { matrix->setCurrent(split ? 1 : 0); });
  title->addWidget(matrix);
  title->addWidget(now);
  QObject::connect(now, &QPushButton::clicked, spectrum, &SpectrumPanel::computeNow);
  QObject::connect(spectrum, &SpectrumPanel::hintChanged, title, &PanelTitle::setHint);
  static_cast<PanelTitle*>(historyDock->titleBarWidget())->setHint("click a ridge to go there");
}

}  // namespace thalweg
