/// The pages of the gallery: every control in the states it can be in.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTabWidget>
#include <QTableWidget>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/controls/formula_label.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/optimizer_card.h"
#include "widgets/controls/rate_slider.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

namespace thalweg::test {

inline Field rate() {
  Field f;
  f.key = "learning_rate";
  f.label = "Learning rate";
  f.symbol = "η";
  f.help = "Length of a step";
  f.minimum = 0;
  f.minimumExcluded = true;
  f.sliderLow = 1e-4;
  f.sliderHigh = 2;
  f.scale = Scale::logarithmic;
  f.initial = 0.01;
  return f;
}

inline Field share(const char* key, const char* label, const char* symbol) {
  Field f;
  f.key = key;
  f.label = label;
  f.symbol = symbol;
  f.help = "Part of the last step that is kept";
  f.minimum = 0;
  f.maximum = 1;
  f.maximumExcluded = true;
  f.sliderHigh = 0.999;
  f.initial = 0.9;
  return f;
}

inline Field flag() {
  Field f;
  f.key = "amsgrad";
  f.label = "Keep the largest moment";
  f.type = FieldType::boolean;
  f.initial = false;
  return f;
}

inline Field choice() {
  Field f;
  f.key = "correction";
  f.label = "Correction";
  f.type = FieldType::choice;
  f.choices = {"of_the_bias", "none"};
  f.initial = std::string("of_the_bias");
  return f;
}

inline QWidget* cards() {
  QWidget* page = new QWidget;
  QVBoxLayout* column = new QVBoxLayout(page);
  column->setContentsMargins(8, 8, 10, 8);
  const std::vector<Field> adam{rate(), share("beta1", "Decay of the mean", "β_1"),
                                share("beta2", "Decay of the squares", "β_2"), flag(), choice()};
  const struct {
    const char* name;
    std::vector<Field> fields;
    double rate, meter;
  } rows[] = {{"Gradient descent", {rate()}, 0.39, 0.682},
              {"Momentum", {rate(), share("momentum", "Momentum", "β")}, 0.09, 0.077},
              {"Adam", adam, 0.18, 0.005},
              {"RMSProp", {rate()}, 0.045, 0.067}};
  int series = 0;
  for (const auto& row : rows) {
    OptimizerCard* card = new OptimizerCard;
    card->setFields(row.fields);
    card->setTitle(QString::fromLatin1(row.name));
    card->setSeries(series);
    card->setValues({{"learning_rate", row.rate}, {"momentum", 0.85}});
    card->setMeter(row.meter);
    card->setChosen(series == 1);
    column->addWidget(card);
    ++series;
  }
  QCheckBox* same = new QCheckBox(QStringLiteral("same rate for all"));
  column->addWidget(same);
  column->addStretch(1);
  return page;
}

inline QWidget* odderCards() {
  QWidget* page = new QWidget;
  QVBoxLayout* column = new QVBoxLayout(page);
  column->setContentsMargins(8, 8, 10, 8);
  OptimizerCard* open = new OptimizerCard;
  open->setFields({rate(), share("beta1", "Decay of the mean", "β_1"),
                   share("beta2", "Decay of the squares", "β_2"), flag(), choice()});
  open->setTitle(QStringLiteral("Adam with a long name of its own"));
  open->setSeries(4);
  open->setExpanded(true);
  open->setMeter(1.37);
  open->showError(QStringLiteral("beta1"), QStringLiteral("β1 = 1.2 is not allowed: 0 to below 1"));
  column->addWidget(open);
  OptimizerCard* hidden = new OptimizerCard;
  hidden->setFields({rate()});
  hidden->setTitle(QStringLiteral("Hidden"));
  hidden->setSeries(5);
  hidden->setRunVisible(false);
  hidden->setMeter(std::nullopt);
  column->addWidget(hidden);
  OptimizerCard* lost = new OptimizerCard;
  lost->setFields({rate()});
  lost->setTitle(QStringLiteral("Nesterov"));
  lost->setSeries(3);
  lost->setBadge(QStringLiteral("diverged at step 37"));
  lost->setMeter(2.31);
  column->addWidget(lost);
  column->addStretch(1);
  return page;
}

inline QWidget* problem() {
  QWidget* page = new QWidget;
  QVBoxLayout* column = new QVBoxLayout(page);
  column->setContentsMargins(12, 12, 12, 12);
  QHBoxLayout* first = new QHBoxLayout;
  QLabel* word = new QLabel(QStringLiteral("landscape"));
  word->setFont(textFont(12));
  makeQuiet(word);
  word->setFixedWidth(64);
  QComboBox* combo = new QComboBox;
  combo->addItems({QStringLiteral("curved ravine"), QStringLiteral("Rosenbrock")});
  first->addWidget(word);
  first->addWidget(combo, 1);
  column->addLayout(first);
  QPlainTextEdit* text =
      new QPlainTextEdit(QStringLiteral("a/2*(y - 0.8*sin(x))^2\n+ b/2*(x - 2.6)^2"));
  text->setFont(numberFont(12));
  text->setFixedHeight(46);
  column->addWidget(text);
  column->addWidget(
      new FormulaLabel(QStringLiteral("f(x, y) = a/2 (y − 0.8 sin x)^2 + b/2 (x − 2.6)^2"), 17));
  column->addWidget(
      new FormulaLabel(QStringLiteral("v ← β_1 v + ∇f(x),  x ← x − η v / (√v̂_{t} + ε)"), 17));
  SettingsForm* form = new SettingsForm;
  form->setLabelWidths(64, 16);
  form->setFields({share("a", "a", "a"), share("b", "b", "b")});
  column->addWidget(form);
  Segments* kind =
      new Segments({QStringLiteral("Function"), QStringLiteral("Network"), QStringLiteral("Game")});
  kind->setCurrent(1);
  column->addWidget(kind, 0, Qt::AlignLeft);
  QHBoxLayout* numbers = new QHBoxLayout;
  NumberField* x = new NumberField;
  x->setName(QStringLiteral("x"));
  x->setValue(-1.4);
  NumberField* seed = new NumberField;
  seed->setName(QStringLiteral("seed"));
  seed->setInteger(true);
  seed->setValue(1);
  NumberField* off = new NumberField;
  off->setName(QStringLiteral("y"));
  off->setValue(2.2);
  off->setEnabled(false);
  for (NumberField* field : {x, seed, off}) numbers->addWidget(field);
  column->addLayout(numbers);
  ErrorLine* error = new ErrorLine;
  error->setText(QStringLiteral(
      "rate = −3 is not allowed: above 0. This sentence is long enough for two lines."));
  column->addWidget(error);
  QHBoxLayout* buttons = new QHBoxLayout;
  QPushButton* plain = new QPushButton(icon(QStringLiteral("plus")), QStringLiteral("New run"));
  QPushButton* off2 = new QPushButton(QStringLiteral("Off"));
  off2->setEnabled(false);
  QPushButton* primary = new QPushButton(QStringLiteral("Save PDF"));
  makePrimary(primary);
  for (QPushButton* button : {plain, off2, primary}) buttons->addWidget(button);
  column->addLayout(buttons);
  column->addStretch(1);
  return page;
}

inline QWidget* assorted() {
  QWidget* page = new QWidget;
  QVBoxLayout* column = new QVBoxLayout(page);
  for (const auto& [verdict, text] :
       std::vector<std::pair<Verdict, const char*>>{{Verdict::holds, "told apart without colour"},
                                                    {Verdict::partly, "some hold"},
                                                    {Verdict::fails, "diverges"},
                                                    {Verdict::open, "not enough evidence yet"},
                                                    {Verdict::note, "exact"}})
    column->addWidget(new Chip(verdict, QString::fromLatin1(text)));
  QHBoxLayout* checks = new QHBoxLayout;
  for (int i = 0; i < 4; ++i) {
    QCheckBox* box = new QCheckBox(QStringLiteral("box"));
    box->setTristate(i == 2);
    box->setCheckState(i == 2 ? Qt::PartiallyChecked : i % 2 ? Qt::Checked : Qt::Unchecked);
    box->setEnabled(i != 3);
    checks->addWidget(box);
  }
  QRadioButton* radio = new QRadioButton(QStringLiteral("radio"));
  radio->setChecked(true);
  checks->addWidget(radio);
  column->addLayout(checks);
  QTableWidget* table = new QTableWidget(4, 3);
  table->setHorizontalHeaderLabels(
      {QStringLiteral("series"), QStringLiteral("loss"), QStringLiteral("below")});
  for (int r = 0; r < 4; ++r)
    for (int c = 0; c < 3; ++c)
      table->setItem(r, c, new QTableWidgetItem(QStringLiteral("0.0%1").arg(r * 3 + c)));
  table->selectRow(1);
  table->setFixedHeight(110);
  column->addWidget(table);
  QTreeWidget* tree = new QTreeWidget;
  tree->setHeaderHidden(true);
  QTreeWidgetItem* race = new QTreeWidgetItem(tree, {QStringLiteral("race on the ravine")});
  for (const char* name : {"Gradient descent", "Momentum", "Adam"})
    new QTreeWidgetItem(race, {QLatin1String(name)});
  new QTreeWidgetItem(tree, {QStringLiteral("digits 64-20-20-10")});
  race->setExpanded(true);
  race->setSelected(true);
  column->addWidget(tree);
  QProgressBar* bar = new QProgressBar;
  bar->setValue(40);
  column->addWidget(bar);
  QSlider* slider = new QSlider(Qt::Horizontal);
  slider->setValue(30);
  column->addWidget(slider);
  QSpinBox* spin = new QSpinBox;
  column->addWidget(spin);
  return page;
}

/// Things that only pop up: a menu, the list of a combo box, the ring of the focus, a dialog's
/// foot.
inline QWidget* popups() {
  QWidget* page = new QWidget;
  page->setFixedSize(640, 260);
  QMenu* menu = new QMenu(page);
  menu->setWindowFlags(Qt::Widget);
  menu->addAction(icon(QStringLiteral("open")), QStringLiteral("&Open…"), QKeySequence::Open, page,
                  [] {});
  menu->addAction(icon(QStringLiteral("save")), QStringLiteral("Save as…"), QKeySequence::SaveAs,
                  page, [] {});
  menu->addMenu(QStringLiteral("Recent"))->addAction(QStringLiteral("race.toml"));
  menu->addSeparator();
  QAction* contours = menu->addAction(QStringLiteral("Contour lines"));
  contours->setCheckable(true);
  contours->setChecked(true);
  menu->addAction(QStringLiteral("Off"))->setEnabled(false);
  menu->setActiveAction(menu->actions().at(1));
  menu->setGeometry(QRect(QPoint(16, 16), menu->sizeHint()));
  NumberField* field = new NumberField(page);
  field->setName(QStringLiteral("size"));
  field->setValue(85);
  field->setGeometry(300, 24, 84, 24);
  field->setObjectName(QStringLiteral("ringed"));
  QPushButton* save = new QPushButton(QStringLiteral("Save PDF"), page);
  makePrimary(save);
  save->setGeometry(300, 70, 82, 28);
  QPushButton* cancel = new QPushButton(QStringLiteral("Cancel"), page);
  cancel->setGeometry(400, 70, 70, 28);
  QComboBox* combo = new QComboBox(page);
  combo->addItems(
      {QStringLiteral("Gradient descent"), QStringLiteral("Momentum"), QStringLiteral("Adam")});
  combo->setGeometry(300, 120, 180, 24);
  QTabWidget* tabs = new QTabWidget(page);
  for (const char* name : {"Anatomy", "Learn", "Plane", "Maps"})
    tabs->addTab(new QWidget, QLatin1String(name));
  tabs->setGeometry(300, 160, 300, 80);
  return page;
}

inline QWidget* iconSheet() {
  QWidget* page = new QWidget;
  QGridLayout* grid = new QGridLayout(page);
  int i = 0;
  for (const QString& name : iconNames()) {
    ToolButton* button = new ToolButton(name, name);
    button->setCheckable(true);
    button->setChecked(i % 7 == 3);
    button->setEnabled(i % 7 != 5);
    grid->addWidget(button, i / 10, i % 10);
    ++i;
  }
  return page;
}

}  // namespace thalweg::test
