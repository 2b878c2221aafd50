#include "app/window/model_panel.h"

#include <QLabel>
#include <QVBoxLayout>

#include "app/model/figures.h"
#include "widgets/theme/style.h"
#include "widgets/views/model_view.h"

namespace thalweg {

ModelPanel::ModelPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 6, 8, 8);
  layout->setSpacing(4);
  m_title = new QLabel;
  m_title->setFont(textFont(12, QFont::DemiBold));
  layout->addWidget(m_title);
  layout->addWidget(m_view = new ModelView, 1);
  connect(&workspace.model, &ModelService::dataChanged, this, [this] {
    m_view->setData(m_workspace.model.data());
    refresh();
  });
  connect(&workspace.model, &ModelService::changed, this, &ModelPanel::refresh);
  connect(&workspace.player, &Player::stepChanged, this, &ModelPanel::follow);
  connect(&workspace.session, &Session::grown, this, &ModelPanel::follow);
  connect(&workspace, &Workspace::selectionChanged, this, &ModelPanel::follow);
}

void ModelPanel::showEvent(QShowEvent*) { follow(); }

void ModelPanel::follow() {
  if (isVisible()) m_workspace.model.show(m_workspace.shownRun(), m_workspace.player.step());
}

void ModelPanel::refresh() {
  const ModelService& model = m_workspace.model;
  m_view->setAnswer(model.answer(), model.run());
  const std::vector<LiveRun>& runs = m_workspace.session.runs();
  if (!model.data()) {
    m_title->setText("Shown for classes over two features, and for one feature");
  } else if (model.answer() && model.run() < int(runs.size())) {
    m_title->setText(
        QString("%1, step %2")
            .arg(QString::fromStdString(labelOf(runs[std::size_t(model.run())].choice)))
            .arg(model.step()));
  } else {
    m_title->setText({});
  }
}

}  // namespace thalweg
