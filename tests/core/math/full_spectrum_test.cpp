#include "core/math/full_spectrum.h"

#include <QTest>
#include <chrono>

#include "core/base/random.h"
#include "core/math/lanczos.h"

using namespace thalweg;

namespace {

Mat randomSymmetric(Index d, std::uint64_t seed) {
  Random random(seed);
  Mat a(d, d);
  for (double& entry : a.reshaped()) entry = random.normal();
  return 0.5 * (a + a.transpose());
}

}  // namespace

class FullSpectrumTest : public QObject {
  Q_OBJECT

 private slots:
  void agreesWithTheLibrarySolver() {
    for (const Index d : {1, 2, 3, 10, 33, 150}) {
      const Mat a = randomSymmetric(d, std::uint64_t(d));
      const FullSpectrum found = fullSpectrum(a);
      const Vec expected = symmetricEigenvalues(a);
      QVERIFY2((found.values - expected).cwiseAbs().maxCoeff() <= 1e-13 * a.norm(),
               qPrintable(QString::number(d)));
      QVERIFY(found.residuals.maxCoeff() <= 1e-13 * a.norm());
    }
  }

  /// Repeated eigenvalues, zero blocks, a diagonal matrix: what breaks careless solvers.
  void degenerateMatricesAreNoProblem() {
    std::vector<Mat> hard{Mat::Identity(40, 40), Mat::Zero(20, 20), Mat::Ones(30, 30),
                          Vec::LinSpaced(25, -3, 3).asDiagonal()};
    Mat low = Mat::Zero(60, 60);
    const Mat part = randomSymmetric(60, 4).leftCols(3);
    low = part * part.transpose();
    hard.push_back(low);
    Mat blocks = Mat::Zero(30, 30);
    blocks.topLeftCorner(15, 15) = randomSymmetric(15, 2);
    blocks.bottomRightCorner(15, 15) = blocks.topLeftCorner(15, 15);
    hard.push_back(blocks);
    for (const Mat& a : hard) {
      const FullSpectrum found = fullSpectrum(a);
      const double scale = std::max(1.0, a.norm());
      QVERIFY((found.values - symmetricEigenvalues(a)).cwiseAbs().maxCoeff() <= 1e-13 * scale);
      QVERIFY2(found.residuals.maxCoeff() <= 1e-13 * scale,
               qPrintable(QString::number(found.residuals.maxCoeff())));
    }
  }

  void stopsBetweenShortSteps() {
    const Mat a = randomSymmetric(700, 9);
    using Clock = std::chrono::steady_clock;
    for (const int after : {0, 300, 720, 745, 1500}) {
      int asked = 0;
      double longest = 0.0;
      Clock::time_point last = Clock::now();
      const FullSpectrum found = fullSpectrum(a, [&] {
        const Clock::time_point now = Clock::now();
        longest = std::max(longest, std::chrono::duration<double>(now - last).count());
        last = now;
        return asked++ >= after;
      });
      QVERIFY(found.stopped && found.values.size() == 0);
      QCOMPARE(asked, after + 1);
      QVERIFY2(longest < 0.1, qPrintable(QString::number(longest)));
    }
  }
};

QTEST_GUILESS_MAIN(FullSpectrumTest)
#include "full_spectrum_test.moc"
