/// The spectral radius of the second-moment operator of SGD against the learning rate, with the
/// rate at which it passes 1 and the bounds above that.
#pragma once

#include <QString>
#include <QWidget>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "widgets/views/plot_axis.h"

namespace thalweg {

struct RadiusPicture {
  std::vector<double> rate, radius;  // in the order of the rates
  double critical = std::numeric_limits<double>::quiet_NaN();
  double now = std::numeric_limits<double>::quiet_NaN();  // the run's own rate
  std::vector<std::pair<QString, double>> bounds;         // name and rate
  int style = 0;                                          // of the run
};

class RadiusView : public QWidget {
  Q_OBJECT

 public:
  explicit RadiusView(QWidget* parent = nullptr);
  void setPicture(RadiusPicture picture);
  const RadiusPicture& picture() const { return m_picture; }
  QPointF toView(double rate, double radius) const;
  QRectF plotRect() const;
  QStringList noteAt(QPointF at) const;
  QSize sizeHint() const override { return {276, 210}; }
  QSize minimumSizeHint() const override { return {200, 190}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  void paintLines(QPainter& painter) const;
  RadiusPicture m_picture;
  PlotAxis m_x{Scale::logarithmic, -2, 0}, m_y;
  std::optional<QPointF> m_pointer;
};

}  // namespace thalweg
