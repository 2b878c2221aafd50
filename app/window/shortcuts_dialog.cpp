#include "app/window/shortcuts_dialog.h"

#include <QAction>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/theme/style.h"

namespace thalweg {

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent)
    : Sheet("Keys", parent) {
  auto* grid = new QGridLayout;
  grid->setContentsMargins(20, 16, 20, 16);
  grid->setHorizontalSpacing(16);
  grid->setVerticalSpacing(6);
  content()->addLayout(grid);
  QList<std::pair<QString, QString>> rows;
  for (const QAction* action : actions)
    if (!action->shortcut().isEmpty())
      rows << std::pair(action->text(), action->shortcut().toString(QKeySequence::NativeText));
  rows << std::pair(QStringLiteral("Change by 2 %, by 10 %"),
                    QStringLiteral("Wheel, Shift+wheel on a number"))
       << std::pair(QStringLiteral("Zoom"), QStringLiteral("Wheel in a view"));
  const int half = int(rows.size() + 1) / 2;
  for (int i = 0; i < rows.size(); ++i) {
    auto* name = new QLabel(rows[i].first);
    auto* keys = new QLabel(rows[i].second);
    keys->setFont(numberFont(12));
    makeQuiet(keys);
    grid->addWidget(name, i % half, 2 * (i / half));
    grid->addWidget(keys, i % half, 2 * (i / half) + 1);
  }
  auto* close = new QPushButton("Close");
  close->setDefault(true);
  connect(close, &QPushButton::clicked, this, &QDialog::accept);
  footer()->addStretch(1);
  footer()->addWidget(close);
}

}  // namespace thalweg
