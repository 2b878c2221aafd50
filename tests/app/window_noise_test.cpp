/// Gradient noise at the cursor: the same as the core says, with errors beside every estimate.
#include <QDockWidget>
#include <cmath>

#include "app/window/curvature_docks.h"
#include "app/window/noise_panel.h"
#include "core/run/noise.h"
#include "tests/app/window_support.h"
#include "widgets/views/cloud_view.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

const QString network = R"(title = "t"
[problem]
kind = "network"
dataset = "digits"
samples = 60
layers = [64, 8, 10]
loss = "mse"
[[optimizer]]
name = "sgd"
learning_rate = 0.1
[run]
steps = 40
batch = 10
sampling = "replacement"
)";

const NoiseRow* rowNamed(const std::vector<NoiseRow>& rows, const QString& name) {
  for (const NoiseRow& row : rows)
    if (row.name == name) return &row;
  return nullptr;
}

}  // namespace

class WindowNoiseTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void halfAxesOfAnEllipse() {
    const auto plain = ellipseAxes({4, 0, 1});
    QVERIFY(std::abs(plain[0].x() - 4) < 1e-12 && std::abs(plain[0].y()) < 1e-12);
    QVERIFY(std::abs(std::abs(plain[1].y()) - 2) < 1e-12);
    const auto turned = ellipseAxes({2.5, 1.5, 2.5});  // eigenvalues 4 and 1 on the diagonals
    QVERIFY(std::abs(turned[0].x() - turned[0].y()) < 1e-12);
    QVERIFY(std::abs(std::hypot(turned[0].x(), turned[0].y()) - 4) < 1e-12);
  }

  void theDockSaysWhatTheCoreSays() {
    OpenWindow w(network);
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    w.window.curvature()->noiseDock->show();
    w.workspace().player.setStep(30);
    NoiseService& noise = w.workspace().noise;
    QVERIFY(QTest::qWaitFor([&] { return noise.found() && noise.found()->step == 30; }, 60000));
    const NoiseFound& found = *noise.found();
    QCOMPARE(found.samples, Index(60));
    QCOMPARE(found.batch, Index(10));
    QCOMPARE(found.learningRate, 0.1);
    Evaluator f(w.workspace().session.problem()->objective);
    const Vec x = *w.workspace().session.runs()[0].data.pointAt(30);
    const NoiseResult again = noiseAt(f, x, {.top = 5, .batch = 10});
    QCOMPARE(found.noise.trace.value, again.trace.value);
    QCOMPARE(found.noise.batchSharpness.value, again.batchSharpness.value);
    QCOMPARE(found.cloud.points.cols(), Index(60));
    // The covariance of the cloud is that of its points.
    const Mat centred = found.cloud.points.colwise() - found.cloud.mean;
    const Mat covariance = centred * centred.transpose() / 60;
    QVERIFY((covariance - found.cloud.covariance).norm() < 1e-9 * covariance.norm());
    QCOMPARE(w.window.curvature()->noise->cloud()->picture().points.size(), std::size_t(60));

    const NoiseWords& words = w.window.curvature()->noise->table()->words();
    for (const char* name : {"largest of Σ", "alignment μ", "batch sharpness"}) {
      const NoiseRow* row = rowNamed(words.noise, QString::fromUtf8(name));
      QVERIFY2(row && row->error.startsWith(QString::fromUtf8("± ")), name);
    }
    QCOMPARE(rowNamed(words.noise, QString::fromUtf8("noise tr Σ"))->error, QString("exact"));
    QVERIFY(found.conditions.has_value());
    const NoiseRow* identity = rowNamed(words.conditions, "V = I");
    QVERIFY(identity && std::abs(identity->ofLimit - 0.1 / found.conditions->identity) < 1e-12);
    for (const char* name : {"Jensen", "V = H"}) QVERIFY(rowNamed(words.conditions, name));
    QVERIFY2(words.sentence.contains("batches of 10 of 60"), qPrintable(words.sentence));
  }

  void withoutDataThereIsNoNoise() {
    OpenWindow w;
    QVERIFY(w.settle());
    w.window.curvature()->noiseDock->show();
    QTest::qWait(50);
    QVERIFY(!w.workspace().noise.possible());
    QVERIFY(w.window.curvature()->noise->table()->words().sentence.contains("mean over data"));
    QVERIFY(w.workspace().isSettled());
  }
};

QTEST_MAIN(WindowNoiseTest)
#include "window_noise_test.moc"
