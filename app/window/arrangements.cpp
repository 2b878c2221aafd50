#include "app/window/arrangements.h"

#include <QDockWidget>
#include <utility>

#include "app/window/charts_panel.h"
#include "app/window/curvature_docks.h"
#include "app/window/main_window.h"
#include "app/window/views_area.h"

namespace thalweg {
namespace {

constexpr int leftWidth = 260, rightWidth = 300, planeWidth = 336, narrowBelow = 1200;

/// Every dock by itself at its usual side, all of them hidden.
void takeApart(MainWindow& window) {
  const CurvatureDocks& curvature = *window.curvature();
  const auto put = [&](QDockWidget* dock, Qt::DockWidgetArea area) {
    dock->setFloating(false);
    window.addDockWidget(area, dock);
    dock->hide();
  };
  put(window.problemDock(), Qt::LeftDockWidgetArea);
  for (QDockWidget* dock :
       {window.optimizersDock(), window.anatomyDock(), window.modelDock(), curvature.stabilityDock,
        curvature.directionsDock, curvature.noiseDock, window.planeDock()})
    put(dock, Qt::RightDockWidgetArea);
  for (QDockWidget* dock :
       {window.chartsDock(), curvature.spectrumDock, curvature.historyDock, window.sweepDock()})
    put(dock, Qt::BottomDockWidgetArea);
}

void stack(MainWindow& window, const QList<QDockWidget*>& docks, Qt::Orientation way) {
  for (int i = 0; i < docks.size(); ++i) {
    if (i > 0) window.splitDockWidget(docks[i - 1], docks[i], way);
    docks[i]->show();
  }
}

void explore(MainWindow& window) {
  window.problemDock()->show();
  QList<QDockWidget*> right{window.optimizersDock()};
  if (window.workspace().model.data()) right << window.modelDock();
  stack(window, right, Qt::Vertical);
  window.chartsDock()->show();
  window.resizeDocks({window.problemDock(), window.optimizersDock()}, {leftWidth, rightWidth},
                     Qt::Horizontal);
  window.resizeDocks({window.chartsDock()}, {window.height() * 27 / 100}, Qt::Vertical);
}

/// Sharpness beside the plane, spectrum and history below, the readout at the right.
void curvature(MainWindow& window) {
  const CurvatureDocks& docks = *window.curvature();
  setChartsBeside(window, true);
  window.charts()->choose("sharpness");
  stack(window, {window.problemDock(), window.optimizersDock()}, Qt::Vertical);
  stack(window, {docks.spectrumDock, docks.historyDock}, Qt::Horizontal);
  stack(window, {docks.stabilityDock, docks.directionsDock, window.planeDock()}, Qt::Vertical);
  window.resizeDocks({window.problemDock(), docks.stabilityDock}, {leftWidth, rightWidth},
                     Qt::Horizontal);
  window.resizeDocks({docks.spectrumDock}, {window.height() * 43 / 100}, Qt::Vertical);
  window.resizeDocks(
      {docks.stabilityDock, docks.directionsDock, window.planeDock()},
      {window.height() * 22 / 100, window.height() * 26 / 100, window.height() * 40 / 100},
      Qt::Vertical);
  const int half = (window.width() - leftWidth - rightWidth) / 2;
  window.resizeDocks({docks.spectrumDock, docks.historyDock}, {half, half}, Qt::Horizontal);
  window.resizeDocks({window.problemDock(), window.optimizersDock()},
                     {window.height() * 6 / 10, window.height() * 3 / 10}, Qt::Vertical);
}

/// What a network learns: charts beside the plane, the model and how near it is to its limit.
void network(MainWindow& window) {
  const CurvatureDocks& docks = *window.curvature();
  setChartsBeside(window, true);
  window.problemDock()->show();
  QList<QDockWidget*> right{window.optimizersDock(), docks.stabilityDock};
  if (window.workspace().model.data()) right << window.modelDock();
  stack(window, right, Qt::Vertical);
  window.resizeDocks({window.problemDock(), window.optimizersDock()}, {leftWidth, rightWidth},
                     Qt::Horizontal);
}

/// The plane and the line between two points at the left, where there is room for all of it.
void landscape(MainWindow& window) {
  window.addDockWidget(Qt::LeftDockWidgetArea, window.planeDock());
  window.planeDock()->show();
  window.optimizersDock()->show();
  window.chartsDock()->show();
  window.resizeDocks({window.planeDock(), window.optimizersDock()}, {planeWidth, rightWidth},
                     Qt::Horizontal);
  window.resizeDocks({window.chartsDock()}, {window.height() * 25 / 100}, Qt::Vertical);
}

/// Small pictures of all points below the run that one of them is.
void sweep(MainWindow& window) {
  setChartsBeside(window, true);
  window.problemDock()->show();
  window.sweepDock()->show();
  window.resizeDocks({window.problemDock()}, {leftWidth}, Qt::Horizontal);
  window.resizeDocks({window.sweepDock()}, {window.height() * 60 / 100}, Qt::Vertical);
}

/// Pictures alone, as large as they can be.
void lecture(MainWindow& window) {
  window.chartsDock()->show();
  window.resizeDocks({window.chartsDock()}, {window.height() * 30 / 100}, Qt::Vertical);
}

}  // namespace

std::optional<Arrangement> arrangementNamed(const std::string& name) {
  if (name == "explore") return Arrangement::explore;
  if (name == "curvature") return Arrangement::curvature;
  if (name == "network") return Arrangement::network;
  if (name == "sweep") return Arrangement::sweep;
  if (name == "lecture") return Arrangement::lecture;
  if (name == "landscape") return Arrangement::landscape;
  return std::nullopt;
}

void setChartsBeside(MainWindow& window, bool beside) {
  if ((window.views()->beside() != nullptr) == beside) return;
  if (beside) {
    window.chartsDock()->hide();
    window.views()->setBeside(window.charts());
    auto* const place = new QWidget;  // a dock without one, or with one of no size, has no size
    place->setMinimumSize(1, 1);
    window.chartsDock()->setWidget(place);
  } else {
    QWidget* const empty = window.chartsDock()->widget();
    window.views()->setBeside(nullptr);
    window.chartsDock()->setWidget(window.charts());
    delete empty;
    window.charts()->show();
  }
}

void arrange(MainWindow& window, Arrangement how) {
  setChartsBeside(window, false);
  takeApart(window);
  switch (how) {
    case Arrangement::explore:
      return explore(window);
    case Arrangement::curvature:
      return curvature(window);
    case Arrangement::network:
      return network(window);
    case Arrangement::sweep:
      return sweep(window);
    case Arrangement::lecture:
      return lecture(window);
    case Arrangement::landscape:
      return landscape(window);
  }
}

/// As the experiment asks; one that asks for nothing ends what the one before asked for.
void MainWindow::arrangeAsOpened() {
  const std::string before =
      std::exchange(m_arrangement, m_workspace.document.experiment().view.arrangement);
  if (m_arrangement.empty() && before.empty()) return;
  arrange(*this, arrangementNamed(m_arrangement).value_or(Arrangement::explore));
}

/// Below 1200 px the right dock becomes a tab over the left one, so that nothing has to scroll
/// sideways.
void MainWindow::arrangeFor(int width) {
  const bool narrow = width < narrowBelow;
  if (narrow == m_narrow) return;
  m_narrow = narrow;
  if (narrow) {
    tabifyDockWidget(m_problemDock, m_optimizersDock);
  } else {
    addDockWidget(Qt::RightDockWidgetArea, m_optimizersDock);
    splitDockWidget(m_optimizersDock, m_anatomyDock, Qt::Vertical);
    splitDockWidget(m_anatomyDock, m_modelDock, Qt::Vertical);
    splitDockWidget(m_modelDock, m_planeDock, Qt::Vertical);
    resizeDocks({m_problemDock, m_optimizersDock}, {leftWidth, rightWidth}, Qt::Horizontal);
  }
}

}  // namespace thalweg
