/// What a model says of data with few features.
#include "widgets/views/model_view.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme/style.h"
#include "widgets/views/contour_painter.h"
#include "widgets/views/marks.h"
#include "widgets/views/plane_path.h"
#include "widgets/views/ticks.h"

namespace thalweg {
namespace {

QRectF plotOf(const QSizeF& size) {
  return {34, 8, std::max(20.0, size.width() - 44), std::max(20.0, size.height() - 32)};
}

void drawFrame(QPainter& painter, const QRectF& plot, const QRectF& box, const Theme& theme) {
  const QTransform toView = toViewOf(box, plot);
  painter.setFont(textFont(11));
  const QFontMetricsF metrics(painter.font());
  painter.setPen(QPen(theme.axis, 1));
  painter.drawLine(plot.bottomLeft(), plot.bottomRight());
  painter.drawLine(plot.bottomLeft(), plot.topLeft());
  painter.setPen(theme.sub);
  for (const Tick& tick : linearTicks(box.left(), box.right(), 5)) {
    const qreal x = toView.map(QPointF(tick.at, 0)).x();
    painter.drawText(QPointF(x - metrics.horizontalAdvance(tick.text) / 2, plot.bottom() + 15),
                     tick.text);
  }
  for (const Tick& tick : linearTicks(box.top(), box.bottom(), 5)) {
    const qreal y = toView.map(QPointF(0, tick.at)).y();
    painter.drawText(QPointF(plot.left() - 5 - metrics.horizontalAdvance(tick.text), y + 4),
                     tick.text);
  }
}

void drawSamples(QPainter& painter, const ModelData& samples, const QTransform& toView,
                 const Theme& theme) {
  const double r = samples.points.size() > 400 ? 2.0 : 3.2;
  for (std::size_t i = 0; i < samples.points.size(); ++i) {
    const QPointF at = toView.map(samples.points[i]);
    const bool tested = i >= samples.training;
    if (samples.decision && !tested) {
      drawMarker(painter, at, theme.style(samples.labels[i]), r, theme.ground);
      continue;
    }
    const QColor colour = samples.decision ? classColour(samples.labels[i], theme) : theme.sub;
    painter.setPen(QPen(tested ? colour : theme.ground, tested ? 1.4 : 1));
    painter.setBrush(tested ? theme.ground : colour);
    painter.drawEllipse(at, r, r);
  }
}

void drawFit(QPainter& painter, const ModelAnswer& answer, const QRectF& box, const QRectF& plot,
             const QColor& colour, const Theme& theme) {
  const QTransform toView = toViewOf(box, plot);
  QPolygonF line;
  for (int i = 0; i < answer.nx; ++i)
    line << toView.map(QPointF(box.left() + box.width() * i / std::max(1, answer.nx - 1),
                               answer.output[std::size_t(i)]));
  painter.setBrush(Qt::NoBrush);
  for (const QPolygonF& piece : clipped(line, plot).pieces) {
    painter.setPen(QPen(theme.ground, 5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(piece);
    painter.setPen(QPen(colour, 2.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPolyline(piece);
  }
}

}  // namespace

QColor classColour(int label, const Theme& theme) { return theme.style(label).colour; }

QImage regionsOf(const ModelAnswer& answer, const Theme& theme) {
  QImage image(answer.nx, answer.ny, QImage::Format_RGB32);
  for (int j = 0; j < answer.ny; ++j)
    for (int i = 0; i < answer.nx; ++i) {
      const std::size_t at = std::size_t(j) * std::size_t(answer.nx) + std::size_t(i);
      const QColor colour = classColour(answer.label[at], theme);
      // Half of the colour where it is certain, so that the samples stand out.
      const float share = 0.08f + 0.42f * answer.sure[at];
      const auto mix = [share](int a, int b) {
        return int(std::lround(float(a) + share * float(b - a)));
      };
      image.setPixel(
          i, answer.ny - 1 - j,
          qRgb(mix(theme.ground.red(), colour.red()), mix(theme.ground.green(), colour.green()),
               mix(theme.ground.blue(), colour.blue())));
    }
  return image;
}

ModelView::ModelView(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
  setAccessibleName(tr("What the model says"));
}

void ModelView::setData(std::shared_ptr<const ModelData> samples) {
  m_data = std::move(samples);
  m_answer.reset();
  update();
}

void ModelView::setAnswer(std::shared_ptr<const ModelAnswer> answer, int series) {
  m_answer = std::move(answer);
  m_series = series;
  update();
}

void ModelView::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.fillRect(rect(), theme.ground);
  if (m_data) paint(painter, size(), *m_data, m_answer.get(), m_series, theme);
}

void ModelView::paint(QPainter& painter, QSizeF size, const ModelData& samples,
                      const ModelAnswer* answer, int series, const Theme& theme) {
  const QRectF plot = plotOf(size);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setRenderHint(QPainter::SmoothPixmapTransform);
  if (samples.decision && answer) painter.drawImage(plot, regionsOf(*answer, theme));
  drawSamples(painter, samples, toViewOf(samples.box, plot), theme);
  if (!samples.decision && answer)
    drawFit(painter, *answer, samples.box, plot, theme.style(series).colour, theme);
  drawFrame(painter, plot, samples.box, theme);
}

}  // namespace thalweg
