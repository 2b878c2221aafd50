#include <QTest>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/objectives/network/activation.h"
#include "core/objectives/network/initialisation.h"
#include "tests/core/objectives/network/networks.h"

using namespace thalweg;
using namespace thalweg::test;

class PartsTest : public QObject {
  Q_OBJECT

 private slots:
  void initialisationsKeepTheirBounds() {
    const std::vector<Index> layers{64, 100, 10};
    const Vec x = *initialParameters(layers, true, "pytorch-linear", 1);
    QCOMPARE(x.size(), Index(64 * 100 + 100 + 100 * 10 + 10));
    QVERIFY(x.head(6500).cwiseAbs().maxCoeff() < 0.125 &&
            x.head(6400).cwiseAbs().maxCoeff() > 0.1249);
    QVERIFY(x.segment(6400, 100).cwiseAbs().maxCoeff() >
            0.12);  // biases by the layer's inputs, not their own count
    QVERIFY(x.tail(1010).cwiseAbs().maxCoeff() < 0.1 && x.tail(1010).cwiseAbs().maxCoeff() > 0.099);
    QVERIFY(x == *initialParameters(layers, true, "pytorch-linear", 1));
    QVERIFY(x != *initialParameters(layers, true, "pytorch-linear", 2));
    for (const auto& [name, variance] :
         {std::pair("xavier-normal", 2.0 / 164), std::pair("he-normal", 2.0 / 64),
          std::pair("xavier-uniform", 2.0 / 164), std::pair("kaiming-uniform", 2.0 / 64),
          std::pair("normal-fan-in", 1.0 / 64)}) {
      const Vec drawn = *initialParameters(layers, true, name, 1);
      QVERIFY2(std::abs(drawn.head(6400).squaredNorm() / 6400 / variance - 1) < 0.1, name);
      QVERIFY(std::abs(drawn.head(6400).mean()) < 0.05 * std::sqrt(variance));
      QVERIFY(drawn.tail(10).isZero(0.0) && drawn.segment(6400, 100).isZero(0.0));
    }
    const Vec uniform = *initialParameters(layers, true, "kaiming-uniform", 1);
    QVERIFY(uniform.head(6400).maxCoeff() < std::sqrt(6.0 / 64) &&
            uniform.head(6400).maxCoeff() > 0.99 * std::sqrt(6.0 / 64));
    QVERIFY(initialParameters(layers, true, "zeros", 1)->isZero(0.0));
    QVERIFY(initialParameters(layers, true, "ones", 1).error().what.find("pytorch-linear") !=
            std::string::npos);
  }
  void orthogonalWeightsKeepLengths() {
    const Vec x = *initialParameters({64, 100, 10}, true, "orthogonal", 3);
    // Row-major [100, 64] is [64, 100] by columns.
    const Eigen::Map<const Mat> wide(x.data(), 64, 100), narrow(x.data() + 6500, 100, 10);
    QVERIFY((wide * wide.transpose() - Mat::Identity(64, 64)).norm() < 1e-13);
    QVERIFY((narrow.transpose() * narrow - Mat::Identity(10, 10)).norm() < 1e-13);
    QVERIFY(x.segment(6400, 100).isZero(0.0));
    QVERIFY(std::abs(wide.mean()) < 0.01);  // signs of R taken out: no preferred direction
  }
  void activationsHaveTheirValues() {
    const auto at = [](const char* id, double z) {
      for (const Activation& row : allActivations()) {
        if (row.card.id != id) continue;
        double in[padding] = {z}, value[padding], slope[padding], bend[padding];
        row.real.bend(in, value, slope, bend, padding);
        return std::array{value[0], slope[0], bend[0]};
      }
      qFatal("no activation %s", id);
    };
    const auto near = [](const std::array<double, 3>& got, const std::array<double, 3>& expected) {
      for (std::size_t i = 0; i < 3; ++i)
        if (!(std::abs(got[i] - expected[i]) <= 1e-15 * std::max(1e-300, std::abs(expected[i]))))
          return false;
      return true;
    };
    QVERIFY(near(at("leakyrelu", -3), {-0.03, 0.01, 0}) && near(at("leakyrelu", 3), {3, 1, 0}));
    QVERIFY(near(at("elu", 2.5), {2.5, 1, 0}));
    for (const double z : {-1e-12, -0.3, -1.0, -30.0})
      QVERIFY(near(at("elu", z), {std::expm1(z), std::exp(z), std::exp(z)}));
    QVERIFY(at("elu", 1e300)[0] == 1e300 && at("elu", -1e300)[0] == -1.0);
    for (const double z : {-2.0, 0.0, 0.7}) {
      const double s = 1 / (1 + std::exp(-z));
      const std::array<double, 3> got = at("silu", z);
      QVERIFY(std::abs(got[0] - z * s) < 1e-15 && std::abs(got[1] - s * (1 + z * (1 - s))) < 1e-15);
      QVERIFY(std::abs(got[2] - s * (1 - s) * (2 + z * (1 - 2 * s))) < 1e-15);
    }
  }
  void lossesHaveTheirValues() {
    // One feature x, no bias, weight 1: the output is x.
    const auto value = [](const char* loss, std::vector<double> outputs, std::vector<double> y) {
      Table table{{"x", "y"}, Mat(Index(y.size()), 2)};
      table.values.col(0) = Eigen::Map<const Vec>(outputs.data(), Index(y.size()));
      table.values.col(1) = Eigen::Map<const Vec>(y.data(), Index(y.size()));
      const auto set = *makeDataset(
          table, "t", {.scaling = Scaling::none, .classesWanted = lossNeedsClasses(loss)});
      return network({.layers = {1, 1}, .loss = loss, .bias = false}, set)
          ->value(Vec::Ones(1), nullptr);
    };
    const double right = std::log1p(std::exp(-2.0)), wrong = std::log1p(std::exp(3.0));
    QVERIFY(std::abs(value("logistic", {2, 3}, {1, 0}) - (right + wrong) / 2) < 1e-15);
    QVERIFY(std::abs(value("logistic", {2, 3}, {1, -1}) - (right + wrong) / 2) < 1e-15);
    QVERIFY(std::abs(value("logistic", {800, -800, 0}, {0, 0, 1}) - (800 + std::log(2.0)) / 3) <
            1e-12);
    QVERIFY(std::abs(value("hinge", {2, 0.25, 3}, {1, 1, -1}) - (0 + 0.75 + 4) / 3) < 1e-15);
    QVERIFY(std::abs(value("huber", {2, 0.25, 3}, {0.5, 0.5, 4.5}) - (1.0 + 0.03125 + 1.0) / 3) <
            1e-15);
  }
};

QTEST_GUILESS_MAIN(PartsTest)
#include "parts_test.moc"
