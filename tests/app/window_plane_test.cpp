/// The Plane dock: what is chosen is laid, told, undone and saved.
#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QWheelEvent>
#include <thread>

#include "app/model/figures.h"
#include "app/window/plane_panel.h"
#include "app/window/segment_panel.h"
#include "app/window/step_combo.h"
#include "core/run/plane_facts.h"
#include "core/run/plane_kinds.h"
#include "tests/app/window_support.h"
#include "tests/support/objectives.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/rate_slider.h"
#include "widgets/views/chart_view.h"
#include "widgets/views/contour_view.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

const QString valley = R"(title = "valley"
[problem]
name = "rosenbrock"
dimension = 5
start = [-1, 1, 0.5, -0.5, 1]
[[optimizer]]
name = "sgd"
learning_rate = 0.001
[[optimizer]]
name = "adam"
learning_rate = 0.02
[run]
steps = 200
)";

const QString digits = R"(title = "Digits on a plane"
[problem]
kind = "network"
dataset = "digits"
layers = [64, 20, 20, 10]
activation = "tanh"
loss = "mse"
samples = 300
[[optimizer]]
name = "sgd"
label = "Gradient descent"
learning_rate = 0.5
[[optimizer]]
name = "adam"
label = "Adam"
learning_rate = 0.01
[run]
steps = 150
[view.plane]
nodes = [48, 40]
segment = [[0, -1], [1, -1]]
)";

Vec pointOf(OpenWindow& w, std::size_t run, std::int64_t step) {
  return *pointIn(w.workspace().session.runs()[run].data.chunks, step);
}

void choose(QComboBox* box, const QString& text) {
  const int index = box->findText(text);
  QVERIFY2(index >= 0, qPrintable(text));
  box->setCurrentIndex(index);
  emit box->activated(index);
}

}  // namespace

class WindowPlaneTest : public QObject {
  Q_OBJECT

  static bool laid(OpenWindow& w, const QString& kind) {
    return QTest::qWaitFor([&] {
      const auto& plane = w.workspace().plane.laid();
      return w.workspace().isSettled() && plane &&
             QString::fromStdString(plane->choice.kind) == kind;
    });
  }
  /// Every point that is drawn is where least squares put it, and so far away as is told.
  static void pathsAreProjected(OpenWindow& w) {
    const LaidPlane& plane = *w.workspace().plane.laid();
    const Projector project(plane.plane);
    for (std::size_t run = 0; run < 2; ++run)
      for (std::size_t k = 0; k < plane.steps[run].size(); k += 20) {
        const Projection at = project(pointOf(w, run, plane.steps[run][k]));
        QVERIFY(std::abs(at.distance - plane.distances[run][k]) < 1e-9);
        QVERIFY(std::abs(at.a - plane.paths[run][k].x()) < 1e-9 &&
                std::abs(at.b - plane.paths[run][k].y()) < 1e-9);
      }
    // The grid is the loss on that plane.
    const PlaneGrid& grid = *w.workspace().plane.grid();
    const Problem& problem = *w.workspace().session.problem();
    for (const int i : {0, grid.nx / 2, grid.nx - 1}) {
      const int j = (i * 7) % grid.ny;
      const double a = grid.x0 + (grid.x1 - grid.x0) * i / (grid.nx - 1),
                   b = grid.y0 + (grid.y1 - grid.y0) * j / (grid.ny - 1);
      const double f =
          problem.objective->value(plane.plane.at(a, b), problem.objective->scratch().get());
      QVERIFY(std::abs(grid.f[std::size_t(j * grid.nx + i)] - f) < 1e-9 * std::max(1.0, f));
    }
  }

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void everyKindIsLaidAndUndone() {
    OpenWindow w(valley);
    w.window.resize(1440, 1000);
    w.window.planeDock()->show();
    QVERIFY(w.settle());
    auto* axes = w.named<QComboBox>("Axes of the plane");
    QCOMPARE(axes->currentText(), QString("PCA of the path"));
    pathsAreProjected(w);
    const std::pair<const char*, const char*> kinds[] = {
        {"Two random directions", "random"},
        {"Two coordinates", "coordinates"},
        {"Gradient and top eigenvector", "gradient-hessian"},
        {"Two top eigenvectors", "two-eigenvectors"},
        {"Three points", "three-points"}};
    for (const auto& [title, kind] : kinds) {
      choose(axes, title);
      QVERIFY2(laid(w, kind), title);
      QCOMPARE(w.experiment().view.plane.kind, std::string(kind));
      pathsAreProjected(w);
      const LaidPlane& plane = *w.workspace().plane.laid();
      QVERIFY(std::abs(plane.cosine - cosineOfAxes(plane.plane)) < 1e-12);
      const Result<Experiment> read = experimentFrom(tomlOf(w.experiment()), ".");
      QVERIFY(read && read->view == w.experiment().view);
    }
    for (int k = 0; k < 5; ++k) w.undoStack().undo();
    QVERIFY(w.experiment().view.plane == PlaneChoice{});
    QVERIFY(laid(w, "auto"));
    QCOMPARE(axes->currentText(), QString("PCA of the path"));
  }

  void threePointsAreChosen() {
    OpenWindow w(valley);
    w.window.planeDock()->show();
    QVERIFY(w.settle());
    choose(w.named<QComboBox>("Axes of the plane"), "Three points");
    w.workspace().player.setStep(50);
    auto* c = w.named<StepCombo>("Point C");
    c->showPopup();
    c->hidePopup();
    choose(c, QString::fromStdString(labelOf(w.experiment().optimizers[1])) + ", step 50");
    QVERIFY((w.experiment().view.plane.points[2] == StepChoice{1, 50}));
    QVERIFY(laid(w, "three-points"));
    const Projector project(w.workspace().plane.laid()->plane);
    QVERIFY(project(pointOf(w, 0, 0)).distance < 1e-12);
    QVERIFY(project(pointOf(w, 1, 50)).distance < 1e-12);
    QVERIFY(project(pointOf(w, 1, 20)).distance > 1e-6);
    // A line is no plane: that is told, and the picture stays.
    choose(c, QString::fromStdString(labelOf(w.experiment().optimizers[0])) + ", start");
    QVERIFY(QTest::qWaitFor([&] { return !w.workspace().plane.refusal().isEmpty(); }));
    QVERIFY2(w.workspace().plane.refusal().contains("line"),
             qPrintable(w.workspace().plane.refusal()));
    QVERIFY(w.workspace().plane.laid() != nullptr);
  }

  void radiusNodesAndMiddle() {
    OpenWindow w(valley);
    w.window.planeDock()->show();
    QVERIFY(w.settle());
    const QRectF before = w.workspace().plane.laid()->box;
    auto* radius = w.window.plane()->findChild<RateSlider*>();
    QVERIFY(radius);
    emit radius->edited(4.0, false);
    emit radius->edited(3.0, true);
    QCOMPARE(w.experiment().view.plane.radius, 3.0);
    QVERIFY(QTest::qWaitFor([&] {
      return w.workspace().isSettled() && w.workspace().plane.laid()->choice.radius == 3.0;
    }));
    QVERIFY(std::abs(w.workspace().plane.laid()->box.width() - 2 * before.width()) < 1e-9);
    w.undoStack().undo();
    QCOMPARE(w.experiment().view.plane.radius, 1.5);

    auto* nodes = w.named<QComboBox>("Grid of the plane");
    nodes->setEditText("40x25");
    emit nodes->lineEdit()->editingFinished();
    QVERIFY((w.experiment().view.plane.nodes == std::array<std::int64_t, 2>{40, 25}));
    QVERIFY(QTest::qWaitFor([&] {
      const auto& grid = w.workspace().plane.grid();
      return w.workspace().isSettled() && grid->nx == 40 && grid->ny == 25;
    }));
    pathsAreProjected(w);
    nodes->setEditText("one");
    emit nodes->lineEdit()->editingFinished();
    QVERIFY((w.experiment().view.plane.nodes == std::array<std::int64_t, 2>{40, 25}));

    w.workspace().player.setStep(120);
    w.workspace().select(1);
    w.window.plane()->recentre();
    QVERIFY(w.experiment().view.plane.centre == (StepChoice{1, 120}));
    QVERIFY(QTest::qWaitFor([&] {
      return w.workspace().isSettled() && w.workspace().plane.laid()->choice.centre.has_value();
    }));
    QVERIFY(w.workspace().plane.laid()->plane.origin == pointOf(w, 1, 120));
    w.undoStack().undo();
    QVERIFY(!w.experiment().view.plane.centre);
  }

  void factsAndTheirChart() {
    OpenWindow w(valley);
    w.window.planeDock()->show();
    QVERIFY(w.settle());
    const LaidPlane& plane = *w.workspace().plane.laid();
    const Figure figure = w.window.plane()->distanceFigure();
    QCOMPARE(figure.series.size(), std::size_t(2));
    QVERIFY(figure.series[0].y == plane.distances[0]);
    const auto* ratios = w.named<QLabel>("variance ratios");
    QVERIFY(ratios->text().startsWith(QString("%1").arg(100 * plane.ratios[0], 0, 'f', 1)));
    QVERIFY(w.named<QLabel>("random walk")->text().startsWith("60.8  15.2  6.8 %"));
    QVERIFY(w.named<QLabel>("axes' cosine")->text() == "0");
    std::vector<Vec> all;
    for (std::size_t run = 0; run < 2; ++run)
      for (std::int64_t step = 0; step <= 200; ++step) all.push_back(pointOf(w, run, step));
    QVERIFY(std::abs(plane.spreadShare - spreadShare(all, plane.plane)) < 1e-9);
    // A click goes to the step.
    emit w.window.plane()->distances()->cursorAsked(77.2);
    QCOMPARE(w.workspace().player.step(), 77);
    // Away from the plane a path is grey, by as much as it is away.
    const PlaneScene scene = w.workspace().scene();
    QCOMPARE(scene.paths[0].away.size(), scene.paths[0].points.size());
    const std::size_t k = scene.paths[0].away.size() / 2;
    QVERIFY(std::abs(scene.paths[0].away[k] -
                     std::min(1.0, plane.distances[0][k] / (wholeGreyAt * plane.reach))) < 1e-12);
  }

  void twoParametersHaveAPlaneOfTheirOwn() {
    OpenWindow w;
    w.window.planeDock()->show();
    QVERIFY(w.settle());
    QVERIFY(!w.named<QComboBox>("Axes of the plane")->isVisible());
    bool told = false;
    for (const QLabel* label : w.window.plane()->findChildren<QLabel*>())
      told =
          told || (label->isVisible() && label->text().contains("the plane is the problem's own"));
    QVERIFY(told);
    QVERIFY(w.window.plane()->segment()->chart()->isVisible());
  }

  void theLossBetweenTwoSteps() {
    OpenWindow w(valley);
    w.window.planeDock()->show();
    QVERIFY(w.settle());
    SegmentService& service = w.workspace().segment;
    QVERIFY(service.segment() && service.segment()->complete);
    const Problem& problem = *w.workspace().session.problem();
    const Vec a = pointOf(w, 0, 0), b = pointOf(w, 0, -1);
    for (Index k = 0; k < service.segment()->t.size(); k += 10) {
      const double t = service.segment()->t[k];
      const double f =
          problem.objective->value(a + t * (b - a), problem.objective->scratch().get());
      QVERIFY(std::abs(service.segment()->f[k] - f) < 1e-9 * std::max(1.0, f));
    }
    QVERIFY(std::abs(service.distance() - (b - a).norm()) < 1e-12);
    auto* to = w.named<StepCombo>("Line to");
    choose(to, QString::fromStdString(labelOf(w.experiment().optimizers[1])) + ", end");
    QVERIFY((w.experiment().view.plane.segment[1] == StepChoice{1, -1}));
    QVERIFY(QTest::qWaitFor([&] {
      return w.workspace().isSettled() &&
             std::abs(service.distance() - (pointOf(w, 1, -1) - a).norm()) < 1e-12;
    }));
    QTemporaryDir folder;
    QCOMPARE(w.window.plane()->segment()->save(folder.filePath("line.csv")), QString());
    const QByteArray text = contentsOf(folder.filePath("line.csv"));
    QVERIFY(text.startsWith("t,f\n-0.25,"));
    QCOMPARE(text.count('\n'), qsizetype(service.segment()->t.size() + 1));
    QVERIFY(!w.window.plane()->segment()->save(folder.filePath("no/line.csv")).isEmpty());
    w.undoStack().undo();
    QVERIFY(w.experiment().view.plane == PlaneChoice{});
  }

  /// Two optimizers from one start end in two places: both lie on the plane with the start, and
  /// what is between them is drawn.
  void aNetworkOnThreePoints() {
    OpenWindow w(digits);
    w.window.resize(1440, 900);
    w.window.chartsDock()->hide();
    w.window.planeDock()->show();
    w.window.resizeDocks({w.window.optimizersDock(), w.window.planeDock()}, {150, 700},
                         Qt::Vertical);
    QVERIFY(w.settle());
    w.workspace().player.setStep(60);
    QTest::qWait(300);
    // Nothing is cut off at the side of the dock.
    const QWidget* view = w.window.plane()->parentWidget();
    QVERIFY2(w.window.plane()->width() <= view->width(),
             qPrintable(QString("%1 in %2").arg(w.window.plane()->width()).arg(view->width())));
    const QLineEdit* nodes = w.named<QComboBox>("Grid of the plane")->lineEdit();
    QVERIFY(nodes->fontMetrics().horizontalAdvance("121 × 121") + 4 <= nodes->width());
    keepPicture(w.window, "plane_pca");
    choose(w.named<QComboBox>("Axes of the plane"), "Three points");
    QVERIFY(laid(w, "three-points"));
    QVERIFY(w.settle());
    const LaidPlane& plane = *w.workspace().plane.laid();
    QVERIFY(plane.distances[0].back() < 1e-9 && plane.distances[1].back() < 1e-9);
    QVERIFY(plane.distances[0].front() < 1e-9);
    const Segment& line = *w.workspace().segment.segment();
    QVERIFY(line.complete && line.t.size() == 151);
    w.workspace().player.setStep(int(w.workspace().session.computed()));
    QTest::qWait(300);
    keepPicture(w.window, "plane_three_light");
    applyTheme(*qApp, Theme::darkOne());
    QTest::qWait(300);
    keepPicture(w.window, "plane_three_dark");
    applyTheme(*qApp, Theme::light());
  }

  void theWheelScrollsTheDock() {
    OpenWindow w(valley);
    w.window.planeDock()->show();
    QVERIFY(w.settle());
    auto* axes = w.named<QComboBox>("Axes of the plane");
    w.window.setFocus();
    const QPointF at = QRectF(axes->rect()).center();
    QWheelEvent wheel(at, axes->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QApplication::sendEvent(axes, &wheel);
    QCOMPARE(axes->currentText(), QString("PCA of the path"));
    QVERIFY(w.experiment().view.plane == PlaneChoice{});
    QVERIFY(axes->focusPolicy() == Qt::StrongFocus);
    // Reached by the keyboard it is changed by the keyboard.
    axes->setFocus();
    QTest::keyClick(axes, Qt::Key_Down);
    QCOMPARE(w.experiment().view.plane.kind, std::string("random"));
  }

  /// A plane that takes long is let go of within 100 ms.
  void cancelledWithin100ms() {
    const auto slow = std::make_shared<Slow>(400, std::chrono::microseconds(2000));
    auto chunk = std::make_shared<Chunk>();
    Spill spill;
    for (int k = 0; k < 3; ++k) {
      for (int i = 0; i < 4; ++i) chunk->rows.push_back(1.0);
      chunk->snapshotSteps.push_back(k);
      for (Index i = 0; i < 400; ++i) chunk->snapshotRows.push_back(double(k) + 0.01 * double(i));
    }
    chunk->seal(spill);
    PlaneChoice choice;
    choice.kind = "two-eigenvectors";
    PathPlaneJob job(choice, slow, {{chunk}}, nullptr);
    std::thread worker([&job] { job.advance(Job::Clock::now() + std::chrono::hours(1)); });
    QTest::qWait(60);
    QVERIFY(!job.ended());
    QElapsedTimer clock;
    clock.start();
    job.stop();
    worker.join();
    QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(job.ended() && !job.result() && job.refusal().isEmpty());
  }
};

QTEST_MAIN(WindowPlaneTest)
#include "window_plane_test.moc"
