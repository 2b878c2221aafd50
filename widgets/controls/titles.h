/// The title bars of docks and of views.
#pragma once

#include <QWidget>

class QAction;
class QDockWidget;
class QHBoxLayout;
class QLabel;

namespace thalweg {

class ElidedLabel;
class ToolButton;

/// Title bar of a dock, for QDockWidget::setTitleBarWidget: name at the left, own tools, float,
/// close. The name follows the dock's window title.
class PanelTitle : public QWidget {
  Q_OBJECT
 public:
  explicit PanelTitle(QDockWidget* dock);
  /// Puts a tool before the float button.
  ToolButton* addTool(QAction* action);
  /// Puts a control before the float button.
  void addWidget(QWidget* widget);
  /// Grey words beside the name.
  void setHint(const QString& hint);
  QSize sizeHint() const override { return {120, 28}; }
  QSize minimumSizeHint() const override { return {80, 28}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QLabel* m_name;
  ElidedLabel* m_hint;
  QHBoxLayout* m_tools;
};

/// Title of a view: name, a grey hint of the gesture, tools at the right.
class ViewTitle : public QWidget {
  Q_OBJECT
 public:
  explicit ViewTitle(const QString& name, const QString& hint = {}, QWidget* parent = nullptr);
  void setName(const QString& name);
  void setHint(const QString& hint);
  QString hint() const;
  ToolButton* addTool(QAction* action);
  /// For a combo box or segments among the tools.
  void addWidget(QWidget* widget);
  QSize sizeHint() const override { return {160, 28}; }
  QSize minimumSizeHint() const override { return {100, 28}; }

 signals:
  void maximiseAsked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;

 private:
  QLabel* m_name;
  ElidedLabel* m_hint;
  QHBoxLayout* m_tools;
};

}  // namespace thalweg
