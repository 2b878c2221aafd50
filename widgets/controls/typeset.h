/// Formulas set as in print: fractions, roots, hats, scripts, Greek.
#pragma once

#include <QColor>
#include <QPointF>
#include <QRectF>
#include <QString>
#include <memory>
#include <vector>

class QPainter;

namespace thalweg {

/// A piece of a formula and what it is made of.
struct MathBox {
  enum class Kind { row, text, fraction, root, scripts };
  Kind kind = Kind::row;
  QString text;  // of a text
  bool leans = false, hat = false;
  bool spaced = false;         // a sign with room on both sides, such as + and ←
  bool gap = false;            // stands a little apart from what is before it
  bool fenced = false;         // a row in parentheses, which a fraction or root does not need
  std::vector<MathBox> parts;  // row: all; fraction: above, below; root: inside; scripts: base,
                               // lowered, raised
};

/// Parses plain Unicode text such as "x ← x − η m̂/(√v̂ + ε)": `/` makes a fraction of what stands
/// beside it, `√` roots the next thing, `_` and `^` lower and raise the next thing or (group), as
/// do the Unicode digits ₁ and ². Nothing is refused: what is not understood stands as it is.
MathBox parseMath(const QString& formula);

/// Letters and the colour that each of them has, with or without its hat.
using MathColours = std::vector<std::pair<QString, QColor>>;

struct MathSize {
  qreal width = 0, ascent = 0, descent = 0;
  qreal height() const { return ascent + descent; }
};

MathSize measureMath(const MathBox& box, qreal px);
/// `at`: the left end of the baseline. Text stays text on vector devices.
void drawMath(QPainter& painter, QPointF at, const MathBox& box, qreal px, const QColor& ink,
              const MathColours& colours = {});

/// The letter by which a symbol such as "−η β v" or "√s + ε" is known in a formula: its last Latin
/// one, with a ∇ before it; its last letter where it has no Latin one.
QString keyLetterOf(const QString& symbol);

}  // namespace thalweg
