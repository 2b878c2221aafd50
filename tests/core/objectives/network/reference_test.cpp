#include "tests/core/objectives/network/reference.h"

#include <Eigen/Eigenvalues>
#include <QTest>

using namespace thalweg;

Q_DECLARE_METATYPE(QJsonObject)

/// Networks against numbers from PyTorch's automatic differentiation.
class ReferenceTest : public QObject {
  Q_OBJECT

 private:
  static void rowsOf(const QString& folder) {
    QTest::addColumn<QJsonObject>("c");
    for (const QJsonObject& c : reference::cases(folder))
      QTest::addRow("%s", qPrintable(c["case"].toString())) << c;
  }

 private slots:
  void derivativesAgree_data() { rowsOf("networks"); }
  void derivativesAgree() {
    QFETCH(QJsonObject, c);
    auto columns = reference::columns("networks/" + c["case"].toString() + "_vectors.csv");
    const auto net = reference::network(c);
    QCOMPARE(net->dimension(), Index(c["params"].toInt()));
    const Vec x = columns["param"], v = columns["v"];
    const auto scratch = net->scratch();
    const double loss = c["loss"].toDouble();
    Vec g(x.size()), hv(x.size()), gv(x.size());
    QVERIFY(std::abs(net->gradient(x, g, scratch.get()) - loss) <= 1e-12 * loss);
    QVERIFY(std::abs(net->value(x, scratch.get()) - loss) <= 1e-12 * loss);
    net->hessianTimes(x, v, hv, scratch.get());
    net->gaussNewtonTimes(x, v, gv, scratch.get());
    const double errors[] = {reference::relative(g, columns["grad"]),
                             reference::relative(hv, columns["hv"]),
                             reference::relative(gv, columns["ggnv"])};
    qInfo("gradient %.1e, H v %.1e, G v %.1e", errors[0], errors[1], errors[2]);
    for (const double error : errors) QVERIFY(error < 1e-11);
    if (c["accuracy"].isNull())
      QVERIFY(std::isnan(net->accuracy(x, scratch.get())));
    else
      QCOMPARE(net->accuracy(x, scratch.get()), c["accuracy"].toDouble());
  }
  void spectraAgree_data() {
    QTest::addColumn<QJsonObject>("c");
    for (const QJsonObject& c : reference::cases("networks"))
      if (c["params"].toInt() < 400 || c["case"].toString() == "cancer_tanh_ce")
        QTest::addRow("%s", qPrintable(c["case"].toString())) << c;
  }
  void spectraAgree() {
    QFETCH(QJsonObject, c);
    const QString name = "networks/" + c["case"].toString();
    const Vec x = reference::columns(name + "_vectors.csv")["param"];
    auto spectrum = reference::columns(name + "_eigenvalues.csv");
    const auto net = reference::network(c);
    const auto scratch = net->scratch();
    Mat h, gn(x.size(), x.size());
    net->hessian(x, h, scratch.get());
    Vec column(x.size());
    for (Index j = 0; j < x.size(); ++j) {
      net->gaussNewtonTimes(x, Vec::Unit(x.size(), j), column, scratch.get());
      gn.col(j) = column;
    }
    QVERIFY((h - h.transpose()).cwiseAbs().maxCoeff() < 1e-13 * h.cwiseAbs().maxCoeff());
    QVERIFY((gn - gn.transpose()).cwiseAbs().maxCoeff() < 1e-13 * gn.cwiseAbs().maxCoeff());
    const auto distance = [](const Mat& matrix, const Vec& expected) {
      const Vec values =
          Eigen::SelfAdjointEigenSolver<Mat>(matrix, Eigen::EigenvaluesOnly).eigenvalues();
      return (values - expected).cwiseAbs().maxCoeff() / expected.cwiseAbs().maxCoeff();
    };
    QVERIFY(distance(h, spectrum["hessian"]) < 1e-12);
    QVERIFY(distance(gn, spectrum["ggn"]) < 1e-12);
  }
  void edgeOfStabilityIsFollowed_data() { rowsOf("edge_of_stability"); }
  void edgeOfStabilityIsFollowed() {
    QFETCH(QJsonObject, c);
    const QString name = "edge_of_stability/" + c["case"].toString();
    auto parameters = reference::columns(name + "_params.csv");
    auto steps = reference::columns(name + "_steps.csv");
    const auto net = reference::network(c, c["rows"].toInt());
    const auto scratch = net->scratch();
    Vec x = parameters["initial"], g(x.size());
    double lossError = 0.0, normError = 0.0;
    for (Index step = 0; step < steps["loss"].size(); ++step) {
      const double loss = net->gradient(x, g, scratch.get());
      lossError = std::max(lossError, std::abs(loss / steps["loss"][step] - 1));
      normError = std::max(normError, std::abs(g.norm() / steps["grad_norm"][step] - 1));
      if (step < c["steps"].toInt()) x -= c["lr"].toDouble() * g;
    }
    qInfo("loss %.1e, gradient norm %.1e", lossError, normError);
    QCOMPARE(steps["loss"].size(), Index(201));
    QVERIFY(lossError < 1e-8);
    QVERIFY(normError < 1e-8);
    QVERIFY(reference::relative(x, parameters["final"]) < 1e-8);
  }
  void slicesOfTheLossAgree_data() { rowsOf("landscape"); }
  void slicesOfTheLossAgree() {
    QFETCH(QJsonObject, c);
    const QString name = "landscape/" + c["case"].toString();
    QJsonObject of;
    for (const QJsonObject& other : reference::cases("networks"))
      if (other["case"] == c["network"]) of = other;
    const Vec x =
        reference::columns("networks/" + c["network"].toString() + "_vectors.csv")["param"];
    auto directions = reference::columns(name + "_directions.csv");
    auto grid = reference::columns(name + "_grid.csv");
    const auto net = reference::network(of);
    const auto scratch = net->scratch();
    double worst = 0.0;
    for (Index k = 0; k < grid["loss"].size(); ++k) {
      const Vec at = x + grid["a"][k] * directions["d1"] + grid["b"][k] * directions["d2"];
      worst = std::max(worst, std::abs(net->value(at, scratch.get()) / grid["loss"][k] - 1));
    }
    QCOMPARE(grid["loss"].size(), Index(121));
    QVERIFY2(worst < 1e-12, qPrintable(QString::number(worst)));
  }
};

QTEST_GUILESS_MAIN(ReferenceTest)
#include "reference_test.moc"
