#include "widgets/controls/header_bar.h"

#include <QAction>
#include <QEvent>
#include <QMenuBar>
#include <QPainter>
#include <algorithm>

#include "widgets/controls/header_parts.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int barHeight = 32, gap = 8, titleWidth = 300, findWidth = 220;

}  // namespace

HeaderBar::HeaderBar(QWidget* parent) : QWidget(parent) {
  setFixedHeight(barHeight);
  m_menus = new QMenuBar(this);
  m_menus->setNativeMenuBar(false);
  m_title = new TitleBox(this);
  m_find = new FindAction(this);
  HeaderButton* exporter = new HeaderButton(QStringLiteral("export"), tr("Export"), {}, this);
  exporter->setToolTip(tr("Export pictures, numbers and the experiment (Ctrl+E)"));
  connect(exporter, &QAbstractButton::clicked, this, &HeaderBar::exportAsked);
  m_tools << exporter;
  m_theme = new ToolButton(QStringLiteral("moon"), tr("Dark or light"), this);
  connect(m_theme, &QToolButton::clicked, this, &HeaderBar::themeAsked);
  m_theme->setIcon(icon(currentTheme().dark ? QStringLiteral("sun") : QStringLiteral("moon")));
}

void HeaderBar::setTitle(const QString& title, bool modified) {
  m_title->setTitle(title, modified);
}
QString HeaderBar::title() const { return m_title->text(); }
void HeaderBar::setTitleMenu(QMenu* menu) { m_title->setMenu(menu); }
void HeaderBar::setActions(const QList<QAction*>& actions) { m_find->setActions(actions); }

void HeaderBar::addTool(QAction* action) {
  m_tools << new HeaderButton(action, this);
  m_tools.last()->show();
  place();
}

void HeaderBar::focusFind() {
  m_find->show();
  m_find->setFocus(Qt::ShortcutFocusReason);
  m_find->selectAll();
}

/// Menus left, tools right, experiment and find field in the middle of the window while there is
/// room: then they move, the field gives way, the box narrows.
void HeaderBar::place() {
  const int menus = std::min(m_menus->sizeHint().width(), width());
  m_menus->setGeometry(0, 0, menus, barHeight - 1);
  int right = width() - 10 - 24;
  m_theme->move(right, 3);
  for (auto tool = m_tools.rbegin(); tool != m_tools.rend(); ++tool) {
    const QSize size = (*tool)->sizeHint();
    right -= size.width() + 4;
    (*tool)->setGeometry(right, 3, size.width(), 24);
  }
  const int left = menus + gap, room = right - gap - left;
  const bool findFits = room >= 160 + gap + findWidth;
  const int title = std::clamp(room - (findFits ? gap + findWidth : 0), 80, titleWidth);
  const int group = title + (findFits ? gap + findWidth : 0);
  const int x = std::clamp((width() - group) / 2, left, std::max(left, right - gap - group));
  m_title->setGeometry(x, 4, title, 24);
  m_find->setVisible(findFits || m_find->hasFocus());
  m_find->setGeometry(findFits ? x + title + gap : x, 4, findWidth, 24);
}

void HeaderBar::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  place();
}

/// A menu that was added asks its parent for more room.
bool HeaderBar::event(QEvent* event) {
  if (event->type() == QEvent::LayoutRequest) place();
  return QWidget::event(event);
}

void HeaderBar::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange && m_theme)
    m_theme->setIcon(icon(currentTheme().dark ? QStringLiteral("sun") : QStringLiteral("moon")));
}

void HeaderBar::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), currentTheme().sunken);
  painter.fillRect(0, height() - 1, width(), 1, currentTheme().border);
}

}  // namespace thalweg
