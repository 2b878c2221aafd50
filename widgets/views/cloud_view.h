/// Gradients of single samples as dots around their mean, with the ellipse of their covariance.
#pragma once

#include <QPointF>
#include <QString>
#include <QWidget>
#include <array>
#include <vector>

namespace thalweg {

struct CloudPicture {
  std::vector<QPointF> points;  // one a sample
  QPointF mean;
  std::array<double, 3> covariance{};  // xx, xy, yy
  double batch = 0;                    // samples of a step; 0: no ellipse of its mean
  QString xName, yName;
  int style = 0;  // of the run
};

class CloudView : public QWidget {
  Q_OBJECT

 public:
  explicit CloudView(QWidget* parent = nullptr);
  void setPicture(CloudPicture picture);
  const CloudPicture& picture() const { return m_picture; }
  /// The same picture anywhere, such as on a page: of the size of the view, without what the
  /// pointer is told.
  void paint(QPainter& painter) const;
  /// Where a gradient is on the view.
  QPointF toView(QPointF gradient) const;
  QSize sizeHint() const override { return {276, 190}; }
  QSize minimumSizeHint() const override { return {180, 150}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void paintEllipse(QPainter& painter, double share, const QColor& colour, bool filled) const;
  CloudPicture m_picture;
  double m_reach = 1.0;  // shown from the middle to the nearer edge
  QPointF m_middle;
};

/// Half axes along the eigenvectors of a covariance: the ellipse at two standard deviations.
std::array<QPointF, 2> ellipseAxes(const std::array<double, 3>& covariance);

}  // namespace thalweg
