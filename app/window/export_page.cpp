#include "app/window/export_page.h"

#include <QPainter>

#include "app/window/charts_panel.h"
#include "app/window/dock_pictures.h"
#include "app/window/main_window.h"
#include "app/window/model_panel.h"
#include "app/window/views_area.h"
#include "core/io/file.h"
#include "core/io/run_files.h"
#include "widgets/views/contour_view.h"
#include "widgets/views/figure_export.h"
#include "widgets/views/model_view.h"
#include "widgets/views/surface_view.h"

namespace thalweg {

bool ExportPage::isChart() const {
  return figure != "contour" && figure != "surface" && figure != "model" && figure != "window" &&
         !isDockPicture(figure);
}

QSize ExportPage::pixels() const {
  const double perMm = 96.0 / 25.4;
  return {int(widthMm * perMm), int(heightMm * perMm)};
}

namespace {

const Theme& themeOf(const ExportPage& page) {
  return page.dark ? Theme::darkOne() : Theme::light();
}

QString experimentOf(const MainWindow& window, const ExportPage& page) {
  return page.embed ? QString::fromStdString(tomlOf(window.workspace().document.experiment()))
                    : QString();
}

FigureExportOptions optionsFor(const MainWindow& window, const ExportPage& page) {
  FigureExportOptions options;
  options.sizeMm = {page.widthMm, page.heightMm};
  options.dpi = page.dpi;
  options.textPt = page.textPt;
  options.linePt = page.linePt;
  options.dark = page.dark;
  options.legendInside = page.legendInside;
  options.title = page.title;
  options.experiment = experimentOf(window, page);
  return options;
}

QString sentence(const Outcome& done) {
  return done ? QString() : QString::fromStdString(done.error().what);
}

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

QString writeChart(const MainWindow& window, const ExportPage& page, const QString& path) {
  const Figure figure = window.charts()->figureOf(page.figure);
  const FigureExportOptions options = optionsFor(window, page);
  if (page.format == ExportFormat::png) return sentence(writePng(figure, path, options));
  if (page.format == ExportFormat::svg) return sentence(writeSvg(figure, path, options));
  return sentence(writePdf(figure, path, options));
}

/// The views that are painted in two dimensions.
bool isPainted(const ExportPage& page) {
  return page.figure == "contour" || page.figure == "model" || isDockPicture(page.figure);
}

void paintView(QPainter& painter, const MainWindow& window, const ExportPage& page) {
  if (page.figure == "contour")
    return ContourView::paint(painter, page.pixels(), window.workspace().scene(), themeOf(page));
  if (isDockPicture(page.figure))
    return paintDockPicture(painter, page.pixels(), window, page.figure, themeOf(page));
  const ModelView* view = window.model()->view();
  if (view->data())
    ModelView::paint(painter, page.pixels(), *view->data(), view->answer().get(), view->series(),
                     themeOf(page));
}

QString writeView(const MainWindow& window, const ExportPage& page, const QString& path) {
  const QString experiment = experimentOf(window, page);
  const double fine = page.dpi / 96.0;
  if (page.format == ExportFormat::png)
    return sentence(savePng(pictureOf(window, page, fine), path, experiment));
  const auto paint = [&](QPainter& painter) {
    if (isPainted(page))
      paintView(painter, window, page);
    else
      painter.drawImage(QRectF(QPointF(), QSizeF(page.pixels())), pictureOf(window, page, fine));
  };
  return sentence(page.format == ExportFormat::svg
                      ? saveSvg(path, page.pixels(), experiment, paint)
                      : savePdf(path, page.pixels(), experiment, paint));
}

}  // namespace

QImage pictureOf(const MainWindow& window, const ExportPage& page, qreal scale) {
  if (page.isChart())
    return renderFigure(window.charts()->figureOf(page.figure), optionsFor(window, page),
                        96.0 * scale);
  const QSize size = page.pixels();
  if (page.figure == "surface")
    return window.views()->surface()->render(size.expandedTo({320, 240}), scale);
  if (page.figure == "window") return const_cast<MainWindow&>(window).grab().toImage();
  QImage image(size * scale, QImage::Format_RGB32);
  image.fill(themeOf(page).ground);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(scale, scale);
  paintView(painter, window, page);
  return image;
}

QString textOf(const MainWindow& window, const ExportPage& page, int lines) {
  const std::string text =
      page.format == ExportFormat::toml
          ? tomlOf(window.workspace().document.experiment())
          : csvOf(window.charts()->figureOf(page.isChart() ? page.figure : "loss"));
  return QString::fromStdString(text).section('\n', 0, lines - 1);
}

QString writePage(const MainWindow& window, const ExportPage& page, const QString& path) {
  if (page.isPicture())
    return page.isChart() ? writeChart(window, page, path) : writeView(window, page, path);
  const std::string text =
      page.format == ExportFormat::toml ? tomlOf(window.workspace().document.experiment())
      : page.isChart() ? csvOf(window.charts()->figureOf(page.figure, Detail::everyStep))
                       : allTrajectories(window.workspace().session);
  return sentence(writeFile(path.toStdString(), text));
}

}  // namespace thalweg
