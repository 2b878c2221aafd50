/// SOAP on a matrix beside its definition: Adam in the eigenbasis of Shampoo's two products, with
/// the mean of gradients kept in the original coordinates.
#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/catalog.h"
#include "core/objectives/oracle.h"

using namespace thalweg;

namespace {

constexpr Index rows = 3, cols = 4;

/// sum over entries of k w^2/2 + w^4/12 + w, curved otherwise in each, coupled by a product.
class Quartic final : public Objective {
 public:
  Index dimension() const override { return rows * cols; }
  double value(const Vec& x, Scratch*) const override {
    double sum = 0.0;
    for (Index i = 0; i < x.size(); ++i) sum += term(i, x[i]) + 0.3 * x[i] * x[(i + 5) % x.size()];
    return sum;
  }
  double gradient(const Vec& x, Vec& g, Scratch* s) const override {
    const Index n = x.size();
    for (Index i = 0; i < n; ++i)
      g[i] = curvature(i) * x[i] + x[i] * x[i] * x[i] / 3 + 1 +
             0.3 * (x[(i + 5) % n] + x[(i + n - 5) % n]);
    return value(x, s);
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch*) const override {
    const Index n = x.size();
    for (Index i = 0; i < n; ++i)
      hv[i] = (curvature(i) + x[i] * x[i]) * v[i] + 0.3 * (v[(i + 5) % n] + v[(i + n - 5) % n]);
  }
  std::vector<ParameterBlock> blocks() const override { return {{"W0", 0, rows, cols, false}}; }

 private:
  static double curvature(Index i) { return 1.0 + 0.5 * double(i); }
  static double term(Index i, double w) {
    return curvature(i) * w * w / 2 + w * w * w * w / 12 + w;
  }
};

using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Basis {
  Mat q;
  std::vector<Index> order;
};

/// As in the authors' `get_orthogonal_matrix_QR`.
Basis turned(const Mat& product, const Mat& q) {
  const Vec size = (q.transpose() * product * q).diagonal();
  Basis basis{Mat(), std::vector<Index>(std::size_t(q.cols()))};
  std::iota(basis.order.begin(), basis.order.end(), Index(0));
  std::sort(basis.order.begin(), basis.order.end(),
            [&](Index a, Index b) { return size[a] > size[b]; });
  Mat sorted(q.rows(), q.cols());
  for (Index c = 0; c < q.cols(); ++c) sorted.col(c) = q.col(basis.order[std::size_t(c)]);
  basis.q = Eigen::HouseholderQR<Mat>(product * sorted).householderQ();
  return basis;
}

Mat eigenvectors(const Mat& product) {
  return Eigen::SelfAdjointEigenSolver<Mat>(product).eigenvectors().rowwise().reverse();
}

/// x after `steps` steps, the first of which only makes the bases.
Vec bySoapsDefinition(Vec x, int steps, int every, double rate, double beta, double epsilon) {
  const Quartic f;
  Vec g(x.size());
  Mat left, right, ql, qr, mean, square;
  for (int t = 0; t < steps; ++t) {
    f.gradient(x, g, nullptr);
    const Mat gradient = Eigen::Map<const Rows>(g.data(), rows, cols);
    if (t == 0) {
      left = (1 - beta) * gradient * gradient.transpose();
      right = (1 - beta) * gradient.transpose() * gradient;
      ql = eigenvectors(left);
      qr = eigenvectors(right);
      mean = square = Mat::Zero(rows, cols);
      continue;
    }
    mean = beta * mean + (1 - beta) * gradient;
    square = beta * square + (1 - beta) * (ql.transpose() * gradient * qr).cwiseAbs2();
    const double scaled = rate * std::sqrt(1 - std::pow(beta, t)) / (1 - std::pow(beta, t));
    const Mat step =
        (ql.transpose() * mean * qr).cwiseQuotient((square.cwiseSqrt().array() + epsilon).matrix());
    const Rows move = -scaled * ql * step * qr.transpose();
    x += Eigen::Map<const Vec>(move.data(), x.size());
    left = beta * left + (1 - beta) * gradient * gradient.transpose();
    right = beta * right + (1 - beta) * gradient.transpose() * gradient;
    if (t % every != 0) continue;
    const Basis l = turned(left, ql), r = turned(right, qr);
    const Mat before = square;
    for (Index i = 0; i < rows; ++i)
      for (Index j = 0; j < cols; ++j)
        square(i, j) = before(l.order[std::size_t(i)], r.order[std::size_t(j)]);
    ql = l.q;
    qr = r.q;
  }
  return x;
}

}  // namespace

class SoapTest : public QObject {
  Q_OBJECT

 private slots:
  void isAdamInTheEigenbasis_data() {
    QTest::addColumn<int>("every");
    QTest::newRow("a new basis at each step") << 1;
    QTest::newRow("at every third") << 3;
    QTest::newRow("at every tenth") << 10;
  }
  void isAdamInTheEigenbasis() {
    QFETCH(int, every);
    const Vec start = Vec::LinSpaced(rows * cols, -1.5, 2.0);
    Vec x = start;
    Stepper soap =
        *find(allOptimizers(), "soap")
             ->make(
                 {{"learning_rate", 0.02}, {"weight_decay", 0.0}, {"every", std::int64_t(every)}},
                 x);
    Oracle oracle(std::make_shared<Quartic>());
    for (int t = 0; t < 40; ++t) soap.step(x, oracle);
    const Vec expected = bySoapsDefinition(start, 40, every, 0.02, 0.95, 1e-8);
    QVERIFY((x - start).norm() > 1.0);
    QVERIFY2((x - expected).norm() < 1e-8, qPrintable(QString::number((x - expected).norm())));
  }
};

QTEST_GUILESS_MAIN(SoapTest)
#include "soap_test.moc"
