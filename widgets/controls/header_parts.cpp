#include "widgets/controls/header_parts.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>

#include "widgets/theme/drawing.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int shortcutRole = Qt::UserRole + 1, actionRole = Qt::UserRole + 2;

QString plainText(const QAction* action) {
  QString text = action->text();
  text.remove(QLatin1Char('&'));
  if (text.endsWith(QChar(0x2026))) text.chop(1);
  return text;
}

/// Name at the left, shortcut in small at the right.
class ActionDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override {
    const Theme& t = currentTheme();
    const bool chosen = option.state & (QStyle::State_Selected | QStyle::State_MouseOver);
    const bool enabled = index.flags() & Qt::ItemIsEnabled;
    painter->fillRect(option.rect, chosen ? t.selectedRow : t.raised);
    const QRect words = option.rect.adjusted(10, 0, -10, 0);
    painter->setFont(textFont(13));
    painter->setPen(enabled ? t.text : t.disabled);
    painter->drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                      index.data(Qt::DisplayRole).toString());
    painter->setFont(numberFont(11));
    painter->setPen(enabled ? t.sub : t.disabled);
    painter->drawText(words, Qt::AlignRight | Qt::AlignVCenter,
                      index.data(shortcutRole).toString());
  }
  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
    return {220, 26};
  }
};

void paintFlatGround(QPainter& painter, const QAbstractButton& button) {
  const Theme& t = currentTheme();
  if (!button.isEnabled()) return;
  if (button.isDown())
    drawBox(painter, button.rect(), t.border, QColor());
  else if (button.isChecked())
    drawBox(painter, button.rect(), t.accentSoft, QColor());
  else if (button.underMouse())
    drawBox(painter, button.rect(), t.hover, QColor());
}

}  // namespace

TitleBox::TitleBox(QWidget* parent) : QAbstractButton(parent) {
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setIcon(thalweg::icon(QStringLiteral("contour"), IconInk::text));
  setAccessibleName(tr("Experiment"));
  setToolTip(tr("Experiment: recent files and examples"));
  connect(this, &QAbstractButton::clicked, this, [this] {
    if (m_menu) m_menu->popup(mapToGlobal(QPoint(0, height() + 2)));
  });
}

void TitleBox::setTitle(const QString& title, bool modified) {
  setText(title);
  m_modified = modified;
  setAccessibleDescription(modified ? tr("%1, changed").arg(title) : title);
  update();
}

void TitleBox::setMenu(QMenu* menu) { m_menu = menu; }

void TitleBox::paintEvent(QPaintEvent*) {
  const Theme& t = currentTheme();
  QPainter painter(this);
  drawBox(painter, rect(), isDown() ? t.sunken : underMouse() ? t.hover : t.raised, t.control);
  icon().paint(&painter, QRect(8, 4, 16, 16));
  const QFont font = textFont(13, QFont::DemiBold);
  const QRect words = rect().adjusted(28, 0, -28, 0);
  painter.setFont(font);
  painter.setPen(isEnabled() ? t.text : t.disabled);
  const QString whole = m_modified ? text() + QStringLiteral(" *") : text();
  painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetrics(font).elidedText(whole, Qt::ElideMiddle, words.width()));
  drawChevron(painter, QPointF(width() - 16, height() / 2.0), 7, Pointing::down, t.sub);
}

FindAction::FindAction(QWidget* parent) : QLineEdit(parent), m_model(new QStandardItemModel(this)) {
  setFixedHeight(24);
  setTextMargins(20, 0, 0, 0);
  setPlaceholderText(tr("Find an action"));
  setAccessibleName(tr("Find an action"));
  setToolTip(tr("Type some letters of an action, Return does it (Ctrl+K)"));
  QCompleter* completer = new QCompleter(m_model, this);
  completer->setCaseSensitivity(Qt::CaseInsensitive);
  completer->setFilterMode(Qt::MatchContains);
  completer->setMaxVisibleItems(12);
  completer->popup()->setItemDelegate(new ActionDelegate(completer));
  setCompleter(completer);
  connect(completer, qOverload<const QModelIndex&>(&QCompleter::activated), this,
          &FindAction::trigger);
}

void FindAction::setActions(const QList<QAction*>& actions) {
  m_actions.clear();
  for (QAction* action : actions) m_actions << action;
  refill();
}

void FindAction::refill() {
  m_model->clear();
  for (qsizetype i = 0; i < m_actions.size(); ++i) {
    const QAction* action = m_actions[i];
    if (!action || action->isSeparator() || action->menu() || !action->isVisible()) continue;
    QStandardItem* item = new QStandardItem(plainText(action));
    item->setData(action->shortcut().toString(QKeySequence::NativeText), shortcutRole);
    item->setData(int(i), actionRole);
    item->setEnabled(action->isEnabled());
    item->setEditable(false);
    m_model->appendRow(item);
  }
}

void FindAction::trigger(const QModelIndex& index) {
  const int which = index.data(actionRole).toInt();
  // The completer writes its choice into the field after this: the field is emptied when it is
  // done.
  QMetaObject::invokeMethod(
      this,
      [this, which] {
        clear();
        clearFocus();
        if (which < m_actions.size() && m_actions[which]) m_actions[which]->trigger();
      },
      Qt::QueuedConnection);
}

void FindAction::focusInEvent(QFocusEvent* event) {
  if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
    refill();
  QLineEdit::focusInEvent(event);
}

void FindAction::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    clear();
    clearFocus();
    return;
  }
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && !text().isEmpty()) {
    completer()->setCompletionPrefix(text());
    completer()->popup()->hide();
    if (completer()->completionCount() > 0) trigger(completer()->completionModel()->index(0, 0));
    return;
  }
  QLineEdit::keyPressEvent(event);
}

void FindAction::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  const Theme& t = currentTheme();
  QPainter painter(this);
  paintIcon(painter, QRectF(8, 4, 16, 16), QStringLiteral("search"), t.sub);
  if (hasFocus() || !text().isEmpty()) return;
  painter.setFont(numberFont(11));
  painter.setPen(t.sub);
  painter.drawText(rect().adjusted(0, 0, -8, 0), Qt::AlignRight | Qt::AlignVCenter,
                   QStringLiteral("Ctrl+K"));
}

HeaderButton::HeaderButton(const QString& iconName, const QString& text, const QString& shortcut,
                           QWidget* parent)
    : QAbstractButton(parent), m_shortcut(shortcut) {
  setText(text);
  setIcon(thalweg::icon(iconName, IconInk::text));
  setFocusPolicy(Qt::TabFocus);
  setAttribute(Qt::WA_Hover);
  setAccessibleName(text);
}

HeaderButton::HeaderButton(QAction* action, QWidget* parent)
    : HeaderButton({}, plainText(action), action->shortcut().toString(QKeySequence::NativeText),
                   parent) {
  setIcon(action->icon());
  setToolTip(action->toolTip());
  setCheckable(action->isCheckable());
  const auto follow = [this, action] {
    setEnabled(action->isEnabled());
    setChecked(action->isChecked());
    setVisible(action->isVisible());
  };
  connect(action, &QAction::changed, this, follow);
  connect(this, &QAbstractButton::clicked, action, &QAction::trigger);
  setEnabled(action->isEnabled());
  setChecked(action->isChecked());
}

QSize HeaderButton::sizeHint() const {
  const int words = QFontMetrics(textFont(13)).horizontalAdvance(text());
  const int keys =
      m_shortcut.isEmpty() ? 0 : 6 + QFontMetrics(numberFont(11)).horizontalAdvance(m_shortcut);
  return {32 + words + keys + 8, 24};
}

void HeaderButton::paintEvent(QPaintEvent*) {
  const Theme& t = currentTheme();
  QPainter painter(this);
  paintFlatGround(painter, *this);
  icon().paint(&painter, QRect(8, 4, 16, 16), Qt::AlignCenter,
               isEnabled() ? QIcon::Normal : QIcon::Disabled, isChecked() ? QIcon::On : QIcon::Off);
  const QFont font = textFont(13);
  const int words = QFontMetrics(font).horizontalAdvance(text());
  painter.setFont(font);
  painter.setPen(!isEnabled() ? t.disabled : isChecked() ? t.accentInk : t.text);
  painter.drawText(QRect(32, 0, words + 2, height()), Qt::AlignLeft | Qt::AlignVCenter, text());
  painter.setFont(numberFont(11));
  painter.setPen(isEnabled() ? t.sub : t.disabled);
  painter.drawText(QRect(38 + words, 0, width(), height()), Qt::AlignLeft | Qt::AlignVCenter,
                   m_shortcut);
}

}  // namespace thalweg
