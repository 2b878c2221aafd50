#include "core/objectives/data/table_file.h"

#include <QTemporaryDir>
#include <QTest>

#include "core/io/file.h"
#include "core/io/idx.h"
#include "core/io/npz.h"

using namespace thalweg;

namespace {

/// An IDX file of bytes.
std::string idx(const std::vector<int>& shape, const std::string& body) {
  std::string bytes{'\0', '\0', '\x08', char(shape.size())};
  for (const int length : shape) bytes += {'\0', '\0', char(length >> 8), char(length & 255)};
  return bytes + body;
}

NumericArray array(const std::vector<Index>& shape, const std::vector<double>& numbers) {
  return {shape, numbers};
}

class Folder {
 public:
  std::string at(const QString& name) const { return m_folder.filePath(name).toStdString(); }
  std::string with(const QString& name, const std::string& bytes) const {
    if (!writeFile(at(name), bytes)) qFatal("can not write");
    return at(name);
  }
  std::string npz(const std::vector<std::pair<std::string, NumericArray>>& arrays) const {
    NpzWriter writer;
    for (const auto& [name, numbers] : arrays) writer.add(name, numbers);
    return with("table.npz", writer.bytes());
  }

 private:
  QTemporaryDir m_folder;
};

}  // namespace

class TableFileTest : public QObject {
  Q_OBJECT

  void refused(const std::string& path, const char* part) {
    const auto table = readTable(path);
    QVERIFY(!table);
    QVERIFY2(table.error().what.find(part) != std::string::npos, table.error().what.c_str());
    QVERIFY(table.error().what.find('\n') == std::string::npos);
  }

 private slots:
  void idxPairIsOneTable() {
    const Folder folder;
    const std::string path =
        folder.with("train-images-idx3-ubyte", idx({3, 2, 2},
                                                   "\x01\x02\x03\x04\x05\x06\x07\x08"
                                                   "\xff\xfe\xfd\xfc"));
    folder.with("train-labels-idx1-ubyte", idx({3}, {'\2', '\0', '\1'}));
    const auto table = readTable(path);
    QVERIFY2(bool(table), table ? "" : table.error().what.c_str());
    const Mat expected{{1, 2, 3, 4, 2}, {5, 6, 7, 8, 0}, {255, 254, 253, 252, 1}};
    QVERIFY(table->values == expected);
    QCOMPARE(table->columns.back(), std::string("labels"));
  }
  void idxNumbersOfEveryType() {
    const auto numbers = [](std::string body, char type) {
      return parseIdx(std::string{'\0', '\0', type, '\1', '\0', '\0', '\0', '\1'} + body, "t")
          ->reals()
          .front();
    };
    QCOMPARE(numbers("\xff", 0x08), 255.0);
    QCOMPARE(numbers("\xff", 0x09), -1.0);
    QCOMPARE(numbers({'\1', '\2'}, 0x0B), 258.0);
    QCOMPARE(numbers({'\xff', '\xff', '\xff', '\xfe'}, 0x0C), -2.0);
    QCOMPARE(numbers({'\x3f', '\xc0', '\0', '\0'}, 0x0D), 1.5);
    QCOMPARE(numbers({'\xbf', '\xf8', '\0', '\0', '\0', '\0', '\0', '\0'}, 0x0E), -1.5);
  }
  void idxRefusalsSayWhatIsMissing() {
    const Folder folder;
    refused(folder.with("t10k-images-idx3-ubyte", idx({1, 1, 1}, "a")),
            "'t10k-labels-idx1-ubyte' beside it");
    refused(folder.with("pictures.idx", idx({1, 1, 1}, "a")), "its name has no 'images'");
    refused(folder.with("images.idx", idx({2, 1, 1}, "ab")), "labels are missing");
    folder.with("labels.idx", idx({3}, "abc"));
    refused(folder.at("images.idx"), "'images' has the shape [2, 1, 1] and 'labels' the shape [3]");
    refused(folder.with("images.gz", "\x1f\x8b\x08"), "gunzip");
    refused(folder.with("notes.txt", "a,b\n1,2\n"), "CSV (.csv), NumPy archives (.npz) and IDX");
    folder.with("labels.less", idx({2}, "ab"));
    refused(folder.with("images.less", idx({2, 1, 1}, "a")), "header speaks of 2");
    folder.with("labels.short", idx({1}, "a"));
    refused(folder.with("images.short", std::string{'\0', '\0', '\x08', '\3', '\0'}),
            "ends within its header");
    refused(folder.at("nothing.idx"), "nothing.idx");
  }
  void npzPairs_data() {
    QTest::addColumn<QString>("features");
    QTest::addColumn<QString>("target");
    for (const auto& [features, target] :
         {std::pair("X", "y"), std::pair("x_train", "y_train"), std::pair("features", "target"),
          std::pair("data", "target"), std::pair("images", "labels")})
      QTest::addRow("%s", features) << features << target;
  }
  void npzPairs() {
    QFETCH(QString, features);
    QFETCH(QString, target);
    const Folder folder;
    const auto table =
        readTable(folder.npz({{target.toStdString(), array({2}, {7, 8})},
                              {"more", array({1}, {3})},
                              {features.toStdString(), array({2, 1, 2}, {1, 2, 3, 4})}}));
    QVERIFY2(bool(table), table ? "" : table.error().what.c_str());
    const Mat expected{{1, 2, 7}, {3, 4, 8}};
    QVERIFY(table->values == expected);
    QCOMPARE(table->columns, (std::vector<std::string>{"x0", "x1", target.toStdString()}));
  }
  void npzTestRowsFollow() {
    const Folder folder;
    const auto table = readTable(folder.npz({{"x_test", array({1, 1}, {5})},
                                             {"y_test", array({1}, {6})},
                                             {"x_train", array({2, 1}, {1, 2})},
                                             {"y_train", array({2, 1}, {3, 4})}}));
    const Mat expected{{1, 3}, {2, 4}, {5, 6}};
    QVERIFY(table && table->values == expected);
  }
  void npzWithOneArrayIsATable() {
    const Folder folder;
    const auto table = readTable(folder.npz({{"points", array({2, 3}, {1, 2, 3, 4, 5, 6})}}));
    const Mat expected{{1, 2, 3}, {4, 5, 6}};
    QVERIFY(table && table->values == expected);
  }
  void npzRefusals() {
    const Folder folder;
    refused(folder.npz({{"a", array({1}, {1})}, {"b", array({1}, {1})}}), "it has the arrays a, b");
    refused(folder.npz({{"X", array({2, 1}, {1, 2})}, {"y", array({3}, {1, 2, 3})}}),
            "'X' has the shape [2, 1] and 'y' the shape [3]");
    refused(folder.npz({{"X", array({2, 1}, {1, 2})}, {"y", array({2, 2}, {1, 2, 3, 4})}}),
            "one target a sample");
    refused(folder.npz({{"X", array({2, 1}, {1, std::nan("")})}, {"y", array({2}, {1, 2})}}),
            "'X' holds nan in row 1");
    refused(folder.npz({{"flat", array({3}, {1, 2, 3})}}), "at least 2 columns");
    refused(folder.npz({{"X", array({0, 3}, {})}, {"y", array({0}, {})}}), "at least one number");
    refused(folder.npz({{"x_train", array({1, 2}, {1, 2})},
                        {"y_train", array({1}, {1})},
                        {"x_test", array({1, 1}, {1})},
                        {"y_test", array({1}, {1})}}),
            "'x_train' has 2 numbers a sample and 'x_test' 1");
    refused(folder.with("table.npz", "no archive"), "no NumPy archive");
  }
};

QTEST_GUILESS_MAIN(TableFileTest)
#include "table_file_test.moc"
