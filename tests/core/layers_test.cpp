/// The layers of the house, read from the sources themselves.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "core/catalog.h"

using namespace thalweg;

namespace {

struct Source {
  QString path;  // from the root
  QString text;
};

QList<Source> sourcesIn(const QString& folder) {
  QList<Source> all;
  const QString root = QStringLiteral(THALWEG_SOURCE "/");
  QDirIterator files(root + folder, {"*.cpp", "*.h"}, QDir::Files, QDirIterator::Subdirectories);
  while (files.hasNext()) {
    QFile file(files.next());
    if (!file.open(QIODevice::ReadOnly)) continue;
    all << Source{file.fileName().mid(root.size()), QString::fromUtf8(file.readAll())};
  }
  return all;
}

/// Paths of the sources in which a line matches.
QStringList matching(const QString& folder, const QString& pattern) {
  const QRegularExpression expression(pattern, QRegularExpression::MultilineOption);
  QStringList paths;
  for (const Source& source : sourcesIn(folder))
    if (source.text.contains(expression)) paths << source.path;
  return paths;
}

}  // namespace

class LayersTest : public QObject {
  Q_OBJECT

 private slots:
  void sourcesAreFound() {
    for (const char* folder : {"core", "widgets", "app"})
      QVERIFY2(sourcesIn(folder).size() > 10, folder);
  }
  void coreKnowsNoToolkit() {
    QCOMPARE(matching("core", "^#include *[<\"](Q[A-Za-z]|vtk|widgets/|app/)"), QStringList());
  }
  void widgetsDoNotKnowTheApp() {
    QCOMPARE(matching("widgets", "^#include *\"app/"), QStringList());
  }
  void commandLineKnowsNoWindow() {
    QCOMPARE(matching("app/cli", "^#include *[<\"](Q[A-Za-z]|vtk|widgets/)"), QStringList());
  }

  /// Qt 6.8's QTRY macros narrow a duration where they are used, which our warnings refuse.
  void testsWaitWithFunctions() {
    QCOMPARE(matching("tests",
                      "QTRY"
                      "_"),
             QStringList());
  }

  /// A new optimizer or landscape is one new file: no other one may know it by name.
  void methodsAreNamedInTheirOwnFilesAlone() {
    QStringList ids;
    for (const OptimizerEntry& entry : allOptimizers())
      ids << QString::fromStdString(entry.card.id);
    for (const QString& folder :
         {QStringLiteral("app"), QStringLiteral("widgets"), QStringLiteral("core/run"),
          QStringLiteral("core/probes"), QStringLiteral("core/io")})
      QCOMPARE(matching(folder, "\"(" + ids.join('|') + ")\""), QStringList());
  }

  void filesAreShort() {
    QStringList tooLong;
    for (const char* folder : {"core", "widgets", "app", "tests"})
      for (const Source& source : sourcesIn(folder))
        if (source.text.count('\n') > 400) tooLong << source.path;
    QCOMPARE(tooLong, QStringList());
  }

  void nothingIsPromisedInPlaceOfDone() {
    for (const char* folder : {"core", "widgets", "app"})
      QCOMPARE(matching(folder,
                        "TO"
                        "DO|FIX"
                        "ME|not implemented"),
               QStringList());
  }
};

QTEST_GUILESS_MAIN(LayersTest)
#include "layers_test.moc"
