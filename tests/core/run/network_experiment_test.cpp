#include <QTest>

#include "core/objectives/network/network.h"
#include "core/run/experiment.h"
#include "core/run/problem.h"

using namespace thalweg;

namespace {

const std::string head = "[problem]\nkind = \"network\"\ndataset = \"digits\"\nlayers = [64, 10]\n";

}  // namespace

class NetworkExperimentTest : public QObject {
  Q_OBJECT

 private slots:
  void convolutionAndDecayReachTheNetwork() {
    const auto read = experimentFrom(
        head + "convolution = { channels = [3, 2], pool = \"max\" }\nweight_decay = 0.25\n", ".");
    QVERIFY2(bool(read), read ? "" : read.error().what.c_str());
    const auto problem = prepareProblem(read->problem);
    QVERIFY2(bool(problem), problem ? "" : problem.error().what.c_str());
    // 3 of 9 and 2 of 27 weights, 8 inputs of the dense layer, biases.
    QCOMPARE(problem->start.size(), Index(27 + 3 + 54 + 2 + 80 + 10));
    const auto* network = dynamic_cast<const NetworkObjective*>(problem->objective.get());
    QVERIFY(network != nullptr);
    QCOMPARE(network->spec().convolution.pool, std::string("max"));
    QCOMPARE(network->spec().weightDecay, 0.25);
    QCOMPARE(network->blocks().size(), std::size_t(6));
  }
  void writtenAndReadAgainItIsTheSame() {
    for (const char* line :
         {"", "convolution = { channels = [3], pool = \"none\" }\n", "weight_decay = 1e-3\n",
          "loss = \"huber\"\nactivation = \"silu\"\ninitialisation = \"orthogonal\"\n"}) {
      const auto first = experimentFrom(head + line, ".");
      QVERIFY2(bool(first), first ? "" : first.error().what.c_str());
      const auto again = experimentFrom(tomlOf(*first), ".");
      QVERIFY2(bool(again), again ? "" : again.error().what.c_str());
      QVERIFY(*first == *again);
    }
  }
  void overridesReachIntoTheTable() {
    const auto read = experimentFrom(head + "convolution = { channels = [3] }\n", ".",
                                     {{"problem.convolution.channels", "[5, 6]"}});
    QVERIFY(bool(read));
    QCOMPARE(read->problem.network.channels, (std::vector<std::int64_t>{5, 6}));
    QCOMPARE(read->problem.network.pool, std::string("average"));
  }
  void badTablesAreRefused_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("part");
    QTest::newRow("no table") << "convolution = 3"
                              << "problem.convolution = 3 is not a table";
    QTest::newRow("no channels") << "convolution = { pool = \"max\" }"
                                 << "problem.convolution.channels is missing";
    QTest::newRow("pool") << "convolution = { channels = [3], pool = \"maxx\" }"
                          << "problem.convolution.pool = 'maxx'";
    QTest::newRow("zero") << "convolution = { channels = [3, 0] }"
                          << "0 is not allowed: whole numbers 1 to 1024";
    QTest::newRow("real") << "convolution = { channels = [1.5] }"
                          << "1.5 is not allowed";
    QTest::newRow("nan") << "convolution = { channels = [nan] }"
                         << "nan is not allowed";
    QTest::newRow("word") << "convolution = { channels = \"many\" }"
                          << "is not a list of whole numbers";
    QTest::newRow("key") << "convolution = { channels = [3], kernel = 3 }"
                         << "problem.convolution.kernel";
    QTest::newRow("decay") << "weight_decay = -0.1"
                           << "weight_decay";
    QTest::newRow("decay nan") << "weight_decay = nan"
                               << "weight_decay";
  }
  void badTablesAreRefused() {
    QFETCH(QString, line);
    QFETCH(QString, part);
    const auto read = experimentFrom(head + line.toStdString() + "\n", ".");
    QVERIFY(!read);
    QVERIFY2(QString::fromStdString(read.error().what).contains(part), read.error().what.c_str());
  }
  void picturesThatDoNotFitAreRefusedByTheProblem() {
    const auto read = experimentFrom(
        "[problem]\nkind = \"network\"\ndataset = \"cancer\"\nlayers = [30, 2]\n"
        "convolution = { channels = [3] }\n",
        ".");
    QVERIFY(bool(read));
    const auto problem = prepareProblem(read->problem);
    QVERIFY(!problem);
    QCOMPARE(problem.error().where, std::string("convolution"));
    QVERIFY(problem.error().what.find("no square picture") != std::string::npos);
  }
  void outputsFollowTheLoss() {
    NetworkChoice choice;
    choice.dataset = "moons";
    choice.loss = "logistic";
    QCOMPARE(shapeOf(choice)->outputs, std::int64_t(1));
    choice.loss = "cross-entropy";
    QCOMPARE(shapeOf(choice)->outputs, std::int64_t(2));
    QCOMPARE(shapeOf(choice)->features, std::int64_t(2));
  }
};

QTEST_GUILESS_MAIN(NetworkExperimentTest)
#include "network_experiment_test.moc"
