#include "widgets/controls/around_form.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "core/catalog.h"
#include "widgets/controls/elided_label.h"
#include "widgets/controls/rate_picture.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int wordWidth = 64, symbolWidth = 24;
constexpr int pictureNodes = 160;  // about two a pixel

QLabel* quietWord(const QString& text) {
  QLabel* label = new QLabel(text);
  label->setFont(textFont(12));
  label->setFixedWidth(wordWidth);
  makeQuiet(label);
  return label;
}

QHBoxLayout* lineLayout(QWidget* line, int spacing) {
  QHBoxLayout* layout = new QHBoxLayout(line);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(spacing);
  return layout;
}

QString tipOf(const Card& card) {
  return QString::fromStdString(card.summary + "\n" + card.formula + "\n" + card.reference);
}

}  // namespace

AroundForm::AroundForm(QWidget* parent) : QWidget(parent) {
  m_column = new QVBoxLayout(this);
  m_column->setContentsMargins(0, 2, 0, 0);
  m_column->setSpacing(2);
  makeScheduleRow();
  m_rowsColumn = new QVBoxLayout;
  m_rowsColumn->setContentsMargins(0, 0, 0, 0);
  m_rowsColumn->setSpacing(2);
  m_column->addLayout(m_rowsColumn);
  m_add = new QPushButton(tr("Put around it…"));
  m_add->setAccessibleName(tr("Put around it"));
  makeAddMenu();
  m_add->setMenu(m_addMenu);
  m_column->addWidget(m_add);
  showState();
}

/// A field that loses the keyboard because it is deleted must not call a form that is half gone.
AroundForm::~AroundForm() {
  for (QWidget* child : findChildren<QWidget*>()) child->disconnect(this);
}

void AroundForm::makeScheduleRow() {
  m_scheduleLine = new QWidget(this);
  QHBoxLayout* row = lineLayout(m_scheduleLine, 8);
  row->addWidget(quietWord(tr("schedule")));
  m_combo = new QComboBox;
  m_combo->setAccessibleName(tr("Schedule of the rate"));
  m_combo->addItem(tr("none"), QString());
  for (const ScheduleEntry& entry : allSchedules()) {
    m_combo->addItem(QString::fromStdString(entry.card.title),
                     QString::fromStdString(entry.card.id));
    m_combo->setItemData(m_combo->count() - 1, tipOf(entry.card), Qt::ToolTipRole);
  }
  m_combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  row->addWidget(m_combo, 1);
  m_picture = new RatePicture;
  m_picture->setFixedWidth(56);
  row->addWidget(m_picture);
  m_scheduleForm = new SettingsForm(this);
  m_scheduleForm->setLabelWidths(wordWidth, symbolWidth);
  m_column->addWidget(m_scheduleLine);
  m_column->addWidget(m_scheduleForm);
  connect(m_combo, &QComboBox::activated, this, &AroundForm::chooseSchedule);
  connect(m_scheduleForm, &SettingsForm::edited, this,
          [this](const QString& key, const Value& value, bool final) {
            Part changed = m_schedule;
            changed.settings[key.toStdString()] = value;
            emit scheduleEdited(changed, key, final);
          });
}

void AroundForm::makeAddMenu() {
  m_addMenu = new QMenu(this);
  m_addMenu->setToolTipsVisible(true);
  for (const WrapperEntry& entry : allWrappers()) {
    QAction* action = m_addMenu->addAction(QString::fromStdString(entry.card.title));
    connect(action, &QAction::triggered, this, [this, row = &entry] {
      std::vector<Part> wrappers = m_wrappers;
      wrappers.push_back(freshPart(*row));
      emit wrappersEdited(wrappers, {}, true);
    });
    connect(m_addMenu, &QMenu::aboutToShow, action, [this, action, row = &entry] {
      const bool fits = !(row->changesGradients && m_asksBeyond);
      action->setEnabled(fits);
      action->setToolTip(fits ? tipOf(row->card)
                              : tr("Changes gradients; the method compares them with values of f"));
    });
  }
}

void AroundForm::chooseSchedule(int index) {
  const std::string id = m_combo->itemData(index).toString().toStdString();
  if (id == m_schedule.name) return;
  const ScheduleEntry* entry = thalweg::find(allSchedules(), id);
  emit scheduleEdited(entry ? freshPart(*entry) : Part{}, {}, true);
}

void AroundForm::moveWrapper(std::size_t from, std::size_t to) {
  if (from >= m_wrappers.size() || to >= m_wrappers.size()) return;
  std::vector<Part> wrappers = m_wrappers;
  std::swap(wrappers[from], wrappers[to]);
  emit wrappersEdited(wrappers, {}, true);
}

AroundForm::Row AroundForm::makeRow(const std::string& name, std::size_t place) {
  const WrapperEntry* entry = thalweg::find(allWrappers(), name);
  Row row;
  row.name = QString::fromStdString(name);
  const QString title = entry ? QString::fromStdString(entry->card.title) : row.name;
  row.line = new QWidget(this);
  QHBoxLayout* line = lineLayout(row.line, 2);
  QLabel* word = quietWord(place == 0 ? tr("around it") : tr("then"));
  line->addWidget(word);
  line->addSpacing(6);
  ElidedLabel* label = new ElidedLabel(title);
  label->setFont(textFont(12));
  if (entry) label->setToolTip(tipOf(entry->card));
  line->addWidget(label, 1);
  row.up = new ToolButton(QStringLiteral("up"), tr("Move %1 inwards").arg(title));
  row.down = new ToolButton(QStringLiteral("down"), tr("Move %1 outwards").arg(title));
  row.drop = new ToolButton(QStringLiteral("x"), tr("Remove %1").arg(title));
  for (ToolButton* button : {row.up, row.down, row.drop}) {
    button->setIconSizePx(12);
    button->setButtonSize(20, 24);
    line->addWidget(button);
  }
  connect(row.up, &QToolButton::clicked, this, [this, place] { moveWrapper(place, place - 1); });
  connect(row.down, &QToolButton::clicked, this, [this, place] { moveWrapper(place, place + 1); });
  connect(row.drop, &QToolButton::clicked, this, [this, place] {
    std::vector<Part> wrappers = m_wrappers;
    wrappers.erase(wrappers.begin() + std::ptrdiff_t(place));
    emit wrappersEdited(wrappers, {}, true);
  });
  row.form = new SettingsForm(this);
  row.form->setLabelWidths(wordWidth, symbolWidth);
  if (entry) row.form->setFields(entry->fields);
  connect(row.form, &SettingsForm::edited, this,
          [this, place](const QString& key, const Value& value, bool final) {
            std::vector<Part> wrappers = m_wrappers;
            wrappers[place].settings[key.toStdString()] = value;
            emit wrappersEdited(wrappers, QString("%1.%2").arg(place).arg(key), final);
          });
  m_rowsColumn->addWidget(row.line);
  m_rowsColumn->addWidget(row.form);
  return row;
}

void AroundForm::setChoice(const Part& schedule, const std::vector<Part>& wrappers) {
  const bool otherSchedule = !(schedule == m_schedule);
  if (otherSchedule) m_recorded.clear();
  m_schedule = schedule;
  m_wrappers = wrappers;
  const QString id = QString::fromStdString(schedule.name);
  if (id != m_shownSchedule) {
    m_shownSchedule = id;
    const ScheduleEntry* entry = thalweg::find(allSchedules(), schedule.name);
    m_scheduleForm->setFields(entry ? entry->fields : std::vector<Field>());
    m_scheduleForm->setSeries(m_series);
    const QSignalBlocker quiet(m_combo);
    m_combo->setCurrentIndex(std::max(0, m_combo->findData(id)));
    m_combo->setToolTip(entry ? tipOf(entry->card) : QString());
  }
  m_scheduleForm->setValues(schedule.settings);
  showWrappers();
  if (otherSchedule) drawPlan();
  showState();
}

void AroundForm::showWrappers() {
  bool same = m_rows.size() == m_wrappers.size();
  for (std::size_t i = 0; same && i < m_rows.size(); ++i)
    same = m_rows[i].name.toStdString() == m_wrappers[i].name;
  if (!same) {
    for (const Row& row : m_rows)
      for (QWidget* widget : {row.line, static_cast<QWidget*>(row.form)}) {
        // The button that asked for this may be among them.
        for (QWidget* child : widget->findChildren<QWidget*>()) child->disconnect(this);
        widget->disconnect(this);
        widget->hide();
        m_rowsColumn->removeWidget(widget);
        widget->deleteLater();
      }
    m_rows.clear();
    for (std::size_t i = 0; i < m_wrappers.size(); ++i)
      m_rows.push_back(makeRow(m_wrappers[i].name, i));
    setSeries(m_series);
  }
  for (std::size_t i = 0; i < m_rows.size(); ++i) m_rows[i].form->setValues(m_wrappers[i].settings);
}

void AroundForm::setSteps(std::int64_t steps) {
  if (steps == m_steps) return;
  m_steps = std::max<std::int64_t>(1, steps);
  drawPlan();
}

bool AroundForm::wantsRecorded() const {
  const ScheduleEntry* entry = thalweg::find(allSchedules(), m_schedule.name);
  return entry && entry->refine;
}

void AroundForm::setRecorded(const QPolygonF& curve) {
  if (!wantsRecorded() || curve == m_recorded) return;
  m_recorded = curve;
  drawPlan();
}

void AroundForm::drawPlan() {
  const ScheduleEntry* entry = thalweg::find(allSchedules(), m_schedule.name);
  QPolygonF curve;
  if (m_recorded.size() > 1) {
    curve = m_recorded;
  } else if (entry) {
    if (const Result<Schedule> made = entry->make(m_schedule.settings)) {
      const int nodes = int(std::min<std::int64_t>(pictureNodes, m_steps));
      for (int i = 0; i < nodes; ++i) {
        const std::int64_t step = nodes < 2 ? 0 : i * (m_steps - 1) / (nodes - 1);
        curve << QPointF(shareDone(step, m_steps), (*made)(step, m_steps));
      }
    }
  }
  m_picture->setCurve(curve);
}

const QPolygonF& AroundForm::curve() const { return m_picture->curve(); }

void AroundForm::setExpanded(bool expanded) {
  m_expanded = expanded;
  showState();
}

void AroundForm::showState() {
  const bool scheduled = !m_schedule.name.empty();
  m_scheduleLine->setVisible(m_expanded || scheduled);
  m_picture->setVisible(scheduled);
  m_scheduleForm->setVisible(m_expanded && scheduled);
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const Row& row = m_rows[i];
    row.line->setVisible(true);
    row.form->setVisible(m_expanded);
    for (ToolButton* button : {row.up, row.down, row.drop}) button->setVisible(m_expanded);
    row.up->setEnabled(i > 0);
    row.down->setEnabled(i + 1 < m_rows.size());
  }
  m_add->setVisible(m_expanded);
  setVisible(m_expanded || scheduled || !m_rows.empty());
}

void AroundForm::setSeries(int series) {
  m_series = series;
  m_picture->setSeries(series);
  m_scheduleForm->setSeries(series);
  for (const Row& row : m_rows) row.form->setSeries(series);
}

}  // namespace thalweg
