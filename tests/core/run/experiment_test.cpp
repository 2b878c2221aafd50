/// Experiment files: in and out again, and every way in which one can be wrong.
#include "core/run/experiment.h"

#include <QTest>
#include <filesystem>

#include "core/catalog.h"
#include "core/run/problem.h"

using namespace thalweg;

namespace {

const std::string head = "[problem]\nkind = \"landscape\"\nname = \"quadratic\"\n";
const std::string two = head + "[[optimizer]]\nname = \"sgd\"\n[[optimizer]]\nname = \"adam\"\n";

Experiment read(const std::string& toml, const std::vector<Override>& changes = {}) {
  const Result<Experiment> experiment = experimentFrom(toml, "/base", changes);
  if (!experiment) qFatal("refused: %s", experiment.error().what.c_str());
  return *experiment;
}

std::string complaint(const std::string& toml, const std::vector<Override>& changes = {}) {
  const Result<Experiment> experiment = experimentFrom(toml, "/base", changes);
  return experiment ? "accepted" : experiment.error().what;
}

}  // namespace

class ExperimentTest : public QObject {
  Q_OBJECT

  void refused() {
    QFETCH(QString, toml);
    QFETCH(QStringList, said);
    const std::string bytes = QTest::currentDataTag() == QByteArray("not text")
                                  ? std::string("title = \"\xff\"\n")
                                  : toml.toStdString();
    const std::string what = complaint(bytes);
    for (const QString& word : said)
      QVERIFY2(what.find(word.toStdString()) != std::string::npos, what.c_str());
    QVERIFY2(what.find('\n') == std::string::npos && what.size() < 480, what.c_str());
  }

 private slots:
  void resolvedFilesReadBackTheSame_data() {
    QTest::addColumn<QString>("toml");
    for (const LandscapeEntry& entry : allLandscapes())
      QTest::newRow(entry.card.id.c_str())
          << QString("[problem]\nname = \"%1\"\n[[optimizer]]\nname = \"sgd\"\n")
                 .arg(entry.card.id.c_str());
    for (const OptimizerEntry& entry : allOptimizers())
      QTest::newRow(entry.card.id.c_str())
          << QString(
                 "[problem]\nname = \"meander\"\nstart = [1, -0.1]\n[[optimizer]]\nname = "
                 "\"%1\"\nlearning_rate = 3e-7\n")
                 .arg(entry.card.id.c_str());
    QTest::newRow("expression") << "[problem]\nexpression = \"a*x^2 + y^4\"\nconstants = { a = 0.1 "
                                   "}\ndomain = [[-1, 2], [-1e-3, 1e22]]\n";
    QTest::newRow("odd title")
        << "title = \"a \\\"b\\\" \\\\ c\\u0001\\n\\tβ\"\n[problem]\nname = \"meander\"\n";
    QTest::newRow("labels") << "[problem]\nname = \"meander\"\n[[optimizer]]\nname = "
                               "\"sgd\"\nlabel = \"rate η = \\\"big\\\"\"\n";
    QTest::newRow("numbers") << "[problem]\nname = \"meander\"\nstart = [5e-324, "
                                "1.7976931348623157e308]\na = 0.30000000000000004\n";
    QTest::newRow("everything")
        << "[problem]\nname = \"meander\"\n[[optimizer]]\nname = \"adam\"\n[[optimizer]]\nname = "
           "\"adam\"\n"
           "[run]\nsteps = 7\nbatch = 3\nseed = 4294967295\nthreads = 2\nstop = { gradient_norm = "
           "1e-3, f_below = -inf }\n"
           "[measure]\nsharpness = { every = 5, top = 2 }\ndrift = { every = 2, flows = [\"ngf\"] "
           "}\n"
           "accuracy = { every = 3 }\nparameters = { every = 4 }\n[view]\nhidden = [1]\nstep = 3\n";
    QTest::newRow("network") << "[problem]\ndataset = \"digits\"\nlayers = [64, 5, 10]\nsamples = "
                                "20\nloss = \"mse\"\n[[optimizer]]\nname = \"sgd\"\n";
  }
  void resolvedFilesReadBackTheSame() {
    QFETCH(QString, toml);
    const Result<Experiment> all = resolved(read(toml.toStdString()));
    QVERIFY2(bool(all), all ? "" : all.error().what.c_str());
    const std::string text = tomlOf(*all);
    const Result<Experiment> again = experimentFrom(text, "/elsewhere");
    QVERIFY2(bool(again), again ? "" : again.error().what.c_str());
    QVERIFY2(*again == *all, text.c_str());
    QCOMPARE(tomlOf(*again), text);
    QCOMPARE(tomlOf(*resolved(*again)), text);
  }

  void everyTableIsRead() {
    const Experiment e = read(
        "title = \"T\"\n[problem]\nkind = \"landscape\"\nname = \"quadratic\"\ncondition = "
        "7\nstart = [1, 2.5]\n"
        "[[optimizer]]\nname = \"momentum\"\nlabel = \"M\"\nlearning_rate = 0.5\n"
        "[run]\nsteps = 11\nbatch = 2\nseed = 3\nthreads = 4\nstop = { gradient_norm = 0.25, "
        "f_below = 1.5 }\n"
        "[measure]\nsharpness = { every = 5, top = 2 }\ndrift = { every = 6, flows = [\"ngf\"] "
        "}\naccuracy = { every = 7 }\n"
        "parameters = { every = 8 }\nspectrum = { every = 9, method = \"full\", probes = 3, steps "
        "= "
        "4, top = 5 }\ntrace = { every = 10, probes = 12 }\n[view]\nhidden = [0]\nstep = 9\n"
        "arrangement = \"curvature\"\n");
    QCOMPARE(e.title, std::string("T"));
    QCOMPARE(realOf(e.problem.settings, "condition"), 7.0);
    QCOMPARE(e.problem.start, (std::vector<double>{1.0, 2.5}));
    QCOMPARE(e.optimizers.front().label, std::string("M"));
    QCOMPARE(realOf(e.optimizers.front().settings, "learning_rate"), 0.5);
    QCOMPARE(realOf(e.optimizers.front().settings, "momentum"), 0.9);
    RunChoice run{11, 2, "reshuffled", 3, 4, 0.25, 1.5};
    QVERIFY(e.run == run);
    const MeasureChoice measure{5, 2, 6, {"ngf"}, 7, 8, 9, "full", 3, 4, 5, 10, 12};
    QVERIFY(e.measure == measure);
    const ViewChoice view{{0}, 9, true, false, "curvature"};
    QVERIFY(e.view == view);
  }

  void wrongKeysAndNamesAreRefused_data() {
    QTest::addColumn<QString>("toml");
    QTest::addColumn<QStringList>("said");
    const QString h = QString::fromStdString(head), t = QString::fromStdString(two);
    const auto row = [](const char* name, const QString& toml, const QStringList& said) {
      QTest::newRow(name) << toml << said;
    };
    row("key at the top", "titel = \"a\"\n" + h, {"'titel'", "'title'"});
    row("table at the top", h + "[measur]\n", {"'measur'", "'measure'"});
    row("key of a landscape", h + "conditon = 3\n", {"'conditon'", "'condition'", "quadratic"});
    row("key of another kind", h + "expression = \"x\"\n", {"'expression'"});
    row("key of an expression", "[problem]\nexpression = \"x\"\ndomane = 1\n",
        {"'problem.domane'", "'domain'"});
    row("key of a network", "[problem]\ndataset = \"digits\"\nlayer = [64, 10]\n", {"'layer'"});
    row("key of an optimizer", h + "[[optimizer]]\nname = \"adam\"\nbeta_1 = 0.5\n",
        {"'beta_1'", "'beta1'", "optimizer[0]", "adam"});
    row("second optimizer", t + "momentum = 0.5\n", {"'momentum'", "optimizer[1]"});
    row("key of run", h + "[run]\nstep = 3\n", {"run", "'step'", "'steps'"});
    row("key of stop", h + "[run]\nstop = { gradientnorm = 1 }\n",
        {"run.stop", "'gradientnorm'", "'gradient_norm'"});
    row("arrangement of the window", h + "[view]\narrangement = \"neat\"\n",
        {"view.arrangement", "neat", "curvature"});
    row("key of measure", h + "[measure]\nsharpnes = { every = 1 }\n",
        {"measure.sharpnes", "'sharpness'"});
    row("method of the spectrum", h + "[measure]\nspectrum = { every = 1, method = \"ful\" }\n",
        {"method = ful", "full"});
    row("probes of the trace", h + "[measure]\ntrace = { every = 1, probes = 1 }\n",
        {"probes = 1", "2 to"});
    row("key of sharpness", h + "[measure]\nsharpness = { ever = 1 }\n",
        {"measure.sharpness", "'ever'", "'every'"});
    row("key of drift", h + "[measure]\ndrift = { flow = [] }\n", {"measure.drift", "'flow'"});
    row("key of view", h + "[view]\nhiden = []\n", {"view.hiden", "'hidden'"});
    row("landscape", "[problem]\nname = \"quadratc\"\n", {"'quadratc'", "'quadratic'"});
    row("kind", "[problem]\nkind = \"landscap\"\n", {"'landscap'", "'landscape'"});
    row("optimizer", h + "[[optimizer]]\nname = \"adom\"\n", {"'adom'", "'adam'"});
    row("optimizer without name", h + "[[optimizer]]\nlearning_rate = 1\n",
        {"optimizer[0].name", "missing"});
    row("flow", h + "[measure]\ndrift = { every = 1, flows = [\"nfg\"] }\n", {"'nfg'", "'ngf'"});
    row("no problem", "title = \"a\"\n", {"[problem]", "missing"});
  }
  void wrongKeysAndNamesAreRefused() { refused(); }

  void wrongValuesAreRefused_data() {
    QTest::addColumn<QString>("toml");
    QTest::addColumn<QStringList>("said");
    const QString h = QString::fromStdString(head), t = QString::fromStdString(two);
    const auto row = [](const char* name, const QString& toml, const QStringList& said) {
      QTest::newRow(name) << toml << said;
    };
    row("problem is a number", "problem = 3\n", {"problem = 3", "table"});
    row("optimizer is a number", "optimizer = 3\n" + h, {"optimizer = 3"});
    row("optimizer among words", "optimizer = [\"adam\"]\n" + h, {"'adam'", "table"});
    row("run is a list", "run = [1]\n" + h, {"run", "table"});
    row("sharpness is a number", h + "[measure]\nsharpness = 5\n",
        {"measure.sharpness = 5", "every"});
    row("title is a number", "title = 5\n" + h, {"title = 5", "text"});
    row("label is a number", h + "[[optimizer]]\nname = \"sgd\"\nlabel = 5\n",
        {"label = 5", "text"});
    row("steps is a word", h + "[run]\nsteps = \"many\"\n",
        {"steps = many", "whole numbers 0 to 1000000000"});
    row("steps is broken", h + "[run]\nsteps = 1.5\n", {"steps = 1.5", "whole numbers"});
    row("steps is a list", h + "[run]\nsteps = [1]\n", {"run.steps = [ 1 ]", "whole numbers"});
    row("steps below", h + "[run]\nsteps = -1\n", {"steps = -1", "0 to"});
    row("steps above", h + "[run]\nsteps = 1000000001\n", {"steps = 1000000001", "to 1000000000"});
    row("threads", h + "[run]\nthreads = 0\n", {"threads = 0", "1 to 256"});
    row("rate below", h + "[[optimizer]]\nname = \"sgd\"\nlearning_rate = -0.5\n",
        {"learning_rate = -0.5", "0 to"});
    row("rate is a word", h + "[[optimizer]]\nname = \"sgd\"\nlearning_rate = \"0.1\"\n",
        {"learning_rate = 0.1"});
    row("rate is nan", h + "[[optimizer]]\nname = \"sgd\"\nlearning_rate = nan\n",
        {"learning_rate = nan"});
    row("rate is inf", h + "[[optimizer]]\nname = \"sgd\"\nlearning_rate = inf\n",
        {"learning_rate = inf"});
    row("beta1 is 1", h + "[[optimizer]]\nname = \"adam\"\nbeta1 = 1.0\n",
        {"beta1 = 1", "0 to below 1"});
    row("flag for a number", h + "[[optimizer]]\nname = \"adam\"\nbeta1 = true\n",
        {"beta1 = true"});
    row("date for a number", h + "[run]\nsteps = 1979-05-27\n", {"run.steps = 1979-05-27"});
    row("list for a text", "[problem]\ndataset = \"digits\"\ntarget = [\"a\"]\n",
        {"problem.target", "a text"});
    row("start is a word", h + "start = \"1,2\"\n", {"problem.start = '1,2'", "list"});
    row("start has a word", h + "start = [1, \"two\"]\n", {"'two'", "finite number"});
    row("start is nan", h + "start = [1, nan]\n", {"problem.start", "nan", "finite"});
    row("start is inf", h + "start = [inf, 0]\n", {"problem.start", "inf", "finite"});
    row("start is empty", h + "start = []\n", {"problem.start = []"});
    row("domain upside down", "[problem]\nexpression = \"x\"\ndomain = [[2, -2], [0, 1]]\n",
        {"problem.domain", "low below high"});
    row("domain of one", "[problem]\nexpression = \"x\"\ndomain = [[2]]\n", {"problem.domain"});
    row("constant is a word", "[problem]\nexpression = \"a*x\"\nconstants = { a = \"b\" }\n",
        {"problem.constants.a", "'b'"});
    row("constants are a list", "[problem]\nexpression = \"a*x\"\nconstants = [1]\n",
        {"problem.constants", "table"});
    row("every below", h + "[measure]\nsharpness = { every = -1 }\n", {"every = -1"});
    row("top above", h + "[measure]\nsharpness = { every = 1, top = 101 }\n",
        {"top = 101", "1 to 100"});
    row("flows is a word", h + "[measure]\ndrift = { flows = \"ngf\" }\n",
        {"measure.drift.flows = 'ngf'", "list"});
    row("f_below is nan", h + "[run]\nstop = { f_below = nan }\n", {"f_below = nan"});
    row("gradient_norm is inf", h + "[run]\nstop = { gradient_norm = inf }\n",
        {"gradient_norm = inf"});
    row("hidden beyond", t + "[view]\nhidden = [2]\n", {"view.hidden", "2", "0 to 1"});
    row("layers of half", "[problem]\ndataset = \"digits\"\nlayers = [64, 2.5, 10]\n",
        {"2.5", "whole numbers"});
    row("layers too short", "[problem]\ndataset = \"digits\"\nlayers = [64]\n",
        {"problem.layers", "too short"});
    row("data set", "[problem]\nkind = \"network\"\ndataset = \"digit\"\n",
        {"'digit'", "'digits'"});
    row("activation", "[problem]\ndataset = \"digits\"\nactivation = \"tan\"\n",
        {"activation = tan", "tanh"});
    row("bracket", "title = \"a\"\n[problem\nname = 3\n", {"line 2", "column"});
    row("twice", h + "name = \"meander\"\n", {"line 4", "column"});
    row("no value", "title =\n", {"line 1", "column"});
    row("not text", "title = \"\xff\"\n", {"line 1"});
  }
  void wrongValuesAreRefused() { refused(); }

  void overridesChangeWhatTheyName() {
    const Experiment all = read(two, {{"optimizer.learning_rate", "0.25"}});
    QCOMPARE(realOf(all.optimizers[0].settings, "learning_rate"), 0.25);
    QCOMPARE(realOf(all.optimizers[1].settings, "learning_rate"), 0.25);
    const Experiment second =
        read(two, {{"optimizer[1].learning_rate", "1"}, {"optimizer[1].label", "second one"}});
    QCOMPARE(realOf(second.optimizers[1].settings, "learning_rate"), 1.0);
    QVERIFY(realOf(second.optimizers[0].settings, "learning_rate") != 1.0);
    QCOMPARE(second.optimizers[1].label, std::string("second one"));
    const Experiment nested = read(two, {{"measure.sharpness.every", "4"},
                                         {"run.stop.f_below", "0.5"},
                                         {"run.steps", "9"},
                                         {"problem.start", "[1, 2]"},
                                         {"measure.drift", "{ every = 3 }"},
                                         {"problem.condition", "2"}});
    QCOMPARE(nested.measure.sharpnessEvery, 4);
    QCOMPARE(nested.measure.driftEvery, 3);
    QCOMPARE(nested.run.stopBelow, 0.5);
    QCOMPARE(nested.run.steps, 9);
    QCOMPARE(nested.problem.start, (std::vector<double>{1, 2}));
    QCOMPARE(realOf(nested.problem.settings, "condition"), 2.0);
    // The later of two wins; single brackets are one optimizer.
    QCOMPARE(read(two, {{"run.steps", "1"}, {"run.steps", "2"}}).run.steps, 2);
    const Experiment single = read(head + "[optimizer]\nname = \"sgd\"\n",
                                   {{"optimizer.learning_rate", "2"}, {"optimizer[0].label", "L"}});
    QCOMPARE(realOf(single.optimizers[0].settings, "learning_rate"), 2.0);
    QCOMPARE(single.optimizers[0].label, std::string("L"));
  }

  void wrongOverridesAreRefused_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("said");
    for (const auto& [key, value, said] : std::vector<std::array<const char*, 3>>{
             {"optimizer", "adam", "'optimizer' is not a key"},
             {"optimizer[2].learning_rate", "1", "optimizer[0] to optimizer[1]"},
             {"optimizer[-1].learning_rate", "1", "optimizer[0] to optimizer[1]"},
             {"optimizer[].learning_rate", "1", "'optimizer[].learning_rate'"},
             {"optimizer[.learning_rate", "1", "'optimizer[.learning_rate'"},
             {"optimizer[0.learning_rate", "1", "'optimizer[0.learning_rate'"},
             {"optimizer[0]x.learning_rate", "1", "'optimizer[0]x.learning_rate'"},
             {"optimizer[99999999999999999999].label", "a", "optimizer[0] to optimizer[1]"},
             {"optimizers.learning_rate", "1", "did you mean 'optimizer'?"},
             {"optimizer.lerning_rate", "1", "did you mean 'learning_rate'?"},
             {"optimizer.learning_rate", "fast", "learning_rate = fast"},
             {"run.steps", "2\nrun.seed = 3", "steps = 2 run.seed = 3"},
             {"run.steps.often", "2", "'steps' is not a table"},
             {"run..steps", "2", "'run..steps'"},
             {"run.", "2", "'run.'"},
             {".steps", "2", "'.steps'"},
             {"run", "2", "run = 2 is not a table"},
             {"optimizer.label", "\xff", "UTF-8"}})
      QTest::newRow(key) << QString(key) << QString::fromLatin1(value) << QString(said);
  }
  void wrongOverridesAreRefused() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    QFETCH(QString, said);
    const std::string what = complaint(two + "[run]\nsteps = 3\n",
                                       {{key.toStdString(), value.toLatin1().toStdString()}});
    QVERIFY2(what.find(said.toStdString()) != std::string::npos, what.c_str());
  }

  void overridesNeedAnOptimizer() {
    QVERIFY(complaint(head, {{"optimizer.learning_rate", "1"}}).find("has no optimizer") !=
            std::string::npos);
  }

  void pathsBecomeAbsolute() {
    const auto dataset = [](const std::string& path, const std::string& folder) {
      const Result<Experiment> e = experimentFrom(
          "[problem]\nkind = \"network\"\ndataset = \"" + path + "\"\nparameters = \"w.csv\"\n",
          folder);
      return e ? e->problem.network.dataset + "|" + e->problem.network.parameters : e.error().what;
    };
    QCOMPARE(dataset("t.csv", "/a/b"), std::string("/a/b/t.csv|/a/b/w.csv"));
    QCOMPARE(dataset("../t.csv", "/a/b"), std::string("/a/t.csv|/a/b/w.csv"));
    QCOMPARE(dataset("/t.csv", "/a/b"), std::string("/t.csv|/a/b/w.csv"));
    QCOMPARE(dataset("digits", "/a/b"), std::string("digits|/a/b/w.csv"));
    const std::string here = std::filesystem::current_path().string();
    QCOMPARE(dataset("t.csv", ""), here + "/t.csv|" + here + "/w.csv");
  }

  void namesOfRunsAreFitForFolders() {
    Experiment e = read(two);
    e.optimizers.clear();
    for (const char* label : {"Adam", "Adam", "", "a/b", "rate η", "..", "Adam", "Adam-2",
                              "summary.json", "experiment.toml"})
      e.optimizers.push_back({"sgd", label, {}});
    const std::vector<std::string> expected{
        "Adam",           "Adam-2",           "sgd", "a_b", "rate _", "__", "Adam-3", "Adam-2-2",
        "summary.json-2", "experiment.toml-2"};
    QCOMPARE(runNames(e), expected);
  }

  void wrongStartsAreRefusedWhenResolved() {
    const Result<Experiment> three = resolved(read(head + "start = [1, 2, 3]\n"));
    QVERIFY(!three);
    QVERIFY2(three.error().what.find("problem.start has 3 numbers; this problem has 2") !=
                 std::string::npos,
             three.error().what.c_str());
    const Result<Experiment> formula = resolved(read("[problem]\nexpression = \"x +* y\"\n"));
    QVERIFY(!formula);
    QVERIFY2(formula.error().what.find("problem.expression, column 4") != std::string::npos,
             formula.error().what.c_str());
  }
};

QTEST_GUILESS_MAIN(ExperimentTest)
#include "experiment_test.moc"
