#include "widgets/controls/formula_sheet.h"

#include <QPainter>
#include <algorithm>

#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr qreal px = 17, indent = 18, between = 7;

}  // namespace

FormulaSheet::FormulaSheet(QWidget* parent) : QWidget(parent) {
  QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  policy.setHeightForWidth(true);
  setSizePolicy(policy);
}

void FormulaSheet::setFormula(const QString& formula) {
  if (formula == m_formula) return;
  m_formula = formula;
  m_statements.clear();
  for (const QString& statement : formula.split(QStringLiteral("; "), Qt::SkipEmptyParts))
    m_statements.push_back(parseMath(statement));
  setAccessibleName(formula);
  updateGeometry();
  update();
}

void FormulaSheet::setColours(const MathColours& colours, const QColor& last) {
  m_colours = colours;
  m_last = last;
  update();
}

std::vector<FormulaSheet::Line> FormulaSheet::lines(qreal width) const {
  std::vector<Line> all;
  for (std::size_t s = 0; s < m_statements.size(); ++s) {
    Line line;
    line.last = s + 1 == m_statements.size();
    for (const MathBox& part : m_statements[s].parts) {
      line.row.parts.push_back(part);
      const qreal left = line.indented ? indent : 0;
      // Lines break before what stands apart, and not after a sign that would be left behind.
      if (line.row.parts.size() < 2 || !part.gap || left + measureMath(line.row, px).width <= width)
        continue;
      line.row.parts.pop_back();
      MathBox carried;
      if (line.row.parts.size() > 1 && line.row.parts.back().spaced) {
        carried = line.row.parts.back();
        line.row.parts.pop_back();
      }
      all.push_back(line);
      line.row.parts.clear();
      line.indented = true;
      if (!carried.text.isEmpty()) line.row.parts.push_back(carried);
      line.row.parts.push_back(part);
    }
    all.push_back(line);
  }
  return all;
}

int FormulaSheet::heightForWidth(int width) const {
  qreal height = between;
  for (const Line& line : lines(width)) height += measureMath(line.row, px).height() + between;
  return qRound(height);
}

QSize FormulaSheet::sizeHint() const { return {260, heightForWidth(260)}; }

void FormulaSheet::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  qreal top = between;
  for (const Line& line : lines(width())) {
    const MathSize size = measureMath(line.row, px);
    MathColours colours = m_colours;
    if (line.last && m_last.isValid())
      colours.insert(colours.begin(), {QStringLiteral("x"), m_last});
    drawMath(painter, {line.indented ? indent : 0.0, top + size.ascent}, line.row, px,
             currentTheme().text, colours);
    top += size.height() + between;
  }
}

}  // namespace thalweg
