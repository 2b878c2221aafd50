#include "widgets/views/plot_grid.h"

#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/theme/style.h"
#include "widgets/views/marks.h"

namespace thalweg {

void paintPlotGrid(QPainter& painter, const QRectF& plot, const PlotAxis& x, const PlotAxis& y,
                   const QString& xName, bool rows, const Theme* of) {
  const Theme& theme = of ? *of : currentTheme();
  const QFont font = viewFont(12), strong = viewFont(12, QFont::DemiBold);
  const QFontMetricsF metrics(font);
  const qreal nameLeft = plot.right() - QFontMetricsF(strong).horizontalAdvance(xName);
  qreal written = -HUGE_VAL;  // the right end of the last tick's number
  painter.setRenderHint(QPainter::Antialiasing, false);
  painter.setFont(font);
  for (const Tick& tick : x.ticks(std::clamp(int(plot.width() / 70), 2, 9))) {
    const qreal at = std::round(plot.left() + x.share(tick.at) * plot.width());
    painter.setPen(theme.grid);
    if (at > plot.left() + 1) painter.drawLine(QPointF(at, plot.top()), QPointF(at, plot.bottom()));
    painter.setPen(theme.axis);
    painter.drawLine(QPointF(at, plot.bottom()), QPointF(at, plot.bottom() + 4));
    const qreal width = metrics.horizontalAdvance(tick.text);
    if (at + width / 2 > nameLeft - 4 || at - width / 2 < written + 6) continue;
    written = at + width / 2;
    painter.setPen(theme.sub);
    painter.drawText(QPointF(at - width / 2, plot.bottom() + 18), tick.text);
  }
  if (rows) {
    for (const Tick& tick : y.ticks(yTicksOf(y, plot.height()))) {
      const qreal at = std::round(plot.bottom() - y.share(tick.at) * plot.height());
      if (tick.text.isEmpty() || at < plot.top() - 0.5 || at > plot.bottom() + 0.5) continue;
      painter.setPen(theme.grid);
      if (at < plot.bottom() - 1)
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
      painter.setPen(theme.axis);
      painter.drawLine(QPointF(plot.left() - 4, at), QPointF(plot.left(), at));
      painter.setPen(theme.sub);
      painter.drawText(QPointF(plot.left() - 8 - metrics.horizontalAdvance(tick.text), at + 4.5),
                       tick.text);
    }
    painter.setPen(theme.axis);
    painter.drawLine(plot.topLeft(), plot.bottomLeft());
  }
  painter.setPen(theme.axis);
  painter.drawLine(plot.bottomLeft(), plot.bottomRight());
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(strong);
  painter.setPen(theme.text);
  painter.drawText(QPointF(nameLeft, plot.bottom() + 18), xName);
}

}  // namespace thalweg
