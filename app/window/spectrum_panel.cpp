#include "app/window/spectrum_panel.h"

#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/run/spectrum.h"
#include "widgets/controls/number_text.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

// A single eigenvalue's peak is drawn so many times as high as the lowest density shown.
constexpr double peakOverFloor = 6.0;

QString withError(const QString& name, const Estimate& estimate) {
  const QString error = shownError(estimate.error);
  return name + " " + shownNumber(estimate.value) + (error.isEmpty() ? QString() : " " + error);
}

QString bulkOf(const ShownSpectrum& spectrum) {
  if (spectrum.partial || spectrum.dimension < 16) return {};
  const double error = 100 * spectrum.bulk.error;
  const QString told = spectrum.exact || !std::isfinite(error)
                           ? QString()
                           : QString::fromUtf8(" ± %1").arg(error, 0, 'f', 1);
  return QString::fromUtf8("bulk: %1%2 % within ±%3")
      .arg(100 * spectrum.bulk.value, 0, 'f', 1)
      .arg(told)
      .arg(shownNumber(spectrum.bulkWidth, 2));
}

/// Whose eigenvalues, as it stands in a title; nothing for the Hessian's.
QString inWords(CurvatureMatrix matrix) {
  switch (matrix) {
    case CurvatureMatrix::gaussNewton:
      return " of the Gauss-Newton matrix";
    case CurvatureMatrix::residual:
      return QString::fromUtf8(" of H − G");
    case CurvatureMatrix::fisher:
      return " of the Fisher matrix";
    case CurvatureMatrix::empiricalFisher:
      return " of the empirical Fisher matrix";
    case CurvatureMatrix::preconditioned:
      return QString::fromUtf8(" of P⁻¹H");
    default:
      return {};
  }
}

}  // namespace

QString costOf(std::int64_t products, double seconds) {
  const QString time = seconds < 1e-3 ? QString("under 1 ms")
                       : seconds < 1  ? QString("%1 ms").arg(1000 * seconds, 0, 'f', 0)
                                      : QString("%1 s").arg(seconds, 0, 'f', 1);
  return QString("%1 products, %2").arg(products).arg(time);
}

double floorOf(const ShownSpectrum& spectrum) {
  const double peak = 1 / (double(spectrum.dimension) * spectrum.density.broadening *
                           std::sqrt(2 * std::numbers::pi));
  return peak / peakOverFloor;
}

SpectrumPicture pictureOf(const ShownSpectrum& spectrum, const Workspace& workspace) {
  SpectrumPicture picture;
  const QString matrix = inWords(spectrum.matrix);
  picture.title = spectrum.partial
                      ? QString("the largest %1 of %2 eigenvalues%3")
                            .arg(spectrum.values.size())
                            .arg(spectrum.dimension)
                            .arg(matrix)
                      : QString("density of %1 eigenvalues%2").arg(spectrum.dimension).arg(matrix);
  picture.at.assign(spectrum.density.at.begin(), spectrum.density.at.end());
  picture.value.assign(spectrum.density.value.begin(), spectrum.density.value.end());
  picture.error.assign(spectrum.density.error.begin(), spectrum.density.error.end());
  for (Index i = 0; i < spectrum.values.size(); ++i)
    picture.marks.push_back({spectrum.values[i], spectrum.residuals[i]});
  for (Index i = 0; i < spectrum.eigenvalues.size(); ++i)
    picture.marks.push_back({spectrum.eigenvalues[i], spectrum.eigenErrors[i]});
  std::sort(picture.marks.begin(), picture.marks.end(),
            [](const SpectrumMark& a, const SpectrumMark& b) { return a.value < b.value; });
  picture.floor = floorOf(spectrum);
  picture.bulk = bulkOf(spectrum);
  picture.bulkWidth = picture.bulk.isEmpty() ? 0.0 : spectrum.bulkWidth;
  picture.bound = workspace.curvature.boundOn(spectrum);
  picture.boundName = workspace.curvature.boundFormula();
  picture.style = std::max(0, workspace.curvature.run());
  return picture;
}

SpectrumPicture pictureOf(const ShownSplit& split, int style) {
  static const QString names[] = {"H", "G", QString::fromUtf8("R = H − G")};
  SpectrumPicture picture;
  const ShownSpectrum& whole = split.parts[0];
  picture.title = QString("density of %1 eigenvalues").arg(whole.dimension);
  const QString outliers = outliersIn(split.outliers);
  if (!outliers.isEmpty()) picture.title += ": " + outliers;
  picture.name = names[0];
  picture.style = std::max(0, style);
  picture.at.assign(whole.density.at.begin(), whole.density.at.end());
  picture.value.assign(whole.density.value.begin(), whole.density.value.end());
  picture.error.assign(whole.density.error.begin(), whole.density.error.end());
  const Vec& known = whole.exact ? whole.values : whole.eigenvalues;
  const Vec& residuals = whole.exact ? whole.residuals : whole.eigenErrors;
  for (Index i = 0; i < known.size(); ++i) picture.marks.push_back({known[i], residuals[i]});
  std::sort(picture.marks.begin(), picture.marks.end(),
            [](const SpectrumMark& a, const SpectrumMark& b) { return a.value < b.value; });
  picture.floor = floorOf(whole);
  if (std::isfinite(split.outliers.edge)) {
    picture.edge = split.outliers.edge;
    picture.apart = split.outliers.apart;
    picture.bulkWidth = whole.bulkWidth;
  }
  int other = picture.style;
  for (std::size_t i = 1; i < split.parts.size(); ++i) {
    const Density& density = split.parts[i].density;
    SpectrumCurve curve{names[i],
                        {density.at.begin(), density.at.end()},
                        {density.value.begin(), density.value.end()},
                        {density.error.begin(), density.error.end()},
                        ++other};
    picture.floor = std::min(picture.floor, floorOf(split.parts[i]));
    picture.others.push_back(std::move(curve));
  }
  return picture;
}

QString outliersIn(const Outliers& outliers) {
  if (outliers.count == 0) return {};
  QString text = QString::fromUtf8("%1 outlier%2, then a gap of %3×")
                     .arg(outliers.count)
                     .arg(outliers.count == 1 ? "" : "s")
                     .arg(outliers.ratio, 0, 'f', 2);
  if (std::isfinite(outliers.edge))
    text += QString("; %1%2 beyond the bulk's edge %3")
                .arg(outliers.atLeast ? "at least " : "")
                .arg(outliers.above)
                .arg(shownNumber(outliers.edge));
  return text;
}

QString factsOf(const ShownSplit& split) {
  const auto trace = [&](const char* name, std::size_t part) {
    return withError(QString("tr %1").arg(name), *split.parts[part].trace);
  };
  QStringList facts{QString("step %1").arg(split.step)};
  facts << (split.parts[0].exact ? QString("exact")
                                 : QString("%1 probes").arg(split.parts[0].probes));
  facts << trace("H", 0) + " = " + trace("G", 1) + " + " + trace("R", 2);
  facts << costOf(split.products, split.seconds);
  return facts.join(", ");
}

QString factsOf(const ShownSpectrum& spectrum) {
  QStringList facts{QString("step %1").arg(spectrum.step)};
  facts << (spectrum.exact     ? QString("exact")
            : spectrum.partial ? QString("by Lanczos")
                               : QString("%1 probes").arg(spectrum.probes));
  facts << "kernel " + QString::number(spectrum.density.broadening, 'g', 2);
  if (spectrum.trace) facts << withError("trace", *spectrum.trace);
  if (spectrum.frobenius) facts << withError("Frobenius norm", *spectrum.frobenius);
  if (spectrum.products > 0) facts << costOf(spectrum.products, spectrum.seconds);
  return facts.join(", ");
}

SpectrumPanel::SpectrumPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_view = new SpectrumView);
  connect(&workspace.curvature, &CurvatureService::changed, this, &SpectrumPanel::refresh);
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, m_view, qOverload<>(&QWidget::update));
  connect(m_view, &SpectrumView::menuAsked, this, &SpectrumPanel::showMenu);
}

void SpectrumPanel::showEvent(QShowEvent*) {
  m_shown.reset();
  m_shownSplit.reset();
  refresh();
}

void SpectrumPanel::setSplit(bool split) {
  if (std::exchange(m_split, split) == split) return;
  m_shown.reset();
  m_shownSplit.reset();
  emit splitChanged(split);
  if (split && !m_workspace.curvature.split()) m_workspace.curvature.splitNow();
  refresh();
}

void SpectrumPanel::computeNow() {
  m_split ? m_workspace.curvature.splitNow() : m_workspace.curvature.computeNow(false);
}

void SpectrumPanel::tell(const QString& words) {
  m_view->setWords(words);
  m_hint = QString();
  emit hintChanged(m_hint);
}

void SpectrumPanel::refreshSplit() {
  const CurvatureService& curvature = m_workspace.curvature;
  const auto split = curvature.split();
  if (!split) {
    m_shownSplit.reset();
    tell(!curvature.refusal().isEmpty()
             ? curvature.refusal()
             : "H = G + R is not known up to this step. Now asks for it at the cursor.");
    return;
  }
  if (split == m_shownSplit) return;
  m_shownSplit = split;
  m_view->setPicture(pictureOf(*split, curvature.run()));
  m_hint = factsOf(*split);
  emit hintChanged(m_hint);
}

void SpectrumPanel::refresh() {
  if (!isVisible()) return;
  if (m_split) return refreshSplit();
  const CurvatureService& curvature = m_workspace.curvature;
  const CurvatureService::Spectrum spectrum = curvature.spectrum();
  if (!spectrum) {
    m_shown.reset();
    tell(!curvature.refusal().isEmpty()
             ? curvature.refusal()
             : "No spectrum up to this step. Now asks for the one at the cursor; "
               "Measure in the Problem dock keeps one every few steps.");
    return;
  }
  if (spectrum == m_shown) return;
  m_shown = spectrum;
  m_view->setPicture(pictureOf(*spectrum, m_workspace));
  m_hint = factsOf(*spectrum);
  emit hintChanged(m_hint);
}

void SpectrumPanel::showMenu(QPoint globalPosition) {
  QMenu menu;
  CurvatureService& curvature = m_workspace.curvature;
  menu.addAction("Density at the cursor, now", &curvature, [&] { curvature.computeNow(false); });
  QAction* exact = menu.addAction("All eigenvalues at the cursor, now", &curvature,
                                  [&] { curvature.computeNow(true); });
  const Problem* problem = m_workspace.session.problem();
  exact->setEnabled(problem && problem->start.size() <= fullSpectrumLimit);
  exact->setToolTip(QString("Up to %1 parameters").arg(fullSpectrumLimit));
  QAction* split = menu.addAction("H = G + R");
  split->setCheckable(true);
  split->setChecked(m_split);
  connect(split, &QAction::toggled, this, &SpectrumPanel::setSplit);
  menu.addSeparator();
  QAction* log = menu.addAction("Logarithmic density");
  log->setCheckable(true);
  log->setChecked(m_view->isLogarithmic());
  connect(log, &QAction::toggled, m_view, &SpectrumView::setLogarithmic);
  menu.exec(globalPosition);
}

}  // namespace thalweg
