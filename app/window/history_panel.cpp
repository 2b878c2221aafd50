#include "app/window/history_panel.h"

#include <QVBoxLayout>
#include <algorithm>

#include "app/window/spectrum_panel.h"
#include "widgets/theme/style.h"
#include "widgets/views/ridge_view.h"

namespace thalweg {

HistoryPanel::HistoryPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_view = new RidgeView);
  connect(&workspace.curvature, &CurvatureService::changed, this, &HistoryPanel::refresh);
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, m_view, qOverload<>(&QWidget::update));
  connect(m_view, &RidgeView::stepAsked, this, [this](int step) {
    m_workspace.player.play(false);
    m_workspace.player.setStep(step);
  });
}

void HistoryPanel::showEvent(QShowEvent*) {
  m_shown.clear();
  refresh();
}

void HistoryPanel::refresh() {
  if (!isVisible()) return;
  const CurvatureService& curvature = m_workspace.curvature;
  const std::vector<CurvatureService::Spectrum>& spectra = curvature.spectra();
  if (spectra.empty()) {
    m_shown.clear();
    return m_view->setWords(
        "No spectra yet. Measure in the Problem dock keeps one every few steps.");
  }
  if (spectra != m_shown) {
    m_shown = spectra;
    std::vector<Ridge> ridges;
    for (const CurvatureService::Spectrum& one : spectra) {
      const Estimate largest = one->largest();
      const Density& density = one->density;
      ridges.push_back({one->step,
                        {density.at.begin(), density.at.end()},
                        {density.value.begin(), density.value.end()},
                        floorOf(*one),
                        largest.value,
                        largest.error,
                        curvature.boundOn(*one)});
    }
    m_view->setRidges(std::move(ridges), std::max(0, curvature.run()), curvature.boundFormula());
  }
  const CurvatureService::Spectrum now = curvature.spectrum();
  m_view->setChosen(now ? now->step : -1);
}

}  // namespace thalweg
