/// Spectra along a run, one ridge above the other.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/theme/theme.h"
#include "widgets/views/plot_axis.h"

namespace thalweg {

/// The density of one step.
struct Ridge {
  std::int64_t step = 0;
  std::vector<double> at, value;
  double floor = 0.0;  // heights are the decades above it
  /// The largest eigenvalue known and its residual; NaN where there is none.
  double largest = 0.0, residual = 0.0;
  std::optional<double> bound;
};

class RidgeView : public QWidget {
  Q_OBJECT

 public:
  explicit RidgeView(QWidget* parent = nullptr);

  /// In the order of their steps; `style` of the run, `boundName` such as "2/η".
  void setRidges(std::vector<Ridge> ridges, int style, const QString& boundName);
  /// The ridge of this step is drawn in colour.
  void setChosen(std::int64_t step);
  std::int64_t chosen() const { return m_chosen; }
  void setWords(const QString& words);
  /// Shows what another one shows.
  void showAs(const RidgeView& other);
  bool isEmpty() const { return m_ridges.empty(); }
  /// The same picture anywhere, such as on a page: of the size of the view, without what the
  /// pointer is told.
  void paint(QPainter& painter) const;
  /// The steps that have room, from below.
  std::vector<std::int64_t> shownSteps() const;
  /// Where the foot of a step's ridge is.
  std::optional<qreal> footOf(std::int64_t step) const;
  QStringList noteAt(QPointF at) const;
  QRectF plotRect() const;

  QSize sizeHint() const override { return {420, 240}; }
  QSize minimumSizeHint() const override { return {180, 110}; }

 signals:
  void stepAsked(int step);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  std::vector<std::size_t> shown() const;
  const Ridge* ridgeAt(QPointF at) const;
  void paintRidge(QPainter& painter, const Ridge& ridge, qreal foot, qreal high) const;
  void paintBound(QPainter& painter, const std::vector<std::size_t>& rows) const;
  void paintSteps(QPainter& painter, const std::vector<std::size_t>& rows) const;
  qreal footOfRow(std::size_t row, std::size_t rows) const;
  qreal xOf(double value) const;

  std::vector<Ridge> m_ridges;
  int m_style = 0;
  QString m_boundName, m_words;
  std::int64_t m_chosen = -1;
  double m_decades = 1.0;  // of the highest ridge
  PlotAxis m_x;
  std::optional<QPointF> m_pointer;
};

}  // namespace thalweg
