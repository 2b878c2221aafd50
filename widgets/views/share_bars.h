/// Eigenvectors as rows of a small table: eigenvalue, how near it is to its bound, and how much of
/// the vector lies in each part of the parameters.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

namespace thalweg {

struct DirectionRow {
  double value = 0.0, residual = 0.0;  // eigenvalue
  std::optional<double> ofLimit;       // such as learning rate times eigenvalue over two
  std::vector<double> shares;          // of |u|^2 in each part, 1 in sum
  std::vector<double> components;      // shown in place of bars where there are at most two
  std::optional<double> toAndFro;      // share of the period-two motion along it
};

class ShareBars : public QWidget {
  Q_OBJECT

 public:
  explicit ShareBars(QWidget* parent = nullptr);

  /// `limitName` heads the second column; `parts` name the bars' pieces, empty: no bars.
  void setRows(std::vector<DirectionRow> rows, const QString& limitName, const QStringList& parts);
  const std::vector<DirectionRow>& rows() const { return m_rows; }
  const QString& limitName() const { return m_limitName; }
  const QStringList& parts() const { return m_parts; }
  /// The same picture anywhere, such as on a page: of the size of the view, without what the
  /// pointer is told.
  void paint(QPainter& painter) const;
  /// Marks a row, -1 none.
  void setSelected(int row);
  int selected() const { return m_selected; }
  /// What a row says besides its bars, as it is told to screen readers.
  QString wordsOf(std::size_t row) const;

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {220, sizeHint().height()}; }

 signals:
  void rowClicked(int row);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  bool showsComponents() const;
  int rowAt(qreal y) const;
  void paintRow(QPainter& painter, std::size_t row) const;
  void paintLegend(QPainter& painter) const;
  QRectF columnRect(int column, qreal top, qreal height) const;

  std::vector<DirectionRow> m_rows;
  QString m_limitName;
  QStringList m_parts;
  int m_selected = -1;
};

}  // namespace thalweg
