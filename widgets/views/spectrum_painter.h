/// Draws the density of the eigenvalues of a matrix, with the eigenvalues below it and the bound
/// that the largest is held against.
#pragma once

#include <QRectF>
#include <QStringList>
#include <optional>
#include <utility>
#include <vector>

#include "widgets/theme/theme.h"
#include "widgets/views/plot_axis.h"

class QPainter;

namespace thalweg {

/// A place on the axis: an eigenvalue with its residual, or a node of a quadrature (NaN residual),
/// which claims to be none.
struct SpectrumMark {
  double value = 0.0, residual = 0.0;
  bool isEigenvalue() const { return residual == residual; }
};

/// The density of another matrix beside the first; a broken line without marks.
struct SpectrumCurve {
  QString name;
  std::vector<double> at, value, error;
  int style = 0;
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
  QString name;   // of the curve, in a legend where there are others
  std::vector<SpectrumCurve> others;
  std::optional<double> edge;   // where the bulk ends
  std::optional<double> apart;  // eigenvalues beyond it are outliers
};

/// A picture laid out in a rectangle: asked for places and words by the view that shows it, and by
/// pages of many.
class SpectrumPainter {
 public:
  /// In small ones the names of the bulk, the bound and the largest eigenvalue are left out.
  enum class Size { whole, small };
  explicit SpectrumPainter(Size size = Size::whole) : m_size(size) {}

  void setPicture(SpectrumPicture picture);
  const SpectrumPicture& picture() const { return m_picture; }
  bool isEmpty() const { return m_picture.at.empty(); }
  void setFrame(const QRectF& frame) { m_frame = frame; }
  void setLogarithmic(bool on);
  bool isLogarithmic() const { return m_y.scale == Scale::logarithmic; }
  const PlotAxis& xAxis() const { return m_x; }
  const PlotAxis& yAxis() const { return m_y; }
  /// Axes of others in place of its own, so that pictures can be compared.
  void setAxes(const PlotAxis& x, const PlotAxis& y);

  /// What is told of a place; empty where nothing is near.
  QStringList noteAt(QPointF at) const;
  QPointF toView(double x, double density) const;
  QRectF plotRect() const;
  void paint(QPainter& painter) const;
  /// Of a page; else that of the window.
  void setTheme(const Theme* theme) { m_theme = theme; }

 private:
  const Theme& theme() const;
  QStringList noteOfAll(double x) const;
  void fitAxes();
  double densityAt(double x) const;
  const SpectrumMark* markNear(double px) const;
  void paintCurve(QPainter& painter) const;
  void paintOthers(QPainter& painter) const;
  void paintMarks(QPainter& painter) const;
  void paintLargest(QPainter& painter, const SpectrumMark& largest) const;
  void paintEdge(QPainter& painter) const;
  std::pair<QString, QRectF> boundWords() const;
  void paintBound(QPainter& painter) const;
  void paintWords(QPainter& painter) const;
  void paintLegend(QPainter& painter) const;

  SpectrumPicture m_picture;
  Size m_size;
  const Theme* m_theme = nullptr;
  QRectF m_frame;
  PlotAxis m_x, m_y{Scale::logarithmic, -3, 1};
};

}  // namespace thalweg
