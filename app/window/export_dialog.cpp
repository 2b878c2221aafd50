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
#include "app/window/form_parts.h"
#include "app/window/main_window.h"
#include "app/window/page_preview.h"
#include "app/window/status_line.h"
#include "app/window/views_area.h"
#include "core/io/file.h"
#include "core/io/run_files.h"
#include "widgets/controls/number_field.h"
#include "widgets/controls/small_controls.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"
#include "widgets/views/contour_view.h"
#include "widgets/views/figure_export.h"
#include "widgets/views/surface_view.h"

namespace thalweg {
namespace {

const QStringList formatNames{"PNG", "SVG", "PDF", "CSV", "TOML"};

struct PagePreset {
  const char* name;
  double width, height;
};
// Column widths of common journals, and a slide of 16:9.
const QList<PagePreset> sizes{{"journal, one column", 85, 58}, {"journal, two columns", 174, 90}, {"slide", 254, 142.9}};

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
  m_figure->addItem("Window", "window");
  for (const QString& id : m_window.charts()->chartIds()) {
    const Figure figure = m_window.charts()->figureOf(id);
    m_figure->addItem("Chart: " + QString::fromStdString(figure.yLabel), id);
  }
  m_figure->setMinimumWidth(240);
  m_figure->setCurrentIndex(m_figure->findData(QString::fromStdString(m_window.charts()->figure().id)));
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
  page->addWidget(row("raster parts", {m_dpi = number("resolution", 300, 50, 1200), unit("dots an inch")}));
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
  for (QCheckBox* box : {m_legend, m_title, m_embed}) connect(box, &QCheckBox::toggled, this, &ExportDialog::refresh);
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

QString ExportDialog::figureId() const { return m_figure->currentData().toString(); }

bool ExportDialog::isChart() const { return figureId() != "contour" && figureId() != "surface" && figureId() != "window"; }

QString ExportDialog::suggestedName() const {
  const QString folder = m_window.workspace().document.path().isEmpty() ? QDir::homePath()
                                                                       : QFileInfo(m_window.workspace().document.path()).absolutePath();
  const QString name = m_format->current() == toml ? "experiment" : figureId();
  return folder + "/" + name + "." + formatNames[m_format->current()].toLower();
}

void ExportDialog::refresh() {
  const int format = m_format->current();
  m_pageRows->setVisible(format <= pdf);
  m_legend->setEnabled(isChart());
  m_title->setEnabled(isChart());
  m_text->setEnabled(isChart());
  m_line->setEnabled(isChart());
  m_embed->setEnabled(format <= pdf);
  m_save->setText("Save " + formatNames[format]);
  if (!m_pathTyped) {
    m_path->setText(suggestedName());
  } else {
    const QFileInfo typed(m_path->text());
    m_path->setText(typed.path() + "/" + typed.completeBaseName() + "." + formatNames[format].toLower());
  }
  const Workspace& workspace = m_window.workspace();
  const Experiment& experiment = workspace.document.experiment();
  const std::int64_t seed = experiment.problem.kind == "network" ? experiment.problem.network.seed : experiment.run.seed;
  const QString facts = QString("<table cellspacing='2'><tr><td>experiment&nbsp;&nbsp;&nbsp;</td><td>%1</td></tr>"
                                "<tr><td>seed, steps</td><td>%2, 0 to %3</td></tr><tr><td>made by</td><td>Thalweg %4</td></tr></table>")
                            .arg(QString::fromStdString(experiment.title).toHtmlEscaped())
                            .arg(seed)
                            .arg(workspace.session.computed())
                            .arg(QCoreApplication::applicationVersion());
  if (format == csv) m_facts->setText(isChart() ? "The chart's curves: series, x, y." : "One row a step and run: run, step, f, and the point.");
  else if (format == toml) m_facts->setText("The whole experiment, every setting written out: thalweg-cli run makes the same numbers.");
  else m_facts->setText(m_embed->isChecked() ? (format == pdf ? facts : facts + "Drop the file on the window to open it again.") : facts);
  m_redraw.start();
}

QSize ExportDialog::pixelSize() const {
  const double perMm = 96.0 / 25.4;
  return {int(m_width->value() * perMm), int(m_height->value() * perMm)};
}

namespace {

FigureExportOptions optionsFrom(double width, double height, double dpi, double text, double line, bool dark, bool legend, bool title) {
  FigureExportOptions options;
  options.sizeMm = {width, height};
  options.dpi = dpi;
  options.textPt = text;
  options.linePt = line;
  options.dark = dark;
  options.legendInside = legend;
  options.title = title;
  return options;
}

}  // namespace

/// The picture at so many pixels for each of the page's logical ones.
QImage ExportDialog::pictureOf(qreal scale) const {
  const Theme& theme = m_look->current() == 1 ? Theme::darkOne() : Theme::light();
  const QSize size = pixelSize();
  if (isChart()) {
    const FigureExportOptions options = optionsFrom(m_width->value(), m_height->value(), m_dpi->value(), m_text->value(), m_line->value(),
                                                    m_look->current() == 1, m_legend->isChecked(), m_title->isChecked());
    return renderFigure(m_window.charts()->figureOf(figureId()), options, 96.0 * scale);
  }
  if (figureId() == "surface") return m_window.views()->surface()->render(size.expandedTo({320, 240}), scale);
  if (figureId() == "window") return m_window.grab().toImage();
  QImage image(size * scale, QImage::Format_RGB32);
  image.fill(theme.ground);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(scale, scale);
  ContourView::paint(painter, size, m_window.workspace().scene(), theme);
  return image;
}

void ExportDialog::drawPreview() {
  if (m_preview->room().isEmpty()) return;
  if (m_format->current() > pdf) {
    const Experiment& experiment = m_window.workspace().document.experiment();
    const QString text = m_format->current() == toml ? QString::fromStdString(tomlOf(experiment)) : QString::fromStdString(csvOf(m_window.charts()->figureOf(isChart() ? figureId() : "loss")));
    m_preview->setText(text.section('\n', 0, 28));
    m_zoom->setText({});
    return;
  }
  QImage picture = pictureOf(devicePixelRatioF() * 1.5);
  if (m_look->current() == 2) picture = picture.convertToFormat(QImage::Format_Grayscale8);
  // The window is grabbed as it stands: its page has its shape.
  const QSizeF page = figureId() == "window" ? QSizeF(m_width->value(), m_width->value() * picture.height() / picture.width())
                                             : QSizeF(m_width->value(), m_height->value());
  m_preview->setPage(picture, page);
  m_zoom->setText(QString("shown at %1 %").arg(100.0 * m_preview->zoom(), 0, 'f', 0));
}

QString ExportDialog::writeChart(const QString& path) const {
  FigureExportOptions options = optionsFrom(m_width->value(), m_height->value(), m_dpi->value(), m_text->value(), m_line->value(),
                                            m_look->current() == 1, m_legend->isChecked(), m_title->isChecked());
  if (m_embed->isChecked()) options.experiment = QString::fromStdString(tomlOf(m_window.workspace().document.experiment()));
  const Figure figure = m_window.charts()->figureOf(figureId());
  const int format = m_format->current();
  const Outcome done = format == png ? writePng(figure, path, options) : format == svg ? writeSvg(figure, path, options) : writePdf(figure, path, options);
  return done ? QString() : QString::fromStdString(done.error().what);
}

QString ExportDialog::writeView(const QString& path) const {
  const QString experiment = m_embed->isChecked() ? QString::fromStdString(tomlOf(m_window.workspace().document.experiment())) : QString();
  const int format = m_format->current();
  const auto paint = [this](QPainter& painter) {
    if (figureId() == "contour")
      ContourView::paint(painter, pixelSize(), m_window.workspace().scene(), m_look->current() == 1 ? Theme::darkOne() : Theme::light());
    else
      painter.drawImage(QRectF(QPointF(), QSizeF(pixelSize())), pictureOf(m_dpi->value() / 96.0));
  };
  const Outcome done = format == png   ? savePng(pictureOf(m_dpi->value() / 96.0), path, experiment)
                       : format == svg ? saveSvg(path, pixelSize(), experiment, paint)
                                       : savePdf(path, pixelSize(), experiment, paint);
  return done ? QString() : QString::fromStdString(done.error().what);
}

namespace {

/// All paths in one table: run, step, f, x0, x1, ...; the numbers of trajectory.csv.
std::string allTrajectories(const Session& session) {
  std::string text;
  for (const LiveRun& run : session.runs()) {
    if (!run.run) continue;
    const std::string table = trajectoryCsv(run.run->record());
    std::size_t from = 0;
    for (bool header = true; from < table.size(); header = false) {
      const std::size_t to = table.find('\n', from);
      const std::string line = table.substr(from, to - from);
      from = to + 1;
      if (header && text.empty()) text = "run," + line + "\n";
      if (!header) text += run.run->name() + "," + line + "\n";
    }
  }
  return text;
}

}  // namespace

QString ExportDialog::write(const QString& path) {
  QString problem;
  const int format = m_format->current();
  if (format == csv) {
    const Outcome done = writeFile(path.toStdString(), isChart() ? csvOf(m_window.charts()->figureOf(figureId(), Detail::everyStep)) : allTrajectories(m_window.workspace().session));
    if (!done) problem = QString::fromStdString(done.error().what);
  } else if (format == toml) {
    const Outcome done = writeFile(path.toStdString(), tomlOf(m_window.workspace().document.experiment()));
    if (!done) problem = QString::fromStdString(done.error().what);
  } else {
    problem = isChart() ? writeChart(path) : writeView(path);
  }
  if (problem.isEmpty()) emit written(path);
  return problem;
}

void ExportDialog::chooseFigure(const QString& id) { m_figure->setCurrentIndex(m_figure->findData(id)); }

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
