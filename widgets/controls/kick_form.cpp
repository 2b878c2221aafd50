#include "widgets/controls/kick_form.h"

#include <QGridLayout>
#include <QLabel>

#include "core/run/experiment_schema.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int wordWidth = 64;

QLabel* word(const QString& text, QWidget* buddy) {
  QLabel* label = new QLabel(text);
  label->setFont(textFont(12));
  label->setBuddy(buddy);
  makeQuiet(label);
  return label;
}

}  // namespace

KickForm::KickForm(QWidget* parent) : QWidget(parent) {
  const std::vector<Field>& fields = kickSchema().fields();
  m_step = makeField(fields[0]);
  m_factor = makeField(fields[1]);
  m_batch = makeField(fields[2]);
  QGridLayout* grid = new QGridLayout(this);
  grid->setContentsMargins(0, 2, 4, 2);
  grid->setHorizontalSpacing(6);
  grid->setVerticalSpacing(2);
  QLabel* from = word(tr("kick from"), m_step);
  from->setFixedWidth(wordWidth);
  grid->addWidget(from, 0, 0);
  grid->addWidget(m_step, 0, 1);
  ToolButton* drop = new ToolButton(QStringLiteral("x"), tr("Remove the kick"));
  drop->setIconSizePx(12);
  drop->setButtonSize(20, 24);
  grid->addWidget(drop, 0, 3, Qt::AlignRight);
  grid->addWidget(word(tr("rate times"), m_factor), 1, 0);
  grid->addWidget(m_factor, 1, 1);
  m_batchWord = word(tr("batch"), m_batch);
  grid->addWidget(m_batchWord, 1, 2);
  grid->addWidget(m_batch, 1, 3);
  connect(drop, &QToolButton::clicked, this, &KickForm::removeAsked);
  hide();
}

/// A field that loses the keyboard because it is deleted must not call a form that is half gone.
KickForm::~KickForm() {
  for (QWidget* child : findChildren<QWidget*>()) child->disconnect(this);
}

NumberField* KickForm::makeField(const Field& field) {
  NumberField* editor = new NumberField(this);
  editor->setField(field);
  editor->setAccessibleName(QString::fromStdString("kick: " + field.label));
  connect(editor, &NumberField::edited, this, [this, key = field.key](double value, bool final) {
    if (!m_kick) return;
    Values values = kickSchema().write(*m_kick);
    if (std::holds_alternative<std::int64_t>(values[key]))
      values[key] = std::int64_t(value);
    else
      values[key] = value;
    if (const Result<KickChoice> kick = kickSchema().read(values, "kick"))
      emit edited(*kick, QString::fromStdString(key), final);
  });
  return editor;
}

void KickForm::setKick(const std::optional<KickChoice>& kick) {
  m_kick = kick;
  setVisible(kick.has_value());
  if (!kick) return;
  m_step->setValue(double(kick->step));
  m_factor->setValue(kick->rateFactor);
  m_batch->setValue(double(kick->batch));
}

void KickForm::setBatchOffered(bool offered) {
  m_batchWord->setVisible(offered);
  m_batch->setVisible(offered);
}

}  // namespace thalweg
