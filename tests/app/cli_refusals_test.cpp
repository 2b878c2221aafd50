/// Wrong requests: status 2, one line that quotes what was written and says what is allowed, and
/// nothing is made.
#include <QTest>

#include "tests/support/cli.h"

class CliRefusalsTest : public QObject {
  Q_OBJECT

  cli::Place m_place;

  void tryRow() {
    QFETCH(QStringList, words);
    QFETCH(QStringList, said);
    const QStringList before = m_place.entries();
    const cli::Answer answer = m_place.call(words);
    QCOMPARE(answer.status, 2);
    QVERIFY2(answer.out.isEmpty(), answer.out.constData());
    QVERIFY2(answer.err.endsWith('\n') && answer.err.count('\n') == 1 && answer.err.size() <= 500,
             answer.err.constData());
    QVERIFY2(!QString::fromUtf8(answer.err).contains(QChar::ReplacementCharacter),
             answer.err.constData());
    for (const QString& word : said)
      QVERIFY2(QString::fromUtf8(answer.err).contains(word), answer.err.constData());
    QCOMPARE(m_place.entries(), before);
  }

 private slots:
  void initTestCase() {
    m_place.write("ok.toml",
                  "[problem]\nname = \"rosenbrock\"\n[[optimizer]]\nname = "
                  "\"adam\"\n[[optimizer]]\nname = \"sgd\"\n[run]\nsteps = 5\n");
    m_place.write("bad.toml", "[problem]\nname = \"rosenbrock\"\n[[optimizer]\nname = \"adam\"\n");
    m_place.write("empty.toml", "");
    m_place.write("noopt.toml", "[problem]\nname = \"rosenbrock\"\n");
    m_place.write("nul.toml", QByteArray("title = \"a\0b\"\n", 13));
    m_place.write("p.csv", "x0,x1\n1,2\n");
    m_place.write("three.csv", "x0,x1,x2\n1,2,3\n");
    m_place.write("named.csv", "a,b\n1,2\n");
    m_place.write("word.csv", "x0,x1\n1,2\n1,two\n");
    m_place.write("ragged.csv", "x0,x1\n1,2\n1\n");
    m_place.write("v3.csv", "value\n1\n2\n3\n");
    m_place.write("vnan.csv", "value\n1\nnan\n");
    m_place.write("d.csv", "d1,d2\n1,0\n");
    m_place.write("d.npz", "no archive");
    m_place.write("table.csv", "a,b,target\n1,2,0\n3,4,1\n5,6,0\n");
    m_place.write("word_table.csv", "a,b,target\n1,2,0\n3,four,1\n");
    QVERIFY(QDir().mkdir(m_place.path("folder")));
  }

  void wrongRequest_data() {
    for (const char* name : {"words", "said"}) QTest::addColumn<QStringList>(name);
    const auto row = [](const char* name, const QStringList& words, const QStringList& said) {
      QTest::newRow(name) << words << said;
    };
    const auto set = [&row](const char* name, const QString& change, const QStringList& said) {
      row(name, {"run", "ok.toml", "--set", change}, QStringList{change.left(60)} + said);
    };
    row("nothing", {}, {"list", "eval", "run", "derivatives", "landscape", "drift"});
    row("verb", {"rum", "ok.toml"}, {"'rum'", "'run'"});
    row("far verb", {"frobnicate"}, {"'frobnicate'", "landscape"});
    row("kind missing", {"list"}, {"list", "KIND"});
    row("kind", {"list", "optimizer"}, {"'optimizer'", "'optimizers'"});
    row("far kind", {"list", "zzzzzz"}, {"'zzzzzz'", "landscapes"});
    row("too many words", {"list", "flows", "bounds"}, {"'bounds'"});
    row("option", {"run", "ok.toml", "--stepz", "3"}, {"'--stepz'", "'--steps'"});
    row("option with value", {"run", "ok.toml", "--ouput=o"}, {"'--ouput'", "'--out'"});
    row("two files", {"run", "ok.toml", "bad.toml"}, {"'bad.toml'"});
    row("no problem", {"run"}, {"--landscape"});
    row("two problems", {"run", "ok.toml", "--landscape", "meander"}, {"only one", "--landscape"});
    row("file and optimizer", {"run", "ok.toml", "--optimizer", "sgd"},
        {"--optimizer", "ok.toml", "--set"});
    row("no optimizer", {"run", "--landscape", "meander"}, {"[[optimizer]]"});
    row("no file", {"run", "none.toml"}, {"'none.toml'", "No such file"});
    row("folder for a file", {"run", "folder"}, {"'folder'", "folder"});
    row("malformed", {"run", "bad.toml"}, {"bad.toml", "line 3", "column"});
    row("empty", {"run", "empty.toml"}, {"empty.toml", "[problem]"});
    row("zero byte", {"run", "nul.toml"}, {"nul.toml", "line 1"});
    row("landscape", {"run", "--landscape", "rosenbrok", "--optimizer", "sgd"},
        {"--landscape rosenbrok", "'rosenbrock'"});
    row("optimizer", {"run", "--landscape", "meander", "--optimizer", "adom"},
        {"--optimizer adom", "'adam'"});
    row("second optimizer",
        {"run", "--landscape", "meander", "--optimizer", "sgd", "--optimizer", "x"},
        {"--optimizer x"});
    row("start too long", {"run", "--landscape", "meander", "--optimizer", "sgd", "--start=1,2,3"},
        {"--start=1,2,3", "2 variables"});
    row("start is a word", {"run", "--landscape", "meander", "--optimizer", "sgd", "--start=1,b"},
        {"--start=1,b", "'b'"});
    row("start is nan", {"run", "--landscape", "meander", "--optimizer", "sgd", "--start=nan,1"},
        {"'nan'", "finite"});
    row("start is empty at its end",
        {"run", "--landscape", "meander", "--optimizer", "sgd", "--start=1,"}, {"--start=1,"});
    row("expression", {"run", "--expression", "x^2 + (y", "--optimizer", "sgd"},
        {"--expression x^2 + (y", "column"});
    row("constant", {"run", "--expression", "q*x", "--optimizer", "sgd"}, {"'q'", "constant"});
    row("long expression", {"run", "--expression", QString(20000, '('), "--optimizer", "sgd"},
        {"((((", "column"});
    row("steps below", {"run", "ok.toml", "--steps=-3"}, {"--steps -3", "0 to 1000000000"});
    row("steps above", {"run", "ok.toml", "--steps", "2000000000"},
        {"--steps 2000000000", "0 to 1000000000"});
    row("steps word", {"run", "ok.toml", "--steps", "many"}, {"--steps many", "whole numbers"});
    row("steps half", {"run", "ok.toml", "--steps", "1.5"}, {"--steps 1.5", "whole numbers"});
    row("steps empty", {"run", "ok.toml", "--steps", ""}, {"--steps", "whole numbers"});
    row("option for a verb", {"--steps", "3", "run"}, {"'--steps'", "landscape"});
    set("set batch", "run.batch=5", {"run.batch = 5", "0"});
    row("set without value", {"run", "ok.toml", "--set", "run.steps"},
        {"--set run.steps", "KEY=VALUE"});
    row("set without key", {"run", "ok.toml", "--set", "=3"}, {"--set =3", "KEY=VALUE"});
    set("set misspelt", "optimizer.lerning_rate=1", {"'lerning_rate'", "'learning_rate'"});
    set("set out of range", "optimizer.learning_rate=-1", {"learning_rate = -1", "0 to"});
    set("set nan", "optimizer.learning_rate=nan", {"learning_rate = nan", "0 to"});
    set("set word", "optimizer.learning_rate=fast", {"learning_rate = fast", "0 to"});
    set("set of one of them", "optimizer[0].momentum=0.5", {"'momentum'", "adam"});
    set("set top", "titel=a", {"'titel'", "'title'"});
    set("set table", "measur.sharpness.every=1", {"'measur'", "'measure'"});
    set("set measure", "measure.sharpnes.every=1", {"'sharpness'"});
    set("set deep", "measure.sharpness.evry=1", {"'every'"});
    set("set stop", "run.stop.f_bellow=1", {"'f_below'"});
    set("set landscape", "problem.name=rosenbrok", {"'rosenbrock'"});
    set("set start", "problem.start=[1]", {"2 variables"});
    set("set start inf", "problem.start=[1,inf]", {"inf", "finite"});
    set("set flow", "measure.drift.flows=[\"nfg\"]", {"'ngf'"});
    set("set long", "optimizer.learning_rate=" + QString(3000, '9'), {"0 to"});
    row("set beyond", {"run", "ok.toml", "--set", "optimizer[7].learning_rate=1"},
        {"'optimizer[7].learning_rate'", "optimizer[1]"});
    row("out is a file", {"run", "ok.toml", "--out", "p.csv"}, {"'p.csv'", "can not be made"});
    row("out below a file", {"run", "ok.toml", "--out", "p.csv/deep"},
        {"'p.csv/deep'", "can not be made"});
  }
  void wrongRequest() { tryRow(); }

  void wrongKick_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("said");
    QTest::newRow("factor") << QStringList{"run", "ok.toml", "--set",
                                           "optimizer[1].kick.rate_factor=-2"}
                            << QStringList{"optimizer[1].kick", "rate_factor = -2", "above 0"};
    QTest::newRow("batch") << QStringList{"run", "ok.toml", "--set",
                                          "optimizer[1].kick={ step = 2, batch = 8 }"}
                           << QStringList{"optimizer[1] (sgd): kick.batch = 8",
                                          "not a mean over data"};
  }
  void wrongKick() { tryRow(); }

  void wrongRequestOfOtherVerbs_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("said");
    const auto row = [](const char* name, const QStringList& words, const QStringList& said) {
      QTest::newRow(name) << words << said;
    };
    row("no points", {"eval", "--landscape", "meander"}, {"--points"});
    row("points missing", {"eval", "--landscape", "meander", "--points", "none.csv"},
        {"'none.csv'"});
    row("points of three", {"eval", "--landscape", "meander", "--points", "three.csv"},
        {"three.csv", "3 columns", "2 variables"});
    row("points named otherwise", {"eval", "--landscape", "meander", "--points", "named.csv"},
        {"named.csv", "x0"});
    row("word in points", {"eval", "--landscape", "meander", "--points", "word.csv"},
        {"word.csv", "line 3", "'two'"});
    row("ragged points", {"eval", "--landscape", "meander", "--points", "ragged.csv"},
        {"ragged.csv", "line 3"});
    row("eval landscape", {"eval", "--landscape", "meandr", "--points", "p.csv"},
        {"--landscape meandr", "'meander'"});
    row("eval out", {"eval", "--landscape", "meander", "--points", "p.csv", "--out", "none/o.csv"},
        {"'none/o.csv'"});
    row("at missing", {"derivatives", "ok.toml", "--at", "none.csv"}, {"'none.csv'"});
    row("at of another kind", {"derivatives", "ok.toml", "--at", "ok.toml"}, {"ok.toml", ".npz"});
    row("at too long", {"derivatives", "ok.toml", "--at", "v3.csv"},
        {"--at v3.csv", "3", "2 parameters"});
    row("at nan", {"derivatives", "ok.toml", "--at", "vnan.csv"}, {"vnan.csv", "nan"});
    row("vector too long", {"derivatives", "ok.toml", "--vector", "v3.csv"},
        {"--vector v3.csv", "2 parameters"});
    row("vector header", {"derivatives", "ok.toml", "--vector", "p.csv"}, {"p.csv", "'value'"});
    row("grid", {"landscape", "ok.toml", "--grid", "1"}, {"--grid 1", "2 to 10000"});
    row("grid word", {"landscape", "ok.toml", "--grid", "big"}, {"--grid big", "2 to 10000"});
    row("radius", {"landscape", "ok.toml", "--radius", "0"}, {"--radius 0", "above 0"});
    row("radius word", {"landscape", "ok.toml", "--radius", "far"}, {"--radius far", "above 0"});
    row("radius inf", {"landscape", "ok.toml", "--radius", "inf"}, {"--radius inf", "above 0"});
    row("plane", {"landscape", "ok.toml", "--plane", "rando"}, {"--plane rando", "random"});
    row("plane missing", {"landscape", "ok.toml", "--plane", "none.csv"}, {"'none.csv'"});
    row("plane too short", {"landscape", "ok.toml", "--plane", "d.csv"},
        {"--plane d.csv", "1 rows", "2 parameters"});
    row("plane columns", {"landscape", "ok.toml", "--plane", "p.csv"},
        {"--plane p.csv", "d1 and d2", "x0, x1"});
    row("plane broken", {"landscape", "ok.toml", "--plane", "d.npz"}, {"d.npz"});
    row("pca without runs", {"landscape", "noopt.toml", "--plane", "pca"},
        {"--plane pca", "[[optimizer]]"});
    row("flow", {"drift", "ok.toml", "--flows", "ngf,nfg"}, {"--flows", "'nfg'", "'ngf'"});
    row("no flow", {"drift", "ok.toml", "--flows", ""}, {"--flows", "ngf"});
    row("drift without optimizer", {"drift", "noopt.toml"}, {"[[optimizer]]"});
  }
  void wrongRequestOfOtherVerbs() { tryRow(); }

  void wrongNetwork_data() {
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("said");
    const auto network = [](const char* name, const QStringList& sets, const QStringList& said) {
      QStringList words{"run", "ok.toml", "--set",
                        "problem={kind=\"network\",dataset=\"digits\",layers=[64,3,10]}"};
      for (const QString& change : sets) words << "--set" << change;
      QTest::newRow(name) << words << said;
    };
    network("layers in", {"problem.layers=[63,10]"}, {"layers", "64"});
    network("layers out", {"problem.layers=[64,9]"}, {"layers", "10"});
    network("data set", {"problem.dataset=digit"}, {"'digit'", "'digits'"});
    network("table missing", {"problem.dataset=none.csv"}, {"none.csv"});
    network("word in table", {"problem.dataset=word_table.csv", "problem.layers=[2,1]"},
            {"word_table.csv", "line 3", "'four'"});
    network("target", {"problem.dataset=table.csv", "problem.target=tarjet"}, {"tarjet"});
    network("activation", {"problem.activation=tan"}, {"activation = tan", "tanh"});
    network("loss", {"problem.loss=mes"}, {"mes", "mse"});
    network("parameters", {"problem.parameters=v3.csv"}, {"v3.csv", "3"});
    network("first sample", {"problem.first_sample=100000"}, {"first_sample", "100000"});
    network("start of a network", {"problem.start=[1,2]"}, {"'start'"});
    network("samples", {"problem.samples=-1"}, {"samples = -1"});
    network("fraction", {"problem.test_fraction=1.0"}, {"test_fraction = 1", "below 1"});
  }
  void wrongNetwork() { tryRow(); }
};

QTEST_GUILESS_MAIN(CliRefusalsTest)
#include "cli_refusals_test.moc"
