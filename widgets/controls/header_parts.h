/// The pieces of the header bar: experiment box, find field, flat button with words.
#pragma once

#include <QAbstractButton>
#include <QLineEdit>
#include <QList>
#include <QPointer>

class QAction;
class QMenu;
class QStandardItemModel;

namespace thalweg {

/// Looks like a combo box, shows the experiment, unfolds a menu.
class TitleBox : public QAbstractButton {
  Q_OBJECT
 public:
  explicit TitleBox(QWidget* parent = nullptr);
  void setTitle(const QString& title, bool modified);
  void setMenu(QMenu* menu);
  QSize sizeHint() const override { return {300, 24}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QPointer<QMenu> m_menu;
  bool m_modified = false;
};

/// A field in which any action is found by some of its letters and done with Return.
class FindAction : public QLineEdit {
  Q_OBJECT
 public:
  explicit FindAction(QWidget* parent = nullptr);
  void setActions(const QList<QAction*>& actions);
  QSize sizeHint() const override { return {220, 24}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void refill();
  void trigger(const QModelIndex& index);
  QList<QPointer<QAction>> m_actions;
  QStandardItemModel* m_model;
};

/// A flat button with an icon, words and its shortcut in small.
class HeaderButton : public QAbstractButton {
  Q_OBJECT
 public:
  HeaderButton(const QString& iconName, const QString& text, const QString& shortcut,
               QWidget* parent);
  HeaderButton(QAction* action, QWidget* parent);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_shortcut;
};

}  // namespace thalweg
