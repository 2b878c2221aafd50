/// A picture of the contour map as a value, and what is kept from one to the next.
#include "widgets/views/contour_picture.h"

#include <QPainter>

namespace thalweg {

/// Draws the bands once for a box; moves of the cursor then copy the picture.
void ContourGround::refresh(const QSizeF& plot, qreal ratio, const Theme& theme) {
  const QSize pixels = (plot * ratio).toSize();
  const bool same = m_image.size() == pixels && m_imageBox == m_box && m_theme == &theme;
  if (same) return;
  m_image = QImage(pixels, QImage::Format_RGB32);
  m_image.fill(theme.ground);
  m_imageBox = m_box;
  m_theme = &theme;
  QPainter painter(&m_image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(ratio, ratio);
  paintBands(painter, *m_bands, toViewOf(m_box, QRectF(QPointF(), plot)), theme, false);
}

void ContourGround::paint(QPainter& painter, const QSizeF& size, qreal ratio,
                          const PlaneScene& scene, const QRectF& box, const Theme& theme) {
  if (scene.grid != m_grid) {
    m_grid = scene.grid;
    m_bands = m_grid && m_grid->nx > 1 && m_grid->ny > 1 ? contourBandsOf(*m_grid) : nullptr;
    m_image = {};
  }
  ContourOptions options;
  options.box = box;
  m_box = box;
  if (m_bands && !box.isEmpty()) {
    refresh(plotRectOf(size).size(), ratio, theme);
    options.bands = m_bands;
    options.bandImage = &m_image;
    options.bandImageBox = m_imageBox;
  }
  paintContour(painter, size, scene, theme, options);
}

void ContourPicture::make(const std::stop_token&) {
  image = QImage(size * ratio, QImage::Format_RGB32);
  image.setDevicePixelRatio(ratio);
  QPainter painter(&image);
  ground->paint(painter, size, ratio, scene, box, *theme);
}

}  // namespace thalweg
