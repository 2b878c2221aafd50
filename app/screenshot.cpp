#include "app/screenshot.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QHash>
#include <QPixmap>
#include <QRegularExpression>
#include <QThread>
#include <cstdio>

#include "app/window/charts_panel.h"
#include "app/window/curvature_docks.h"
#include "app/window/main_window.h"
#include "app/window/sweep_panel.h"
#include "app/window/views_area.h"
#include "widgets/theme/style.h"
#include "widgets/views/chart_view.h"
#include "widgets/views/contour_view.h"
#include "widgets/views/surface_view.h"

namespace thalweg {
namespace {

const QStringList views{"window",    "surface",    "contour", "chart", "spectrum", "history",
                        "stability", "directions", "noise",   "model", "plane",    "sweep"};
const QStringList charts{"loss",     "gradient",   "step",        "sharpness", "drift",
                         "accuracy", "complexity", "layer_norms", "norm"};
constexpr int leastSide = 200, greatestSide = 8000;

int refuse(const QString& sentence) {
  std::fprintf(stderr, "thalweg: %s\n", qPrintable(sentence.simplified().left(480)));
  return 2;
}

/// Lets the window work until `done`, or until it has had `seconds`.
template <class Condition>
bool waitFor(Condition done, int seconds) {
  QElapsedTimer clock;
  clock.start();
  while (!done()) {
    if (clock.elapsed() > 1000LL * seconds) return false;
    QApplication::processEvents(QEventLoop::AllEvents, 20);
    QThread::msleep(2);
  }
  return true;
}

QWidget* viewFor(MainWindow& window, const QString& name) {
  if (name == "surface") return window.views()->surface();
  if (name == "contour") return window.views()->contour();
  if (name == "chart") return window.charts()->chart();
  const CurvatureDocks& curvature = *window.curvature();
  const QHash<QString, QDockWidget*> docks{
      {"spectrum", curvature.spectrumDock},   {"history", curvature.historyDock},
      {"stability", curvature.stabilityDock}, {"directions", curvature.directionsDock},
      {"noise", curvature.noiseDock},         {"model", window.modelDock()},
      {"plane", window.planeDock()},          {"sweep", window.sweepDock()}};
  QDockWidget* dock = docks.value(name);
  if (!dock) return &window;
  dock->show();
  return dock->widget();
}

}  // namespace

QString readRequest(const QCommandLineParser& parser, const QString& file,
                    ScreenshotRequest& request) {
  request.out = parser.value("screenshot");
  request.file = file;
  if (request.out.isEmpty()) return "--screenshot needs a file to write";
  if (parser.isSet("size")) {
    static const QRegularExpression form("^(\\d{1,5})[xX](\\d{1,5})$");
    const QRegularExpressionMatch match = form.match(parser.value("size"));
    request.size =
        match.hasMatch() ? QSize(match.captured(1).toInt(), match.captured(2).toInt()) : QSize();
    const auto fits = [](int side) { return side >= leastSide && side <= greatestSide; };
    if (!fits(request.size.width()) || !fits(request.size.height()))
      return QString("--size %1 is not allowed: WxH with sides from %2 to %3")
          .arg(parser.value("size"))
          .arg(leastSide)
          .arg(greatestSide);
  }
  if (parser.isSet("theme")) {
    const QString theme = parser.value("theme");
    if (theme != "light" && theme != "dark")
      return "--theme " + theme + " is not allowed: light, dark";
    request.dark = theme == "dark";
  }
  if (parser.isSet("step")) {
    bool whole = false;
    request.step = parser.value("step").toInt(&whole);
    if (!whole || request.step < 0)
      return "--step " + parser.value("step") + " is not allowed: whole numbers 0 or more";
  }
  if (parser.isSet("view")) request.view = parser.value("view");
  if (!views.contains(request.view))
    return "--view " + request.view + " is not allowed: " + views.join(", ");
  request.chartAsked = parser.isSet("chart") || request.view == "chart";
  if (parser.isSet("chart")) request.chart = parser.value("chart");
  if (!charts.contains(request.chart))
    return "--chart " + request.chart + " is not allowed: " + charts.join(", ");
  return {};
}

int takeScreenshot(QApplication& application, const ScreenshotRequest& request) {
  applyTheme(application, request.dark ? Theme::darkOne() : Theme::light());
  MainWindow window;
  Workspace& workspace = window.workspace();
  const QString problem = request.file.isEmpty() ? workspace.open(presets().front().toml, {})
                                                 : workspace.openFile(request.file);
  if (!problem.isEmpty()) return refuse(problem);
  QWidget* view = viewFor(window, request.view);
  window.resize(request.view == "window"
                    ? request.size
                    : QSize(1440, 900).expandedTo(request.size + QSize(600, 400)));
  window.show();
  if (request.view == "sweep" && !workspace.sweep.busy() && !window.sweep()->lists().empty())
    window.sweep()->startOrStop();
  viewFor(window, request.view);  // an arrangement may have hidden its dock
  if (request.view != "window") view->setFixedSize(request.size);
  constexpr int patience = 600;
  const auto settled = [&] { return workspace.isSettled(); };
  if (!waitFor(settled, patience)) return refuse("the experiment is not done after ten minutes");
  if (!workspace.session.refusal().isEmpty()) return refuse(workspace.session.refusal());
  const std::int64_t own = workspace.document.experiment().view.step;
  const int last = int(workspace.session.computed());
  workspace.player.setStep(request.step >= 0 ? request.step : own >= 0 ? int(own) : last);
  if (request.chartAsked) window.charts()->choose(request.chart);
  window.charts()->drawNow();
  SurfaceView* surface = window.views()->surface();
  waitFor(
      [&] {
        const ContourView* contour = window.views()->contour();
        return settled() && (!contour->isVisible() || contour->isSettled()) &&
               (!VtkView::hasOpenGL() || !surface->isVisible() || surface->isSettled());
      },
      20);
  QApplication::processEvents();
  const QPixmap picture = view->grab();
  if (!picture.save(request.out)) return refuse(request.out + " can not be written");
  return 0;
}

}  // namespace thalweg
