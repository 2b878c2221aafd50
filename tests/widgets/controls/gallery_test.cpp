/// Shows every control in both themes; writes the pictures where THALWEG_PICTURES names a folder.
#include <QAction>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QSplitter>
#include <QStatusBar>
#include <QTabBar>
#include <QTableWidget>
#include <QTest>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "widgets/controls/formula_label.h"
#include "widgets/controls/header_bar.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/optimizer_card.h"
#include "widgets/controls/rate_slider.h"
#include "widgets/controls/settings_form.h"
#include "widgets/controls/small_controls.h"
#include "widgets/controls/titles.h"
#include "widgets/controls/transport_strip.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

using namespace thalweg;

namespace {

Field rate() {
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

Field share(const char* key, const char* label, const char* symbol) {
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

Field flag() {
  Field f;
  f.key = "amsgrad";
  f.label = "Keep the largest moment";
  f.type = FieldType::boolean;
  f.initial = false;
  return f;
}

Field choice() {
  Field f;
  f.key = "correction";
  f.label = "Correction";
  f.type = FieldType::choice;
  f.choices = {"of_the_bias", "none"};
  f.initial = std::string("of_the_bias");
  return f;
}

QWidget* cards() {
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

QWidget* odderCards() {
  QWidget* page = new QWidget;
  QVBoxLayout* column = new QVBoxLayout(page);
  column->setContentsMargins(8, 8, 10, 8);
  OptimizerCard* open = new OptimizerCard;
  open->setFields({rate(), share("beta1", "Decay of the mean", "β_1"), share("beta2", "Decay of the squares", "β_2"),
                   flag(), choice()});
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

QWidget* problem() {
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
  QPlainTextEdit* text = new QPlainTextEdit(QStringLiteral("a/2*(y - 0.8*sin(x))^2\n+ b/2*(x - 2.6)^2"));
  text->setFont(numberFont(12));
  text->setFixedHeight(46);
  column->addWidget(text);
  column->addWidget(new FormulaLabel(QStringLiteral("f(x, y) = a/2 (y − 0.8 sin x)^2 + b/2 (x − 2.6)^2"), 17));
  column->addWidget(new FormulaLabel(QStringLiteral("v ← β_1 v + ∇f(x),  x ← x − η v / (√v̂_{t} + ε)"), 17));
  SettingsForm* form = new SettingsForm;
  form->setLabelWidths(64, 16);
  form->setFields({share("a", "a", "a"), share("b", "b", "b")});
  column->addWidget(form);
  Segments* kind = new Segments({QStringLiteral("Function"), QStringLiteral("Network"), QStringLiteral("Game")});
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
  error->setText(QStringLiteral("rate = −3 is not allowed: above 0. This sentence is long enough for two lines."));
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

QWidget* assorted() {
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
  table->setHorizontalHeaderLabels({QStringLiteral("series"), QStringLiteral("loss"), QStringLiteral("below")});
  for (int r = 0; r < 4; ++r)
    for (int c = 0; c < 3; ++c) table->setItem(r, c, new QTableWidgetItem(QStringLiteral("0.0%1").arg(r * 3 + c)));
  table->selectRow(1);
  table->setFixedHeight(110);
  column->addWidget(table);
  QTreeWidget* tree = new QTreeWidget;
  tree->setHeaderHidden(true);
  QTreeWidgetItem* race = new QTreeWidgetItem(tree, {QStringLiteral("race on the ravine")});
  for (const char* name : {"Gradient descent", "Momentum", "Adam"}) new QTreeWidgetItem(race, {QLatin1String(name)});
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

QWidget* iconSheet() {
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

/// A window put together as the program's is, with the controls where they will stand.
QMainWindow* window() {
  QMainWindow* main = new QMainWindow;
  HeaderBar* header = new HeaderBar;
  for (const char* name : {"&File", "&Edit", "&View", "&Run", "&Tools", "&Learn", "&Help"}) {
    QMenu* menu = header->menuBar()->addMenu(QLatin1String(name));
    menu->addAction(QStringLiteral("Something"), QKeySequence(Qt::CTRL | Qt::Key_J), main, [] {});
  }
  header->setTitle(QStringLiteral("race on the ravine"), true);
  QAction* lecture = new QAction(icon(QStringLiteral("screen"), IconInk::text), QStringLiteral("Lecture"), main);
  lecture->setShortcut(Qt::Key_F5);
  header->addTool(lecture);
  main->setMenuWidget(header);
  const auto dock = [main](const char* title, Qt::DockWidgetArea area, QWidget* content, int width) {
    QDockWidget* d = new QDockWidget(QLatin1String(title), main);
    PanelTitle* bar = new PanelTitle(d);
    QAction* add = new QAction(icon(QStringLiteral("plus")), QStringLiteral("Add"), d);
    bar->addTool(add);
    d->setTitleBarWidget(bar);
    d->setWidget(content);
    content->setMinimumWidth(width);
    main->addDockWidget(area, d);
    main->resizeDocks({d}, {width}, Qt::Horizontal);
    return d;
  };
  dock("Problem", Qt::LeftDockWidgetArea, problem(), 260);
  dock("Optimizers", Qt::RightDockWidgetArea, cards(), 300);
  QSplitter* centre = new QSplitter;
  for (QWidget* content : {odderCards(), assorted()}) {
    QWidget* view = new QWidget;
    QVBoxLayout* column = new QVBoxLayout(view);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    ViewTitle* title = new ViewTitle(QStringLiteral("Surface"), QStringLiteral("drag the ball to move the start"));
    for (const char* name : {"contour", "shade", "fit", "maximise"}) {
      QAction* action = new QAction(icon(QLatin1String(name)), QLatin1String(name), title);
      action->setCheckable(true);
      action->setChecked(*name == 'c');
      title->addTool(action);
    }
    column->addWidget(title);
    QTabBar* tabs = new QTabBar;
    for (const char* name : {"Loss", "Gradient", "Step size", "Sharpness"}) tabs->addTab(QLatin1String(name));
    tabs->setExpanding(false);
    column->addWidget(tabs);
    column->addWidget(content, 1);
    centre->addWidget(view);
  }
  main->setCentralWidget(centre);
  TransportStrip* strip = new TransportStrip;
  strip->setRange(100, 120);
  strip->setStep(42);
  strip->setReadout(QStringLiteral("loss 0.02799"));
  strip->setPaceOffered(true);
  strip->setLoop(true);
  strip->setMarkers({{9, StripMarker::Kind::boundCrossed, 0, QStringLiteral("bound crossed")},
                     {96, StripMarker::Kind::diverged, 2, QStringLiteral("diverged")},
                     {70, StripMarker::Kind::fork, 2, {}},
                     {20, StripMarker::Kind::tick, 2, {}}});
  QDockWidget* foot = new QDockWidget(main);
  foot->setTitleBarWidget(new QWidget);
  foot->setFeatures(QDockWidget::NoDockWidgetFeatures);
  foot->setWidget(strip);
  main->setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
  main->setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
  main->addDockWidget(Qt::BottomDockWidgetArea, foot);
  JobChip* job = new JobChip(QStringLiteral("sweep 11 × 11"));
  job->setProgress(0.6, QStringLiteral("12 s"));
  main->statusBar()->addWidget(job);
  QLabel* seed = new QLabel(QStringLiteral("seed 1"));
  main->statusBar()->addPermanentWidget(seed);
  return main;
}

}  // namespace

class GalleryTest : public QObject {
  Q_OBJECT
 private slots:
  void init() { applyTheme(*qApp, Theme::light()); }

  void everyControlIsShownInBothThemes() {
    const QString folder = qEnvironmentVariable("THALWEG_PICTURES");
    std::unique_ptr<QMainWindow> main(window());
    std::unique_ptr<QWidget> sheet(iconSheet());
    main->resize(1440, 900);
    main->show();
    sheet->show();
    QVERIFY(QTest::qWaitForWindowExposed(main.get()));
    QImage light, dark;
    for (const Theme* theme : {&Theme::light(), &Theme::darkOne()}) {
      applyTheme(*qApp, *theme);
      QCoreApplication::processEvents();
      const QImage picture = main->grab().toImage();
      (theme->dark ? dark : light) = picture;
      if (folder.isEmpty()) continue;
      const QString name = theme->dark ? QStringLiteral("dark") : QStringLiteral("light");
      QVERIFY(picture.save(QDir(folder).filePath(QStringLiteral("gallery-%1.png").arg(name))));
      QVERIFY(sheet->grab().save(QDir(folder).filePath(QStringLiteral("icons-%1.png").arg(name))));
    }
    // The strip is the panel, the header is sunken: in each theme from its own palette.
    QCOMPARE(light.pixelColor(4, 2), Theme::light().sunken);
    QCOMPARE(dark.pixelColor(4, 2), Theme::darkOne().sunken);
    QCOMPARE(main->size(), QSize(1440, 900));
  }

  void everyControlHasANameAndIsReachedByTab() {
    std::unique_ptr<QMainWindow> main(window());
    main->show();
    for (const QWidget* widget : main->findChildren<QWidget*>()) {
      if (!widget->metaObject()->className() || !QByteArray(widget->metaObject()->className()).startsWith("thalweg::"))
        continue;
      if (!(widget->focusPolicy() & Qt::TabFocus)) continue;
      QVERIFY2(!widget->accessibleName().isEmpty() || qobject_cast<const Segments*>(widget),
               widget->metaObject()->className());
    }
  }
};

QTEST_MAIN(GalleryTest)
#include "gallery_test.moc"
