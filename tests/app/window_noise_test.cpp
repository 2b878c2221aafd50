/// Gradient noise at the cursor: the same as the core says, with errors beside every estimate.
#include <QDockWidget>
#include <cmath>

#include "app/window/curvature_docks.h"
#include "app/window/noise_panel.h"
#include "core/run/noise.h"
#include "tests/app/window_support.h"
#include "tests/support/numpy_random.h"
#include "widgets/views/cloud_view.h"
#include "widgets/views/radius_view.h"

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

  /// Six samples RandomState(1).randn(6, 8), fitted by a line without a bias: the radius of T that
  /// is drawn passes 1 where it is known to.
  void theRadiusOfTPassesOneWhereItIsKnownTo() {
    const Mat samples = NumpyRandom(1).normals(6, 8);
    const QTemporaryDir folder;
    QByteArray table = "a,b,c,d,e,f,g,h,y\n";
    for (Index i = 0; i < samples.rows(); ++i) {
      for (Index j = 0; j < samples.cols(); ++j)
        table += QByteArray::number(samples(i, j), 'g', 17) + ",";
      table += "0\n";
    }
    QVERIFY(write(folder.filePath("t.csv"), table));
    OpenWindow w(QString(R"([problem]
kind = "network"
dataset = "%1"
scaling = "none"
task = "regression"
layers = [8, 1]
loss = "half-squared-error"
bias = false
[[optimizer]]
name = "sgd"
learning_rate = 0.1
[run]
steps = 5
batch = 1
sampling = "replacement"
)")
                     .arg(folder.filePath("t.csv")));
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    w.window.curvature()->noiseDock->show();
    w.workspace().player.setStep(3);
    NoiseService& noise = w.workspace().noise;
    QVERIFY(QTest::qWaitFor([&] { return noise.found() && noise.found()->step == 3; }, 60000));
    QVERIFY(noise.found()->conditions.has_value());
    const SgdConditions& found = *noise.found()->conditions;
    const auto near = [](double a, double b) { return std::abs(a - b) < 1e-5; };
    QVERIFY2(near(found.exact, 0.158815), qPrintable(QString::number(found.exact, 'g', 9)));
    QVERIFY(near(found.identity, 0.21213) && near(found.jensen, 0.25728) &&
            near(found.hessian, 0.21344) && near(found.descent, 0.573617));
    const RadiusPicture& drawn = w.window.curvature()->noise->radius()->picture();
    QCOMPARE(drawn.rate.size(), std::size_t(41));
    QCOMPARE(drawn.critical, found.exact);
    QCOMPARE(drawn.now, 0.1);
    for (std::size_t i = 0; i < drawn.rate.size(); ++i) {
      QVERIFY((drawn.radius[i] <= 1 + 1e-9) == (drawn.rate[i] <= found.exact * (1 + 1e-9)));
      if (i > 0) QVERIFY(drawn.rate[i] > drawn.rate[i - 1]);
    }
    QVERIFY(drawn.rate.front() < found.exact && drawn.rate.back() > found.descent);
    RadiusView* view = w.window.curvature()->noise->radius();
    QVERIFY(view->isVisible());
    const QString note = view->noteAt(view->toView(found.jensen, 1)).join(" ");
    QVERIFY2(note.contains("Jensen") && note.contains("0.2573"), qPrintable(note));
    keepPicture(*view, "radius");
  }

  void whereTIsTooLargeThatIsSaid() {
    OpenWindow w(QString(network).replace("batch = 10", "batch = 5"));
    QVERIFY(w.settle());
    w.window.curvature()->noiseDock->show();
    w.workspace().player.setStep(10);
    NoiseService& noise = w.workspace().noise;
    QVERIFY(QTest::qWaitFor([&] { return noise.found() && noise.found()->step == 10; }, 60000));
    QVERIFY(!w.window.curvature()->noise->radius()->isVisible());
    const QString words = noiseWordsOf(*noise.found()).sentence;
    QVERIFY2(words.contains("at most 64"), qPrintable(words));
  }
};

QTEST_MAIN(WindowNoiseTest)
#include "window_noise_test.moc"
