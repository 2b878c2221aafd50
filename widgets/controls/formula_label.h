/// A line of mathematics set in the formula face.
#pragma once

#include <QWidget>

namespace thalweg {

/// Plain Unicode text such as "v ← β v + ∇f(x)": letters lean, digits and names of functions stand
/// upright.
/// `_` and `^` lower and raise the next sign or the next {group}.
class FormulaLabel : public QWidget {
  Q_OBJECT
 public:
  explicit FormulaLabel(const QString& formula = {}, int px = 17, QWidget* parent = nullptr);
  void setFormula(const QString& formula);
  QString formula() const { return m_formula; }
  void setAlignment(Qt::Alignment alignment);
  /// Painted like a label of a row instead of like text.
  void setQuiet(bool quiet);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {20, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_formula;
  int m_px;
  Qt::Alignment m_alignment = Qt::AlignHCenter;
  bool m_quiet = false;
};

/// Draws a formula with its baseline start at `at` and returns its width; with no painter it only
/// measures.
qreal drawFormula(QPainter* painter, const QPointF& at, const QString& formula, int px);

}  // namespace thalweg
