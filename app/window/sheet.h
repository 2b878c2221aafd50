/// A dialog in the window's own look: title row, content, footer; the window behind it lies under a
/// veil.
#pragma once

#include <QDialog>
#include <QPointer>

class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace thalweg {

class Sheet : public QDialog {
  Q_OBJECT

 public:
  Sheet(const QString& title, QWidget* parent);
  ~Sheet() override;

 protected:
  /// What stands between title row and footer; without margins.
  QVBoxLayout* content() const { return m_content; }
  /// The row of buttons below, filled from the left; made when it is first asked for.
  QHBoxLayout* footer();

  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

 private:
  QVBoxLayout *m_column, *m_content;
  QHBoxLayout* m_footer = nullptr;
  QPointer<QWidget> m_veil;
  QPoint m_grab;  // where the title row was taken, from the sheet's corner
  bool m_held = false;
};

/// Shows some paragraphs (rich text) until they are closed.
void showText(QWidget* parent, const QString& title, const QString& text);

}  // namespace thalweg
