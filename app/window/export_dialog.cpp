#include "app/window/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "app/window/charts_panel.h"
#include "app/window/dock_pictures.h"
#include "app/window/form_parts.h"
#include "app/window/main_window.h"
#include "app/window/model_panel.h"
#include "app/window/page_preview.h"
#include "app/window/status_line.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"
#include "widgets/views/figure_export.h"
#include "widgets/views/model_view.h"
#include "widgets/views/surface_view.h"

namespace thalweg {
namespace {

const QStringList formatNames{"PNG", "SVG", "PDF", "CSV", "TOML"};

struct PagePreset {
  const char* name;
  double width, height;
};
// Column widths of common journals, and a slide of 16:9.
const QList<PagePreset> sizes{
    {"journal, one column", 85, 58}, {"journal, two columns", 174, 90}, {"slide", 254, 142.9}};

QWidget* row(const QString& name, std::initializer_list<QWidget*> widgets) {
  auto* line = new QWidget;
  auto* layout = new QHBoxLayout(line);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(8);
  QLabel* label = rowLabel(name);
  label->setFixedWidth(84);
  layout->addWidget(label);
  for (QWidget* widget : widgets) layout->addWidget(widget);
  layout->addStretch(1);
  return line;
}

NumberField* number(const QString& name, double value, double low, double high) {
  auto* field = new NumberField;
  field->setName(name);
  field->setAccessibleName(name);
  field->setRange(low, high);
  field->setValue(value);
  field->setFixedWidth(84);
  return field;
}

/// What goes into the file besides the picture, written out before it is saved.
class FactCard : public QWidget {
 public:
  explicit FactCard(QLabel* words) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->addWidget(words);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    drawBox(painter, rect(), currentTheme().raised, currentTheme().border, cardRadius);
  }
};

QLabel* unit(const QString& text) {
  auto* label = new QLabel(text);
  label->setFont(textFont(12));
  makeQuiet(label);
  return label;
}

}  // namespace

ExportDialog::ExportDialog(MainWindow& window) : Sheet("Export figure", &window), m_window(window) {
  resize(1040, 650);
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(makePreview(), 1);
  middle->addWidget(makeForm());
  content()->addLayout(middle, 1);
  fillFooter();
  m_redraw.setSingleShot(true);
  m_redraw.setInterval(40);
  connect(&m_redraw, &QTimer::timeout, this, &ExportDialog::drawPreview);
  refresh();
}

QWidget* ExportDialog::makePreview() {
  auto* side = new QWidget;
  makeSunken(side);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(16, 16, 16, 12);
  m_preview = new PagePreview;
  m_preview->setAccessibleName("Preview");
  layout->addWidget(m_preview, 1);
  auto* below = new QHBoxLayout;
  m_look = new Segments({"Light", "Dark", "Grey"});
  m_look->setAccessibleName("Look of the preview");
  m_zoom = unit({});
  below->addWidget(m_look);
  below->addStretch(1);
  below->addWidget(m_zoom);
  layout->addLayout(below);
  connect(m_look, &Segments::chosen, this, &ExportDialog::refresh);
  return side;
}

QWidget* ExportDialog::makeForm() {
  auto* side = new QWidget;
  side->setFixedWidth(392);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(16, 16, 16, 16);
  layout->setSpacing(8);
  m_figure = new QComboBox;
  m_figure->addItem("Contour map", "contour");
  if (VtkView::hasOpenGL()) m_figure->addItem("Surface", "surface");
  // Worked out only while it is looked at.
  if (m_window.model()->view()->answer())
    m_figure->addItem(m_window.model()->view()->data()->decision ? "Decision" : "Fit", "model");
  for (const DockPicture& picture : dockPicturesOf(m_window))
    m_figure->addItem(picture.title, picture.id);
  m_figure->addItem("Window", "window");
  for (const QString& id : m_window.charts()->chartIds()) {
    const Figure figure = m_window.charts()->figureOf(id);
    m_figure->addItem("Chart: " + QString::fromStdString(figure.yLabel), id);
  }
  m_figure->setMinimumWidth(240);
  m_figure->setCurrentIndex(
      m_figure->findData(QString::fromStdString(m_window.charts()->figure().id)));
  layout->addWidget(row("figure", {m_figure}));
  layout->addWidget(row("format", {m_format = new Segments(formatNames)}));
  m_pageRows = new QWidget;
  auto* page = new QVBoxLayout(m_pageRows);
  page->setContentsMargins(0, 8, 0, 0);
  page->setSpacing(8);
  m_preset = new QComboBox;
  for (const PagePreset& preset : sizes) m_preset->addItem(preset.name);
  page->addWidget(row("preset", {m_preset}));
  m_width = number("width", sizes[0].width, 20, 2000);
  m_height = number("height", sizes[0].height, 20, 2000);
  page->addWidget(row("size", {m_width, unit("×"), m_height, unit("mm")}));
  page->addWidget(row("text", {m_text = number("text", 7.5, 4, 72), unit("pt")}));
  page->addWidget(row("line", {m_line = number("line", 1.1, 0.2, 10), unit("pt")}));
  page->addWidget(
      row("raster parts", {m_dpi = number("resolution", 300, 50, 1200), unit("dots an inch")}));
  page->addWidget(row({}, {m_legend = new QCheckBox("Legend inside")}));
  page->addWidget(row({}, {m_title = new QCheckBox("Title above")}));
  m_legend->setChecked(true);
  layout->addWidget(m_pageRows);
  layout->addWidget(row("provenance", {m_embed = new QCheckBox("Embed the experiment")}));
  m_embed->setChecked(true);
  m_facts = unit({});
  m_facts->setWordWrap(true);
  m_facts->setTextFormat(Qt::RichText);
  layout->addWidget(new FactCard(m_facts));
  layout->addWidget(m_error = new ErrorLine);
  layout->addStretch(1);
  connect(m_figure, &QComboBox::currentIndexChanged, this, &ExportDialog::refresh);
  connect(m_format, &Segments::chosen, this, &ExportDialog::refresh);
  connect(m_preset, &QComboBox::activated, this, [this](int index) {
    m_width->setValue(sizes[index].width);
    m_height->setValue(sizes[index].height);
    refresh();
  });
  for (NumberField* field : {m_width, m_height, m_text, m_line, m_dpi}) {
    connect(field, &NumberField::edited, this, &ExportDialog::refresh);
    connect(field, &NumberField::refused, m_error, &ErrorLine::setText);
    connect(field, &NumberField::accepted, this, [this] { m_error->setText({}); });
  }
  for (QCheckBox* box : {m_legend, m_title, m_embed})
    connect(box, &QCheckBox::toggled, this, &ExportDialog::refresh);
  return side;
}

void ExportDialog::fillFooter() {
  QHBoxLayout* layout = footer();
  layout->addWidget(unit("to"));
  m_path = new QLineEdit;
  m_path->setFont(numberFont(12));
  m_path->setAccessibleName("File to write");
  layout->addWidget(m_path, 1);
  auto* browseButton = new QPushButton("Browse");
  browseButton->setAutoDefault(false);  // Return in a field is not to open a file dialog
  layout->addWidget(browseButton);
  layout->addSpacing(24);
  auto* cancel = new QPushButton("Cancel");
  cancel->setAutoDefault(false);
  layout->addWidget(cancel);
  m_save = new QPushButton("Save PNG");
  makePrimary(m_save);
  m_save->setDefault(true);
  layout->addWidget(m_save);
  connect(m_path, &QLineEdit::textEdited, this, [this] { m_pathTyped = true; });
  connect(browseButton, &QPushButton::clicked, this, &ExportDialog::browse);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(m_save, &QPushButton::clicked, this, &ExportDialog::save);
}

QString ExportDialog::suggestedName() const {
  const QString file = m_window.workspace().document.path();
  const QString folder = file.isEmpty() ? QDir::homePath() : QFileInfo(file).absolutePath();
  const ExportPage shown = page();
  const QString name = shown.format == ExportFormat::toml ? "experiment" : shown.figure;
  return folder + "/" + name + "." + formatNames[m_format->current()].toLower();
}

/// What is written beside or inside the file, in words.
QString ExportDialog::factsOf(const ExportPage& shown) const {
  if (shown.format == ExportFormat::csv)
    return shown.isChart() ? "The chart's curves: series, x, y."
                           : "One row a step and run: run, step, f, and the point.";
  if (shown.format == ExportFormat::toml)
    return "The whole experiment, every setting written out: thalweg-cli run makes the same "
           "numbers.";
  const Workspace& workspace = m_window.workspace();
  const Experiment& experiment = workspace.document.experiment();
  const bool network = experiment.problem.kind == "network";
  const QString facts =
      QString(
          "<table cellspacing='2'><tr><td>experiment&nbsp;&nbsp;&nbsp;</td><td>%1</td></tr>"
          "<tr><td>seed, steps</td><td>%2, 0 to %3</td></tr><tr><td>made by</td><td>Thalweg "
          "%4</td></tr></table>")
          .arg(QString::fromStdString(experiment.title).toHtmlEscaped())
          .arg(network ? experiment.problem.network.seed : experiment.run.seed)
          .arg(workspace.session.computed())
          .arg(QCoreApplication::applicationVersion());
  const bool opens = shown.embed && shown.format != ExportFormat::pdf;
  return opens ? facts + "Drop the file on the window to open it again." : facts;
}

void ExportDialog::refresh() {
  const ExportPage shown = page();
  const QString format = formatNames[m_format->current()];
  m_pageRows->setVisible(shown.isPicture());
  for (QWidget* widget : QList<QWidget*>{m_legend, m_title, m_text, m_line})
    widget->setEnabled(shown.isChart());
  m_embed->setEnabled(shown.isPicture());
  m_save->setText("Save " + format);
  const QFileInfo typed(m_path->text());
  m_path->setText(m_pathTyped
                      ? typed.path() + "/" + typed.completeBaseName() + "." + format.toLower()
                      : suggestedName());
  m_facts->setText(factsOf(shown));
  m_redraw.start();
}

ExportPage ExportDialog::page() const {
  ExportPage page;
  page.figure = m_figure->currentData().toString();
  page.format = ExportFormat(m_format->current());
  page.widthMm = m_width->value();
  page.heightMm = m_height->value();
  page.textPt = m_text->value();
  page.linePt = m_line->value();
  page.dpi = m_dpi->value();
  page.dark = m_look->current() == 1;
  page.legendInside = m_legend->isChecked();
  page.title = m_title->isChecked();
  page.embed = m_embed->isChecked();
  return page;
}

void ExportDialog::drawPreview() {
  if (m_preview->room().isEmpty()) return;
  const ExportPage shown = page();
  if (!shown.isPicture()) {
    m_preview->setText(textOf(m_window, shown, 29));
    m_zoom->setText({});
    return;
  }
  QImage picture = pictureOf(m_window, shown, devicePixelRatioF() * 1.5);
  if (m_look->current() == 2) picture = picture.convertToFormat(QImage::Format_Grayscale8);
  // The window is grabbed as it stands: its page has its shape.
  const double height = shown.figure == "window"
                            ? shown.widthMm * picture.height() / picture.width()
                            : shown.heightMm;
  m_preview->setPage(picture, {shown.widthMm, height});
  m_zoom->setText(QString("shown at %1 %").arg(100.0 * m_preview->zoom(), 0, 'f', 0));
}

QString ExportDialog::write(const QString& path) {
  const QString problem = writePage(m_window, page(), path);
  if (problem.isEmpty()) emit written(path);
  return problem;
}

void ExportDialog::chooseFigure(const QString& id) {
  m_figure->setCurrentIndex(m_figure->findData(id));
}

void ExportDialog::chooseFormat(int format) {
  m_format->setCurrent(format);
  refresh();
}

void ExportDialog::browse() {
  const QString path = QFileDialog::getSaveFileName(this, "Export to", m_path->text());
  if (path.isEmpty()) return;
  m_pathTyped = true;
  m_path->setText(path);
}

void ExportDialog::save() {
  const QString path = m_path->text();
  const QString problem = write(path);
  m_error->setText(problem);
  if (!problem.isEmpty()) return;
  m_window.status()->tell("Wrote " + path);
  accept();
}

}  // namespace thalweg
