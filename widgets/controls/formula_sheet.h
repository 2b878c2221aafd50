/// The statements of a method's formula, typeset one below the other.
#pragma once

#include <QWidget>
#include <vector>

#include "widgets/controls/typeset.h"

namespace thalweg {

/// A statement that is too wide goes on in the next line.
class FormulaSheet : public QWidget {
  Q_OBJECT
 public:
  explicit FormulaSheet(QWidget* parent = nullptr);
  /// Statements are parted by "; ".
  void setFormula(const QString& formula);
  /// `last`: the colour of the x that the last statement moves.
  void setColours(const MathColours& colours, const QColor& last);
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {120, 28}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  /// Lines of parts of a statement.
  struct Line {
    MathBox row;
    bool last = false, indented = false;
  };
  std::vector<Line> lines(qreal width) const;

  QString m_formula;
  std::vector<MathBox> m_statements;
  MathColours m_colours;
  QColor m_last;
};

}  // namespace thalweg
