#include <QTest>
#include <cmath>
#include <numeric>

#include "core/objectives/network/activation.h"
#include "tests/core/objectives/network/networks.h"

using namespace thalweg;
using namespace thalweg::test;

namespace {

/// Random pictures of side by side pixels in three classes, or with a real target.
std::shared_ptr<const Dataset> pictures(Index side, bool classes) {
  Table table{{}, Mat(40, side * side + 1)};
  Random random(3);
  for (double& value : table.values.reshaped()) value = random.normal();
  if (classes)
    for (Index i = 0; i < 40; ++i) table.values(i, side * side) = double(i % 3);
  for (Index j = 0; j <= side * side; ++j) table.columns.push_back(std::to_string(j));
  return *makeDataset(table, "pictures", {.scaling = Scaling::none});
}

NetworkSpec stackOf(const QString& pool, Index side, const char* loss = "cross-entropy") {
  return {.layers = {side * side, 5, 3},
          .loss = loss,
          .convolution = {.channels = {2, 3}, .pool = pool.toStdString()}};
}

using Picture = std::vector<Mat>;  // a matrix [side, side] a channel

/// The definition, pixel by pixel.
Picture convolved(const Picture& in, const double*& w, Index channels) {
  const Index h = in[0].rows(), width = in[0].cols();
  Picture out(std::size_t(channels), Mat::Zero(h, width));
  for (Mat& to : out)
    for (const Mat& from : in)
      for (Index ky = -1; ky <= 1; ++ky)
        for (Index kx = -1; kx <= 1; ++kx, ++w)
          for (Index y = 0; y < h; ++y)
            for (Index x = 0; x < width; ++x)
              if (y + ky >= 0 && y + ky < h && x + kx >= 0 && x + kx < width)
                to(y, x) += *w * from(y + ky, x + kx);
  for (Mat& to : out) to.array() += *w++;
  return out;
}

Picture pooled(const Picture& in, const QString& pool) {
  if (pool == "none") return in;
  Picture out;
  for (const Mat& from : in) {
    out.emplace_back(from.rows() / 2, from.cols() / 2);
    for (Index y = 0; y < out.back().rows(); ++y)
      for (Index x = 0; x < out.back().cols(); ++x) {
        const auto four = from.block(2 * y, 2 * x, 2, 2);
        out.back()(y, x) = pool == "max" ? four.maxCoeff() : four.mean();
      }
  }
  return out;
}

/// Outputs for one sample with tanh.
Vec twin(const NetworkSpec& spec, const double* w, const Vec& features) {
  const Index side = Index(std::lround(std::sqrt(double(features.size()))));
  Picture picture{features.reshaped(side, side).transpose()};
  for (const Index channels : spec.convolution.channels) {
    picture = convolved(picture, w, channels);
    for (Mat& channel : picture) channel = channel.array().tanh();
    picture = pooled(picture, QString::fromStdString(spec.convolution.pool));
  }
  Vec a(Index(picture.size()) * picture[0].size());
  Index at = 0;
  for (const Mat& channel : picture)
    for (Index y = 0; y < channel.rows(); ++y)
      for (Index x = 0; x < channel.cols(); ++x) a[at++] = channel(y, x);
  for (std::size_t l = 1; l < spec.layers.size(); ++l) {
    Vec z(spec.layers[l]);
    for (double& sum : z) {
      sum = 0.0;
      for (const double value : a) sum += *w++ * value;
    }
    for (double& sum : z) sum += *w++;
    a = l + 1 < spec.layers.size() ? Vec(z.array().tanh()) : z;
  }
  return a;
}

}  // namespace

class ConvolutionTest : public QObject {
  Q_OBJECT

  static void stacks() {
    QTest::addColumn<QString>("pool");
    QTest::addColumn<int>("side");
    for (const char* pool : {"average", "max", "none"})
      for (const int side : {1, 2, 4, 7})
        if (std::string(pool) == "none" ? side < 7 : side > 2)
          QTest::addRow("%s %d", pool, side) << pool << side;
  }
  static Vec startOf(const NetworkObjective& net) {
    return *initialParameters(net.spec(), "pytorch-linear", 5);
  }

 private slots:
  void outputsAreTheDefinition_data() { stacks(); }
  void outputsAreTheDefinition() {
    QFETCH(QString, pool);
    QFETCH(int, side);
    const Net net = network(stackOf(pool, side), pictures(side, true));
    const Vec x = startOf(*net);
    const Mat& features = net->trainingSamples().features;
    const Mat z = net->outputs(x, features, nullptr);
    for (Index j = 0; j < z.cols(); ++j)
      QVERIFY((z.col(j) - twin(net->spec(), x.data(), features.col(j))).norm() < 1e-14);
  }
  void derivativesMatchDifferences_data() { stacks(); }
  void derivativesMatchDifferences() {
    QFETCH(QString, pool);
    QFETCH(int, side);
    for (const char* activation : {"tanh", "gelu", "identity"}) {
      NetworkSpec spec = stackOf(pool, side);
      spec.activation = activation;
      const Net net = network(spec, pictures(side, true));
      const auto scratch = net->scratch();
      const Vec x = startOf(*net);
      const double e = 1e-5;
      Vec g(x.size()), up(x.size()), down(x.size());
      net->gradient(x, g, scratch.get());
      Mat h;
      net->hessian(x, h, scratch.get());
      for (Index i = 0; i < x.size(); ++i) {
        const Vec step = e * Vec::Unit(x.size(), i);
        const double above = net->gradient(x + step, up, scratch.get()),
                     below = net->gradient(x - step, down, scratch.get());
        QVERIFY(std::abs((above - below) / (2 * e) - g[i]) < 1e-9);
        QVERIFY(((up - down) / (2 * e) - h.col(i)).norm() < 1e-8);
      }
      QVERIFY((h - h.transpose()).norm() < 1e-14 * (1 + h.norm()));
    }
  }
  void gaussNewtonIsMadeOfResiduals_data() { stacks(); }
  void gaussNewtonIsMadeOfResiduals() {
    QFETCH(QString, pool);
    QFETCH(int, side);
    NetworkSpec spec = stackOf(pool, side, "half-squared-error");
    spec.layers.back() = 1;
    const Net net = network(spec, pictures(side, false));
    const Vec x = startOf(*net), v = randomVec(x.size(), 1);
    const std::vector<Index> rows = mixed(70, net->samples());
    Mat j;
    Vec r, g(x.size()), gv(x.size());
    QVERIFY(net->residualJacobian(x, rows, j, r, nullptr));
    net->gradientOn(x, rows, g, nullptr);
    QVERIFY(relative(j.transpose() * r / 70, g) < 1e-13);
    net->gaussNewtonTimesOn(x, rows, v, gv, nullptr);
    QVERIFY(relative(j.transpose() * (j * v) / 70, gv) < 1e-13);
  }
  void rowsAreApart_data() { stacks(); }
  void rowsAreApart() {
    QFETCH(QString, pool);
    QFETCH(int, side);
    for (const bool bias : {true, false})
      for (const char* precision : {"float64", "float32"}) {
        NetworkSpec spec = stackOf(pool, side);
        spec.bias = bias;
        spec.precision = precision;
        const double tolerance = spec.precision == "float64" ? 1e-13 : 1e-5;
        const Net net = network(spec, pictures(side, true));
        const auto scratch = net->scratch();
        const std::vector<Index> rows = mixed(300, net->samples());
        const Vec x = startOf(*net), weights = randomVec(300, 2);
        Mat j, k;
        Vec losses, same, g(x.size());
        net->perSampleGradients(x, rows, j, losses, scratch.get());
        for (std::size_t a = 0; a < rows.size(); ++a) {
          const double value = net->gradientOn(x, std::span(&rows[a], 1), g, scratch.get());
          QVERIFY(relative(j.row(Index(a)).transpose(), g) < tolerance);
          QVERIFY(std::abs(losses[Index(a)] - value) < tolerance);
        }
        net->sampleGram(x, rows, k, same, scratch.get());
        QVERIFY(relative(k, j * j.transpose()) < tolerance);
        net->gradientWeighted(x, rows, weights, g, scratch.get());
        QVERIFY(relative(g, j.transpose() * weights) < 10 * tolerance);
      }
  }
  void batchOfAllIsTheWhole() {
    const Net net =
        network({.layers = {64, 10}, .convolution = {.channels = {4, 6}}}, data("digits"));
    std::vector<Index> rows(std::size_t(net->samples()));
    std::iota(rows.begin(), rows.end(), Index(0));
    const Vec x = startOf(*net), v = randomVec(x.size(), 1);
    Vec a(x.size()), b(x.size());
    QCOMPARE(net->gradient(x, a, nullptr), net->gradientOn(x, rows, b, nullptr));
    QVERIFY(a == b);
    net->hessianTimes(x, v, a, nullptr);
    net->hessianTimesOn(x, rows, v, b, nullptr);
    QVERIFY(a == b);
  }
  void parametersStandAsInPyTorch() {
    const Net net =
        network({.layers = {64, 20, 10}, .convolution = {.channels = {4, 6}}}, data("digits"));
    std::vector<std::string> names;
    std::vector<Index> sizes;
    Index end = 0;
    for (const ParameterBlock& block : net->blocks()) {
      QCOMPARE(block.offset, end);
      end += block.rows * block.cols;
      names.push_back(block.name);
      sizes.push_back(block.rows * block.cols);
    }
    QCOMPARE(names, (std::vector<std::string>{"W0", "b0", "W1", "b1", "W2", "b2", "W3", "b3"}));
    QCOMPARE(sizes, (std::vector<Index>{36, 4, 216, 6, 24 * 20, 20, 200, 10}));
    QCOMPARE(end, net->dimension());
    const Vec x = *initialParameters(net->spec(), "xavier-uniform", 1);
    const double bound = std::sqrt(6.0 / (36 + 54));  // of W1: 9 channels in, 9 channels out
    const auto second = x.segment(40, 216).cwiseAbs();
    QVERIFY(second.maxCoeff() < bound && second.maxCoeff() > 0.95 * bound);
  }
  void nanGoesThrough_data() { stacks(); }
  void nanGoesThrough() {
    QFETCH(QString, pool);
    QFETCH(int, side);
    const Net net = network(stackOf(pool, side), pictures(side, true));
    Vec x = startOf(*net), g(x.size());
    x[4] = std::nan("");
    QVERIFY(std::isnan(net->gradient(x, g, nullptr)));
  }
  void badRequestsSayWhatIsAllowed() {
    const auto refused = [](const NetworkSpec& spec, const char* set, const char* part) {
      const auto made = makeNetwork(spec, data(set));
      return !made && made.error().where == "convolution" &&
             made.error().what.find(part) != std::string::npos;
    };
    NetworkSpec spec{.layers = {64, 10}, .convolution = {.channels = {4, 4, 4, 4}}};
    QVERIFY(refused(spec, "digits", "4 pools are too many for pictures of 8 by 8"));
    spec.convolution = {.channels = {0}};
    QVERIFY(refused(spec, "digits", "0 channels are not allowed: 1 to 1024"));
    spec.convolution = {.channels = {4}, .pool = "min"};
    QVERIFY(refused(spec, "digits", "average, max, none"));
    spec.convolution = {.channels = {1024, 1024, 1024, 1024}, .pool = "none"};
    QVERIFY(refused(spec, "digits", "parameters"));
    spec = {.layers = {30, 2}, .convolution = {.channels = {4}}};
    QVERIFY(refused(spec, "cancer", "30 inputs are no square picture"));
  }
};

QTEST_GUILESS_MAIN(ConvolutionTest)
#include "convolution_test.moc"
