#include "widgets/controls/terms_view.h"

#include <QFontMetricsF>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/controls/number_text.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"
#include "widgets/views/marks.h"

namespace thalweg {
namespace {

constexpr int headHeight = 22, rowHeight = 26;
constexpr double pale = 0.38;

QPointF arrowOf(const ShownTerm& term) { return {term.values[0], term.values[1]}; }
double lengthOf(QPointF v) { return std::hypot(v.x(), v.y()); }

struct Placed {
  QPointF from, to;
};

/// Where the arrows lie, in the terms' own units.
std::vector<Placed> placed(const std::vector<ShownTerm>& terms) {
  std::vector<Placed> all;
  if (TermsPicture::addUp(terms)) {
    QPointF at;
    for (std::size_t i = 0; i + 1 < terms.size(); ++i) {
      all.push_back({at, at + arrowOf(terms[i])});
      at = all.back().to;
    }
    all.push_back({{}, at});
    return all;
  }
  for (const ShownTerm& term : terms) {
    const double length = lengthOf(arrowOf(term));
    all.push_back({{}, length > 0 ? arrowOf(term) / length : QPointF()});
  }
  return all;
}

}  // namespace

TermsPicture::TermsPicture(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Terms of the step as arrows"));
}

bool TermsPicture::addUp(const std::vector<ShownTerm>& terms) {
  if (terms.size() < 3) return false;
  QPointF sum;
  double longest = 0;
  for (std::size_t i = 0; i + 1 < terms.size(); ++i) {
    sum += arrowOf(terms[i]);
    longest = std::max(longest, lengthOf(arrowOf(terms[i])));
  }
  return lengthOf(sum - arrowOf(terms.back())) <= 1e-9 * longest;
}

void TermsPicture::setTerms(const std::vector<ShownTerm>& terms, int chosen) {
  m_terms = terms;
  m_chosen = chosen;
  update();
}

void TermsPicture::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  drawBox(painter, rect(), theme.ground, theme.border);
  if (m_terms.empty() || m_terms.front().values.size() < 2) return;
  const std::vector<Placed> arrows = placed(m_terms);
  QPolygonF points;
  for (const Placed& arrow : arrows) points << arrow.from << arrow.to;
  const QRectF box = points.boundingRect(), area = QRectF(rect()).adjusted(44, 26, -60, -26);
  const double scale = std::min(area.width() / std::max(box.width(), 1e-300),
                                area.height() / std::max(box.height(), 1e-300));
  const auto seen = [&](QPointF p) {
    return area.center() +
           QPointF(scale * (p.x() - box.center().x()), -scale * (p.y() - box.center().y()));
  };
  painter.setFont(textFont(11));
  painter.setPen(theme.sub);
  if (!addUp(m_terms))
    painter.drawText(QRectF(rect()).adjusted(8, 4, -8, -4), Qt::AlignLeft | Qt::AlignBottom,
                     tr("directions alone"));
  std::vector<QRectF> written;
  for (std::size_t i = 0; i < arrows.size(); ++i) {
    const bool last = i + 1 == arrows.size();
    const QPointF from = seen(arrows[i].from), to = seen(arrows[i].to), way = to - from;
    const double length = lengthOf(way);
    if (!(length > 1) || !std::isfinite(length)) continue;
    painter.setOpacity(m_chosen < 0 || int(i) == m_chosen ? 1.0 : pale);
    painter.setPen(QPen(m_terms[i].colour, 2.4, last ? Qt::DashLine : Qt::SolidLine));
    painter.drawLine(from, to - 8.0 * way / length);
    drawArrowHead(painter, to, way / length, m_terms[i].colour, theme.ground);
    const QPointF side(way.y() / length, -way.x() / length);
    const QPointF word = addUp(m_terms) ? (from + to) / 2 + 12.0 * side : to + 12.0 * way / length;
    const QString name = m_terms[i].name;
    const QFont font = textFont(12, QFont::DemiBold);
    const qreal width = QFontMetricsF(font).horizontalAdvance(name);
    const qreal left =
        std::clamp(word.x() - width / 2, 4.0, std::max(4.0, this->width() - width - 4));
    // Names that would lie upon one another are read in the table, by their colours.
    const QRectF place(left, std::clamp(word.y() - 8, 2.0, height() - 18.0), width, 16);
    if (std::any_of(written.begin(), written.end(),
                    [&](const QRectF& other) { return other.intersects(place); }))
      continue;
    written.push_back(place);
    drawHaloText(painter, {left, place.top() + 12}, name, font, m_terms[i].colour, theme.ground);
  }
}

TermsTable::TermsTable(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Terms of the step"));
}

void TermsTable::setTerms(const std::vector<ShownTerm>& terms, int chosen,
                          const QStringList& heads) {
  const bool otherSize = terms.size() != m_terms.size();
  m_terms = terms;
  m_chosen = chosen;
  m_heads = heads;
  QStringList words;
  for (const ShownTerm& term : m_terms) words << term.name + " " + shownNumber(term.norm);
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  if (otherSize) updateGeometry();
  update();
}

QSize TermsTable::sizeHint() const {
  return {260, m_terms.empty() ? 0 : headHeight + rowHeight * int(m_terms.size())};
}

void TermsTable::mousePressEvent(QMouseEvent* event) {
  const int row = (int(event->position().y()) - headHeight) / rowHeight;
  if (event->position().y() >= headHeight && row < int(m_terms.size())) emit chosen(row);
}

void TermsTable::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  if (m_terms.empty()) return;
  QStringList heads = m_heads;
  heads << tr("norm");
  constexpr qreal first = 82;
  const qreal column = (width() - first) / double(heads.size());
  painter.setFont(textFont(12));
  painter.setPen(theme.sub);
  for (int i = 0; i < heads.size(); ++i)
    painter.drawText(QRectF(first + i * column, 0, column - 6, headHeight),
                     Qt::AlignRight | Qt::AlignVCenter, heads[i]);
  for (int i = 0; i < int(m_terms.size()); ++i) {
    const ShownTerm& term = m_terms[std::size_t(i)];
    const QRectF row(0, headHeight + i * rowHeight, width(), rowHeight);
    if (i == m_chosen) painter.fillRect(row, theme.selectedRow);
    painter.setPen(QPen(theme.border, 1));
    painter.drawLine(row.topLeft(), row.topRight());
    const QPointF tip(30, row.center().y());
    painter.setPen(
        QPen(term.colour, 2.4, i + 1 == int(m_terms.size()) ? Qt::DashLine : Qt::SolidLine));
    painter.drawLine(QPointF(6, tip.y()), tip - QPointF(8, 0));
    drawArrowHead(painter, tip, {1, 0}, term.colour, Qt::transparent);
    const MathBox symbol = parseMath(term.symbol);
    qreal px = 16;
    while (px > 10 && measureMath(symbol, px).width > first - 40) --px;
    drawMath(painter, {38, row.center().y() + 0.3 * px}, symbol, px, theme.text);
    painter.setFont(numberFont(11));
    painter.setPen(theme.text);
    std::vector<double> numbers(
        term.values.begin(),
        term.values.begin() +
            std::min<std::ptrdiff_t>(m_heads.size(), std::ptrdiff_t(term.values.size())));
    numbers.push_back(term.norm);
    for (std::size_t k = 0; k < numbers.size(); ++k)
      painter.drawText(QRectF(first + double(k) * column, row.top(), column - 4, rowHeight),
                       Qt::AlignRight | Qt::AlignVCenter, shownNumber(numbers[k]));
  }
}

}  // namespace thalweg
