/// The values of all runs at the cursor, as a small table beside a chart.
#pragma once

#include <QWidget>
#include <vector>

#include "widgets/theme/theme.h"

namespace thalweg {

struct CursorRow {
  int style = 0;  // line sample with end marker
  bool reference = false;
  QString name;                 // for the tooltip and screen readers
  std::vector<QString> values;  // one a column
};

class TableAtCursor : public QWidget {
  Q_OBJECT

 public:
  explicit TableAtCursor(QWidget* parent = nullptr);

  /// `title` such as "at step 42"; `columns` name the values, such as "loss".
  void setTable(const QString& title, const QStringList& columns, std::vector<CursorRow> rows);
  void setTheme(const Theme& theme);
  /// Marks a row, -1 none.
  void setSelected(int row);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {150, 80}; }

 signals:
  void rowClicked(int row);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int rowHeight() const;
  int rowAt(int y) const;
  void paintRow(QPainter& painter, std::size_t row) const;
  QRectF columnRect(int column, qreal top, qreal height) const;

  QString m_title;
  QStringList m_columns;
  std::vector<CursorRow> m_rows;
  const Theme* m_theme = &Theme::light();
  int m_selected = -1;
};

}  // namespace thalweg
