/// What goes with a method: the schedule of its rate, and what is put around it.
#pragma once

#include <QPolygonF>
#include <QWidget>
#include <vector>

#include "core/run/experiment.h"

class QComboBox;
class QMenu;
class QPushButton;
class QVBoxLayout;

namespace thalweg {

class RatePicture;
class SettingsForm;
class ToolButton;

/// Folded away it shows what there is in a line each; unfolded, all that can be chosen, with the
/// settings. The innermost wrapper stands first.
class AroundForm : public QWidget {
  Q_OBJECT
 public:
  explicit AroundForm(QWidget* parent = nullptr);
  ~AroundForm() override;

  void setChoice(const Part& schedule, const std::vector<Part>& wrappers);
  /// Steps of the run, over which the rate is drawn.
  void setSteps(std::int64_t steps);
  /// The rate a run really had, x and y as shares: what is shown of a schedule that is made from a
  /// run. Empty: none yet.
  void setRecorded(const QPolygonF& curve);
  /// The schedule is made from a run: what is drawn of it is the plan until there is one.
  bool wantsRecorded() const;
  /// A method that looks at more of f than gradients: wrappers that change those do not go around
  /// it.
  void setAsksBeyondGradients(bool asks) { m_asksBeyond = asks; }
  void setExpanded(bool expanded);
  void setSeries(int series);
  const QPolygonF& curve() const;
  /// A menu of all wrappers, as the button unfolds it.
  QMenu* addMenu() const { return m_addMenu; }

 signals:
  /// `key`: the setting that changed; empty where another schedule was chosen.
  void scheduleEdited(const thalweg::Part& schedule, const QString& key, bool final);
  /// `key` likewise, with the place of the wrapper: "0.norm".
  void wrappersEdited(const std::vector<thalweg::Part>& wrappers, const QString& key, bool final);

 private:
  struct Row {
    QString name;
    QWidget* line = nullptr;
    ToolButton *up = nullptr, *down = nullptr, *drop = nullptr;
    SettingsForm* form = nullptr;
  };

  void makeScheduleRow();
  void makeAddMenu();
  Row makeRow(const std::string& name, std::size_t place);
  void showWrappers();
  void showState();
  void drawPlan();
  void chooseSchedule(int index);
  void moveWrapper(std::size_t from, std::size_t to);

  Part m_schedule;
  std::vector<Part> m_wrappers;
  std::int64_t m_steps = 1;
  QPolygonF m_recorded;
  bool m_expanded = false, m_asksBeyond = false;
  int m_series = -1;
  QVBoxLayout *m_column, *m_rowsColumn;
  QWidget* m_scheduleLine;
  QComboBox* m_combo;
  RatePicture* m_picture;
  SettingsForm* m_scheduleForm;
  QString m_shownSchedule;
  std::vector<Row> m_rows;
  QMenu* m_addMenu;
  QPushButton* m_add;
};

/// A row of the catalogue with the settings it begins with.
template <class Entry>
Part freshPart(const Entry& entry) {
  Part part{entry.card.id, {}};
  for (const Field& field : entry.fields) part.settings[field.key] = field.initial;
  return part;
}

}  // namespace thalweg
