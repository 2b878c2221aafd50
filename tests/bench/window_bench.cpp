/// How long the window makes its user wait: in scripted use with live runs, in drags, at the start.
///
/// Run it on a display, for instance `xvfb-run -a -s "-screen 0 1600x1000x24" bench.window_bench`.
/// Each line is `name p50 p99 max unit`. Waits are how late a heartbeat of 5 ms comes; beside them
/// stands the processor time of the window's own thread in the same beats, which other programs on
/// the machine do not change.
#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QMouseEvent>
#include <QProcess>
#include <QTabBar>
#include <QTimer>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/window/charts_panel.h"
#include "app/window/main_window.h"
#include "app/window/views_area.h"
#include "core/run/spill.h"
#include "tests/bench/window_measures.h"
#include "widgets/theme/style.h"
#include "widgets/views/chart_view.h"
#include "widgets/views/contour_view.h"
#include "widgets/views/surface_view.h"

using namespace thalweg;

using namespace thalweg::bench;

namespace {

std::string eightRuns(std::int64_t steps) {
  struct Choice {
    const char* name;
    double rate;
  };
  const Choice choices[] = {{"sgd", 0.39},      {"momentum", 0.09}, {"adam", 0.18},
                            {"rmsprop", 0.045}, {"nesterov", 0.1},  {"sgd", 0.1},
                            {"adam", 0.02},     {"momentum", 0.02}};
  std::string text =
      "title = \"Eight\"\n[problem]\nkind = \"landscape\"\nname = \"meander\"\na = 3.0\nb = 0.15\n"
      "start = [-1.4, 2.2]\n";
  int i = 0;
  for (const Choice& choice : choices) {
    text += "[[optimizer]]\nname = \"" + std::string(choice.name) + "\"\nlabel = \"Run " +
            std::to_string(++i) + "\"\nlearning_rate = " + std::to_string(choice.rate) + "\n";
  }
  return text + "[run]\nsteps = " + std::to_string(steps) + "\n";
}

bool open(MainWindow& window, const std::string& toml) {
  const QString problem = window.workspace().open(QString::fromStdString(toml), {});
  if (!problem.isEmpty()) std::fprintf(stderr, "%s\n", qPrintable(problem));
  return problem.isEmpty();
}

/// Eight runs of two million steps are live in each part of this.
void liveRuns(MainWindow& window, std::int64_t steps) {
  if (!open(window, eightRuns(steps))) return;
  Workspace& workspace = window.workspace();
  ContourView* contour = window.views()->contour();
  SurfaceView* surface = window.views()->surface();
  ChartView* chart = window.charts()->chart();
  const auto anew = [&] {
    workspace.session.restart();
    workspace.player.setStep(0);
    workspace.player.play(true);
  };
  const std::string name = "live." + std::to_string(steps);
  anew();
  use(name + ".playing", 3000, 100, [](int) {});
  anew();
  use(name + ".chart_tabs", 3000, 250, [&](int k) {
    QTabBar* tabs = window.charts()->tabs();
    tabs->setCurrentIndex(k % tabs->count());
  });
  anew();
  use(name + ".hovering", 3000, 20, [&](int k) {
    QWidget* over = k / 25 % 3 == 0   ? static_cast<QWidget*>(contour)
                    : k / 25 % 3 == 1 ? static_cast<QWidget*>(surface)
                                      : chart;
    const double t = 0.1 + 0.8 * (k % 25) / 25.0;
    mouse(over, QEvent::MouseMove, {t * over->width(), (1 - t) * over->height()});
  });
  anew();
  const QPointF middle(0.3 * surface->width(), 0.8 * surface->height());
  mouse(surface, QEvent::MouseButtonPress, middle, Qt::LeftButton);
  use(name + ".turning", 3000, 16, [&](int k) {
    mouse(surface, QEvent::MouseMove, middle + QPointF(k % 200, 0.2 * (k % 50)), Qt::LeftButton);
  });
  mouse(surface, QEvent::MouseButtonRelease, middle);
  anew();
  use(name + ".scrubbing", 3000, 16, [&](int k) {
    workspace.player.play(false);
    workspace.player.setStep(int(workspace.session.computed() * (k % 100) / 100));
  });
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  std::printf("%-44s %9.0f MB\n", (name + ".peak_memory").c_str(), double(use.ru_maxrss) / 1024);
}

/// What the process holds in memory of a kind that /proc/self/status names, in MB.
double residentMb(const QByteArray& kind) {
  QFile status("/proc/self/status");
  if (!status.open(QIODevice::ReadOnly)) return 0.0;
  for (const QByteArray& line : status.readAll().split('\n'))
    if (line.startsWith(kind + ":"))
      return line.mid(kind.size() + 1).simplified().split(' ').first().toDouble() / 1024;
  return 0.0;
}

/// One run of fifty million steps: 2.4 GB of rows.
void longRun(MainWindow& window) {
  const std::string eight = eightRuns(50000000);
  const std::size_t second = eight.find("[[optimizer]]", eight.find("[[optimizer]]") + 1);
  if (!open(window, eight.substr(0, second) + eight.substr(eight.find("[run]")))) return;
  Workspace& workspace = window.workspace();
  const double before = residentMb("RssAnon");
  QElapsedTimer clock;
  clock.start();
  const bool done = waitFor([&] { return !workspace.session.busy(); }, 120000);
  std::printf("%-44s %9.1f s%s\n", "long.50000000_steps", 1e-3 * wallMs(clock),
              done ? "" : ", not done");
  std::printf("%-44s %9.0f MB more than before\n", "long.heap", residentMb("RssAnon") - before);
  std::printf("%-44s %9.0f MB of %.0f MB\n", "long.files_in_memory", residentMb("RssFile"),
              double(Spill::inFiles()) / (1 << 20));
}

/// Both views show the whole of the runs that begin at the moved start.
bool isComplete(const PlaneScene& scene, const Workspace& workspace, QPointF start,
                std::int64_t steps) {
  for (const LiveRun& run : workspace.session.runs())
    if (run.data.steps() < steps) return false;
  for (const PlanePath& path : scene.paths)
    if (path.reference || path.points.empty() || path.points.front() != start)
      return path.reference;
  return scene.paths.size() == workspace.session.runs().size();
}

class PaintWatch : public QObject {
 public:
  explicit PaintWatch(QWidget* widget) { widget->installEventFilter(this); }
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() == QEvent::Paint && onPaint) onPaint();
    return false;
  }
  std::function<void()> onPaint;
};

void dragging(MainWindow& window, std::int64_t steps) {
  if (!open(window, eightRuns(steps))) return;
  Workspace& workspace = window.workspace();
  workspace.player.play(false);
  ContourView* contour = window.views()->contour();
  SurfaceView* surface = window.views()->surface();
  waitFor([&] { return workspace.isSettled() && surface->isSettled(); }, 20000);
  workspace.player.setStep(int(steps));
  PaintWatch contourWatch(contour), surfaceWatch(surface);
  std::vector<double> contourTimes, surfaceTimes;
  QPointF at = contour->toView(*contour->scene().start);
  mouse(contour, QEvent::MouseButtonPress, at, Qt::LeftButton);
  int late = 0;
  for (int k = 0; k < 60; ++k) {
    at += QPointF(k % 30 < 15 ? 3 : -3, 1.3);
    QElapsedTimer clock;
    double inContour = -1, inSurface = -1;
    int framesBefore = -1;
    QPointF start;
    contourWatch.onPaint = [&] {
      if (inContour < 0 && isComplete(*contour->shownScene(), workspace, start, steps))
        inContour = wallMs(clock);
    };
    // The picture painted is the last one made: it has to be made after the paths were complete.
    const auto made = QObject::connect(surface, &VtkView::frameDrawn, [&] {
      if (framesBefore < 0 && isComplete(*surface->shownScene(), workspace, start, steps))
        framesBefore = surface->framesDrawn();
    });
    surfaceWatch.onPaint = [&] {
      if (framesBefore >= 0 && inSurface < 0) inSurface = wallMs(clock);
    };
    clock.start();
    start = contour->toPlane(at);
    mouse(contour, QEvent::MouseMove, at, Qt::LeftButton);
    start = *contour->scene().start;
    if (!waitFor([&] { return inContour >= 0 && (inSurface >= 0 || !VtkView::hasOpenGL()); }, 2000))
      ++late;
    QObject::disconnect(made);
    contourTimes.push_back(inContour);
    surfaceTimes.push_back(inSurface);
    waitFor([] { return false; }, k % 3 * 7);  // moves of a hand come at any phase of the timers
  }
  contourWatch.onPaint = surfaceWatch.onPaint = nullptr;
  mouse(contour, QEvent::MouseButtonRelease, at);
  if (late > 0) std::printf("drag: %d of 60 moves were never drawn\n", late);
  report("drag." + std::to_string(steps) + ".contour", contourTimes);
  report("drag." + std::to_string(steps) + ".surface", surfaceTimes);
  static_cast<Application*>(qApp)->tell();
}

void idle(MainWindow& window) {
  Workspace& workspace = window.workspace();
  workspace.player.play(false);
  waitFor([&] { return workspace.isSettled() && window.views()->surface()->isSettled(); }, 20000);
  waitFor([] { return false; }, 1500);
  const double before = processMs();
  QEventLoop loop;
  QTimer::singleShot(2000, &loop, &QEventLoop::quit);
  loop.exec();
  std::printf("%-44s %9.2f ms of 2000\n", "idle.processor_time", processMs() - before);
}

void network(MainWindow& window) {
  const Preset* digits = nullptr;
  for (const Preset& preset : presets())
    if (preset.toml.contains("digits")) digits = &preset;
  if (!digits || !open(window, digits->toml.toStdString())) return;
  Workspace& workspace = window.workspace();
  waitFor([&] { return workspace.session.computed() > 0; }, 20000);
  workspace.player.play(true);
  window.charts()->choose("sharpness");
  use("digits.playing", 8000, 100, [](int) {});
  std::printf("%-44s %9lld of %lld steps\n", "digits.computed",
              static_cast<long long>(workspace.session.computed()),
              static_cast<long long>(workspace.session.planned()));
}

/// The opening of the program up to the first picture of all views with paths in them;
/// milliseconds.
double firstPicture(MainWindow& window, const QElapsedTimer& since) {
  window.workspace().open(presets().front().toml, {});
  window.show();
  window.workspace().player.play(true);
  ContourView* contour = window.views()->contour();
  SurfaceView* surface = window.views()->surface();
  const auto hasPaths = [](const PlaneScene& scene) {
    return scene.grid && !scene.paths.empty() && scene.paths.front().points.size() > 1;
  };
  bool contourDone = false, surfaceMade = !VtkView::hasOpenGL(), surfaceDone = surfaceMade;
  PaintWatch contourWatch(contour), surfaceWatch(surface);
  contourWatch.onPaint = [&] {
    contourDone = contourDone || (contour->shownScene() && hasPaths(*contour->shownScene()));
  };
  surfaceWatch.onPaint = [&] { surfaceDone = surfaceDone || surfaceMade; };
  QObject::connect(surface, &VtkView::frameDrawn, &surfaceWatch,
                   [&] { surfaceMade = surfaceMade || hasPaths(*surface->shownScene()); });
  waitFor([&] { return contourDone && surfaceDone; }, 20000);
  return wallMs(since);
}

void starts(const QString& self) {
  std::vector<double> whole, inside;
  for (int k = 0; k < 5; ++k) {
    QProcess child;
    QElapsedTimer clock;
    clock.start();
    child.start(self, {"--first-picture"});
    child.waitForReadyRead(60000);
    whole.push_back(wallMs(clock));
    child.waitForFinished(60000);
    inside.push_back(child.readAllStandardOutput().trimmed().toDouble());
  }
  report("start.process_to_first_picture", whole);
  report("start.main_to_first_picture", inside);
}

}  // namespace

int main(int count, char** words) {
  QElapsedTimer since;
  since.start();
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "xcb");
  QApplication::setOrganizationName("Thalweg");
  QApplication::setApplicationName("bench");
  Application application(count, words);
  const QStringList asked = application.arguments().mid(1);
  applyTheme(application, Theme::light());
  MainWindow window;
  const double first = firstPicture(window, since);
  if (asked.contains("--first-picture")) {
    std::printf("%.1f\n", first);
    std::fflush(stdout);
    return 0;
  }
  if (asked.contains("--events")) application.ask();
  const auto wanted = [&](const char* part) {
    return asked.isEmpty() || asked == QStringList{"--events"} || asked.contains(part);
  };
  if (wanted("start")) starts(application.applicationFilePath());
  if (wanted("idle")) idle(window);
  if (wanted("drag")) dragging(window, 500);
  if (wanted("network")) network(window);
  if (wanted("live")) liveRuns(window, 2000000);
  if (wanted("long")) longRun(window);
  return 0;
}
