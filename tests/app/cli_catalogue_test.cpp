/// Everything of the catalogue through the command line: each entry described in full, each
/// optimizer run, every setting out of its range.
#include <QTest>

#include "core/catalog.h"
#include "tests/support/bad_values.h"
#include "tests/support/cli.h"

using namespace thalweg;

namespace {

const char* const plain = "[problem]\nname = \"meander\"\n";
const char* const data =
    "[problem]\nkind = \"network\"\ndataset = \"digits\"\nsamples = 40\nlayers = [64, 3, 10]\n"
    "loss = \"half-squared-error\"\n";

/// The experiment on which that optimizer can run.
QByteArray problemFor(const OptimizerEntry& entry) {
  const bool onData = entry.needs.data || entry.needs.matrices;
  return onData ? data : plain;
}

QByteArray fileWith(const OptimizerEntry& entry, const QByteArray& more = {}) {
  return problemFor(entry) + "[[optimizer]]\nname = \"" + entry.card.id.c_str() + "\"\n" + more +
         "[run]\nsteps = 3\n";
}

/// Sets every field of `fields` to what it may not be, `text(key, value)` being the optimizer's
/// lines, and expects one line that names it and nothing written.
template <class Text>
void refuseAll(const cli::Place& place, const OptimizerEntry& entry,
               const std::vector<Field>& fields, const Text& text) {
  for (const Field& field : fields)
    for (const QString& value : badValues(field)) {
      const QByteArray key = field.key.c_str();
      place.write("bad.toml", fileWith(entry, text(key, value.toUtf8())));
      const cli::Answer answer = place.call({"run", "bad.toml", "--out", "out"});
      QVERIFY2(answer.status == 2, key + " = " + value.toUtf8());
      QVERIFY2(answer.err.contains(key), answer.err);
      QVERIFY2(answer.err.size() <= 500 && answer.err.count('\n') == 1, answer.err);
      QVERIFY(!place.has("out"));
    }
}

}  // namespace

class CliCatalogueTest : public QObject {
  Q_OBJECT

  template <class Entry>
  void every(const std::vector<Entry>& rows) {
    QTest::addColumn<QString>("id");
    for (const Entry& entry : rows)
      QTest::newRow(entry.card.id.c_str()) << QString::fromStdString(entry.card.id);
  }
  template <class Entry>
  const Entry& row(const std::vector<Entry>& rows) {
    QFETCH(QString, id);
    return *find(rows, id.toStdString());
  }
  const OptimizerEntry& sgd() { return *find(allOptimizers(), "sgd"); }

 private slots:
  void everyOptimizerRuns_data() { every(allOptimizers()); }
  void everyOptimizerRuns() {
    const OptimizerEntry& entry = row(allOptimizers());
    const cli::Place place;
    place.write("e.toml", fileWith(entry));
    const cli::Answer answer = place.call({"run", "e.toml", "--out", "out"});
    QVERIFY2(answer.status == 0, answer.err);
    const QString folder = "out/" + QString::fromStdString(entry.card.id) + "/";
    QCOMPARE(place.csv(folder + "trajectory.csv").rows.size(), 4);
    // The resolved file makes the same run again.
    const cli::Answer again = place.call({"run", "out/experiment.toml", "--out", "again"});
    QVERIFY2(again.status == 0, again.err);
    QCOMPARE(place.read("again/" + folder.mid(4) + "trajectory.csv"),
             place.read(folder + "trajectory.csv"));
  }

  /// Beside a flow, each optimizer either goes its way or is refused by name.
  void everyOptimizerGoesBesideAFlow_data() { every(allOptimizers()); }
  void everyOptimizerGoesBesideAFlow() {
    const OptimizerEntry& entry = row(allOptimizers());
    const cli::Place place;
    const QByteArray optimizer =
        QByteArray("[[optimizer]]\nname = \"") + entry.card.id.c_str() + "\"\n[run]\nsteps = 3\n";
    place.write("plain.toml", plain + optimizer);
    const cli::Answer answer = place.call({"drift", "plain.toml", "--out", "out"});
    const bool fits = !entry.needs.data && !entry.needs.matrices;
    QVERIFY2(answer.status == (fits ? 0 : 2), answer.err);
    if (!fits) {
      QVERIFY2(answer.err.contains(entry.card.id.c_str()) && answer.err.contains("needs"),
               answer.err);
      QVERIFY(!place.has("out"));
      return;
    }
    // The optimizer's own path is the run's, wrappers and all.
    place.write("e.toml", plain + optimizer);
    QCOMPARE(place.call({"run", "e.toml", "--out", "run"}).status, 0);
    const cli::Csv drift = place.csv("out/drift.csv"),
                   path = place.csv("run/" + QString(entry.card.id.c_str()) + "/trajectory.csv");
    for (qsizetype i = 0; i < 4; ++i) QCOMPARE(drift.text(i, "x0"), path.text(i, "x0"));
  }

  void optimizersRefuseWhatIsOutside_data() { every(allOptimizers()); }
  void optimizersRefuseWhatIsOutside() {
    const OptimizerEntry& entry = row(allOptimizers());
    refuseAll(
        cli::Place(), entry, entry.fields,
        [](const QByteArray& key, const QByteArray& value) { return key + " = " + value + "\n"; });
  }

  void schedulesRefuseWhatIsOutside_data() { every(allSchedules()); }
  void schedulesRefuseWhatIsOutside() {
    const ScheduleEntry& entry = row(allSchedules());
    refuseAll(cli::Place(), sgd(), entry.fields,
              [&](const QByteArray& key, const QByteArray& value) {
                return QByteArray("schedule = { name = \"") + entry.card.id.c_str() + "\", " + key +
                       " = " + value + " }\n";
              });
  }

  void wrappersRefuseWhatIsOutside_data() { every(allWrappers()); }
  void wrappersRefuseWhatIsOutside() {
    const WrapperEntry& entry = row(allWrappers());
    refuseAll(cli::Place(), sgd(), entry.fields,
              [&](const QByteArray& key, const QByteArray& value) {
                return QByteArray("wrappers = [{ name = \"") + entry.card.id.c_str() + "\", " +
                       key + " = " + value + " }]\n";
              });
  }

  void driftKnowsWhatIsAroundTheMethod() {
    const cli::Place place;
    place.write("e.toml",
                QByteArray(plain) +
                    "[[optimizer]]\nname = \"sgd\"\nlearning_rate = 0.1\nwrappers = [{ name "
                    "= \"clip_norm\", limit = 0.01 }]\n[run]\nsteps = 3\n");
    QCOMPARE(place.call({"drift", "e.toml", "--out", "out"}).status, 0);
    const cli::Csv drift = place.csv("out/drift.csv");
    const double moved = std::hypot(drift.number(1, "x0") - drift.number(0, "x0"),
                                    drift.number(1, "x1") - drift.number(0, "x1"));
    QVERIFY2(std::abs(moved - 0.001) < 1e-12, qPrintable(QString::number(moved)));
  }

  void everySchedulesAndWrappersRun() {
    const cli::Place place;
    QByteArray file = plain;
    for (const ScheduleEntry& entry : allSchedules())
      file += QByteArray("[[optimizer]]\nname = \"adam\"\nschedule = { name = \"") +
              entry.card.id.c_str() + "\" }\n";
    for (const WrapperEntry& entry : allWrappers())
      file += QByteArray("[[optimizer]]\nname = \"adam\"\nwrappers = [{ name = \"") +
              entry.card.id.c_str() + "\" }]\n";
    place.write("e.toml", file + "[run]\nsteps = 5\n");
    const cli::Answer answer = place.call({"run", "e.toml", "--out", "out"});
    QVERIFY2(answer.status == 0, answer.err);
    QCOMPARE(place.json("out/summary.json")["runs"].toArray().size(),
             qsizetype(allSchedules().size() + allWrappers().size()));
  }

  void listsAreComplete_data() {
    QTest::addColumn<int>("least");
    QTest::newRow("landscapes") << 30;
    QTest::newRow("optimizers") << 44;
    QTest::newRow("schedules") << 12;
    QTest::newRow("wrappers") << 6;
    QTest::newRow("datasets") << 11;
    QTest::newRow("activations") << 9;
    QTest::newRow("losses") << 6;
    QTest::newRow("initialisations") << 8;
    QTest::newRow("flows") << 1;
    QTest::newRow("bounds") << 5;
  }
  void listsAreComplete() {
    QFETCH(int, least);
    const cli::Place place;
    const cli::Answer answer = place.call({"list", QTest::currentDataTag(), "--json"});
    QCOMPARE(answer.status, 0);
    const QJsonArray entries = QJsonDocument::fromJson(answer.out).array();
    QVERIFY2(entries.size() >= least, qPrintable(QString::number(entries.size())));
    for (const QJsonValue& entry : entries) {
      for (const char* key : {"id", "title", "summary", "reference", "formula"})
        QVERIFY2(!entry[key].toString().isEmpty(), qPrintable(entry["id"].toString() + key));
      const OptimizerEntry* optimizer = find(allOptimizers(), entry["id"].toString().toStdString());
      if (optimizer && QByteArray(QTest::currentDataTag()) == "optimizers")
        QCOMPARE(entry["needs"].toString().toStdString(), textOf(optimizer->needs));
      for (const QJsonValue& parameter : entry["parameters"].toArray())
        for (const char* key : {"name", "type", "default", "minimum", "maximum", "help"})
          QVERIFY2(parameter.toObject().contains(key), key);
    }
  }

  /// The manual's page has every entry with every setting.
  void manualIsWritten() {
    const cli::Place place;
    const cli::Answer answer = place.call({"list", "all", "--markdown"});
    QCOMPARE(answer.status, 0);
    for (const OptimizerEntry& entry : allOptimizers()) {
      QVERIFY2(answer.out.contains("`" + QByteArray(entry.card.id.c_str()) + "`"),
               entry.card.id.c_str());
      for (const Field& field : entry.fields)
        QVERIFY(answer.out.contains("`" + QByteArray(field.key.c_str()) + "`"));
    }
    QCOMPARE(place.call({"list", "all"}).status, 2);
  }
};

QTEST_GUILESS_MAIN(CliCatalogueTest)
#include "cli_catalogue_test.moc"
