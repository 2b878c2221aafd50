/// What the built-in experiments are there to show is seen in their numbers.
#include <QStandardPaths>
#include <QTest>
#include <cmath>

#include "tests/support/cli.h"

namespace {

QString preset(const QString& name) {
  return QString(THALWEG_SOURCE) + "/resources/experiments/" + name + ".toml";
}

/// The measured rows of a run: step, and sharpness over what the method withstands.
struct Shares {
  QVector<double> step, share;
  qsizetype crossings() const {
    qsizetype n = 0;
    for (qsizetype i = 1; i < share.size(); ++i) n += (share[i - 1] < 1) != (share[i] < 1) ? 1 : 0;
    return n;
  }
};

Shares sharesOf(const cli::Csv& table, const char* quantity) {
  Shares shares;
  for (qsizetype i = 0; i < table.rows.size(); ++i) {
    if (table.text(i, quantity).isEmpty() || table.text(i, "bound").isEmpty()) continue;
    shares.step << table.number(i, "step");
    shares.share << table.number(i, quantity) / table.number(i, "bound");
  }
  return shares;
}

}  // namespace

class CliPresets : public QObject {
  Q_OBJECT

  /// Sharpening up to the limit, then to and fro about it (Cohen et al. 2021, 2022).
  static void isAtItsEdge(const Shares& shares, double from) {
    QVERIFY(shares.share.size() > 200);
    QVERIFY(shares.share[10] < 0.5);
    double sum = 0, highest = 0;
    qsizetype count = 0;
    for (qsizetype i = 0; i < shares.share.size(); ++i) {
      highest = std::max(highest, shares.share[i]);
      if (shares.step[i] < from) continue;
      sum += shares.share[i];
      ++count;
    }
    QVERIFY2(highest > 1.0 && highest < 1.8, qPrintable(QString::number(highest)));
    const double mean = sum / double(count);
    QVERIFY2(mean > 0.75 && mean < 1.3, qPrintable(QString::number(mean)));
    QVERIFY2(shares.crossings() >= 6, qPrintable(QString::number(shares.crossings())));
  }

 private slots:
  void gradientDescentAtTheEdge() {
    const cli::Place place;
    QCOMPARE(
        place.call({"run", preset("9_edge"), "--set", "measure.spectrum.every=0", "--out", "o"})
            .status,
        0);
    isAtItsEdge(sharesOf(place.csv("o/Gradient descent/metrics.csv"), "sharpness"), 600);
  }

  void adamAtItsEdge() {
    const cli::Place place;
    QCOMPARE(
        place.call({"run", preset("12_adam"), "--set", "measure.spectrum.every=0", "--out", "o"})
            .status,
        0);
    const cli::Csv table = place.csv("o/Adam/metrics.csv");
    QVERIFY(std::abs(table.number(table.rows.size() - 1, "bound") - 38000) < 1e-6);
    isAtItsEdge(sharesOf(table, "preconditioned_sharpness"), 600);
  }

  /// Twice the rate throws the weights out of where they were: the loss rises at once, falls again,
  /// and the end is flatter by more than half of the way to the new limit.
  void aKickAtTheEdgeIsACatapult() {
    const cli::Place place;
    QCOMPARE(place.call({"run", preset("11_kick"), "--out", "o"}).status, 0);
    const cli::Csv plain = place.csv("o/Gradient descent/metrics.csv"),
                   kicked = place.csv("o/Gradient descent_ 2x from 200/metrics.csv");
    QCOMPARE(kicked.rows.size(), qsizetype(501));
    double peak = 0;
    for (qsizetype i = 0; i <= 500; ++i) {
      if (i <= 200) QCOMPARE(kicked.text(i, "f"), plain.text(i, "f"));
      if (i > 200 && i < 240) peak = std::max(peak, kicked.number(i, "f"));
    }
    const double before = kicked.number(200, "f");
    QVERIFY2(peak > 3 * before, qPrintable(QString::number(peak / before)));
    QVERIFY(kicked.number(500, "f") < before);
    QVERIFY(kicked.number(500, "sharpness") < 0.7 * kicked.number(200, "sharpness"));
    QCOMPARE(kicked.number(205, "bound"), 1.25);
  }

  /// From large batches on with small ones: no barrier on the line between. Another start: one.
  void basinsAreJoinedOrNot() {
    const cli::Place place;
    const auto barrier = [&](const QString& a, const QString& b) {
      const cli::Answer answer =
          place.call({"interpolate", preset("10_basins"), a, b, "--out", "line"});
      if (answer.status != 0) return std::nan("");
      return place.json("line/summary.json")["barrier"].toDouble(std::nan(""));
    };
    const double joined = barrier("Large batch@300", "Small batch from 300@end");
    QVERIFY2(joined < 0.01, qPrintable(QString::number(joined)));
    const double apart = barrier("Large batch@end", "Another start@end");
    QVERIFY2(apart > 0.2, qPrintable(QString::number(apart)));
  }
};

QTEST_GUILESS_MAIN(CliPresets)
#include "cli_presets_test.moc"
