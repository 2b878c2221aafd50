/// The card of one optimizer: how it is drawn, its rate, how near its limit it is.
#pragma once

#include <QFrame>
#include <optional>
#include <vector>

#include "core/base/settings.h"
#include "widgets/controls/small_controls.h"

class QLineEdit;

namespace thalweg {

class AroundForm;
class ElidedLabel;
class KickForm;
class SettingsForm;

class OptimizerCard : public QFrame {
  Q_OBJECT
 public:
  explicit OptimizerCard(QWidget* parent = nullptr);
  ~OptimizerCard() override;

  /// Makes the rows. With two settings or fewer both are always seen; else the first one, and
  /// "more" unfolds the rest.
  void setFields(const std::vector<Field>& fields);
  void setTitle(const QString& title);
  void setSeries(int series);
  void setValues(const Values& values);
  void setMeter(std::optional<double> share);
  /// Some optimizers have no known limit: their card has no such row.
  void setMeterShown(bool shown);
  void setChosen(bool chosen);
  /// A run that is hidden in the views: the card is greyed, its settings stay at hand.
  void setRunVisible(bool visible);
  /// Short words such as "diverged at step 37"; empty for none.
  void setBadge(const QString& text, Verdict verdict = Verdict::fails);
  /// The sentence beside the field of `key`, or under the card where no field has that key.
  void showError(const QString& key, const QString& sentence);
  void clearErrors();
  void setExpanded(bool expanded);
  /// Schedule and wrappers, below the settings. Asked for the first time the card has them from
  /// then on.
  AroundForm* around();
  KickForm* kick() { return m_kick; }
  /// The step from which the menu offers a kick; -1 where there can be none.
  void setKickStep(int step) { m_kickStep = step; }

  QString title() const;
  bool isChosen() const { return m_chosen; }
  bool isRunVisible() const { return m_runVisible; }
  bool isExpanded() const { return m_expanded; }

 signals:
  void clicked();
  void eyeToggled(bool altClick);
  void edited(const QString& key, const thalweg::Value& value, bool final);
  void duplicateAsked();
  void removeAsked();
  void onlyThisAsked();
  void copyTomlAsked();
  void kickAsked();
  void renamed(const QString& title);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void layOut();
  bool unfolds() const;
  SettingsForm* makeForm();
  void showMenu(const QPoint& globalPosition);
  void startRename();
  void finishRename(bool keep);
  void showState();

  LineSample* m_sample;
  ElidedLabel* m_name;
  QLineEdit* m_rename = nullptr;
  ToolButton *m_more, *m_eye, *m_dots;
  SettingsForm *m_main, *m_rest;
  AroundForm* m_around = nullptr;
  KickForm* m_kick;
  int m_kickStep = -1;
  QWidget* m_meterRow;
  Meter* m_meter;
  Chip* m_badge;
  ErrorLine* m_error;
  int m_series = 0;
  bool m_chosen = false, m_runVisible = true, m_expanded = false, m_hasRest = false;
};

}  // namespace thalweg
