/// The document: every change undone gives back what was, drags are one step.
#include <QSignalSpy>
#include <random>

#include "app/model/document.h"
#include "tests/app/window_support.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

Experiment firstExperiment() {
  return *resolved(*experimentFrom(presets().front().toml.toStdString(), "."));
}

/// One of the changes that the window can make, drawn from `random`.
void changeAnything(Document& document, std::mt19937& random) {
  const auto below = [&](int n) { return int(random() % std::uint32_t(n)); };
  const bool final = below(3) == 0;
  const Experiment& now = document.experiment();
  const std::size_t run =
      now.optimizers.empty() ? 0 : std::size_t(below(int(now.optimizers.size())));
  switch (below(8)) {
    case 0:
      return document.change("Move of the start", "start", final, [&](Experiment& e) {
        e.problem.start = {below(100) / 10.0, below(100) / 10.0};
      });
    case 1:
      if (now.optimizers.empty()) return;
      return document.change("Rate", QString("optimizer%1.learning_rate").arg(run), final,
                             [&](Experiment& e) {
                               e.optimizers[run].settings["learning_rate"] = 1e-3 * (1 + below(20));
                             });
    case 2:
      return document.change("Add", {}, true, [](Experiment& e) {
        e.optimizers.push_back({"adam", "", {}});
      });
    case 3:
      if (now.optimizers.empty()) return;
      return document.change("Remove", {}, true, [&](Experiment& e) {
        e.optimizers.erase(e.optimizers.begin() + std::ptrdiff_t(run));
      });
    case 4:
      return document.change("Steps", "run.steps", final,
                             [&](Experiment& e) { e.run.steps = 10 + below(5); });
    case 5:
      return document.change("Hide", {}, true, [&](Experiment& e) { e.view.hidden = {below(3)}; });
    case 6:
      return document.change("Formula", "expression", final, [&](Experiment& e) {
        e.problem.kind = "expression";
        e.problem.expression = "x^2 + " + std::to_string(below(9)) + "*y^2";
      });
    default:
      return document.change("Sharpness", {}, true,
                             [&](Experiment& e) { e.measure.sharpnessEvery = below(4); });
  }
}

}  // namespace

class WindowDocumentTest : public QObject {
  Q_OBJECT

 public:
  static void initMain() { useOwnSettings(); }

 private slots:
  void twoHundredStepsBackAndForth() {
    Document document;
    document.replace(firstExperiment(), {});
    const Experiment first = document.experiment();
    for (int i = 1; i <= 200; ++i)
      document.change("Steps", "run.steps", true, [&](Experiment& e) { e.run.steps = 120 + i; });
    const Experiment last = document.experiment();
    QCOMPARE(document.undoStack().count(), 200);
    for (int i = 0; i < 200; ++i) document.undoStack().undo();
    QVERIFY(document.experiment() == first);
    for (int i = 0; i < 200; ++i) document.undoStack().redo();
    QVERIFY(document.experiment() == last);
  }

  void thousandRandomEditsUndone_data() {
    QTest::addColumn<unsigned>("seed");
    for (const unsigned seed : {1u, 2u, 3u})
      QTest::newRow(qPrintable(QString("seed %1").arg(seed))) << seed;
  }
  void thousandRandomEditsUndone() {
    QFETCH(unsigned, seed);
    std::mt19937 random(seed);
    Document document;
    document.replace(firstExperiment(), {});
    const Experiment first = document.experiment();
    std::vector<Experiment> afterUndo;
    for (int i = 0; i < 1000; ++i) {
      changeAnything(document, random);
      // Now and then some way back and on again, as people do.
      if (random() % 40 != 0 || !document.undoStack().canUndo()) continue;
      const Experiment before = document.experiment();
      document.undoStack().undo();
      document.undoStack().redo();
      QVERIFY(document.experiment() == before);
    }
    QVERIFY(document.undoStack().count() > 300);
    while (document.undoStack().canUndo()) document.undoStack().undo();
    QVERIFY(document.experiment() == first);
  }

  void aDragIsOneStep() {
    Document document;
    document.replace(firstExperiment(), {});
    const auto drag = [&](double x, bool final) {
      document.change("Move of the start", "start", final,
                      [&](Experiment& e) { e.problem.start[0] = x; });
    };
    drag(0.1, false);
    drag(0.2, false);
    drag(0.2, true);  // the hand rests before it lets go
    QCOMPARE(document.undoStack().count(), 1);
    drag(0.3, false);
    drag(0.3, true);
    QCOMPARE(document.undoStack().count(), 2);
    document.undoStack().undo();
    QCOMPARE(document.experiment().problem.start[0], 0.2);
  }

  void closingAStepTwiceLeavesTheHistoryAlone() {
    Document document;
    document.replace(firstExperiment(), {});
    const auto set = [&](std::int64_t steps, bool final) {
      document.change("Steps", "run.steps", final, [&](Experiment& e) { e.run.steps = steps; });
    };
    set(50, false);
    set(50, true);
    set(60, true);
    document.undoStack().undo();
    set(50, true);  // a field that loses the keyboard says its value once more
    set(50, true);
    QCOMPARE(document.undoStack().count(), 2);
    QVERIFY(document.undoStack().canRedo());
    document.undoStack().redo();
    QCOMPARE(document.experiment().run.steps, std::int64_t(60));
  }

  void whatIsChangedAfterAnUndoIsAStepOfItsOwn() {
    Document document;
    document.replace(firstExperiment(), {});
    const auto set = [&](std::int64_t steps) {
      document.change("Steps", "run.steps", false, [&](Experiment& e) { e.run.steps = steps; });
    };
    set(50);
    document.undoStack().undo();
    document.undoStack().redo();
    set(70);
    document.undoStack().undo();
    QCOMPARE(document.experiment().run.steps, std::int64_t(50));
  }

  void aWayToAndFroLeavesNoStep() {
    Document document;
    document.replace(firstExperiment(), {});
    QSignalSpy spy(&document, &Document::changed);
    for (const double x : {0.5, -1.4})
      document.change("Move of the start", "start", false,
                      [&](Experiment& e) { e.problem.start[0] = x; });
    QCOMPARE(spy.count(), 2);
    QCOMPARE(document.undoStack().count(), 0);
  }

  void tomlOfEveryBuiltInExperimentReadsBack() {
    QVERIFY(presets().size() >= 5);
    for (const Preset& preset : presets()) {
      const Result<Experiment> read = experimentFrom(preset.toml.toStdString(), ".");
      QVERIFY2(read.has_value(), read ? "" : read.error().what.c_str());
      const Result<Experiment> again = experimentFrom(tomlOf(*read), ".");
      QVERIFY2(again.has_value(), again ? "" : again.error().what.c_str());
      QVERIFY(*again == *read);
      QVERIFY(tomlOf(*again) == tomlOf(*read));
    }
  }
};

QTEST_MAIN(WindowDocumentTest)
#include "window_document_test.moc"
