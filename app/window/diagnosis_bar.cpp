#include "app/window/diagnosis_bar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "app/model/figures.h"
#include "app/window/optimizers_panel.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int mostFindings = 4;

}  // namespace

QString diagnosisOf(const RunData& data, int step, int& evidence) {
  evidence = step;
  const Ending& ending = data.ending;
  if (ending.status == Status::diverged || ending.status == Status::failed) {
    evidence = int(data.steps());
    return QString::fromStdString(ending.reason).section(':', 0, 0);
  }
  const double share = data.shareOfLimit(step);
  if (!std::isfinite(share)) return {};
  const ShareAt peak = data.peak(step);
  QString words = QString("at %1 of its limit").arg(share, 0, 'f', 2);
  if (peak.share > share + 0.02) {
    words += QString(", %1 at step %2").arg(peak.share, 0, 'f', 2).arg(peak.step);
    evidence = int(peak.step);
  }
  return words;
}

DiagnosisBar::DiagnosisBar(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  setFixedHeight(32);
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  m_layout = new QHBoxLayout(this);
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(0);
  m_layout->addStretch(1);
  // What is said must not hold the window wide: sentences that do not fit are left out.
  m_layout->setSizeConstraint(QLayout::SetNoConstraint);
  setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  connect(&workspace.session, &Session::grown, this, &DiagnosisBar::refresh);
  connect(&workspace.session, &Session::runsChanged, this, &DiagnosisBar::refresh);
  connect(&workspace.document, &Document::changed, this, &DiagnosisBar::refresh);
  connect(&workspace.player, &Player::stepChanged, this, &DiagnosisBar::refresh);
}

void DiagnosisBar::add() {
  Finding finding;
  finding.frame = new QWidget;
  auto* layout = new QHBoxLayout(finding.frame);
  layout->setContentsMargins(12, 0, 12, 0);
  layout->setSpacing(8);
  layout->addWidget(finding.sample = new LineSample);
  layout->addWidget(finding.words = new QLabel);
  finding.words->setFont(textFont(12));
  finding.words->setTextFormat(Qt::RichText);
  finding.frame->setCursor(Qt::PointingHandCursor);
  finding.frame->installEventFilter(this);
  m_layout->insertWidget(m_layout->count() - 1, finding.frame);
  m_findings << finding;
}

void DiagnosisBar::refresh() {
  const std::vector<bool> visible = visibleRuns(m_workspace.document.experiment());
  int shown = 0;
  for (std::size_t i = 0; i < m_workspace.session.runs().size() && shown < mostFindings; ++i) {
    if (i < visible.size() && !visible[i]) continue;
    const LiveRun& run = m_workspace.session.runs()[i];
    int evidence = 0;
    const QString words = diagnosisOf(run.data, m_workspace.player.step(), evidence);
    if (words.isEmpty()) continue;
    if (shown == m_findings.size()) add();
    Finding& finding = m_findings[shown++];
    finding.run = int(i);
    finding.step = evidence;
    finding.sample->setSeries(int(i));
    finding.words->setText("<b>" + QString::fromStdString(labelOf(run.choice)).toHtmlEscaped() +
                           "</b> " + words);
  }
  m_shown = shown;
  // A strip where nothing can be found would be an empty band.
  setVisible(shown > 0 || m_workspace.document.experiment().measure.sharpnessEvery > 0);
  leaveOut();
}

/// What does not fit is left out whole: a cut sentence says something else.
void DiagnosisBar::leaveOut() {
  int used = 0;
  for (int i = 0; i < m_findings.size(); ++i) {
    if (i < m_shown) used += m_findings[i].frame->sizeHint().width();
    m_findings[i].frame->setVisible(i < m_shown && (i == 0 || used <= width()));
  }
  update();
}

void DiagnosisBar::resizeEvent(QResizeEvent*) { leaveOut(); }

bool DiagnosisBar::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseButtonRelease) {
    for (const Finding& finding : m_findings) {
      if (finding.frame != watched) continue;
      m_workspace.select(finding.run);
      m_workspace.player.setStep(finding.step);
    }
  }
  return QWidget::eventFilter(watched, event);
}

void DiagnosisBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Theme& theme = currentTheme();
  painter.fillRect(rect(), theme.panel);
  painter.setPen(theme.border);
  painter.drawLine(0, 0, width(), 0);
  for (int i = 0; i + 1 < m_shown; ++i)
    if (m_findings[i + 1].frame->isVisible())
      painter.drawLine(m_findings[i].frame->geometry().right(), 6,
                       m_findings[i].frame->geometry().right(), height() - 7);
}

}  // namespace thalweg
