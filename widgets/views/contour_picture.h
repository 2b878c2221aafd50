/// A picture of the contour map as a value, and what is kept from one to the next.
#pragma once

#include <memory>

#include "widgets/views/contour_painter.h"
#include "widgets/views/picture_thread.h"

namespace thalweg {

/// Bands of a grid and a picture of them for one box: found once, then copied under the paths. For
/// one thread alone.
class ContourGround {
 public:
  void paint(QPainter& painter, const QSizeF& size, qreal ratio, const PlaneScene& scene,
             const QRectF& box, const Theme& theme);

 private:
  void refresh(const QSizeF& plot, qreal ratio, const Theme& theme);

  std::shared_ptr<const PlaneGrid> m_grid;
  std::shared_ptr<const ContourBands> m_bands;  // of m_grid; null where there is none
  QImage m_image;                               // bands of m_box
  QRectF m_box, m_imageBox;
  const Theme* m_theme = nullptr;
};

struct ContourPicture final : Picture {
  std::shared_ptr<ContourGround> ground;  // of the thread
  PlaneScene scene;
  QRectF box;
  const Theme* theme = nullptr;
  QSize size;  // in logical pixels
  qreal ratio = 1;

  void make(const std::stop_token& stop) override;
};

}  // namespace thalweg
