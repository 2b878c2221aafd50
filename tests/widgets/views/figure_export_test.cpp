#include "widgets/views/figure_export.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "tests/widgets/views/meander_scene.h"
#include "widgets/views/contour_view.h"

using namespace thalweg;
using namespace thalweg::testing;

namespace {

const char* const experiment =
    "# race on the meander\ntitle = \"a < b & \\\"c\\\"\"\n[[run]]\noptimizer = \"sgd\"\nname = "
    "\"β ≤ 0.85\"\n";

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// All words of the <text> elements of an SVG.
QStringList textsOf(const QByteArray& svg) {
  QStringList words;
  QXmlStreamReader xml(svg);
  while (!xml.atEnd())
    if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("text"))
      words << xml.readElementText(QXmlStreamReader::IncludeChildElements).trimmed();
  return xml.hasError() ? QStringList() : words;
}

}  // namespace

class FigureExportTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_options = {};
    m_options.experiment = QString::fromUtf8(experiment);
  }
  void svgKeepsTextAndExperiment() {
    const QString path = m_folder.filePath("loss.svg");
    QVERIFY(bool(writeSvg(lossFigure(meanderScene()), path, m_options)));
    const QStringList words = textsOf(bytesOf(path));
    for (const char* word :
         {"step", "loss", "Gradient descent", "Momentum", "Adam", "RMSProp", "120"})
      QVERIFY2(words.contains(word), qPrintable(words.join('|')));
    QVERIFY(words.contains(QString::fromUtf8("10⁻²")));
    QVERIFY(!bytesOf(path).contains("<image"));
    QVERIFY2(bytesOf(path).contains("width=\"85mm\""), bytesOf(path).left(300).constData());
    QCOMPARE(readEmbeddedExperiment(path), std::optional(m_options.experiment));
    QVERIFY(QSvgRenderer(path).isValid());
  }
  void pngKeepsExperimentAndSize() {
    const QString path = m_folder.filePath("loss.png");
    QVERIFY(bool(writePng(lossFigure(meanderScene()), path, m_options)));
    const QImage image(path);
    QCOMPARE(image.size(), QSize(2008, 1370));  // 85 x 58 mm at 600 dpi
    QCOMPARE(image.pixelColor(5, 5), QColor(Qt::white));
    QCOMPARE(readEmbeddedExperiment(path).value_or("none"), m_options.experiment);
    keepPicture(renderFigure(lossFigure(meanderScene()), m_options, 158), "export-light");
    m_options.dark = true;
    keepPicture(renderFigure(lossFigure(meanderScene()), m_options, 158), "export-dark");
  }
  void pdfHoldsFontsAndTheExperiment() {
    const QString path = m_folder.filePath("loss.pdf");
    QVERIFY(bool(writePdf(lossFigure(meanderScene()), path, m_options)));
    const QByteArray bytes = bytesOf(path);
    QVERIFY(bytes.startsWith("%PDF-"));
    QVERIFY(bytes.contains("/FontFile"));
    QVERIFY(!bytes.contains("/Subtype /Image"));
    QVERIFY(bytes.contains("/EmbeddedFile"));
    const qsizetype box = bytes.indexOf("/MediaBox");
    QVERIFY2(bytes.mid(box, 30).contains("0 0 241.0"),
             bytes.mid(box, 60).constData());  // 85 mm, in whole points
  }
  void contourMapIsVectorOnPaper() {
    const QString path = m_folder.filePath("contour.svg");
    const PlaneScene scene = meanderScene();
    QVERIFY(bool(saveSvg(path, {440, 492}, m_options.experiment, [&](QPainter& painter) {
      ContourView::paint(painter, {440, 492}, scene, Theme::light());
    })));
    const QByteArray svg = bytesOf(path);
    QVERIFY(!svg.contains("<image"));
    QVERIFY(textsOf(svg).contains("start"));
    QVERIFY(textsOf(svg).contains("minimum"));
    QCOMPARE(readEmbeddedExperiment(path), std::optional(m_options.experiment));
    QImage image(440, 492, QImage::Format_RGB32);
    image.fill(Qt::red);
    QPainter painter(&image);
    QSvgRenderer(path).render(&painter);
    painter.end();
    keepPicture(image, "contour-from-svg");
    QVERIFY(image.pixelColor(60, 30).green() > 150);
  }
  void unwritablePathIsNamed() {
    const Outcome outcome = writeSvg(lossFigure(meanderScene()), "/nowhere/at/all.svg", m_options);
    QVERIFY(!outcome);
    QVERIFY(outcome.error().what.find("'/nowhere/at/all.svg'") != std::string::npos);
  }
  void foreignFilesHoldNoExperiment() {
    const QString path = m_folder.filePath("plain.png");
    QImage(4, 4, QImage::Format_RGB32).save(path);
    QVERIFY(!readEmbeddedExperiment(path));
    QVERIFY(!readEmbeddedExperiment(m_folder.filePath("absent.svg")));
  }

 private:
  QTemporaryDir m_folder;
  FigureExportOptions m_options;
};

QTEST_MAIN(FigureExportTest)
#include "figure_export_test.moc"
