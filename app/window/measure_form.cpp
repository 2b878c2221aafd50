#include "app/window/measure_form.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "app/window/spectrum_form.h"
#include "core/run/experiment_schema.h"
#include "widgets/controls/number_field.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

/// Every step where it costs little.
std::int64_t usualEvery(const Experiment& experiment, std::int64_t MeasureChoice::*member) {
  const bool dear = member == &MeasureChoice::spectrumEvery ||
                    member == &MeasureChoice::traceEvery || member == &MeasureChoice::noiseEvery;
  return experiment.problem.kind == "network" ? (dear ? 20 : 5) : (dear ? 10 : 1);
}

}  // namespace

MeasureForm::MeasureForm(Document& document, QWidget* parent)
    : QWidget(parent), m_document(document) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  addRow("Sharpness", "The largest Hessian eigenvalue, and the bound of each optimizer",
         &MeasureChoice::sharpnessEvery);
  addRow("Spectra",
         "The density of the eigenvalues of a matrix of curvature, by stochastic quadrature",
         &MeasureChoice::spectrumEvery);
  layout->addWidget(m_spectrum = new SpectrumForm(document));
  addRow("Trace", "Trace and Frobenius norm of the Hessian, with their standard errors",
         &MeasureChoice::traceEvery);
  addRow("Gradient flow", "The continuous path from the same start, and the distance to it",
         &MeasureChoice::driftEvery);
  addRow("Average", "The average of the iterates so far, as a path of its own",
         &MeasureChoice::averageEvery);
  addRow("Accuracy", "Share of the training samples that are classified rightly",
         &MeasureChoice::accuracyEvery);
  addRow("Gradient noise",
         "Trace of the covariance of single samples' gradients, and the batch sharpness",
         &MeasureChoice::noiseEvery);
  addRow("Complexity",
         "Geometric complexity, path norm and the product of the layers' norms of a network",
         &MeasureChoice::complexityEvery);
}

void MeasureForm::addRow(const QString& title, const QString& tip,
                         std::int64_t MeasureChoice::*member) {
  auto* line = new QWidget;
  auto* layout = new QHBoxLayout(line);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(6);
  Row row;
  row.member = member;
  row.box = new QCheckBox(title);
  row.box->setToolTip(tip);
  layout->addWidget(row.box, 1);
  auto* word = new QLabel("every");
  word->setFont(textFont(12));
  makeQuiet(word);
  layout->addWidget(word);
  row.every = new NumberField;
  row.every->setInteger(true);
  row.every->setRange(1, greatestSteps);
  row.every->setName(title + " every");
  row.every->setAccessibleName(title + ", steps between two measurements");
  row.every->setFixedWidth(64);
  layout->addWidget(row.every);
  this->layout()->addWidget(line);
  connect(row.box, &QCheckBox::toggled, this, [this, row, title](bool on) {
    m_document.change(title, {}, true, [&](Experiment& e) {
      e.measure.*(row.member) = on ? usualEvery(e, row.member) : 0;
    });
  });
  connect(row.every, &NumberField::edited, this, [this, row, title](double value, bool final) {
    m_document.change(title, "measure." + title, final,
                      [&](Experiment& e) { e.measure.*(row.member) = std::int64_t(value); });
  });
  m_rows << row;
}

void MeasureForm::refresh() {
  const Experiment& experiment = m_document.experiment();
  m_spectrum->refresh();
  for (const Row& row : m_rows) {
    const std::int64_t every = experiment.measure.*(row.member);
    const QSignalBlocker quiet(row.box);
    row.box->setChecked(every > 0);
    row.every->setEnabled(every > 0);
    row.every->setValue(double(every > 0 ? every : usualEvery(experiment, row.member)));
    if (row.member == &MeasureChoice::accuracyEvery ||
        row.member == &MeasureChoice::complexityEvery || row.member == &MeasureChoice::noiseEvery)
      row.box->parentWidget()->setVisible(experiment.problem.kind == "network");
  }
}

}  // namespace thalweg
