/// Figures as files, with the experiment inside.
#include "widgets/views/figure_export.h"

#include <QBuffer>
#include <QFile>
#include <QImageWriter>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QXmlStreamReader>
#include <QtEndian>
#include <cmath>

#include "widgets/views/figure_painter.h"

namespace thalweg {
namespace {

const char* const experimentKey = "thalweg-experiment";
constexpr double unitsPerInch = 720;  // pages are drawn in tenths of a point

Error unwritable(const QString& path, const QString& reason) {
  return {"The picture can not be written to '" + path.toStdString() +
              "': " + reason.toStdString() + ".",
          path.toStdString()};
}

/// All bytes or nothing: a file that was there stays as it was when writing fails.
Outcome store(const QString& path, const QByteArray& bytes) {
  QSaveFile file(path);
  if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
    return unwritable(path, file.errorString());
  return Done{};
}

QSizeF unitsOf(QSizeF mm) { return mm / 25.4 * unitsPerInch; }

quint32 crcOf(const QByteArray& bytes) {
  quint32 crc = 0xffffffffu;
  for (const char byte : bytes) {
    crc ^= quint8(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc & 1 ? (crc >> 1) ^ 0xedb88320u : crc >> 1;
  }
  return ~crc;
}

QByteArray bigEndian(quint32 value) {
  QByteArray bytes(4, 0);
  qToBigEndian(value, bytes.data());
  return bytes;
}

/// An iTXt chunk: key, no compression, no language, UTF-8. Qt's own writer would fold the lines of
/// the text.
QByteArray textChunk(const QString& text) {
  const QByteArray body = QByteArray("iTXt") + experimentKey + QByteArray(5, 0) + text.toUtf8();
  return bigEndian(quint32(body.size() - 4)) + body + bigEndian(crcOf(body));
}

/// Walks the chunks of a PNG to our text; tEXt is read too, for files that other programs have
/// written anew.
std::optional<QString> textOfPng(const QByteArray& png) {
  const QByteArray key = QByteArray(experimentKey) + '\0';
  for (qsizetype at = 8; at + 12 <= png.size();) {
    const qsizetype length = qFromBigEndian<quint32>(png.constData() + at);
    const QByteArray type = png.mid(at + 4, 4), body = png.mid(at + 8, length);
    if (type == "tEXt" && body.startsWith(key)) return QString::fromLatin1(body.mid(key.size()));
    if (type == "iTXt" && body.startsWith(key) && body.size() > key.size() + 4 &&
        body[key.size()] == 0)
      return QString::fromUtf8(body.mid(key.size() + 4));
    at += 12 + length;
  }
  return std::nullopt;
}

Outcome svgPage(const QString& path, QSizeF units, int resolution, const QString& experiment,
                const std::function<void(QPainter&)>& paint) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setResolution(resolution);
  generator.setSize(units.toSize());
  generator.setViewBox(QRectF(QPointF(), units));
  generator.setTitle("Thalweg");
  QPainter painter;
  if (!painter.begin(&generator)) return unwritable(path, "the SVG writer does not start");
  paint(painter);
  painter.end();
  // The writer knows whole units only: the page says its true size.
  const QSizeF mm = units / resolution * 25.4;
  const qsizetype width = bytes.indexOf("width=\""), viewBox = bytes.indexOf("viewBox");
  bytes.replace(width, viewBox - width,
                ("width=\"" + QString::number(mm.width(), 'g', 6) + "mm\" height=\"" +
                 QString::number(mm.height(), 'g', 6) + "mm\"\n ")
                    .toUtf8());
  if (!experiment.isEmpty()) {
    const qsizetype at = bytes.indexOf('>', bytes.indexOf("<svg")) + 1;
    bytes.insert(at, ("\n<metadata id=\"" + QString(experimentKey) + "\">" +
                      experiment.toHtmlEscaped() + "</metadata>")
                         .toUtf8());
  }
  return store(path, bytes);
}

Outcome pdfPage(const QString& path, QSizeF points, int resolution, const QString& experiment,
                const std::function<void(QPainter&)>& paint) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QPdfWriter writer(&buffer);
  writer.setResolution(resolution);
  writer.setPageSize(QPageSize(points, QPageSize::Point, {}, QPageSize::ExactMatch));
  writer.setPageMargins({});
  writer.setCreator("Thalweg");
  writer.setTitle("Thalweg figure");
  if (!experiment.isEmpty())
    writer.addFileAttachment("experiment.toml", experiment.toUtf8(), "application/toml");
  QPainter painter;
  if (!painter.begin(&writer)) return unwritable(path, "the PDF writer does not start");
  paint(painter);
  painter.end();
  return store(path, bytes);
}

}  // namespace

QImage renderFigure(const Figure& figure, const FigureExportOptions& options, double dpi) {
  const QSize pixels(std::max(1, int(std::lround(options.sizeMm.width() / 25.4 * dpi))),
                     std::max(1, int(std::lround(options.sizeMm.height() / 25.4 * dpi))));
  QImage image(pixels, QImage::Format_RGB32);
  image.setDotsPerMeterX(int(std::lround(dpi / 0.0254)));
  image.setDotsPerMeterY(int(std::lround(dpi / 0.0254)));
  image.fill(Qt::white);
  QPainter painter(&image);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
  painter.scale(dpi / unitsPerInch, dpi / unitsPerInch);
  paintFigure(painter, unitsOf(options.sizeMm), figure, options);
  return image;
}

Outcome writePng(const Figure& figure, const QString& path, const FigureExportOptions& options) {
  return savePng(renderFigure(figure, options, options.dpi), path, options.experiment);
}

Outcome writeSvg(const Figure& figure, const QString& path, const FigureExportOptions& options) {
  const QSizeF units = unitsOf(options.sizeMm);
  return svgPage(path, units, int(unitsPerInch), options.experiment,
                 [&](QPainter& painter) { paintFigure(painter, units, figure, options); });
}

Outcome writePdf(const Figure& figure, const QString& path, const FigureExportOptions& options) {
  const QSizeF units = unitsOf(options.sizeMm);
  return pdfPage(path, units / 10, int(unitsPerInch), options.experiment,
                 [&](QPainter& painter) { paintFigure(painter, units, figure, options); });
}

Outcome savePng(QImage image, const QString& path, const QString& experiment) {
  if (image.isNull()) return unwritable(path, "there is nothing to write");
  image.setDevicePixelRatio(1);
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  QImageWriter writer(&buffer, "png");
  if (!writer.write(image)) return unwritable(path, writer.errorString());
  constexpr qsizetype afterHead = 8 + 25;  // signature and IHDR
  if (!experiment.isEmpty()) bytes.insert(afterHead, textChunk(experiment));
  return store(path, bytes);
}

Outcome saveSvg(const QString& path, QSizeF size, const QString& experiment,
                const std::function<void(QPainter&)>& paint) {
  return svgPage(path, size, 96, experiment, paint);
}

Outcome savePdf(const QString& path, QSizeF size, const QString& experiment,
                const std::function<void(QPainter&)>& paint) {
  // A logical pixel is 1/96 inch; the page is drawn in tenths of a point like all others.
  return pdfPage(path, size * 0.75, int(unitsPerInch), experiment, [&](QPainter& painter) {
    painter.scale(unitsPerInch / 96, unitsPerInch / 96);
    paint(painter);
  });
}

std::optional<QString> readEmbeddedExperiment(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return std::nullopt;
  const QByteArray bytes = file.readAll();
  if (bytes.startsWith("\x89PNG\r\n")) return textOfPng(bytes);
  QXmlStreamReader xml(bytes);
  while (!xml.atEnd() && !xml.hasError()) {
    if (xml.readNext() != QXmlStreamReader::StartElement) continue;
    if (xml.name() == QLatin1String("metadata") &&
        xml.attributes().value("id") == QLatin1String(experimentKey))
      return xml.readElementText();
  }
  return std::nullopt;
}

}  // namespace thalweg
