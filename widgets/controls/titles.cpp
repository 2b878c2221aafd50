#include "widgets/controls/titles.h"

#include <QAction>
#include <QDockWidget>
#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>

#include "widgets/controls/elided_label.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int titleHeight = 28;

QLabel* nameLabel(const QString& text, QWidget* parent) {
  QLabel* label = new QLabel(text, parent);
  label->setFont(textFont(12, QFont::DemiBold));
  label->setTextFormat(Qt::PlainText);
  label->setAttribute(Qt::WA_TransparentForMouseEvents);
  return label;
}

void underline(QWidget& widget, const QColor& ground) {
  QPainter painter(&widget);
  painter.fillRect(widget.rect(), ground);
  painter.fillRect(0, widget.height() - 1, widget.width(), 1, currentTheme().border);
}

}  // namespace

PanelTitle::PanelTitle(QDockWidget* dock)
    : QWidget(dock),
      m_name(nameLabel(dock->windowTitle(), this)),
      m_hint(new ElidedLabel({}, this)) {
  setFixedHeight(titleHeight);
  m_hint->setFont(textFont(12));
  makeQuiet(m_hint);
  m_hint->setMinimumWidth(0);
  m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  ToolButton* floating =
      new ToolButton(QStringLiteral("float"), tr("Float or dock this panel"), this);
  ToolButton* close = new ToolButton(QStringLiteral("x"), tr("Close this panel"), this);
  for (ToolButton* button : {floating, close}) {
    button->setIconSizePx(12);
    button->setButtonSize(20, 20);
  }
  m_tools = new QHBoxLayout;
  m_tools->setSpacing(2);
  QHBoxLayout* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 1, 5, 1);
  row->setSpacing(2);
  row->addWidget(m_name);
  row->addSpacing(6);
  row->addWidget(m_hint, 1);
  row->addLayout(m_tools);
  row->addWidget(floating);
  row->addWidget(close);
  connect(dock, &QWidget::windowTitleChanged, m_name, &QLabel::setText);
  connect(floating, &QToolButton::clicked, dock,
          [dock] { dock->setFloating(!dock->isFloating()); });
  connect(close, &QToolButton::clicked, dock, &QWidget::close);
  const auto showFeatures = [dock, floating, close] {
    floating->setVisible(dock->features() & QDockWidget::DockWidgetFloatable);
    close->setVisible(dock->features() & QDockWidget::DockWidgetClosable);
  };
  connect(dock, &QDockWidget::featuresChanged, this, showFeatures);
  showFeatures();
}

ToolButton* PanelTitle::addTool(QAction* action) {
  ToolButton* button = new ToolButton(action, this);
  m_tools->addWidget(button);
  return button;
}

void PanelTitle::addWidget(QWidget* widget) {
  m_tools->addWidget(widget);
  m_tools->addSpacing(4);
}

void PanelTitle::setHint(const QString& hint) {
  m_hint->setText(hint);
  m_hint->setToolTip(hint);
}

void PanelTitle::paintEvent(QPaintEvent*) { underline(*this, currentTheme().sunken); }

ViewTitle::ViewTitle(const QString& name, const QString& hint, QWidget* parent)
    : QWidget(parent), m_name(nameLabel(name, this)), m_hint(new ElidedLabel(hint, this)) {
  setFixedHeight(titleHeight);
  m_hint->setFont(textFont(12));
  m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
  makeQuiet(m_hint);
  // The hint gives way first where the view is narrow.
  m_hint->setMinimumWidth(0);
  m_hint->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_tools = new QHBoxLayout;
  m_tools->setSpacing(0);
  QHBoxLayout* row = new QHBoxLayout(this);
  row->setContentsMargins(11, 0, 4, 1);
  row->setSpacing(8);
  row->addWidget(m_name);
  row->addWidget(m_hint, 1);
  row->addLayout(m_tools);
  setToolTip(tr("Double-click to fill the window with this view, and again to go back"));
}

void ViewTitle::setName(const QString& name) { m_name->setText(name); }
void ViewTitle::setHint(const QString& hint) { m_hint->setText(hint); }
QString ViewTitle::hint() const { return m_hint->text(); }

ToolButton* ViewTitle::addTool(QAction* action) {
  ToolButton* button = new ToolButton(action, this);
  m_tools->addWidget(button);
  return button;
}

void ViewTitle::addWidget(QWidget* widget) {
  m_tools->addWidget(widget);
  m_tools->addSpacing(4);
}

void ViewTitle::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) emit maximiseAsked();
}

void ViewTitle::paintEvent(QPaintEvent*) { underline(*this, currentTheme().panel); }

}  // namespace thalweg
