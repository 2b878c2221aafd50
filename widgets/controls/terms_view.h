/// The terms of a step: arrows that say how they go together, and their numbers.
#pragma once

#include <QColor>
#include <QWidget>
#include <vector>

#include "widgets/controls/typeset.h"

namespace thalweg {

struct ShownTerm {
  QString name, symbol;
  QColor colour;
  std::vector<double> values;  // its first coordinates
  double norm = 0.0;
};

/// Two coordinates as arrows: end to end where the terms before the last add up to it, else their
/// directions alone, from one point. The last term is dashed.
class TermsPicture : public QWidget {
  Q_OBJECT
 public:
  explicit TermsPicture(QWidget* parent = nullptr);
  void setTerms(const std::vector<ShownTerm>& terms, int chosen);
  /// The terms before the last add up to it.
  static bool addUp(const std::vector<ShownTerm>& terms);
  QSize sizeHint() const override { return {260, 150}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::vector<ShownTerm> m_terms;
  int m_chosen = -1;
};

/// A row a term: arrow, symbol, first coordinates, norm. A click chooses one.
class TermsTable : public QWidget {
  Q_OBJECT
 public:
  explicit TermsTable(QWidget* parent = nullptr);
  /// `heads`: names of the coordinates shown.
  void setTerms(const std::vector<ShownTerm>& terms, int chosen, const QStringList& heads);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 signals:
  void chosen(int term);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  std::vector<ShownTerm> m_terms;
  QStringList m_heads;
  int m_chosen = -1;
};

}  // namespace thalweg
