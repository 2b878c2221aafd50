/// What a model says of its data: the same as the core says, at the step shown.
#include <QDockWidget>
#include <QLineEdit>

#include "app/window/export_dialog.h"
#include "app/window/model_panel.h"
#include "app/window/network_form.h"
#include "core/catalog.h"
#include "core/objectives/data/dataset.h"
#include "tests/app/window_support.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/settings_form.h"
#include "widgets/views/figure_export.h"
#include "widgets/views/model_view.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

QString networkOn(const QString& dataset, const QString& layers, const QString& loss,
                  const QString& rate) {
  return QString(R"(title = "%1"
[problem]
kind = "network"
dataset = "%1"
layers = %2
activation = "tanh"
loss = "%3"
[[optimizer]]
name = "adam"
learning_rate = %4
[run]
steps = 400
)")
      .arg(dataset, layers, loss, rate);
}

/// Share of the samples that lie on a region of their own class.
double rightlyPlaced(const ModelData& data, const ModelAnswer& answer) {
  int right = 0;
  for (std::size_t k = 0; k < data.points.size(); ++k) {
    const int i = int((data.points[k].x() - data.box.left()) / data.box.width() * answer.nx),
              j = int((data.points[k].y() - data.box.top()) / data.box.height() * answer.ny);
    right += answer.label[std::size_t(j * answer.nx + i)] == data.labels[k];
  }
  return double(right) / double(data.points.size());
}

}  // namespace

class WindowModelTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void regionsFollowTheTimeCursor() {
    OpenWindow w(networkOn("spirals", "[2, 24, 24, 2]", "cross-entropy", "0.02"));
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    QTest::qWait(50);
    QVERIFY(w.settle());
    QVERIFY(w.window.modelDock()->isVisible());
    ModelService& model = w.workspace().model;
    QVERIFY(model.data() && model.data()->decision);
    QCOMPARE(model.data()->points.size(), std::size_t(300));
    const auto at = [&](int step) {
      w.workspace().player.setStep(step);
      return QTest::qWaitFor([&] { return model.step() == step && !model.busy(); });
    };
    QVERIFY(at(0));
    const double before = rightlyPlaced(*model.data(), *model.answer());
    QVERIFY(at(400));
    const double after = rightlyPlaced(*model.data(), *model.answer());
    QVERIFY2(after > 0.9 && after > before + 0.2,
             qPrintable(QString("%1 then %2").arg(before).arg(after)));
    // The core's own word for the same parameters.
    const Problem& problem = *w.workspace().session.problem();
    Evaluator f(problem.objective);
    const Vec x = *w.workspace().session.runs()[0].data.pointAt(400);
    const double accuracy = problem.objective->asFiniteSum()->accuracy(x, f.scratch());
    QVERIFY(std::abs(accuracy - after) < 0.06);
    QTest::qWait(100);
    keepPicture(w.window, "decision");
  }

  /// Samples kept for testing are shown apart, and the picture goes on paper as any other.
  void testSamplesAreShownAndThePictureIsExported() {
    QString toml = networkOn("spirals", "[2, 24, 24, 2]", "cross-entropy", "0.02");
    toml.replace("activation", "test_fraction = 0.25\nactivation");
    OpenWindow w(toml);
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    w.workspace().player.setStep(400);
    ModelService& model = w.workspace().model;
    QVERIFY(QTest::qWaitFor([&] { return model.step() == 400 && !model.busy(); }));
    QCOMPARE(model.data()->training, std::size_t(225));
    QCOMPARE(model.data()->points.size(), std::size_t(300));
    QCOMPARE(model.data()->labels.size(), std::size_t(300));
    QTemporaryDir folder;
    ExportDialog dialog(w.window);
    dialog.chooseFigure("model");
    const QString path = folder.filePath("decision.png");
    QCOMPARE(dialog.write(path), QString());
    const QImage picture(path);
    QVERIFY(!picture.isNull());
    // Both classes have their ground in it.
    const Theme& theme = Theme::light();
    const QImage regions = regionsOf(*model.answer(), theme);
    QVERIFY(regions.pixelColor(0, 0) != theme.ground);
    const QRgb corner = picture.pixel(picture.width() - 60, 60);
    QVERIFY(corner != theme.ground.rgb());
    QCOMPARE(readEmbeddedExperiment(path).value(), QString::fromStdString(tomlOf(w.experiment())));
    dialog.chooseFormat(1);
    QCOMPARE(dialog.write(folder.filePath("decision.svg")), QString());
  }

  void aFitIsTheModelsOutput() {
    OpenWindow w(networkOn("noisysine", "[1, 16, 1]", "mse", "0.05"));
    QVERIFY2(w.problem.isEmpty(), qPrintable(w.problem));
    QVERIFY(w.settle());
    ModelService& model = w.workspace().model;
    QVERIFY(model.data() && !model.data()->decision);
    w.workspace().player.setStep(400);
    QVERIFY(QTest::qWaitFor([&] { return model.step() == 400 && !model.busy(); }));
    const FiniteSum& sum = *w.workspace().session.problem()->objective->asFiniteSum();
    Evaluator f(w.workspace().session.problem()->objective);
    const Vec x = *w.workspace().session.runs()[0].data.pointAt(400);
    const ModelAnswer& answer = *model.answer();
    for (const int i : {0, 100, answer.nx - 1}) {
      const double place =
          model.data()->box.left() + model.data()->box.width() * i / (answer.nx - 1);
      Mat outputs;
      sum.outputsAt(x, Mat::Constant(1, 1, place), outputs, f.scratch());
      QVERIFY(std::abs(outputs(0, 0) - answer.output[std::size_t(i)]) < 1e-9);
    }
    QTest::qWait(100);
    keepPicture(w.window, "fit");
  }

  void theFormHasDecayConvolutionsAndHowAnOwnTableIsRead() {
    OpenWindow w(presets()[1].toml);
    QVERIFY(w.settle());
    NumberField* decay = w.named<NumberField>("weight decay");
    QVERIFY(decay && decay->isVisible());
    emit decay->edited(0.01, true);
    QCOMPARE(w.experiment().problem.network.weightDecay, 0.01);
    NumberField* dropout = w.named<NumberField>("dropout");
    QVERIFY(dropout && dropout->isVisible());
    emit dropout->edited(0.2, true);
    QCOMPARE(w.experiment().problem.network.dropout, 0.2);
    QVERIFY(w.named<NumberField>("gradient penalty"));
    const Index before = w.workspace().session.problem()->start.size();
    QLineEdit* channels = w.named<QLineEdit>("Channels of the convolutions");
    channels->setFocus();
    QTest::keyClicks(channels, "4");
    QTest::keyClick(channels, Qt::Key_Return);
    QCOMPARE(w.experiment().problem.network.channels, std::vector<std::int64_t>{4});
    QVERIFY(QTest::qWaitFor([&] { return !w.workspace().session.preparing(); }));
    QCOMPARE(w.workspace().session.refusal(), QString());
    QVERIFY(w.workspace().session.problem()->start.size() != before);
    QVERIFY(bool(experimentFrom(tomlOf(w.experiment()), ".")));
    w.workspace().session.cancel();
    w.undoStack().undo();
    QVERIFY(w.experiment().problem.network.channels.empty());
    w.workspace().session.cancel();

    // Target, task and scaling are asked for a table of one's own alone.
    QLineEdit* target = w.named<QLineEdit>("target");
    QVERIFY(target && !target->isVisible());
    QTemporaryDir folder;
    QByteArray table = "a,b,c\n";
    for (int i = 0; i < 20; ++i)
      table += QByteArray::number(0.1 * i) + "," + QByteArray::number(1.0 - 0.07 * i * i) + "," +
               QByteArray::number(0.5 * i * i - 3.25) + "\n";
    QVERIFY(write(folder.filePath("own.csv"), table));
    w.window.findChild<NetworkForm*>()->take(folder.filePath("own.csv"));
    QTest::qWait(20);
    QVERIFY(target->isVisible());
    QCOMPARE(w.experiment().problem.network.target, std::string("last"));
    target->setFocus();
    target->selectAll();
    QTest::keyClicks(target, "b");
    QTest::keyClick(target, Qt::Key_Return);
    QCOMPARE(w.experiment().problem.network.target, std::string("b"));
    QCOMPARE(w.experiment().problem.network.layers.front(), std::int64_t(2));
    QVERIFY(QTest::qWaitFor([&] { return !w.workspace().session.preparing(); }));
    QCOMPARE(w.workspace().session.refusal(), QString());
    w.workspace().session.cancel();
  }

  /// A loss of two classes has one output.
  void layersFollowTheLoss() {
    OpenWindow w(networkOn("moons", "[2, 8, 2]", "cross-entropy", "0.02"));
    QVERIFY(w.settle());
    SettingsForm* form = nullptr;
    for (SettingsForm* one : w.window.findChild<NetworkForm*>()->findChildren<SettingsForm*>())
      if (one->isVisible()) form = one;
    QVERIFY(form);
    emit form->edited("loss", std::string("logistic"), true);
    QCOMPARE(w.experiment().problem.network.loss, std::string("logistic"));
    QCOMPARE(w.experiment().problem.network.layers, (std::vector<std::int64_t>{2, 8, 1}));
    QVERIFY(w.settle());
    QCOMPARE(w.workspace().session.refusal(), QString());
    w.undoStack().undo();
    QCOMPARE(w.experiment().problem.network.layers, (std::vector<std::int64_t>{2, 8, 2}));
  }

  void theDockGoesWithDataItCanNotShow() {
    OpenWindow w(networkOn("spirals", "[2, 8, 2]", "cross-entropy", "0.02"));
    QVERIFY(w.settle());
    QVERIFY(w.window.modelDock()->isVisible());
    w.workspace().open(presets().front().toml, {});
    QVERIFY(w.settle());
    QVERIFY(!w.workspace().model.data());
    QVERIFY(!w.window.modelDock()->isVisible());
  }
};

QTEST_MAIN(WindowModelTest)
#include "window_model_test.moc"
