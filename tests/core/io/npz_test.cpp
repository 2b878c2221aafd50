#include "core/io/npz.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/io/file.h"
#include "core/io/vector_file.h"

using namespace thalweg;

namespace {

NumericArray numbered(std::vector<Index> shape) {
  std::size_t count = 1;
  for (const Index n : shape) count *= std::size_t(n);
  std::vector<double> numbers(count);
  for (std::size_t i = 0; i < count; ++i) numbers[i] = double(i) + 0.5;
  return {std::move(shape), std::move(numbers)};
}

bool same(const NumericArray& a, const NumericArray& b) {
  return a.shape == b.shape && a.data == b.data;
}

/// A .npy file of version 1 with the given dictionary.
std::string npy(const std::string& dictionary, const std::string& raw) {
  const std::string header = dictionary + "\n";
  return std::string("\x93NUMPY\x01\x00", 8) + char(header.size()) + '\0' + header + raw;
}

}  // namespace

class NpzTest : public QObject {
  Q_OBJECT

 private slots:
  void archivesReadBack_data() {
    QTest::addColumn<bool>("deflated");
    QTest::addRow("stored") << false;
    QTest::addRow("deflated") << true;
  }
  void archivesReadBack() {
    QFETCH(bool, deflated);
    NpzWriter writer(deflated ? Packing::deflated : Packing::stored);
    const NumericArray matrix = numbered({30, 40}), number = numbered({}), none = numbered({0});
    const NumericArray steps = arrayOf(std::vector<std::int64_t>{-1, 1LL << 60});
    writer.add("matrix", matrix);
    writer.add("number", number);
    writer.add("none", none);
    writer.add("steps", steps);
    const auto arrays = parseNpz(writer.bytes(), "a.npz");
    QVERIFY2(bool(arrays), arrays ? "" : arrays.error().what.c_str());
    QCOMPARE(arrays->size(), std::size_t(4));
    QVERIFY(same(arrays->at("matrix"), matrix));
    QVERIFY(same(arrays->at("number"), number));
    QVERIFY(same(arrays->at("none"), none));
    QVERIFY(same(arrays->at("steps"), steps));
  }
  void matricesAreWrittenRowByRow() {
    Mat m(2, 3);
    m << 1, 2, 3, 4, 5, 6;
    QCOMPARE(std::get<0>(arrayOf(m).data), (std::vector<double>{1, 2, 3, 4, 5, 6}));
  }
  void headersAreNumPys() {
    const std::string bytes = npyBytes(numbered({3}));
    QVERIFY(bytes.starts_with(std::string("\x93NUMPY\x01\x00\x76\x00", 10)));
    QVERIFY(
        bytes.substr(10).starts_with("{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"));
    QCOMPARE(bytes.size(), std::size_t(128 + 24));
    QCOMPARE(bytes[127], '\n');
    QVERIFY(npyBytes(numbered({2, 3})).find("'shape': (2, 3), }") != std::string::npos);
    QVERIFY(npyBytes(numbered({})).find("'shape': (), }") != std::string::npos);
  }
  void otherElementTypesAreRead() {
    const auto bytes = parseNpy(
        npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", "\x01\x02\xFF"), "b");
    QVERIFY2(bool(bytes), bytes ? "" : bytes.error().what.c_str());
    QCOMPARE(bytes->reals(), (std::vector<double>{1, 2, 255}));
    const auto big = parseNpy(npy("{'descr': '>i2', 'fortran_order': False, 'shape': (2,), }",
                                  std::string("\xFF\xFE\x01\x00", 4)),
                              "b");
    QVERIFY(bool(big));
    QCOMPARE(std::get<1>(big->data), (std::vector<std::int64_t>{-2, 256}));
    const auto single = parseNpy(npy("{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
                                     std::string("\x00\x00\xC0\x3F", 4)),
                                 "b");
    QVERIFY(bool(single));
    QCOMPARE(single->reals(), std::vector<double>{1.5});
    const auto turned = parseNpy(npy("{'descr': '|i1', 'fortran_order': True, 'shape': (2, 3), }",
                                     "\x01\x04\x02\x05\x03\x06"),
                                 "b");
    QVERIFY(bool(turned));
    QCOMPARE(turned->reals(), (std::vector<double>{1, 2, 3, 4, 5, 6}));
  }
  void damageIsNoticed() {
    NpzWriter writer;
    writer.add("parameters", numbered({500}));
    const std::string good = writer.bytes();
    for (std::size_t cut = 0; cut < good.size(); cut += 7)
      QVERIFY(!parseNpz(good.substr(0, cut), "cut"));
    for (std::size_t at = 60; at < good.size() - 120; at += 11) {
      std::string bad = good;
      bad[at] = char(bad[at] ^ 0x5A);
      const auto arrays = parseNpz(bad, "bad");
      QVERIFY2(!arrays || same(arrays->at("parameters"), numbered({500})),
               qPrintable(QString::number(at)));
    }
    QVERIFY(
        !parseNpy(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", "short"), "b"));
    QVERIFY(!parseNpy(npy("{'descr': '<c16', 'fortran_order': False, 'shape': (0,), }", ""), "b"));
    QVERIFY(!parseNpy(npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", ""), "b"));
    QVERIFY(!parseNpy(
        npy("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 99999999999), }", ""),
        "b"));
  }
  void archiveWithoutParametersIsNoVector() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("a.npz").toStdString();
    NpzWriter writer;
    writer.add("weights", numbered({2}));
    QVERIFY(bool(writer.write(path)));
    QVERIFY(readVector(path).error().what.find("its arrays are: weights") != std::string::npos);
    NpzWriter matrix;
    matrix.add("parameters", numbered({2, 2}));
    QVERIFY(bool(matrix.write(path)));
    QVERIFY(readVector(path).error().what.find("2 dimensions") != std::string::npos);
  }
  void anotherProgramReadsThem() {
    const QString python = QStandardPaths::findExecutable("python3");
    if (python.isEmpty()) QSKIP("python3 is not installed");
    const QTemporaryDir folder;
    const QString path = folder.filePath("a.npz"), back = folder.filePath("b.npz");
    NpzWriter writer;
    writer.add("parameters", numbered({5}));
    QVERIFY(bool(writer.write(path.toStdString())));
    // Reads the archive with Python's own zipfile, doubles the numbers, and writes one the way
    // NumPy does (ZIP64 fields).
    const QString program =
        "import sys, struct, zipfile\n"
        "z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; assert z.namelist() == "
        "['parameters.npy']\n"
        "b = z.read('parameters.npy'); n = struct.unpack('<H', b[8:10])[0]\n"
        "h = eval(b[10:10 + n]); assert h == {'descr': '<f8', 'fortran_order': False, 'shape': "
        "(5,)}, h\n"
        "v = struct.unpack('<5d', b[10 + n:])\n"
        "o = zipfile.ZipFile(sys.argv[2], 'w', zipfile.ZIP_DEFLATED)\n"
        "with o.open('parameters.npy', 'w', force_zip64=True) as f: f.write(b[:10 + n] + "
        "struct.pack('<5d', *[2 * x for x in v]))\n"
        "o.close()\n";
    QCOMPARE(QProcess::execute(python, {"-c", program, path, back}), 0);
    const auto read = readVector(back.toStdString());
    QVERIFY2(bool(read), read ? "" : read.error().what.c_str());
    QVERIFY(*read == (Vec{{1, 3, 5, 7, 9}}));
  }
};

QTEST_GUILESS_MAIN(NpzTest)
#include "npz_test.moc"
