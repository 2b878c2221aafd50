/// The Sweep dock: lists for one or two keys of the experiment, and a small picture for each point
/// as it is made.
#pragma once

#include <QWidget>

#include "app/model/sweep_figures.h"
#include "app/window/workspace.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace thalweg {

class ElidedLabel;
class ErrorLine;
class Segments;

class SweepPanel : public QWidget {
  Q_OBJECT

 public:
  explicit SweepPanel(Workspace& workspace, QWidget* parent = nullptr);

  SmallMultiples* view() const { return m_view; }
  QString error() const;
  /// Puts lists such as "run.batch=1,2,4" in the fields.
  void setLists(const std::vector<std::string>& lists);
  /// What the fields say, as the command line has it.
  std::vector<std::string> lists() const;
  /// Begins, or ends what is under way.
  void startOrStop();
  void showWhat(MultiplesOf what);
  /// Where the next sweeps are kept, and gone on with; empty: nowhere.
  void keepIn(const QString& folder);
  /// A folder that the command line wrote.
  void openFolder(const QString& folder);
  /// PNG, SVG, PDF or the table, by the name's ending; the sentence that says why not.
  QString save(const QString& path) const;
  /// Makes that point the experiment, which can be undone.
  void openPoint(int cell);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  struct Row {
    QComboBox* key;
    QLineEdit* values;
  };
  QWidget* makeLists();
  QWidget* makeTools();
  void fillKeys();
  void takeOpened();
  void refresh();
  void refreshFacts();
  void askWhere();

  Workspace& m_workspace;
  Row m_rows[2];
  QPushButton *m_start, *m_keep;
  QString m_folder;
  Segments* m_what;
  QCheckBox* m_same;
  ElidedLabel* m_facts;
  ErrorLine* m_error;
  SmallMultiples* m_view;
};

}  // namespace thalweg
