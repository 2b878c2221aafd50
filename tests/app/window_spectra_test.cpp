/// Spectra kept along a run: of the matrix that was asked for, at milestones too, under the right
/// bound; and on the page as in their docks.
#include <QComboBox>
#include <QDockWidget>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QPainter>
#include <QSvgRenderer>
#include <QThread>

#include "app/model/curvature_job.h"
#include "app/window/curvature_docks.h"
#include "app/window/directions_panel.h"
#include "app/window/dock_pictures.h"
#include "app/window/export_dialog.h"
#include "app/window/history_panel.h"
#include "app/window/noise_panel.h"
#include "app/window/spectrum_panel.h"
#include "tests/app/window_support.h"
#include "widgets/controls/small_controls.h"
#include "widgets/views/figure_export.h"
#include "widgets/views/ridge_view.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

QString network(const QString& optimizer, int steps, const QString& measure, int samples = 60,
                const QString& layers = "[64, 6, 10]") {
  return QString(R"(title = "t"
[problem]
kind = "network"
dataset = "digits"
samples = %4
layers = %5
loss = "mse"
[[optimizer]]
name = "%1"
learning_rate = 0.01
[run]
steps = %2
batch = 10
[measure]
%3
)")
      .arg(optimizer)
      .arg(steps)
      .arg(measure)
      .arg(samples)
      .arg(layers);
}

bool wait(const std::function<bool()>& done, int ms = 60000) { return QTest::qWaitFor(done, ms); }

}  // namespace

class WindowSpectraTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void aMatrixHasItsOwnBound_data() {
    QTest::addColumn<QString>("matrix");
    QTest::addColumn<QString>("title");
    QTest::addColumn<double>("bound");  // NaN: none is known
    const double none = std::nan("");
    QTest::newRow("hessian") << "hessian"
                             << "eigenvalues" << none;  // Adam's is not on that
    QTest::newRow("preconditioned") << "preconditioned" << QString::fromUtf8("of P⁻¹H") << 3800.0;
    QTest::newRow("ggn") << "ggn"
                         << "of the Gauss-Newton matrix" << none;
    QTest::newRow("empirical-fisher") << "empirical-fisher"
                                      << "of the empirical Fisher" << none;
  }
  void aMatrixHasItsOwnBound() {
    QFETCH(QString, matrix);
    QFETCH(QString, title);
    QFETCH(double, bound);
    OpenWindow w(network("adam", 12,
                         "sharpness = { every = 4 }\nspectrum = { every = 4, probes = 2, steps = "
                         "20, at = [7], matrix = \"" +
                             matrix + "\" }\n"));
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    w.window.curvature()->spectrumDock->show();
    w.window.curvature()->historyDock->show();
    CurvatureService& curvature = w.workspace().curvature;
    // Before its first step Adam has no preconditioner.
    const std::size_t expected = matrix == "preconditioned" ? 4 : 5;
    QVERIFY(wait([&] { return curvature.spectra().size() == expected; }));
    w.workspace().player.setStep(7);
    QCOMPARE(curvature.spectrum()->step, std::int64_t(7));
    QCOMPARE(curvature.spectrum()->matrix, curvatureMatrixNamed(matrix.toStdString()));
    const SpectrumPicture picture = pictureOf(*curvature.spectrum(), w.workspace());
    QVERIFY2(picture.title.contains(title), qPrintable(picture.title));
    if (std::isnan(bound))
      QVERIFY(!picture.bound);
    else
      QVERIFY(picture.bound && std::abs(*picture.bound - bound) < 1e-6);
    // What was measured at the same step is put beside it where it is of the same matrix.
    w.workspace().player.setStep(8);
    QCOMPARE(curvature.spectrum()->eigenvalues.size(),
             Index(matrix == "hessian" || matrix == "preconditioned"));
  }

  void aMatrixThatIsMissingIsRefused() {
    OpenWindow w(network("sgd", 5, "spectrum = { every = 1, matrix = \"preconditioned\" }\n"));
    QVERIFY(w.settle());
    const QString refusal = w.workspace().session.runs()[0].refusal;
    QVERIFY2(refusal.contains("'preconditioned' is not allowed here: the optimizer sgd has no "
                              "preconditioner"),
             qPrintable(refusal));
  }

  void matrixAndMilestonesAreInTheFormWithUndo() {
    OpenWindow w(network("adam", 12, ""));
    QVERIFY(w.settle());
    auto* at = w.named<QLineEdit>("Milestones of the spectra");
    auto* matrix = w.named<QComboBox>("Matrix of the spectra");
    QVERIFY(at && matrix);
    const Experiment before = w.experiment();
    const auto type = [&](const QString& text) {
      at->clear();
      QTest::keyClicks(at, text);
      QTest::keyClick(at, Qt::Key_Return);
    };
    type("10, 0 5;5");
    QCOMPARE(w.experiment().measure.spectrumAt, (std::vector<std::int64_t>{0, 5, 10}));
    QCOMPARE(at->text(), QString("0, 5, 10"));
    matrix->setCurrentIndex(matrix->findData("fisher"));
    QCOMPARE(w.experiment().measure.spectrumMatrix, std::string("fisher"));
    type("3, soon");
    QCOMPARE(w.experiment().measure.spectrumAt.size(), std::size_t(3));  // no step: as it was
    bool said = false;
    for (const ErrorLine* line : w.window.findChildren<ErrorLine*>())
      said = said || line->text().contains("'soon' is not a step");
    QVERIFY(said);
    w.undoStack().undo();
    w.undoStack().undo();
    QVERIFY(w.experiment() == before);
    w.undoStack().redo();
    QCOMPARE(w.experiment().measure.spectrumAt.size(), std::size_t(3));
    QVERIFY(w.settle());
    QVERIFY(wait([&] { return w.workspace().curvature.spectra().size() == 3; }));
  }

  void docksAreOnThePageAsOnTheScreen() {
    OpenWindow w(network("sgd", 8, "spectrum = { every = 4, probes = 2, steps = 20 }\n"));
    QVERIFY(w.settle());
    const CurvatureDocks& docks = *w.window.curvature();
    QVERIFY(dockPicturesOf(w.window).empty());
    for (QDockWidget* dock :
         {docks.spectrumDock, docks.historyDock, docks.directionsDock, docks.noiseDock}) {
      dock->setFloating(true);
      dock->show();
    }
    w.workspace().player.setStep(8);
    QVERIFY(wait([&] { return dockPicturesOf(w.window).size() == 5; }));
    const QTemporaryDir folder;
    for (const DockPicture& picture : dockPicturesOf(w.window)) {
      ExportDialog dialog(w.window);
      dialog.chooseFigure(picture.id);
      for (const char* ending : {"png", "svg", "pdf"}) {
        dialog.chooseFormat(int(QStringList{"png", "svg", "pdf"}.indexOf(ending)));
        QCOMPARE(dialog.write(folder.filePath(picture.id + "." + ending)), QString());
      }
      const QImage png(folder.filePath(picture.id + ".png"));
      QVERIFY(png.width() > 900);
      QCOMPARE(png.pixelColor(2, 2), Theme::light().ground);
      int ink = 0;
      for (int y = 0; y < png.height(); y += 3)
        for (int x = 0; x < png.width(); x += 3)
          ink += png.pixelColor(x, y) != Theme::light().ground;
      QVERIFY2(ink > 300, qPrintable(picture.id));
      const QByteArray svg = contentsOf(folder.filePath(picture.id + ".svg"));
      QVERIFY(QSvgRenderer(svg).isValid());
      QVERIFY2(svg.contains("<text"), qPrintable(picture.id));
      QVERIFY(contentsOf(folder.filePath(picture.id + ".pdf")).startsWith("%PDF"));
      QCOMPARE(readEmbeddedExperiment(folder.filePath(picture.id + ".png")).value(),
               QString::fromStdString(tomlOf(w.experiment())));
      // A dark page does not darken the window.
      QImage dark(200, 150, QImage::Format_RGB32);
      QPainter painter(&dark);
      paintDockPicture(painter, {200, 150}, w.window, picture.id, Theme::darkOne());
      painter.end();
      QCOMPARE(dark.pixelColor(2, 2), Theme::darkOne().ground);
      QVERIFY(!currentTheme().dark);
      if (const QString kept = qEnvironmentVariable("THALWEG_PICTURES"); !kept.isEmpty())
        png.save(kept + "/page-" + picture.id + ".png");
    }
  }

  /// The quickest of three, as a worker that gives way may have to wait for a processor.
  void directionsAndNoiseEndWithinATenthOfASecond() {
    OpenWindow w(network("sgd", 6, "", 500, "[64, 60, 10]"));
    QVERIFY(w.settle());
    const CurvatureDocks& docks = *w.window.curvature();
    CurvatureService& curvature = w.workspace().curvature;
    NoiseService& noise = w.workspace().noise;
    qint64 ofDirections = 5000, ofNoise = 5000;
    for (const int step : {6, 5, 4}) {
      QElapsedTimer clock;
      w.workspace().player.setStep(step);
      docks.directionsDock->show();
      QVERIFY(wait([&] { return curvature.asking() && curvature.progress() > 0.05; }));
      clock.start();
      curvature.cancel();
      QVERIFY(wait([&] { return !curvature.asking(); }, 5000));
      ofDirections = std::min(ofDirections, clock.elapsed());
      QVERIFY(!curvature.curvature());
      docks.directionsDock->hide();

      docks.noiseDock->show();
      QVERIFY(wait([&] { return noise.asking(); }));
      QTest::qWait(30);
      QVERIFY(noise.asking());
      clock.start();
      noise.cancel();
      QVERIFY(wait([&] { return !noise.asking(); }, 5000));
      ofNoise = std::min(ofNoise, clock.elapsed());
      QVERIFY(!noise.found());
      docks.noiseDock->hide();
    }
    QVERIFY2(ofDirections < 100, qPrintable(QString::number(ofDirections)));
    QVERIFY2(ofNoise < 100, qPrintable(QString::number(ofNoise)));
  }

  /// The job that makes stored spectra ready to be drawn.
  void densitiesEndWithinATenthOfASecond() {
    auto chunk = std::make_shared<Chunk>();
    const Index nodes = 2000;
    chunk->spectra.push_back({0, Vec::LinSpaced(nodes, -1, 9), Vec::Constant(nodes, 1.0 / nodes),
                              Vec::Constant(nodes, std::nan(""))});
    std::vector<DensityJob::Stored> stored(20000, {chunk, 0, Mat()});
    const auto job = std::make_shared<DensityJob>(std::move(stored), 5000);
    Runner runner(1);
    runner.add(job);
    QVERIFY(wait([&] { return !job->take().empty(); }));
    QVERIFY(!job->ended());
    QElapsedTimer clock;
    clock.start();
    job->stop();
    while (!job->ended() && clock.elapsed() < 5000) QThread::msleep(1);
    QVERIFY2(clock.elapsed() < 100, qPrintable(QString::number(clock.elapsed())));
    QVERIFY(job->take().size() < 20000);
  }
};

QTEST_MAIN(WindowSpectraTest)
#include "window_spectra_test.moc"
