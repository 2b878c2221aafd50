#include "widgets/controls/optimizer_card.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include "widgets/controls/around_form.h"
#include "widgets/controls/elided_label.h"
#include "widgets/controls/kick_form.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int wordWidth = 64, symbolWidth = 24;

}  // namespace

OptimizerCard::OptimizerCard(QWidget* parent) : QFrame(parent) {
  setFocusPolicy(Qt::TabFocus);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
  m_sample = new LineSample(0, this);
  m_name = new ElidedLabel({}, this);
  m_name->setFont(textFont(13, QFont::DemiBold));
  m_name->installEventFilter(this);
  m_more = new ToolButton(QStringLiteral("down"), tr("More settings"), this);
  m_more->setIconSizePx(12);
  m_more->setButtonSize(20, 24);
  m_eye = new ToolButton(QStringLiteral("eye"),
                         tr("Show or hide in the views; Alt+click: only this one"), this);
  m_eye->setAccessibleName(tr("Visible"));
  m_dots = new ToolButton(QStringLiteral("dots"), tr("More actions"), this);
  m_main = makeForm();
  m_main->setLabelWidths(wordWidth, symbolWidth);
  m_main->setLabel(QStringLiteral("learning_rate"), tr("rate"));
  m_rest = makeForm();
  m_rest->setLabelWidths(wordWidth, symbolWidth);
  m_rest->hide();
  m_kick = new KickForm(this);
  m_meter = new Meter(this);
  m_meterRow = new QWidget(this);
  m_badge = new Chip(Verdict::fails, {}, this);
  m_badge->hide();
  m_error = new ErrorLine(this);
  layOut();
  connect(m_more, &QToolButton::clicked, this, [this] { setExpanded(!m_expanded); });
  connect(m_eye, &QToolButton::clicked, this,
          [this] { emit eyeToggled(QApplication::keyboardModifiers() & Qt::AltModifier); });
  connect(m_dots, &QToolButton::clicked, this,
          [this] { showMenu(m_dots->mapToGlobal(QPoint(0, m_dots->height()))); });
}

/// A name that is being typed ends with the card, without a word.
OptimizerCard::~OptimizerCard() {
  for (QWidget* child : findChildren<QWidget*>()) child->disconnect(this);
}

SettingsForm* OptimizerCard::makeForm() {
  SettingsForm* form = new SettingsForm(this);
  connect(form, &SettingsForm::edited, this, &OptimizerCard::edited);
  return form;
}

void OptimizerCard::layOut() {
  QHBoxLayout* title = new QHBoxLayout;
  title->setContentsMargins(0, 0, 0, 0);
  title->setSpacing(2);
  title->addWidget(m_sample);
  title->addSpacing(6);
  title->addWidget(m_name, 1);
  title->addWidget(m_more);
  title->addWidget(m_eye);
  title->addWidget(m_dots);
  QLabel* limit = new QLabel(tr("of its limit"), m_meterRow);
  limit->setFont(textFont(12));
  makeQuiet(limit);
  QHBoxLayout* meterRow = new QHBoxLayout(m_meterRow);
  meterRow->setContentsMargins(0, 0, 4, 0);
  meterRow->setSpacing(9);
  meterRow->addWidget(limit);
  meterRow->addWidget(m_meter, 1);
  m_meter->setAccessibleName(tr("of its limit"));
  QVBoxLayout* column = new QVBoxLayout(this);
  // The dots of the title reach 4 px past the column of the numbers.
  column->setContentsMargins(9, 5, 5, 5);
  column->setSpacing(0);
  m_main->setContentsMargins(0, 0, 4, 0);
  m_rest->setContentsMargins(0, 2, 4, 0);
  column->addLayout(title);
  column->addWidget(m_main);
  column->addWidget(m_rest);
  column->addWidget(m_kick);
  column->addWidget(m_meterRow);
  column->addWidget(m_badge);
  column->addWidget(m_error);
}

void OptimizerCard::setFields(const std::vector<Field>& fields) {
  std::vector<Field> main, rest;
  for (const Field& field : fields) (field.essential ? main : rest).push_back(field);
  m_main->setFields(main);
  m_rest->setFields(rest);
  m_hasRest = !rest.empty();
  setSeries(m_series);
  setExpanded(m_expanded);
}

void OptimizerCard::setTitle(const QString& title) {
  m_name->setText(title);
  m_name->setToolTip(tr("%1\nDouble-click to rename").arg(title));
  setAccessibleName(title);
}

QString OptimizerCard::title() const { return m_name->text(); }

void OptimizerCard::setSeries(int series) {
  m_series = series;
  showState();
}

void OptimizerCard::setValues(const Values& values) {
  m_main->setValues(values);
  m_rest->setValues(values);
}

void OptimizerCard::setMeter(std::optional<double> share) { m_meter->setValue(share); }
void OptimizerCard::setMeterShown(bool shown) { m_meterRow->setVisible(shown); }

void OptimizerCard::setChosen(bool chosen) {
  if (m_chosen == chosen) return;
  m_chosen = chosen;
  setAccessibleDescription(chosen ? tr("chosen") : QString());
  update();
}

void OptimizerCard::setRunVisible(bool visible) {
  m_runVisible = visible;
  showState();
}

void OptimizerCard::setBadge(const QString& text, Verdict verdict) {
  m_badge->setVerdict(verdict, text);
  m_badge->setVisible(!text.isEmpty());
}

void OptimizerCard::showError(const QString& key, const QString& sentence) {
  if (m_main->editorOf(key)) {
    m_main->showError(key, sentence);
  } else if (m_rest->editorOf(key)) {
    if (!sentence.isEmpty()) setExpanded(true);
    m_rest->showError(key, sentence);
  } else {
    m_error->setText(sentence);
  }
}

void OptimizerCard::clearErrors() {
  m_main->clearErrors();
  m_rest->clearErrors();
  m_error->setText({});
}

AroundForm* OptimizerCard::around() {
  if (m_around) return m_around;
  m_around = new AroundForm(this);
  m_around->setContentsMargins(0, 0, 4, 0);
  auto* column = static_cast<QVBoxLayout*>(layout());
  column->insertWidget(column->indexOf(m_rest) + 1, m_around);
  showState();
  setExpanded(m_expanded);
  return m_around;
}

bool OptimizerCard::unfolds() const { return m_hasRest || m_around; }

void OptimizerCard::setExpanded(bool expanded) {
  m_expanded = expanded && unfolds();
  m_more->setVisible(unfolds());
  m_more->setIcon(icon(m_expanded ? QStringLiteral("up") : QStringLiteral("down")));
  m_more->setToolTip(m_expanded ? tr("Fewer settings") : tr("More settings"));
  m_rest->setVisible(m_expanded && m_hasRest);
  if (m_around) m_around->setExpanded(m_expanded);
}

void OptimizerCard::showState() {
  const int colour = m_runVisible ? m_series : -2;
  m_sample->setSeries(m_series);
  m_sample->setMuted(!m_runVisible);
  m_meter->setSeries(colour);
  m_main->setSeries(colour);
  m_rest->setSeries(colour);
  if (m_around) m_around->setSeries(colour);
  m_eye->setIcon(icon(m_runVisible ? QStringLiteral("eye") : QStringLiteral("eye-off")));
  m_eye->setAccessibleDescription(m_runVisible ? tr("visible") : tr("hidden"));
  m_name->setForegroundRole(m_runVisible ? QPalette::WindowText : QPalette::PlaceholderText);
  update();
}

void OptimizerCard::showMenu(const QPoint& globalPosition) {
  QMenu* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(icon(QStringLiteral("copy")), tr("Duplicate"), this,
                  &OptimizerCard::duplicateAsked);
  if (m_kickStep >= 0)
    menu->addAction(icon(QStringLiteral("fork")), tr("Kick from step %1").arg(m_kickStep), this,
                    &OptimizerCard::kickAsked);
  menu->addAction(icon(QStringLiteral("eye")), tr("Show only this"), this,
                  &OptimizerCard::onlyThisAsked);
  menu->addAction(icon(QStringLiteral("export")), tr("Copy as TOML"), this,
                  &OptimizerCard::copyTomlAsked);
  menu->addAction(tr("Rename"), this, &OptimizerCard::startRename);
  if (unfolds())
    menu->addAction(m_expanded ? tr("Fewer settings") : tr("More settings"), this,
                    [this] { setExpanded(!m_expanded); });
  menu->addSeparator();
  menu->addAction(icon(QStringLiteral("x")), tr("Remove"), this, &OptimizerCard::removeAsked);
  menu->popup(globalPosition);
}

void OptimizerCard::startRename() {
  if (m_rename) return;
  m_rename = new QLineEdit(title(), this);
  m_rename->setFont(m_name->font());
  m_rename->setAccessibleName(tr("Name of the optimizer"));
  m_rename->setGeometry(m_name->geometry().adjusted(-6, 0, 0, 0));
  m_rename->setFixedHeight(24);
  m_rename->installEventFilter(this);
  connect(m_rename, &QLineEdit::editingFinished, this, [this] { finishRename(true); });
  m_rename->show();
  m_rename->selectAll();
  m_rename->setFocus();
}

void OptimizerCard::finishRename(bool keep) {
  if (!m_rename) return;
  QLineEdit* field = m_rename;
  m_rename = nullptr;  // hiding the field ends its editing once more
  const QString wanted = field->text().trimmed();
  setFocus(Qt::OtherFocusReason);  // or the keyboard would wander on to whatever comes next
  field->hide();
  field->deleteLater();
  if (!keep || wanted.isEmpty() || wanted == title()) return;
  setTitle(wanted);
  emit renamed(wanted);
}

bool OptimizerCard::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_name && event->type() == QEvent::MouseButtonDblClick) {
    startRename();
    return true;
  }
  if (watched == m_rename && event->type() == QEvent::KeyPress &&
      static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
    finishRename(false);
    return true;
  }
  return QFrame::eventFilter(watched, event);
}

void OptimizerCard::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) emit clicked();
}

void OptimizerCard::contextMenuEvent(QContextMenuEvent* event) { showMenu(event->globalPos()); }

void OptimizerCard::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
      emit clicked();
      return;
    case Qt::Key_Delete:
      emit removeAsked();
      return;
    case Qt::Key_F2:
      startRename();
      return;
    default:
      QFrame::keyPressEvent(event);
  }
}

void OptimizerCard::paintEvent(QPaintEvent*) {
  const Theme& t = currentTheme();
  QPainter painter(this);
  drawBox(painter, rect(), t.raised, m_chosen ? t.accent : t.border, cardRadius,
          m_chosen ? 2.0 : 1.0);
}

}  // namespace thalweg
