#include "app/window/segment_panel.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>
#include <cmath>

#include "app/window/form_parts.h"
#include "app/window/step_combo.h"
#include "core/io/file.h"
#include "widgets/controls/number_text.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"
#include "widgets/views/chart_view.h"

namespace thalweg {
namespace {

constexpr int chartHeight = 130;

}  // namespace

SegmentPanel::SegmentPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  auto* head = new QHBoxLayout;
  auto* title = new QLabel("Loss between A and B");
  title->setFont(textFont(12, QFont::DemiBold));
  head->addWidget(title, 1);
  auto* save = new QAction(icon("export"), "Save the line as CSV", this);
  connect(save, &QAction::triggered, this, &SegmentPanel::askWhere);
  head->addWidget(new ToolButton(save));
  layout->addLayout(head);
  for (std::size_t k = 0; k < 2; ++k) {
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    row->addWidget(rowLabel(k == 0 ? "A" : "B"));
    row->addWidget(m_ends[k] = new StepCombo(workspace, k == 0 ? "Line from" : "Line to"), 1);
    layout->addLayout(row);
    connect(m_ends[k], &StepCombo::chosen, this, [this, k](const StepChoice& choice) {
      m_workspace.document.change("Line between steps", {}, true,
                                  [&](Experiment& e) { e.view.plane.segment[k] = choice; });
    });
  }
  layout->addWidget(m_chart = new ChartView);
  m_chart->setFixedHeight(chartHeight);
  m_chart->setAccessibleName("Loss between A and B");
  layout->addWidget(m_facts = new QLabel);
  m_facts->setFont(textFont(12));
  m_facts->setWordWrap(true);
  makeQuiet(m_facts);
  connect(&workspace.document, &Document::changed, this, &SegmentPanel::refresh);
  connect(&workspace.session, &Session::runsChanged, this, &SegmentPanel::refresh);
  connect(&workspace.segment, &SegmentService::changed, this, &SegmentPanel::showLine);
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, this,
          [this] { m_chart->setTheme(currentTheme()); });
  m_chart->setTheme(currentTheme());
  refresh();
}

void SegmentPanel::showEvent(QShowEvent*) {
  m_workspace.segment.show(true);
  refresh();
  showLine();
}

void SegmentPanel::hideEvent(QHideEvent*) { m_workspace.segment.show(false); }

void SegmentPanel::refresh() {
  const PlaneChoice& plane = m_workspace.document.experiment().view.plane;
  for (std::size_t k = 0; k < 2; ++k) m_ends[k]->setChoice(plane.segment[k]);
}

Figure SegmentPanel::figure() const {
  Figure figure;
  figure.id = "segment";
  figure.title = m_workspace.document.experiment().title;
  figure.xLabel = "t";
  figure.yLabel = "loss at A + t (B − A)";
  const Segment* segment = m_workspace.segment.segment().get();
  if (segment == nullptr) return figure;
  Series line;
  line.name = "";
  line.style = int(m_workspace.document.experiment().view.plane.segment[1].run);
  line.x.assign(segment->t.begin(), segment->t.end());
  line.y.assign(segment->f.begin(), segment->f.end());
  figure.series.push_back(line);
  Series chord;
  chord.role = LineRole::reference;
  chord.x = {0, 1};
  chord.y = {segment->atFirst, segment->atSecond};
  figure.series.push_back(chord);
  return figure;
}

void SegmentPanel::showLine() {
  if (!isVisible()) return;
  const SegmentService& service = m_workspace.segment;
  m_chart->setFigure(figure());
  m_chart->setCursorAt(std::nullopt);
  const Segment* segment = service.segment().get();
  if (segment == nullptr) return m_facts->setText(service.refusal());
  const QString barrier =
      std::isnan(segment->barrier) ? "the loss is no number on the way"
      : segment->barrier > 0
          ? QString("barrier %1 at t = %2")
                .arg(shownNumber(segment->barrier), shownNumber(segment->barrierAt))
          : "no barrier: nowhere above the line between the ends";
  m_facts->setText(QString("%1 at A, %2 at B, %3 apart; %4")
                       .arg(shownNumber(segment->atFirst), shownNumber(segment->atSecond),
                            shownNumber(service.distance()), barrier));
}

QString SegmentPanel::save(const QString& path) const {
  const Segment* segment = m_workspace.segment.segment().get();
  if (segment == nullptr) return "There is no line between A and B to be saved yet.";
  const Outcome written = writeFile(path.toStdString(), csvOf(*segment).toStdString());
  return written ? QString() : QString::fromStdString(written.error().what);
}

void SegmentPanel::askWhere() {
  QString path =
      QFileDialog::getSaveFileName(this, "Save the line", "interpolation.csv", "Tables (*.csv)");
  if (path.isEmpty()) return;
  if (QFileInfo(path).suffix().isEmpty()) path += ".csv";
  if (const QString problem = save(path); !problem.isEmpty()) m_facts->setText(problem);
}

}  // namespace thalweg
