/// The Anatomy dock: the update of a method as a formula, and each of its terms at the step shown.
#pragma once

#include <QWidget>

#include "app/window/workspace.h"
#include "widgets/controls/terms_view.h"

class QLabel;

namespace thalweg {

class FormulaSheet;

class AnatomyPanel : public QWidget {
  Q_OBJECT

 public:
  explicit AnatomyPanel(Workspace& workspace, QWidget* parent = nullptr);

  /// To the next term, or the one before; past the last to the first of the next step. False while
  /// nobody sees it.
  bool walk(int by);
  int term() const { return m_term; }
  const std::vector<ShownTerm>& terms() const { return m_terms; }

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void follow();
  void refresh();
  void showArrows();
  void choose(int term);

  Workspace& m_workspace;
  QLabel *m_title, *m_place, *m_words;
  FormulaSheet* m_formula;
  TermsPicture* m_picture;
  TermsTable* m_table;
  std::vector<ShownTerm> m_terms;
  int m_term = -1;  // -1: all alike
};

}  // namespace thalweg
