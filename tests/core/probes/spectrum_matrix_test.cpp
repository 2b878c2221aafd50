/// Stored spectra of every matrix of curvature, on the beat and at milestones.
#include <QTest>

#include "core/catalog.h"
#include "core/math/lanczos.h"
#include "core/run/run.h"

using namespace thalweg;

namespace {

Experiment trained(const std::string& optimizer, const std::string& matrix) {
  Experiment e;
  e.problem.kind = "network";
  e.problem.network.dataset = "cancer";
  e.problem.network.layers = {30, 2, 2};
  e.problem.network.samples = 40;
  e.optimizers = {{optimizer, "", {{"learning_rate", 0.05}}}};
  e.run.steps = 9;
  e.measure.spectrumEvery = 4;
  e.measure.spectrumMethod = "full";
  e.measure.spectrumMatrix = matrix;
  e.measure.spectrumAt = {0, 3, 9, 50};
  return e;
}

std::vector<SpectrumSnapshot> spectraOf(const Record& record) {
  std::vector<SpectrumSnapshot> all;
  for (const ChunkPtr& chunk : record.chunks())
    all.insert(all.end(), chunk->spectra.begin(), chunk->spectra.end());
  return all;
}

/// The matrix column by column, by other words than the probe's.
Mat matrixAt(Evaluator& f, const Vec& x, CurvatureMatrix matrix, const Vec& p) {
  const Index d = x.size();
  const FiniteSum& sum = *f.objective().asFiniteSum();
  Mat all(d, d);
  Vec column(d), other(d);
  for (Index j = 0; j < d; ++j) {
    const Vec unit = Vec::Unit(d, j);
    f.hessianTimes(x, unit, column);
    sum.gaussNewtonTimes(x, unit, other, f.scratch());
    if (matrix == CurvatureMatrix::gaussNewton) column = other;
    if (matrix == CurvatureMatrix::residual) column -= other;
    if (matrix == CurvatureMatrix::fisher) sum.fisherTimes(x, unit, column, f.scratch());
    if (matrix == CurvatureMatrix::empiricalFisher)
      sum.empiricalFisherTimes(x, unit, column, f.scratch());
    all.col(j) = column;
  }
  if (matrix != CurvatureMatrix::preconditioned) return all;
  const Vec s = p.cwiseSqrt().cwiseInverse();
  return s.asDiagonal() * all * s.asDiagonal();
}

std::string refusal(const Experiment& e) {
  const auto run = Run::prepare(e, 0, *prepareProblem(e.problem));
  return run ? std::string() : run.error().what;
}

}  // namespace

class SpectrumMatrixTest : public QObject {
  Q_OBJECT

 private slots:
  void eachIsItsOwnMatrix_data() {
    QTest::addColumn<QString>("name");
    for (const std::string& name : curvatureMatrixNames())
      QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  void eachIsItsOwnMatrix() {
    QFETCH(QString, name);
    const Experiment e = trained("adam", name.toStdString());
    const CurvatureMatrix matrix = curvatureMatrixNamed(name.toStdString());
    const Problem problem = *prepareProblem(e.problem);
    const auto run = *Run::prepare(e, 0, problem);
    runNow(*run);
    const std::vector<SpectrumSnapshot> spectra = spectraOf(run->record());
    std::vector<std::int64_t> steps{0, 3, 4, 8, 9};
    // Before its first step the optimizer has no preconditioner.
    if (matrix == CurvatureMatrix::preconditioned) steps.erase(steps.begin());
    QCOMPARE(spectra.size(), steps.size());
    Evaluator f(problem.objective);
    Oracle oracle(problem.objective);
    Stepper method = *find(allOptimizers(), "adam")->make(e.optimizers[0].settings, problem.start);
    Vec x = problem.start, p = Vec::Ones(x.size());
    std::int64_t at = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      for (; at < steps[i]; ++at) method.step(x, oracle);
      if (at > 0) QVERIFY(method.preconditioner(p));
      QCOMPARE(spectra[i].step, steps[i]);
      QCOMPARE(spectra[i].matrix, matrix);
      const Mat all = matrixAt(f, x, matrix, p);
      const Vec values = symmetricEigenvalues(Mat(0.5 * (all + all.transpose()))).reverse();
      QVERIFY((spectra[i].values - values).norm() < 1e-9 * values.norm());
      QVERIFY(spectra[i].residuals.maxCoeff() < 1e-9 * values.norm());
    }
  }

  void milestonesNeedNoBeat() {
    Experiment e = trained("sgd", "hessian");
    e.measure.spectrumEvery = 0;
    e.measure.spectrumMethod = "slq";
    const auto run = *Run::prepare(e, 0, *prepareProblem(e.problem));
    runNow(*run);
    const std::vector<SpectrumSnapshot> spectra = spectraOf(run->record());
    QCOMPARE(spectra.size(), std::size_t(3));
    QCOMPARE(spectra[1].step, std::int64_t(3));
  }

  void whatIsNotThereIsRefused() {
    const std::string plain = refusal(trained("sgd", "preconditioned"));
    QVERIFY2(plain ==
                 "measure.spectrum.matrix = 'preconditioned' is not allowed here: the "
                 "optimizer sgd has no preconditioner",
             plain.c_str());
    Experiment bowl = trained("sgd", "ggn");
    bowl.problem = {};
    bowl.problem.name = "quadratic";
    QVERIFY(refusal(bowl).find("has no Gauss-Newton matrix") != std::string::npos);
    bowl.measure.spectrumMatrix = "hessian";
    QCOMPARE(refusal(bowl), std::string());
  }

  void theFileKeepsThem() {
    const std::string head =
        "[problem]\nname = \"quadratic\"\n[[optimizer]]\nname = \"sgd\"\n[measure]\n";
    const Result<Experiment> read =
        experimentFrom(head + "spectrum = { at = [1000, 0, 10, 10], matrix = \"fisher\" }\n", ".");
    QVERIFY2(bool(read), read ? "" : read.error().what.c_str());
    QVERIFY((read->measure.spectrumAt == std::vector<std::int64_t>{0, 10, 1000}));
    QCOMPARE(read->measure.spectrumMatrix, std::string("fisher"));
    QVERIFY(*experimentFrom(tomlOf(*read), ".") == *read);
    for (const auto& [wrong, told] : std::map<std::string, std::string>{
             {"at = [1.5]", "measure.spectrum.at: 1.5 is not a step"},
             {"at = [-1]", "measure.spectrum.at: -1 is not a step"},
             {"at = 7", "measure.spectrum.at = 7 is not a list"},
             {"matrix = \"hesian\"", "matrix = hesian is not allowed"}}) {
      const Result<Experiment> none = experimentFrom(head + "spectrum = { " + wrong + " }\n", ".");
      QVERIFY2(!none && none.error().what.find(told) != std::string::npos,
               none ? wrong.c_str() : none.error().what.c_str());
    }
  }
};

QTEST_GUILESS_MAIN(SpectrumMatrixTest)
#include "spectrum_matrix_test.moc"
