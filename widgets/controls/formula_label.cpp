#include "widgets/controls/formula_label.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QSet>
#include <algorithm>

#include "widgets/theme/style.h"

namespace thalweg {
namespace {

bool standsUpright(const QString& word) {
  static const QSet<QString> functions{
      QStringLiteral("sin"),  QStringLiteral("cos"),  QStringLiteral("tan"),
      QStringLiteral("exp"),  QStringLiteral("log"),  QStringLiteral("ln"),
      QStringLiteral("sqrt"), QStringLiteral("tanh"), QStringLiteral("sinh"),
      QStringLiteral("cosh"), QStringLiteral("min"),  QStringLiteral("max"),
      QStringLiteral("sign"), QStringLiteral("abs"),  QStringLiteral("diag"),
      QStringLiteral("if"),   QStringLiteral("atan"), QStringLiteral("relu"),
      QStringLiteral("norm"), QStringLiteral("clip")};
  return functions.contains(word);
}

bool isMark(QChar c) { return c.category() == QChar::Mark_NonSpacing; }

/// Letters that lean: Latin and small Greek. Capital Greek, ∇ and Σ stand as in print.
bool leans(QChar c) {
  const ushort u = c.unicode();
  return c.isLetter() && !(u >= 0x0391 && u <= 0x03A9);
}

/// From `from`, the end of what is set in one face: a word, a mark on a letter included, or one
/// other sign.
qsizetype runEnd(const QString& text, qsizetype from) {
  qsizetype end = from;
  if (leans(text[from])) {
    while (end < text.size() && (leans(text[end]) || isMark(text[end]))) ++end;
    return end;
  }
  while (end < text.size() && !leans(text[end]) && text[end] != QLatin1Char('_') &&
         text[end] != QLatin1Char('^'))
    ++end;
  return std::max(end, from + 1);
}

/// The sign or {group} after a `_` or `^`; `from` is moved past it.
QString scriptAt(const QString& text, qsizetype& from) {
  if (from >= text.size()) return {};
  if (text[from] == QLatin1Char('{')) {
    const qsizetype close = text.indexOf(QLatin1Char('}'), from);
    const qsizetype end = close < 0 ? text.size() : close;
    const QString inside = text.mid(from + 1, end - from - 1);
    from = std::min(end + 1, text.size());
    return inside;
  }
  return text.mid(from++, 1);
}

qreal drawScripts(QPainter* painter, QPointF at, const QString& formula, qsizetype& i, int px) {
  // A subscript and a superscript of the same letter stand above one another.
  qreal widest = 0;
  while (i < formula.size() && (formula[i] == QLatin1Char('_') || formula[i] == QLatin1Char('^'))) {
    const bool lowered = formula[i++] == QLatin1Char('_');
    const QString script = scriptAt(formula, i);
    const int small = std::max(9, px * 7 / 10);
    const QPointF shifted(at.x() + 0.5, at.y() + (lowered ? px * 0.22 : -px * 0.36));
    QString flat = script;
    flat.remove(QLatin1Char('_')).remove(QLatin1Char('^'));  // one level is enough for a line
    widest = std::max(widest, drawFormula(painter, shifted, flat, small) + 1);
  }
  return widest;
}

}  // namespace

qreal drawFormula(QPainter* painter, const QPointF& at, const QString& formula, int px) {
  const QFont italic = formulaFont(px, true), upright = formulaFont(px, false);
  const QFontMetricsF italicWidth(italic), uprightWidth(upright);
  qreal x = at.x();
  qsizetype i = 0;
  while (i < formula.size()) {
    if (i > 0 && (formula[i] == QLatin1Char('_') || formula[i] == QLatin1Char('^'))) {
      x += drawScripts(painter, QPointF(x, at.y()), formula, i, px);
      continue;
    }
    const qsizetype end = runEnd(formula, i);
    const QString run = formula.mid(i, end - i);
    const bool italicRun = leans(run[0]) && !standsUpright(run);
    if (painter) {
      painter->setFont(italicRun ? italic : upright);
      painter->drawText(QPointF(x, at.y()), run);
    }
    x += (italicRun ? italicWidth : uprightWidth).horizontalAdvance(run);
    // A leaning letter reaches over what follows; brackets would touch it.
    if (italicRun && end < formula.size() && !formula[end].isSpace()) x += px * 0.04;
    i = end;
  }
  return x - at.x();
}

FormulaLabel::FormulaLabel(const QString& formula, int px, QWidget* parent)
    : QWidget(parent), m_px(px) {
  setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  setFormula(formula);
}

void FormulaLabel::setFormula(const QString& formula) {
  m_formula = formula;
  setAccessibleName(formula);
  updateGeometry();
  update();
}

void FormulaLabel::setAlignment(Qt::Alignment alignment) {
  m_alignment = alignment;
  update();
}

void FormulaLabel::setQuiet(bool quiet) {
  m_quiet = quiet;
  update();
}

QSize FormulaLabel::sizeHint() const {
  const QFontMetricsF metrics(formulaFont(m_px, false));
  return {int(drawFormula(nullptr, {0, 0}, m_formula, m_px)) + 4, int(metrics.height()) + 6};
}

void FormulaLabel::paintEvent(QPaintEvent*) {
  const Theme& t = currentTheme();
  QPainter painter(this);
  painter.setPen(!isEnabled() ? t.disabled : m_quiet ? t.sub : t.text);
  // Too long a formula is set smaller, down to the smallest text there is, before it is cut off.
  int px = m_px;
  while (px > 11 && drawFormula(nullptr, {0, 0}, m_formula, px) > width()) --px;
  const qreal needed = drawFormula(nullptr, {0, 0}, m_formula, px);
  const QFontMetricsF metrics(formulaFont(px, false));
  const qreal left = (m_alignment & Qt::AlignHCenter) ? std::max(0.0, (width() - needed) / 2) : 1.0;
  const qreal baseline = (height() - metrics.height()) / 2 + metrics.ascent();
  drawFormula(&painter, QPointF(left, baseline), m_formula, px);
}

}  // namespace thalweg
