/// A run kicked at the cursor, and planes along directions of one's own.
#include <QAction>
#include <QTemporaryDir>

#include "app/window/charts_panel.h"
#include "app/window/notice_bar.h"
#include "app/window/optimizers_panel.h"
#include "app/window/plane_panel.h"
#include "core/io/npz.h"
#include "tests/app/window_support.h"
#include "widgets/controls/kick_form.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/small_controls.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

const QString digits = R"(title = "Digits"
[problem]
kind = "network"
dataset = "digits"
layers = [64, 8, 10]
loss = "mse"
samples = 100
[[optimizer]]
name = "sgd"
label = "Gradient descent"
learning_rate = 0.5
[[optimizer]]
name = "adam"
label = "Adam"
[run]
steps = 60
[view.plane]
nodes = [12, 10]
)";

void trigger(OpenWindow& w, const QString& text) {
  for (QAction* action : w.window.actions())
    if (action->text() == text) return action->trigger();
  QFAIL(qPrintable("no action " + text));
}

template <class Widget>
Widget* visible(QWidget& in, const QString& name) {
  for (Widget* widget : in.findChildren<Widget*>())
    if (widget->accessibleName() == name && widget->isVisible()) return widget;
  return nullptr;
}

}  // namespace

class WindowKickTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  /// The copy alone is run; it is the run it came from up to the kick; all of it can be undone.
  void aRunIsKickedAtTheCursor() {
    OpenWindow w(digits);
    QVERIFY(w.settle());
    const Experiment before = w.experiment();
    const auto runs = [&]() -> const std::vector<LiveRun>& { return w.workspace().session.runs(); };
    const std::shared_ptr<Run> first = runs()[0].run, second = runs()[1].run;
    w.workspace().player.setStep(20);
    w.workspace().select(0);
    trigger(w, "Kick from this step");
    QVERIFY(w.settle());
    QCOMPARE(w.experiment().optimizers.size(), std::size_t(3));
    const OptimizerChoice& copy = w.experiment().optimizers[2];
    QVERIFY((copy.kick == KickChoice{20, 2.0, -1}));
    QCOMPARE(copy.label, std::string("Gradient descent, 2x from 20"));
    QCOMPARE(copy.settings, before.optimizers[0].settings);
    QCOMPARE(w.workspace().selected(), 2);
    QVERIFY(runs()[0].run == first && runs()[1].run == second);
    for (int n = 0; n <= 20; ++n) QCOMPARE(runs()[2].data.rowOf(n)[0], runs()[0].data.rowOf(n)[0]);
    QVERIFY(runs()[2].data.rowOf(21)[0] != runs()[0].data.rowOf(21)[0]);
    QCOMPARE(w.window.charts()->figureOf("loss").series[2].mark, std::optional(20.0));
    QCOMPARE(w.workspace().scene().paths[2].mark, 20);

    // Its card has the numbers; a changed one is in the name too.
    QVERIFY(!w.window.optimizers()->canKick(2));
    NumberField* factor = visible<NumberField>(w.window, "kick: factor");
    QVERIFY(factor);
    emit factor->edited(4.0, true);
    QVERIFY((w.experiment().optimizers[2].kick == KickChoice{20, 4.0, -1}));
    QCOMPARE(w.experiment().optimizers[2].label, std::string("Gradient descent, 4x from 20"));
    emit visible<NumberField>(w.window, "kick: batch")->edited(10.0, true);
    QCOMPARE(w.experiment().optimizers[2].label,
             std::string("Gradient descent, 4x from 20, batch 10"));
    keepPicture(w.window, "kick");
    QVERIFY(w.settle());
    ToolButton* drop = nullptr;
    for (ToolButton* button : w.window.findChildren<ToolButton*>())
      if (button->toolTip() == "Remove the kick" && button->isVisible()) drop = button;
    QVERIFY(drop);
    drop->click();
    QVERIFY(!w.experiment().optimizers[2].kick);
    QCOMPARE(w.experiment().optimizers[2].label, std::string("Gradient descent"));
    QVERIFY(!visible<NumberField>(w.window, "kick: factor"));
    for (int i = 0; i < 4; ++i) w.undoStack().undo();
    QVERIFY(w.experiment() == before);
    QVERIFY(w.settle());
  }

  /// A method that chooses its steps itself is offered another batch alone, and where there are no
  /// samples nothing.
  void whatCanNotBeKickedIsNot() {
    OpenWindow w(
        "[problem]\nname = \"booth\"\n[[optimizer]]\nname = \"adgd\"\n[[optimizer]]\nname = "
        "\"sgd\"\n[run]\nsteps = 30\n");
    QVERIFY(w.settle());
    QVERIFY(!w.window.optimizers()->canKick(0));
    QVERIFY(w.window.optimizers()->canKick(1));
    const Experiment before = w.experiment();
    w.window.optimizers()->kick(0);
    QVERIFY(w.experiment() == before);
  }

  void aPlaneAlongDirectionsOfAFile() {
    OpenWindow w(digits);
    QVERIFY(w.settle());
    const Index d = w.workspace().session.problem()->start.size();
    const Vec d1 = Vec::LinSpaced(d, 0, 1), d2 = Vec::LinSpaced(d, 1, -2), origin = Vec::Ones(d);
    const QTemporaryDir folder;
    const auto file = [&](const QString& name) { return folder.filePath(name).toStdString(); };
    NpzWriter archive;
    archive.add("d1", arrayOf(d1));
    archive.add("d2", arrayOf(d2));
    archive.add("origin", arrayOf(origin));
    QVERIFY(bool(archive.write(file("own.npz"))));
    w.window.plane()->openDirections(folder.filePath("own.npz"));
    QVERIFY(w.window.notice()->text().isEmpty());
    QCOMPARE(w.experiment().view.plane.kind, std::string("own-file"));
    const auto laid = [&] { return w.workspace().plane.laid(); };
    QVERIFY(QTest::qWaitFor(
        [&] { return w.workspace().isSettled() && laid() && laid()->choice.kind == "own-file"; }));
    QVERIFY(laid()->plane.d1 == d1 && laid()->plane.d2 == d2 && laid()->plane.origin == origin);
    QVERIFY(w.workspace().plane.refusal().isEmpty());
    const Result<Experiment> again = experimentFrom(tomlOf(w.experiment()), "/elsewhere");
    QVERIFY(again && again->view.plane == w.experiment().view.plane);

    // What can not be used is told in a sentence, and the plane stays.
    NpzWriter single, line;
    single.add("d1", arrayOf(d1));
    QVERIFY(bool(single.write(file("single.npz"))));
    line.add("d1", arrayOf(d1));
    line.add("d2", arrayOf(Vec(-2 * d1)));
    QVERIFY(bool(line.write(file("line.npz"))));
    QVERIFY(test::write(folder.filePath("short.csv"), "d1,d2\n1,0\n0,1\n"));
    const Experiment kept = w.experiment();
    const std::pair<QString, QString> wrong[] = {{"single.npz", "no array 'd2'"},
                                                 {"line.npz", "lie on a line"},
                                                 {"short.csv", "has 2 rows"},
                                                 {"none.npz", "none.npz"},
                                                 {"own.txt", "is not a file of directions"}};
    for (const auto& [name, words] : wrong) {
      w.window.plane()->openDirections(folder.filePath(name));
      QVERIFY2(w.window.notice()->text().contains(words), qPrintable(w.window.notice()->text()));
      QVERIFY(w.experiment() == kept);
      QVERIFY(laid() && laid()->plane.d1 == d1);
    }
    w.window.plane()->openDirections(folder.filePath("own.npz"));
    QVERIFY(w.window.notice()->text().isEmpty());
    w.undoStack().undo();
    QCOMPARE(w.experiment().view.plane.kind, std::string("auto"));
    QVERIFY(w.settle());
  }
};

QTEST_MAIN(WindowKickTest)
#include "window_kick_test.moc"
