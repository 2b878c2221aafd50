/// The Optimizers dock: a card for each optimizer of the race.
#pragma once

#include <QVector>
#include <QWidget>

#include "app/model/session.h"

class QAction;
class QCheckBox;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace thalweg {

class OptimizerCard;
struct OptimizerEntry;

class OptimizersPanel : public QWidget {
  Q_OBJECT

 public:
  OptimizersPanel(Document& document, Session& session, QWidget* parent = nullptr);

  /// A menu of all optimizers; choosing one adds it.
  QMenu* addMenu() const { return m_addMenu; }
  /// Meters and badges follow the step.
  void setStep(int step);
  void setSelected(int run);
  /// Adds a card that plays a folder of recorded parameters, with as many steps as it has files.
  void addRecorded(const QString& folder);
  void duplicate(int run);
  /// A copy of the optimizer that goes on from the step shown with twice the rate, or with another
  /// batch where the method chooses its steps itself.
  void kick(int run);
  bool canKick(int run) const;
  void remove(int run);
  void toggleVisible(int run);
  void showOnly(int run);
  /// Each optimizer takes the rate at which it works on this landscape, where one is known.
  void useGoodRates();
  /// There are such rates, and they are not those that are set.
  bool goodRatesWait() const;

 signals:
  void selected(int run);

 private:
  void refresh();
  void showRuns();
  void fillAddMenu();
  void greyWhatDoesNotFit();
  void connectCard(OptimizerCard* card, int index);
  void connectKick(OptimizerCard* card, int index);
  /// The step that a kick of the run begins at.
  std::int64_t kickStep(int run) const;
  void add(const std::string& id);
  void makeRatesRow();
  void setSameRate(bool same);
  void edited(int run, const QString& key, const Value& value, bool final);

  Document& m_document;
  Session& m_session;
  QMenu* m_addMenu;
  std::vector<std::pair<QAction*, const OptimizerEntry*>> m_addActions;
  QVBoxLayout* m_layout;
  QCheckBox* m_sameRate;
  QPushButton* m_goodRates;
  QVector<OptimizerCard*> m_cards;
  QVector<QString> m_names;     // the optimizer whose fields each card shows
  QVector<QString> m_refusals;  // why there is no run, as each card says it
  int m_step = 0, m_selected = -1;
};

/// "Adam", then "Adam 2", "Adam 3".
std::string freeLabel(const Experiment& experiment, const std::string& wanted);

/// One flag a run: shown in the views or hidden.
std::vector<bool> visibleRuns(const Experiment& experiment);

}  // namespace thalweg
