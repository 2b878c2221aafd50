/// The density of the eigenvalues of a matrix, with the eigenvalues below it and the bound that the
/// largest is held against.
#pragma once

#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/theme/theme.h"
#include "widgets/views/plot_axis.h"

namespace thalweg {

/// A place on the axis: an eigenvalue with its residual, or a node of a quadrature (NaN residual),
/// which claims to be none.
struct SpectrumMark {
  double value = 0.0, residual = 0.0;
  bool isEigenvalue() const { return residual == residual; }
};

/// What is shown, as plain values.
struct SpectrumPicture {
  QString title;                         // what the curve is, such as "density of 1930 eigenvalues"
  std::vector<double> at, value, error;  // the curve; NaN errors where they are not known
  std::vector<SpectrumMark> marks;       // in the order of their values
  double floor = 0.0;      // values below are not shown on a logarithmic axis; above 0
  double bulkWidth = 0.0;  // marks nearer to 0 are left out; named by `bulk`
  QString bulk;
  std::optional<double> bound;
  QString boundName;
  int style = 0;  // of the run
};

class SpectrumView : public QWidget {
  Q_OBJECT

 public:
  explicit SpectrumView(QWidget* parent = nullptr);

  void setPicture(SpectrumPicture picture);
  const SpectrumPicture& picture() const { return m_picture; }
  /// Nothing to show, and why.
  void setWords(const QString& words);
  void setLogarithmic(bool on);
  bool isLogarithmic() const { return m_y.scale == Scale::logarithmic; }

  /// The same picture anywhere, such as on a page: of the size of the view, without what the
  /// pointer is told.
  void paint(QPainter& painter) const;
  /// What is told of a place under the pointer; empty where nothing is near.
  QStringList noteAt(QPointF at) const;
  QPointF toView(double x, double density) const;
  QRectF plotRect() const;

  QSize sizeHint() const override { return {420, 240}; }
  QSize minimumSizeHint() const override { return {180, 110}; }

 signals:
  void menuAsked(QPoint globalPosition);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void fitAxes();
  double densityAt(double x) const;
  const SpectrumMark* markNear(double px) const;
  void paintCurve(QPainter& painter) const;
  void paintMarks(QPainter& painter) const;
  void paintBound(QPainter& painter) const;
  void paintWords(QPainter& painter) const;

  SpectrumPicture m_picture;
  QString m_words;
  PlotAxis m_x, m_y{Scale::logarithmic, -3, 1};
  std::optional<QPointF> m_pointer;
};

/// Grid, axes and tick labels of a plot in the house's look; the name of the x axis stands at the
/// right below. `rows`: whether the y axis has ticks of its own.
void paintPlotGrid(QPainter& painter, const QRectF& plot, const PlotAxis& x, const PlotAxis& y,
                   const QString& xName, bool rows = true);

}  // namespace thalweg
