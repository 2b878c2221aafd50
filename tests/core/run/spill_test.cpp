/// Long records leave the heap, and nobody who reads them notices.
#include "core/run/spill.h"

#include <QTest>

#include "core/io/run_files.h"
#include "core/run/problem.h"
#include "core/run/run.h"

namespace thalweg {

class SpillTest : public QObject {
  Q_OBJECT

  static Kept<double> sealed(Spill& spill, double first, std::size_t count) {
    Kept<double> array;
    for (std::size_t i = 0; i < count; ++i) array.push_back(first + double(i));
    array.seal(spill);
    return array;
  }

  /// What a run of Adam on Rosenbrock writes; `steps` is such that no time is written with it.
  static std::string trajectoryOf(std::int64_t steps, const std::string& extra = {}) {
    const auto experiment = experimentFrom(
        "[problem]\nkind = \"landscape\"\nname = \"rosenbrock\"\nstart = [-1.2, 1.0]\n"
        "[[optimizer]]\nname = \"adam\"\nlearning_rate = 0.001\n[run]\nsteps = " +
            std::to_string(steps) + "\n" + extra,
        ".");
    if (!experiment) return experiment.error().what;
    const auto problem = prepareProblem(experiment->problem);
    const auto run = Run::prepare(*experiment, 0, *problem);
    if (!run) return run.error().what;
    runNow(**run);
    return trajectoryCsv((*run)->record());
  }

 private slots:
  void cleanup() { Spill::setBudget(Spill::usualBudget); }

  void staysOnTheHeapWithinTheBudget() {
    Spill spill;
    const std::size_t before = Spill::onHeap(), files = Spill::inFiles();
    {
      const Kept<double> array = sealed(spill, 1, 1000);
      QCOMPARE(Spill::onHeap() - before, std::size_t(8000));
      QCOMPARE(Spill::inFiles(), files);
      QCOMPARE(array[999], 1000.0);
    }
    QCOMPARE(Spill::onHeap(), before);
  }

  void goesToFilesPastTheBudget() {
    const std::size_t files = Spill::inFiles();
    Spill::setBudget(0);
    {
      std::vector<Kept<double>> arrays;
      {
        Spill spill;
        // Twenty arrays of 1 MB: more than the first block and the second.
        for (int k = 0; k < 20; ++k) arrays.push_back(sealed(spill, 1e6 * k, 131072));
      }
      QCOMPARE(Spill::inFiles() - files, 7 * Spill::firstBlock);
      for (int k = 0; k < 20; ++k) {
        QCOMPARE(arrays[std::size_t(k)].size(), std::size_t(131072));
        QCOMPARE(arrays[std::size_t(k)][0], 1e6 * k);
        QCOMPARE(arrays[std::size_t(k)][131071], 1e6 * k + 131071);
      }
      // The first block goes with its last array.
      arrays.erase(arrays.begin(), arrays.begin() + 4);
      QCOMPARE(Spill::inFiles() - files, 6 * Spill::firstBlock);
    }
    QCOMPARE(Spill::inFiles(), files);
  }

  void largerThanABlock() {
    Spill::setBudget(0);
    Spill spill;
    const Kept<double> array = sealed(spill, 0, 3 * Spill::firstBlock / sizeof(double));
    QCOMPARE(array[array.size() - 1], double(array.size() - 1));
  }

  void sameBytesFromFileAndHeap() {
    const std::string heap = trajectoryOf(70000, "[measure]\nsharpness = { every = 1000 }\n");
    const std::size_t files = Spill::inFiles();
    Spill::setBudget(100000);
    const std::string spilled = trajectoryOf(70000, "[measure]\nsharpness = { every = 1000 }\n");
    QCOMPARE(Spill::inFiles(), files);  // the run is gone, and its files with it
    QVERIFY(heap.size() > 1000000);
    QVERIFY(heap == spilled);
  }

  void heapOfALongRunIsBounded() {
    Spill::setBudget(1 << 20);
    const auto experiment = experimentFrom(
        "[problem]\nkind = \"landscape\"\nname = \"rosenbrock\"\nstart = [-1.2, 1.0]\n"
        "[[optimizer]]\nname = \"sgd\"\nlearning_rate = 0.0001\n[run]\nsteps = 300000\n",
        ".");
    QVERIFY(experiment);
    const auto problem = prepareProblem(experiment->problem);
    const auto run = *Run::prepare(*experiment, 0, *problem);
    runNow(*run);
    QCOMPARE(run->summary().steps, std::int64_t(300000));
    QVERIFY(Spill::onHeap() <= std::size_t(1 << 20));
    QVERIFY(Spill::inFiles() >= 300000 * 6 * sizeof(double) - (1 << 20));
    double last = 0;
    std::int64_t rows = 0;
    for (const ChunkPtr& chunk : run->record().chunks()) {
      QCOMPARE(chunk->firstStep, rows);
      rows += std::int64_t(chunk->size());
      last = chunk->f(chunk->size() - 1);
    }
    QCOMPARE(rows, std::int64_t(300001));
    QCOMPARE(last, run->summary().f);
  }
};

}  // namespace thalweg

QTEST_GUILESS_MAIN(thalweg::SpillTest)
#include "spill_test.moc"
