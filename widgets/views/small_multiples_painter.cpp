/// Cells on a page, in the order of their rows.
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/controls/number_text.h"
#include "widgets/theme/style.h"
#include "widgets/views/marks.h"
#include "widgets/views/plot_grid.h"
#include "widgets/views/small_multiples.h"

namespace thalweg {
namespace {

constexpr qreal rowRoom = 92, columnRoom = 24, gap = 8;
constexpr qreal leastWide = 150, leastHigh = 118;
constexpr qreal plotLeft = 44, plotTop = 38, plotRight = 8, plotBottom = 26;

/// The union of two axes of the same scale.
void join(std::optional<PlotAxis>& all, const PlotAxis& one) {
  if (!all) {
    all = one;
    return;
  }
  all->low = std::min(all->low, one.low);
  all->high = std::max(all->high, one.high);
}

Series curveOf(const MultipleCell& cell) {
  Series line;
  line.x = cell.step;
  line.y = cell.loss;
  return line;
}

}  // namespace

int SmallMultiplesPainter::columns() const { return std::max(1, int(m_picture.columns.size())); }

int SmallMultiplesPainter::rows() const {
  return std::max(
      1, int((m_picture.cells.size() + std::size_t(columns()) - 1) / std::size_t(columns())));
}

void SmallMultiplesPainter::setPicture(MultiplesPicture picture) {
  m_picture = std::move(picture);
  fitAxes();
}

void SmallMultiplesPainter::fitAxes() {
  m_x.reset();
  m_y.reset();
  Figure losses;
  losses.yScale = Scale::logarithmic;
  for (const auto& cell : m_picture.cells) {
    if (!cell) continue;
    if (cell->hasSpectrum()) {
      SpectrumPainter one(SpectrumPainter::Size::small);
      one.setPicture(cell->spectrum);
      join(m_x, one.xAxis());
      join(m_y, one.yAxis());
    }
    if (cell->step.size() > 1) losses.series.push_back(curveOf(*cell));
    for (const double loss : cell->loss)
      if (!(loss > 0)) losses.yScale = Scale::linear;
  }
  if (losses.series.empty()) return;
  m_step = xAxisOf(losses);
  m_loss = yAxisOf(losses);
}

QSizeF SmallMultiplesPainter::leastSize() const {
  return {(m_picture.rows.isEmpty() ? 0 : rowRoom) + columns() * (leastWide + gap) + gap,
          columnRoom + rows() * (leastHigh + gap) + gap};
}

QRectF SmallMultiplesPainter::cellRect(std::size_t cell) const {
  const qreal left = m_frame.left() + (m_picture.rows.isEmpty() ? gap : rowRoom),
              top = m_frame.top() + columnRoom;
  const qreal wide = (m_frame.right() - left - gap) / columns() - gap,
              high = (m_frame.bottom() - top - gap) / rows() - gap;
  const int column = int(cell) % columns(), row = int(cell) / columns();
  return {left + column * (wide + gap), top + row * (high + gap), wide, high};
}

std::optional<std::size_t> SmallMultiplesPainter::cellAt(QPointF at) const {
  for (std::size_t cell = 0; cell < m_picture.cells.size(); ++cell)
    if (cellRect(cell).contains(at)) return cell;
  return std::nullopt;
}

SpectrumPainter SmallMultiplesPainter::spectrumAt(std::size_t cell, const Theme& theme) const {
  SpectrumPainter one(SpectrumPainter::Size::small);
  one.setPicture(m_picture.cells[cell]->spectrum);
  if (m_picture.sameAxes && m_x && m_y) one.setAxes(*m_x, *m_y);
  one.setFrame(cellRect(cell));
  one.setTheme(&theme);
  return one;
}

void SmallMultiplesPainter::paintHeads(QPainter& painter, const Theme& theme) const {
  painter.setFont(viewFont(12, QFont::DemiBold));
  painter.setPen(theme.text);
  const QFontMetricsF metrics(painter.font());
  const qreal wide = cellRect(0).width();
  for (int column = 0; column < m_picture.columns.size(); ++column) {
    const QRectF cell = cellRect(std::size_t(column));
    painter.drawText(QRectF(cell.left(), m_frame.top(), wide, columnRoom), Qt::AlignCenter,
                     metrics.elidedText(m_picture.columns[column], Qt::ElideMiddle, wide));
  }
  for (int row = 0; row < m_picture.rows.size(); ++row) {
    const QRectF cell = cellRect(std::size_t(row * columns()));
    painter.drawText(QRectF(m_frame.left() + gap, cell.top(), rowRoom - 2 * gap, cell.height()),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap, m_picture.rows[row]);
  }
  if (m_picture.rows.isEmpty()) return;
  painter.setFont(viewFont(11));
  painter.setPen(theme.sub);
  painter.drawText(QRectF(m_frame.left() + gap, m_frame.top(), rowRoom - 2 * gap, columnRoom),
                   Qt::AlignVCenter | Qt::AlignLeft, m_picture.rowName);
}

void SmallMultiplesPainter::paintLoss(QPainter& painter, const Theme& theme,
                                      std::size_t cell) const {
  const MultipleCell& one = *m_picture.cells[cell];
  PlotAxis x = m_step, y = m_loss;
  if (!m_picture.sameAxes) {
    Figure own;
    own.yScale = m_loss.scale;
    own.series.push_back(curveOf(one));
    x = xAxisOf(own);
    y = yAxisOf(own);
  }
  const QRectF plot = cellRect(cell).adjusted(plotLeft, plotTop, -plotRight, -plotBottom);
  paintPlotGrid(painter, plot, x, y, "step", true, &theme);
  QPolygonF line;
  for (std::size_t i = 0; i < one.step.size(); ++i) {
    const double drawn = y.drawn(one.loss[i]);
    if (std::isfinite(drawn))
      line << QPointF(plot.left() + x.share(one.step[i]) * plot.width(),
                      plot.bottom() - y.share(drawn) * plot.height());
  }
  painter.save();
  painter.setClipRect(plot);
  painter.setBrush(Qt::NoBrush);
  painter.setPen(QPen(theme.style(one.spectrum.style).colour, 1.8, Qt::SolidLine, Qt::RoundCap,
                      Qt::RoundJoin));
  if (line.size() > 1) painter.drawPolyline(line);
  painter.restore();
}

void SmallMultiplesPainter::paintCell(QPainter& painter, const Theme& theme,
                                      std::size_t cell) const {
  const QRectF place = cellRect(cell);
  const std::optional<MultipleCell>& one = m_picture.cells[cell];
  if (!one) {
    painter.setFont(viewFont(12));
    painter.setPen(theme.disabled);
    painter.drawText(place, Qt::AlignCenter, m_picture.waiting);
    return;
  }
  const QRectF words = place.adjusted(8, 4, -8, 0);
  const QFont strong = viewFont(12, QFont::DemiBold), small = viewFont(11);
  painter.setFont(strong);
  painter.setPen(one->failed ? theme.bad : theme.text);
  painter.drawText(QRectF(words.left(), words.top(), words.width(), 16),
                   Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetricsF(strong).elidedText(one->headline, Qt::ElideRight, words.width()));
  painter.setFont(small);
  painter.setPen(theme.sub);
  const bool drawn =
      m_picture.of == MultiplesOf::spectra ? one->hasSpectrum() : one->step.size() > 1;
  if (!drawn) {
    painter.drawText(words.adjusted(0, 20, 0, -4), Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap,
                     one->facts);
    return;
  }
  painter.drawText(QRectF(words.left(), words.top() + 16, words.width(), 15),
                   Qt::AlignLeft | Qt::AlignVCenter,
                   QFontMetricsF(small).elidedText(one->facts, Qt::ElideRight, words.width()));
  if (m_picture.of == MultiplesOf::spectra)
    spectrumAt(cell, theme).paint(painter);
  else
    paintLoss(painter, theme, cell);
}

void SmallMultiplesPainter::paint(QPainter& painter, const Theme& theme,
                                  std::optional<std::size_t> chosen) const {
  if (m_picture.cells.empty()) return;
  painter.setRenderHint(QPainter::Antialiasing);
  paintHeads(painter, theme);
  for (std::size_t cell = 0; cell < m_picture.cells.size(); ++cell) {
    const QRectF place = cellRect(cell);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(chosen == cell ? QPen(theme.accent, 2) : QPen(theme.border, 1));
    painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    paintCell(painter, theme, cell);
  }
}

}  // namespace thalweg
