/// A small picture of how the learning rate changes along a run.
#pragma once

#include <QPointF>
#include <QPolygonF>
#include <QWidget>

namespace thalweg {

class RatePicture : public QWidget {
  Q_OBJECT
 public:
  explicit RatePicture(QWidget* parent = nullptr);
  /// x: share of the run, 0 to 1, rising; y: share of the rate.
  void setCurve(const QPolygonF& curve);
  const QPolygonF& curve() const { return m_curve; }
  void setSeries(int series);
  QSize sizeHint() const override { return {84, 28}; }
  QSize minimumSizeHint() const override { return {48, 24}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QPolygonF m_curve;
  int m_series = -1;
};

}  // namespace thalweg
