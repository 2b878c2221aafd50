#include "core/io/csv.h"

#include <QTemporaryDir>
#include <QTest>

#include "core/io/file.h"
#include "core/io/vector_file.h"

using namespace thalweg;

class CsvTest : public QObject {
  Q_OBJECT

 private slots:
  void quotesAndLineEndsAreTolerated() {
    const auto table = parseCsv(
        "\xEF\xBB\xBF\"a, b\",\"say \"\"c\"\"\", d \r\n1,-2.5, 3e2 \r\n\"4\",+5,6\r\n\r\n", "t");
    QVERIFY2(bool(table), table ? "" : table.error().what.c_str());
    QCOMPARE(table->columns, (std::vector<std::string>{"a, b", "say \"c\"", "d"}));
    Mat expected(2, 3);
    expected << 1, -2.5, 300, 4, 5, 6;
    QVERIFY(table->values == expected);
  }
  void lastLineNeedsNoEnd() {
    const auto table = parseCsv("x\n1\n2", "t");
    QVERIFY(bool(table));
    QCOMPARE(table->values.rows(), Index(2));
  }
  void badTablesAreRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("part");
    QTest::addRow("word") << QByteArray("a,b\n1,2\n3,four\n")
                          << "line 3, column 'b': 'four' is no number";
    QTest::addRow("empty cell") << QByteArray("a,b\n1,\n") << "line 2, column 'b': '' is no number";
    QTest::addRow("nan") << QByteArray("a\nnan\n") << "line 2, column 'a': 'nan' is no number";
    QTest::addRow("infinite") << QByteArray("a\n1e999\n")
                              << "line 2, column 'a': '1e999' is no number";
    QTest::addRow("hex") << QByteArray("a\n0x10\n") << "'0x10' is no number";
    QTest::addRow("short line") << QByteArray("a,b\n1,2\n3\n")
                                << "line 3 has 1 cells, the header has 2";
    QTest::addRow("long line") << QByteArray("a,b\n1,2,3\n")
                               << "line 2 has 3 cells, the header has 2";
    QTest::addRow("trailing comma")
        << QByteArray("a,b\n1,2,\n") << "line 2 has 3 cells, the header has 2";
    QTest::addRow("empty line within")
        << QByteArray("a,b\n1,2\n\n3,4\n") << "line 3 has 1 cells, the header has 2";
    QTest::addRow("empty") << QByteArray("") << "its first line is empty";
    QTest::addRow("no numbers") << QByteArray("a,b\n") << "there is no line of numbers";
    QTest::addRow("binary") << QByteArray("PK\0\1\n1\n", 7) << "it is no text";
  }
  void badTablesAreRefused() {
    QFETCH(QByteArray, text);
    QFETCH(QString, part);
    const auto table = parseCsv({text.constData(), std::size_t(text.size())}, "some.csv");
    QVERIFY(!table);
    const QString what = QString::fromStdString(table.error().what);
    QVERIFY2(what.contains(part), qPrintable(what));
    QVERIFY2(what.startsWith("'some.csv'"), qPrintable(what));
    QCOMPARE(table.error().where, std::string("some.csv"));
  }
  void unreadableFilesAreRefused() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    QVERIFY(readCsv(path + "/none.csv").error().what.find("No such file") != std::string::npos);
    QVERIFY(readCsv(path).error().what.find("it is a folder") != std::string::npos);
    QVERIFY(!writeFile(path + "/none/a.csv", "x"));
  }
  void vectorsReadBack_data() {
    QTest::addColumn<QString>("ending");
    for (const char* ending : {"csv", "npy", "npz"}) QTest::addRow("%s", ending) << ending;
  }
  void vectorsReadBack() {
    QFETCH(QString, ending);
    const QTemporaryDir folder;
    const std::string path = (folder.path() + "/v." + ending).toStdString();
    const Vec v{{1.0 / 3, -5e-324, 1.7976931348623157e308, -0.0, 12345678901234567.0}};
    QVERIFY(bool(writeVector(path, v)));
    const auto read = readVector(path);
    QVERIFY2(bool(read), read ? "" : read.error().what.c_str());
    QCOMPARE(read->size(), v.size());
    QVERIFY(std::memcmp(read->data(), v.data(), std::size_t(v.size()) * sizeof(double)) == 0);
  }
  void vectorsOfAnotherKindAreRefused() {
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString();
    QVERIFY(bool(writeFile(path + "/two.csv", "value,other\n1,2\n")));
    QVERIFY(readVector(path + "/two.csv").error().what.find("the one column 'value'") !=
            std::string::npos);
    QVERIFY(readVector(path + "/v.txt").error().what.find(".csv, .npy or .npz") !=
            std::string::npos);
    QVERIFY(!writeVector(path + "/v.txt", Vec::Zero(1)));
    QVERIFY(bool(writeVector(path + "/v.npy", Vec{{1.0, std::nan("")}})));
    QVERIFY(readVector(path + "/v.npy").error().what.find("entry 1 is nan") != std::string::npos);
  }
};

QTEST_GUILESS_MAIN(CsvTest)
#include "csv_test.moc"
