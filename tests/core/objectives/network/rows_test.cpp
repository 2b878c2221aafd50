#include <QTest>
#include <cmath>
#include <numeric>

#include "core/objectives/network/loss.h"
#include "core/objectives/network/network.h"
#include "tests/core/objectives/network/networks.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

Net kind(const QString& loss, const QString& precision, bool bias,
         const DataOptions& options = {}) {
  return suited({.loss = loss.toStdString(), .precision = precision.toStdString(), .bias = bias},
                options);
}

}  // namespace

class RowsTest : public QObject {
  Q_OBJECT

  static void kinds() {
    QTest::addColumn<QString>("loss");
    QTest::addColumn<QString>("precision");
    QTest::addColumn<bool>("bias");
    for (const LossEntry& row : allLosses())
      for (const char* precision : {"float64", "float32"})
        for (const bool bias : {true, false})
          QTest::addRow("%s %s %s", row.card.id.c_str(), precision, bias ? "biased" : "unbiased")
              << QString::fromStdString(row.card.id) << precision << bias;
  }
  static double tolerance(const QString& precision) {
    return precision == "float64" ? 1e-13 : 1e-5;
  }

 private slots:
  void productsOnRowsAreThoseOfTheNetworkOfTheRows_data() { kinds(); }
  void productsOnRowsAreThoseOfTheNetworkOfTheRows() {
    QFETCH(QString, loss);
    QFETCH(QString, precision);
    QFETCH(bool, bias);
    const Net net = kind(loss, precision, bias);
    const Net part = kind(loss, precision, bias, {.firstSample = 69, .samples = 450});
    std::vector<Index> rows(450);
    std::iota(rows.begin(), rows.end(), Index(69));
    const Vec x = start(*net), v = randomVec(x.size(), 1);
    const auto scratch = net->scratch();
    Vec got(x.size()), expected(x.size());
    QCOMPARE(net->valueOn(x, rows, scratch.get()), part->value(x, nullptr));
    for (int again = 0; again < 2; ++again) {
      net->hessianTimesOn(x, rows, v, got, scratch.get());
      part->hessianTimes(x, v, expected, nullptr);
      QVERIFY(got == expected);
      net->gaussNewtonTimesOn(x, rows, v, got, scratch.get());
      part->gaussNewtonTimes(x, v, expected, nullptr);
      QVERIFY(got == expected);
    }
  }
  void keptPassesBelongToTheirRows() {
    const Net net = suited({});
    const auto scratch = net->scratch();
    const Vec x = start(*net), v = randomVec(x.size(), 2);
    const std::vector<Index> few{5, 3}, more = mixed(700, net->samples()), other{5, 4};
    Vec kept(x.size()), fresh(x.size());
    for (const std::vector<Index>* rows : {&few, &more, &few, &few, &other, &more}) {
      net->hessianTimesOn(x, *rows, v, kept, scratch.get());
      net->hessianTimesOn(x, *rows, v, fresh, nullptr);
      QVERIFY(kept == fresh);
      if (rows == &more) continue;
      net->hessianTimes(x, v, kept, scratch.get());
      net->hessianTimes(x, v, fresh, nullptr);
      QVERIFY(kept == fresh);
    }
  }
  void perSampleGradientsAreGradientsOfSingleRows_data() { kinds(); }
  void perSampleGradientsAreGradientsOfSingleRows() {
    QFETCH(QString, loss);
    QFETCH(QString, precision);
    QFETCH(bool, bias);
    const Net net = kind(loss, precision, bias);
    const std::vector<Index> rows = mixed(300, net->samples());
    const Vec x = start(*net);
    const auto scratch = net->scratch();
    Mat j;
    Vec losses, g(x.size());
    net->perSampleGradients(x, rows, j, losses, scratch.get());
    QCOMPARE(j.rows(), Index(300));
    for (std::size_t a = 0; a < rows.size(); ++a) {
      const double value = net->gradientOn(x, std::span(&rows[a], 1), g, scratch.get());
      QVERIFY(relative(j.row(Index(a)).transpose(), g) < tolerance(precision));
      QVERIFY(std::abs(losses[Index(a)] - value) <= tolerance(precision) * value);
    }
    const double mean = net->gradientOn(x, rows, g, scratch.get());
    QVERIFY(relative(j.colwise().mean().transpose(), g) < tolerance(precision));
    QVERIFY(std::abs(losses.mean() - mean) < tolerance(precision) * mean);
  }
  void gramAndWeightedGradientAreMadeOfPerSampleGradients_data() { kinds(); }
  void gramAndWeightedGradientAreMadeOfPerSampleGradients() {
    QFETCH(QString, loss);
    QFETCH(QString, precision);
    QFETCH(bool, bias);
    const Net net = kind(loss, precision, bias);
    const auto scratch = net->scratch();
    const Vec x = start(*net);
    Mat j, k;
    Vec losses, same, g(x.size());
    for (const Index count : {40, 300, 7}) {
      const std::vector<Index> rows = mixed(count, net->samples());
      net->perSampleGradients(x, rows, j, losses, scratch.get());
      net->sampleGram(x, rows, k, same, scratch.get());
      QVERIFY(relative(k, j * j.transpose()) < tolerance(precision));
      QVERIFY(relative(same, losses) < tolerance(precision));
      const Vec weights = randomVec(count, 3);
      const double sum = net->gradientWeighted(x, rows, weights, g, scratch.get());
      QVERIFY(relative(g, j.transpose() * weights) < tolerance(precision) * 10);
      QVERIFY(std::abs(sum - losses.dot(weights)) <
              tolerance(precision) * losses.norm() * weights.norm());
      // What an objective gets that brings per-sample gradients alone.
      Mat plain;
      net->FiniteSum::sampleGram(x, rows, plain, same, scratch.get());
      QVERIFY(relative(k, plain) < tolerance(precision));
      QVERIFY(std::abs(net->FiniteSum::gradientWeighted(x, rows, weights, g, scratch.get()) - sum) <
              tolerance(precision) * losses.norm() * weights.norm());
    }
  }
  void residualsGiveLossGradientAndGaussNewtonProduct_data() { kinds(); }
  void residualsGiveLossGradientAndGaussNewtonProduct() {
    QFETCH(QString, loss);
    QFETCH(QString, precision);
    QFETCH(bool, bias);
    const Net net = kind(loss, precision, bias);
    const std::vector<Index> rows = mixed(300, net->samples());
    const Vec x = start(*net), v = randomVec(x.size(), 4);
    Mat j = Mat::Constant(1, 1, 3.0);
    Vec r, g(x.size()), gv(x.size());
    const bool squares = loss == "mse" || loss == "half-squared-error";
    QCOMPARE(net->residualJacobian(x, rows, j, r, nullptr), squares);
    QCOMPARE(net->residualsPerSample(), squares ? Index(10) : Index(0));
    if (!squares) {
      QVERIFY(j.size() == 1 && j(0, 0) == 3.0);
      return;
    }
    QVERIFY(r.size() == 3000 && j.rows() == 3000 && j.cols() == x.size());
    const double value = net->gradientOn(x, rows, g, nullptr);
    QVERIFY(std::abs(r.squaredNorm() / 600 - value) < tolerance(precision) * value);
    QVERIFY(relative(j.transpose() * r / 300, g) < tolerance(precision) * 10);
    net->gaussNewtonTimesOn(x, rows, v, gv, nullptr);
    QVERIFY(relative(j.transpose() * (j * v) / 300, gv) < tolerance(precision) * 10);
  }
  void weightDecayIsAPartOfEverySample() {
    const Net plain = suited({.loss = "mse"}),
              decayed = suited({.loss = "mse", .weightDecay = 0.3});
    const std::vector<Index> rows = mixed(300, plain->samples());
    const auto scratch = decayed->scratch();
    const Vec x = start(*plain), v = randomVec(x.size(), 1), weights = randomVec(300, 2);
    const double penalty = 0.15 * x.squaredNorm();
    Vec a(x.size()), b(x.size()), losses, same;
    QCOMPARE(decayed->value(x, scratch.get()), plain->value(x, nullptr) + penalty);
    QCOMPARE(decayed->valueOn(x, rows, scratch.get()), plain->valueOn(x, rows, nullptr) + penalty);
    const double value = decayed->gradientOn(x, rows, a, scratch.get());
    QCOMPARE(value, plain->gradientOn(x, rows, b, nullptr) + penalty);
    QVERIFY(relative(a, b + 0.3 * x) < 1e-14);
    decayed->hessianTimesOn(x, rows, v, a, scratch.get());
    plain->hessianTimesOn(x, rows, v, b, nullptr);
    QVERIFY(relative(a, b + 0.3 * v) < 1e-14);
    Mat j, k;
    decayed->perSampleGradients(x, rows, j, losses, scratch.get());
    decayed->gradientOn(x, rows, a, scratch.get());
    QVERIFY(relative(j.colwise().mean().transpose(), a) < 1e-13);
    QVERIFY(std::abs(losses.mean() - value) < 1e-13);
    decayed->sampleGram(x, rows, k, same, scratch.get());
    QVERIFY(relative(k, j * j.transpose()) < 1e-13 && relative(same, losses) < 1e-13);
    const double sum = decayed->gradientWeighted(x, rows, weights, a, scratch.get());
    QVERIFY(relative(a, j.transpose() * weights) < 1e-12);
    QVERIFY(std::abs(sum - losses.dot(weights)) < 1e-12 * losses.norm() * weights.norm());
    QVERIFY(!decayed->residualJacobian(x, rows, j, a, scratch.get()));
    QCOMPARE(decayed->residualsPerSample(), Index(0));
    QVERIFY(!makeNetwork({.layers = {64, 10}, .weightDecay = -1}, data("digits")));
  }
  void residualsStandOutputByOutputWithTheirSign() {
    const Net net = suited({.loss = "half-squared-error"});
    const std::vector<Index> rows{7, 400, 11};
    const Vec x = start(*net);
    Mat j;
    Vec r;
    net->residualJacobian(x, rows, j, r, nullptr);
    const Samples& samples = net->trainingSamples();
    for (Index a = 0; a < 3; ++a) {
      const Index row = rows[std::size_t(a)];
      const Vec z = net->outputs(x, samples.features.col(row), nullptr);
      for (Index o = 0; o < 10; ++o)
        QVERIFY(std::abs(r[o * 3 + a] - (z[o] - samples.targets(o, row))) < 1e-14);
    }
  }
  void regressionHasOneResidualASample() {
    const Net net = network({.layers = {10, 6, 1}, .loss = "mse"}, data("diabetes"));
    const std::vector<Index> rows{0, 9, 300};
    Mat j;
    Vec r, losses;
    const Vec x = start(*net);
    QVERIFY(net->residualJacobian(x, rows, j, r, nullptr));
    QCOMPARE(r.size(), Index(3));
    net->perSampleGradients(x, rows, j, losses, nullptr);
    for (Index a = 0; a < 3; ++a) QVERIFY(std::abs(r[a] * r[a] / 2 - losses[a]) < 1e-14);
  }
};

QTEST_GUILESS_MAIN(RowsTest)
#include "rows_test.moc"
