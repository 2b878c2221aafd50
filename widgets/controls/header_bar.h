/// The bar at the top of the window: menus, experiment, find an action, export, theme.
#pragma once

#include <QList>
#include <QPointer>
#include <QWidget>

class QAction;
class QMenu;
class QMenuBar;

namespace thalweg {

class FindAction;
class HeaderButton;
class TitleBox;
class ToolButton;

/// For QMainWindow::setMenuWidget. The menu bar in it is to be used instead of
/// QMainWindow::menuBar().
class HeaderBar : public QWidget {
  Q_OBJECT
 public:
  explicit HeaderBar(QWidget* parent = nullptr);

  QMenuBar* menuBar() const { return m_menus; }
  /// Name of the experiment; an asterisk follows it where it was changed.
  void setTitle(const QString& title, bool modified);
  QString title() const;
  /// What the experiment box unfolds: recent files, presets.
  void setTitleMenu(QMenu* menu);
  /// Everything that can be found by typing; asked anew whenever the list changes.
  void setActions(const QList<QAction*>& actions);
  /// A flat button with words between Export and the theme, such as Lecture.
  void addTool(QAction* action);
  /// For Ctrl+K.
  void focusFind();

  QSize sizeHint() const override { return {900, 32}; }
  QSize minimumSizeHint() const override { return {400, 32}; }

 signals:
  void exportAsked();
  void themeAsked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void place();
  QMenuBar* m_menus;
  TitleBox* m_title;
  FindAction* m_find;
  QList<HeaderButton*> m_tools;
  ToolButton* m_theme = nullptr;
};

}  // namespace thalweg
