#include "core/run/claims.h"

#include <QTemporaryDir>
#include <QTest>
#include <thread>

using namespace thalweg;

class ClaimsTest : public QObject {
  Q_OBJECT

 private slots:
  void aPointIsTakenOnce() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("claims").toStdString();
    auto one = Claims::open(path), other = Claims::open(path);
    QVERIFY(one && other);
    QVERIFY(one->take(3) && !other->take(3));
    QVERIFY(one->take(3));  // it has it
    QVERIFY(other->take(4) && other->take(2));
    one->release(3);
    QVERIFY(other->take(3) && !one->take(3));
  }

  void whatAClosedOneHadIsFree() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("claims").toStdString();
    auto one = Claims::open(path);
    {
      auto other = Claims::open(path);
      QVERIFY(other->take(0) && !one->take(0));
    }
    QVERIFY(one->take(0));
  }

  void awaitComesBackWhenItIsFree() {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("claims").toStdString();
    auto one = Claims::open(path), other = Claims::open(path);
    QVERIFY(other->take(7));
    std::jthread later([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      other->release(7);
    });
    one->await(7);
    QVERIFY(!other->take(7));
  }

  void aFolderThatIsNotThereIsRefused() {
    const auto claims = Claims::open("/nowhere/claims");
    QVERIFY(!claims && claims.error().what.find("/nowhere/claims") != std::string::npos);
  }

  void ranksOfLaunchers() {
    for (const char* name :
         {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "PMI_RANK", "PMI_SIZE"})
      qunsetenv(name);
    QCOMPARE(rankOfThisProcess().count, 1);
    qputenv("PMI_RANK", "2");
    QCOMPARE(rankOfThisProcess().count, 1);  // half of it says nothing
    qputenv("PMI_SIZE", "5");
    QCOMPARE(rankOfThisProcess().index, 2);
    QCOMPARE(rankOfThisProcess().count, 5);
    qputenv("OMPI_COMM_WORLD_RANK", "1");
    qputenv("OMPI_COMM_WORLD_SIZE", "3");
    QCOMPARE(rankOfThisProcess().count, 3);
  }
};

QTEST_GUILESS_MAIN(ClaimsTest)
#include "claims_test.moc"
