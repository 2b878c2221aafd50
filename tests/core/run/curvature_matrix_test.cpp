/// The matrices beside the Hessian, each against what its definition says.
#include "core/run/curvature_matrix.h"

#include <QTest>
#include <numeric>

#include "core/run/spectrum.h"
#include "tests/core/objectives/network/networks.h"
#include "tests/support/objectives.h"

using namespace thalweg;

namespace {

/// All rows of a finite sum.
std::vector<Index> allRows(const FiniteSum& sum) {
  std::vector<Index> rows(std::size_t(sum.samples()));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

Mat dense(Evaluator& f, const Vec& x, CurvatureMatrix matrix) {
  const Product product = curvatureProduct(f, x, matrix);
  Mat a(x.size(), x.size());
  Vec column(x.size());
  for (Index j = 0; j < x.size(); ++j) {
    product(Vec::Unit(x.size(), j), column);
    a.col(j) = column;
  }
  return a;
}

test::Net small(const std::string& loss, double decay = 0.0) {
  return test::suited({.activation = "tanh", .loss = loss, .weightDecay = decay}, {.samples = 40});
}

}  // namespace

class CurvatureMatrixTest : public QObject {
  Q_OBJECT

 private slots:
  /// The residual against differences of J'l', l' held: what is left of the Hessian beside G.
  void residualIsTheBendOfTheNetwork() {
    const test::Net net = small("half-squared-error");
    Evaluator f(net);
    const Vec x = test::start(*net), v = test::randomVec(x.size(), 3).normalized();
    const std::vector<Index> rows = allRows(*net);
    const double n = double(rows.size()), step = 1e-5;
    Mat up, down, here;
    Vec r, moved, rv(x.size()), gv(x.size()), hv(x.size());
    QVERIFY(net->residualJacobian(x, rows, here, r, f.scratch()));
    net->residualJacobian(x + step * v, rows, up, moved, f.scratch());
    net->residualJacobian(x - step * v, rows, down, moved, f.scratch());
    const Vec expected = (up - down).transpose() * r / (2 * step * n);
    curvatureProduct(f, x, CurvatureMatrix::residual)(v, rv);
    QVERIFY2((rv - expected).norm() < 1e-8 * rv.norm(),
             qPrintable(QString::number((rv - expected).norm())));
    f.hessianTimes(x, v, hv);
    net->gaussNewtonTimes(x, v, gv, f.scratch());
    QVERIFY((hv - gv - rv).norm() <= 1e-15 * hv.norm());
    QVERIFY(test::relative(gv, here.transpose() * (here * v) / n) < 1e-13);
  }

  /// A network that fits its data exactly curves as its Gauss-Newton matrix does.
  void residualVanishesWhereTheDataAreFitted() {
    const test::Net net = small("half-squared-error");
    const Vec x = test::start(*net);
    Dataset fitted = net->data();
    fitted.training.targets = net->outputs(x, fitted.training.features, nullptr);
    Evaluator f(test::network(net->spec(), std::make_shared<const Dataset>(fitted)));
    const Vec v = test::randomVec(x.size(), 4);
    Vec rv(x.size()), gv(x.size());
    curvatureProduct(f, x, CurvatureMatrix::residual)(v, rv);
    curvatureProduct(f, x, CurvatureMatrix::gaussNewton)(v, gv);
    QVERIFY(rv.norm() < 1e-12 * gv.norm());
  }

  /// The expectation over classes drawn from the network's own probabilities, class by class.
  void fisherOfClassesIsTheExpectationOverThem() {
    const test::Net net = small("cross-entropy");
    Evaluator f(net);
    const Vec x = test::start(*net);
    const std::vector<Index> rows = allRows(*net);
    Mat z = net->outputs(x, net->data().training.features, nullptr), expected(x.size(), x.size());
    expected.setZero();
    Mat j;
    Vec losses;
    for (Index c = 0; c < z.rows(); ++c) {
      Dataset told = net->data();
      told.training.labels.assign(rows.size(), int(c));
      told.training.targets.setZero();
      told.training.targets.row(c).setOnes();
      test::network(net->spec(), std::make_shared<const Dataset>(told))
          ->perSampleGradients(x, rows, j, losses, nullptr);
      // exp(-loss) is the probability of the class the sample was told to have.
      const Vec p = (-losses).array().exp();
      expected += j.transpose() * p.asDiagonal() * j / double(rows.size());
    }
    QVERIFY(test::relative(dense(f, x, CurvatureMatrix::fisher), expected) < 1e-12);
    QVERIFY(test::relative(dense(f, x, CurvatureMatrix::gaussNewton), expected) < 1e-12);
  }

  /// Of squared errors: gradients at targets drawn around the outputs, with the loss's own
  /// variance.
  void fisherOfSquaresIsThatOfANormalDistribution() {
    for (const bool mean : {false, true}) {
      const test::Net net = small(mean ? "mse" : "half-squared-error");
      Evaluator f(net);
      const Vec x = test::start(*net);
      const Index outputs = 10, draws = 400;
      // exp(-|z - t|^2 / 10) has the variance 5, exp(-|z - t|^2 / 2) the variance 1.
      const double spread = mean ? std::sqrt(0.5 * double(outputs)) : 1.0;
      const Mat z = net->outputs(x, net->data().training.features, nullptr);
      const Vec v = test::randomVec(x.size(), 5).normalized();
      Random random(8);
      Mat j;
      Vec losses, fv(x.size()), samples(draws);
      for (Index k = 0; k < draws; ++k) {
        Dataset drawn = net->data();
        for (Index i = 0; i < z.size(); ++i)
          drawn.training.targets.data()[i] = z.data()[i] + spread * random.normal();
        test::network(net->spec(), std::make_shared<const Dataset>(drawn))
            ->perSampleGradients(x, allRows(*net), j, losses, nullptr);
        samples[k] = (j * v).squaredNorm() / double(j.rows());
      }
      curvatureProduct(f, x, CurvatureMatrix::fisher)(v, fv);
      const double found = v.dot(fv);
      const double error =
          std::sqrt((samples.array() - samples.mean()).square().sum()) / double(draws);
      QVERIFY2(std::abs(samples.mean() - found) < 4 * error && error < 0.02 * found,
               qPrintable(QString("%1 %2 %3").arg(samples.mean()).arg(found).arg(error)));
    }
  }

  /// Weight decay is no part of the distribution, and of each sample's gradient.
  void penaltiesAreInTheMatricesTheyBelongTo() {
    const test::Net with = small("cross-entropy", 0.1), without = small("cross-entropy");
    Evaluator f(with), g(without);
    const Vec x = test::start(*with), v = test::randomVec(x.size(), 6);
    Vec a(x.size()), b(x.size());
    curvatureProduct(f, x, CurvatureMatrix::fisher)(v, a);
    curvatureProduct(g, x, CurvatureMatrix::fisher)(v, b);
    QVERIFY(test::relative(a, b) < 1e-14);
    Mat j;
    Vec losses;
    with->perSampleGradients(x, allRows(*with), j, losses, f.scratch());
    curvatureProduct(f, x, CurvatureMatrix::empiricalFisher)(v, a);
    QVERIFY(test::relative(a, j.transpose() * (j * v) / double(j.rows())) < 1e-13);
  }

  void empiricalFisherIsTheMeanOfOuterProducts_data() {
    QTest::addColumn<QString>("loss");
    for (const LossEntry& loss : allLosses())
      QTest::newRow(loss.card.id.c_str()) << QString::fromStdString(loss.card.id);
  }
  void empiricalFisherIsTheMeanOfOuterProducts() {
    QFETCH(QString, loss);
    const test::Net net = small(loss.toStdString());
    Evaluator f(net);
    const Vec x = test::start(*net);
    Mat j;
    Vec losses;
    net->perSampleGradients(x, allRows(*net), j, losses, f.scratch());
    const Mat a = dense(f, x, CurvatureMatrix::empiricalFisher);
    QVERIFY(test::relative(a, j.transpose() * j / double(j.rows())) < 1e-13);
    const SpectrumResult found =
        spectrumAt(f, x, {.matrix = CurvatureMatrix::empiricalFisher, .top = 3, .full = true});
    const double squares = j.rowwise().squaredNorm().mean();
    QVERIFY(std::abs(found.trace->value - squares) <= 1e-12 * squares);
    // With the passes kept by a product with another matrix, and with rows of its own in between.
    const Vec v = test::randomVec(x.size(), 7);
    Vec ev(x.size()), other(x.size());
    f.hessianTimes(x, v, other);
    net->empiricalFisherTimes(x, v, ev, f.scratch());
    QVERIFY(test::relative(ev, a * v) < 1e-12);
  }

  /// At most samples times (classes - 1) directions in which the classes' probabilities move.
  void rankOfTheGaussNewtonMatrix() {
    const test::Net net =
        test::suited({.activation = "tanh", .loss = "cross-entropy"}, {.samples = 6});
    Evaluator f(net);
    const SpectrumResult found = spectrumAt(
        f, test::start(*net), {.matrix = CurvatureMatrix::gaussNewton, .top = 0, .full = true});
    QCOMPARE((found.values.array() > 1e-12 * found.values[0]).count(), Index(54));
  }

  void preconditionedIsScaledFromBothSides() {
    Evaluator f(std::make_shared<Wavy>(150));
    const Vec x = Vec::LinSpaced(150, -2, 2), scaling = Vec::LinSpaced(150, 0.5, 3);
    Mat h(150, 150);
    f.hessian(x, h);
    const Mat scaled = scaling.asDiagonal() * h * scaling.asDiagonal();
    const Vec values = symmetricEigenvalues(scaled);
    SpectrumRequest request{
        .matrix = CurvatureMatrix::preconditioned, .top = 4, .diagonal = true, .scaling = scaling};
    const SpectrumResult found = spectrumAt(f, x, request);
    for (Index k = 0; k < 4; ++k)
      QVERIFY(std::abs(found.values[k] - values[149 - k]) < 1e-8 * values[149]);
    QVERIFY(std::abs(found.bottom.value - values[0]) < 1e-6 * values[149]);
    // Off by at most five standard errors everywhere, and by one or less at most places.
    const Vec off = (found.diagonal - scaled.diagonal()).cwiseAbs();
    QVERIFY((off.array() <= 5 * found.diagonalErrors.array() + 1e-12).all());
    QVERIFY((off.array() <= found.diagonalErrors.array()).count() > 75);
    request.full = true;
    const SpectrumResult whole = spectrumAt(f, x, request);
    QVERIFY(test::relative(whole.diagonal, scaled.diagonal()) < 1e-14);
    QVERIFY(whole.diagonalErrors.isZero(0));
  }

  void whatIsMissingIsSaidInASentence() {
    Evaluator wavy(std::make_shared<Wavy>(4)), huber(small("huber")), hinge(small("hinge"));
    const Vec x = Vec::Ones(4);
    for (const auto matrix : {CurvatureMatrix::gaussNewton, CurvatureMatrix::residual,
                              CurvatureMatrix::fisher, CurvatureMatrix::empiricalFisher})
      QVERIFY(whyNoMatrix(wavy, x, matrix).find("means over data") != std::string::npos);
    QVERIFY(whyNoMatrix(wavy, x, CurvatureMatrix::preconditioned).empty());
    for (Evaluator* f : {&huber, &hinge}) {
      const Vec at = Vec::Zero(f->objective().dimension());
      QVERIFY(whyNoMatrix(*f, at, CurvatureMatrix::fisher).find("no Fisher matrix") !=
              std::string::npos);
      QVERIFY(whyNoMatrix(*f, at, CurvatureMatrix::empiricalFisher).empty());
    }
  }
};

QTEST_GUILESS_MAIN(CurvatureMatrixTest)
#include "curvature_matrix_test.moc"
