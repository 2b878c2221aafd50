#include "app/window/sweep_panel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "core/io/file.h"
#include "widgets/controls/elided_label.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"
#include "widgets/views/figure_export.h"

namespace thalweg {

SweepPanel::SweepPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(makeLists());
  layout->addWidget(m_error = new ErrorLine);
  layout->addWidget(makeTools());
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(m_view = new SmallMultiples);
  layout->addWidget(scroll, 1);
  connect(m_view, &SmallMultiples::cellOpened, this, &SweepPanel::openPoint);
  connect(&workspace.sweep, &SweepService::changed, this, &SweepPanel::refresh);
  connect(&workspace.sweep, &SweepService::progressed, this, &SweepPanel::refreshFacts);
  connect(&workspace, &Workspace::opened, this, &SweepPanel::takeOpened);
  connect(&workspace.document, &Document::changed, this, [this] {
    if (isVisible()) fillKeys();
  });
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, m_view, qOverload<>(&QWidget::update));
  refresh();
}

QWidget* SweepPanel::makeLists() {
  auto* bar = new QWidget;
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(12, 8, 12, 4);
  row->setSpacing(6);
  static const char* const names[] = {"First", "Second"};
  for (int k = 0; k < 2; ++k) {
    QComboBox*& key = m_rows[k].key = new QComboBox;
    key->setEditable(true);
    key->setInsertPolicy(QComboBox::NoInsert);
    key->setAccessibleName(QString("%1 key").arg(names[k]));
    key->setMinimumWidth(170);
    QLineEdit*& values = m_rows[k].values = new QLineEdit;
    values->setAccessibleName(QString("%1 key's values").arg(names[k]));
    values->setFont(numberFont(12));
    values->setPlaceholderText(k == 0 ? "1,2,4 or 0.01:1:log5" : "none");
    values->setToolTip("Values between commas, or lo:hi:logN and lo:hi:linN");
    row->addWidget(new QLabel(k == 0 ? "rows" : "columns"));
    row->addWidget(key);
    row->addWidget(values, 1);
    connect(values, &QLineEdit::returnPressed, this, &SweepPanel::startOrStop);
    connect(key, &QComboBox::activated, this, [this, k](int index) {
      const QString now = m_rows[k].key->itemData(index).toString();
      if (!now.isEmpty()) m_rows[k].values->setText(now);
      m_rows[k].values->setFocus();
      m_rows[k].values->selectAll();
    });
  }
  m_start = new QPushButton("Start");
  m_start->setDefault(true);
  m_start->setAccessibleName("Start or stop the sweep");
  row->addWidget(m_start);
  connect(m_start, &QPushButton::clicked, this, &SweepPanel::startOrStop);
  return bar;
}

QWidget* SweepPanel::makeTools() {
  auto* bar = new QWidget;
  auto* row = new QHBoxLayout(bar);
  row->setContentsMargins(12, 0, 12, 6);
  row->setSpacing(8);
  row->addWidget(m_facts = new ElidedLabel, 1);
  m_facts->setFont(textFont(12));
  makeQuiet(m_facts);
  m_same = new QCheckBox("same axes");
  m_same->setChecked(true);
  row->addWidget(m_same);
  connect(m_same, &QCheckBox::toggled, this, &SweepPanel::refresh);
  row->addWidget(m_what = new Segments({"Spectra", "Losses"}));
  m_what->setAccessibleName("What the cells show");
  connect(m_what, &Segments::chosen, this, &SweepPanel::refresh);
  row->addWidget(m_keep = new QPushButton);
  connect(m_keep, &QPushButton::clicked, this, [this] {
    keepIn(m_folder.isEmpty() ? QFileDialog::getExistingDirectory(this, "Keep sweeps in")
                              : QString());
  });
  keepIn({});
  auto* open = new QPushButton("Open…");
  open->setToolTip("A folder that thalweg-cli sweep wrote");
  row->addWidget(open);
  connect(open, &QPushButton::clicked, this, [this] {
    const QString folder = QFileDialog::getExistingDirectory(this, "Open a sweep");
    if (!folder.isEmpty()) openFolder(folder);
  });
  auto* save = new QPushButton("Save…");
  save->setToolTip("The picture, or the table as thalweg-cli sweep writes it");
  row->addWidget(save);
  connect(save, &QPushButton::clicked, this, &SweepPanel::askWhere);
  return bar;
}

QString SweepPanel::error() const { return m_error->text(); }

void SweepPanel::showEvent(QShowEvent*) {
  fillKeys();
  refresh();
}

/// The list of keys is that of the experiment; what was typed stays.
void SweepPanel::fillKeys() {
  const std::vector<SweepKey> keys = sweepKeysOf(m_workspace.document.experiment());
  for (const Row& row : m_rows) {
    const QSignalBlocker quiet(row.key);
    const QString typed = row.key->currentText();
    row.key->clear();
    for (const SweepKey& one : keys) {
      row.key->addItem(one.key, one.now);
      row.key->setItemData(row.key->count() - 1, one.help, Qt::ToolTipRole);
    }
    row.key->setCurrentIndex(row.key->findText(typed));
    row.key->setEditText(typed);
  }
}

void SweepPanel::takeOpened() {
  const ViewChoice& view = m_workspace.document.experiment().view;
  if (view.sweep.empty()) return;
  setLists(view.sweep);
  // An experiment that opens on its sweep opens on a moving one, as the others do on their runs.
  if (view.arrangement == "sweep" && !m_workspace.sweep.busy()) startOrStop();
}

void SweepPanel::setLists(const std::vector<std::string>& lists) {
  fillKeys();
  for (std::size_t k = 0; k < 2; ++k) {
    const QString text = k < lists.size() ? QString::fromStdString(lists[k]) : QString();
    m_rows[k].key->setEditText(text.section('=', 0, 0));
    m_rows[k].values->setText(text.section('=', 1));
    m_rows[k].values->setCursorPosition(0);
  }
}

std::vector<std::string> SweepPanel::lists() const {
  std::vector<std::string> lists;
  for (const Row& row : m_rows) {
    const QString key = row.key->currentText().trimmed(), values = row.values->text().trimmed();
    if (!values.isEmpty()) lists.push_back((key + "=" + values).toStdString());
  }
  return lists;
}

void SweepPanel::startOrStop() {
  SweepService& sweep = m_workspace.sweep;
  if (sweep.busy()) return sweep.cancel();
  const std::vector<std::string> written = lists();
  std::vector<SweepAxis> axes;
  m_error->setText({});
  for (const std::string& text : written) {
    const Result<SweepAxis> axis = sweepAxisFrom(text);
    if (!axis) return m_error->setText(QString::fromStdString(axis.error().what).remove("--over "));
    axes.push_back(*axis);
  }
  const QString problem = sweep.start(m_workspace.document.experiment(), std::move(axes), m_folder);
  m_error->setText(problem);
  if (problem.isEmpty() && m_workspace.document.experiment().view.sweep != written)
    m_workspace.document.change("Sweep", {}, true, [&](Experiment& e) { e.view.sweep = written; });
}

void SweepPanel::showWhat(MultiplesOf what) {
  m_what->setCurrent(what == MultiplesOf::spectra ? 0 : 1);
  refresh();
}

void SweepPanel::keepIn(const QString& folder) {
  m_folder = folder;
  m_keep->setText(folder.isEmpty() ? "Keep…" : "Kept in " + QFileInfo(folder).fileName());
  m_keep->setToolTip(folder.isEmpty()
                         ? "A folder for the next sweep: one that was stopped goes on there"
                         : folder + ": a click keeps the next sweep nowhere");
}

void SweepPanel::openFolder(const QString& folder) {
  m_error->setText(m_workspace.sweep.openFolder(folder));
}

void SweepPanel::openPoint(int cell) {
  const auto& points = m_workspace.sweep.points();
  if (cell < 0 || cell >= int(points.size()) || !points[std::size_t(cell)]) return;
  const SweepPoint& point = *points[std::size_t(cell)];
  const Result<Experiment> read = experimentFrom(point.experiment, ".");
  if (!read)
    return m_error->setText("The experiment of this point was not kept, or cannot be read: " +
                            QString::fromStdString(read.error().what));
  const Experiment& now = m_workspace.document.experiment();
  Experiment chosen = *read;
  chosen.view = now.view;
  m_workspace.document.change("Open a point of the sweep", {}, true,
                              [&](Experiment& e) { e = chosen; });
  m_workspace.begin();
}

void SweepPanel::refreshFacts() {
  const SweepService& sweep = m_workspace.sweep;
  m_start->setText(sweep.busy() ? "Stop" : "Start");
  QString facts;
  if (!sweep.points().empty())
    facts = QString("%1 of %2 points").arg(sweep.done()).arg(sweep.points().size());
  if (!sweep.refusal().isEmpty()) facts += ": " + sweep.refusal();
  if (sweep.done() > 0)
    facts += QString::fromUtf8(
        " · rug of the largest eigenvalues, dashed: where the bulk ends · "
        "double click opens a point");
  m_facts->setText(facts);
}

void SweepPanel::refresh() {
  refreshFacts();
  if (!isVisible()) return;
  const SweepService& sweep = m_workspace.sweep;
  if (sweep.points().empty())
    return m_view->setWords(
        "One or two keys of the experiment and their values: a run for each, and what its Hessian "
        "looks like in the end.");
  MultiplesPicture picture =
      multiplesOf(sweep.axes(), sweep.points(),
                  m_what->current() == 0 ? MultiplesOf::spectra : MultiplesOf::losses);
  picture.sameAxes = m_same->isChecked();
  picture.waiting = sweep.busy() ? "waits" : "not made";
  m_view->setPicture(std::move(picture));
}

QString SweepPanel::save(const QString& path) const {
  const SweepService& sweep = m_workspace.sweep;
  if (sweep.points().empty()) return "There is no sweep to save.";
  const QString ending = QFileInfo(path).suffix().toLower();
  if (ending == "csv") {
    const Outcome written = writeFile(path.toStdString(), sweep.table());
    return written ? QString() : QString::fromStdString(written.error().what);
  }
  SmallMultiplesPainter page;
  page.setPicture(m_view->picture());
  const QSizeF size = page.leastSize() * 1.25;
  page.setFrame({QPointF(), size});
  const Theme& theme = Theme::light();
  const auto paint = [&](QPainter& painter) {
    painter.fillRect(QRectF(QPointF(), size), theme.ground);
    page.paint(painter, theme);
  };
  const QString toml = QString::fromStdString(tomlOf(m_workspace.document.experiment()));
  Outcome written = Error{path.toStdString() + " is not allowed: .png, .svg, .pdf or .csv", "file"};
  if (ending == "svg") written = saveSvg(path, size, toml, paint);
  if (ending == "pdf") written = savePdf(path, size, toml, paint);
  if (ending == "png") {
    constexpr qreal scale = 3;
    QImage image((size * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    QPainter painter(&image);
    painter.scale(scale, scale);
    paint(painter);
    painter.end();
    written = savePng(image, path, toml);
  }
  return written ? QString() : QString::fromStdString(written.error().what);
}

void SweepPanel::askWhere() {
  const QString path = QFileDialog::getSaveFileName(
      this, "Save the sweep", "sweep.png", "PNG (*.png);;SVG (*.svg);;PDF (*.pdf);;Table (*.csv)");
  if (!path.isEmpty()) m_error->setText(save(path));
}

}  // namespace thalweg
