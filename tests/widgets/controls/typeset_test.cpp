/// Formulas as they are set: what is above, below, raised, rooted.
#include "widgets/controls/typeset.h"

#include <QGridLayout>
#include <QPainter>
#include <QTest>

#include "core/catalog.h"
#include "widgets/controls/formula_sheet.h"
#include "widgets/theme/style.h"

using namespace thalweg;

namespace {

/// A box as text: {a | b} a fraction, root[a], a^b and a_b scripts, ~a a hat.
QString shown(const MathBox& box) {
  switch (box.kind) {
    case MathBox::Kind::text:
      return (box.hat ? "~" : "") + box.text;
    case MathBox::Kind::row: {
      QStringList parts;
      for (const MathBox& part : box.parts) parts << shown(part);
      return parts.join(' ');
    }
    case MathBox::Kind::fraction:
      return "{" + shown(box.parts[0]) + " | " + shown(box.parts[1]) + "}";
    case MathBox::Kind::root:
      return "root[" + shown(box.parts[0]) + "]";
    case MathBox::Kind::scripts: {
      QString text = shown(box.parts[0]);
      if (const QString low = shown(box.parts[1]); !low.isEmpty()) text += "_" + low;
      if (const QString high = shown(box.parts[2]); !high.isEmpty()) text += "^" + high;
      return text;
    }
  }
  return {};
}

/// All formulas of the catalogue, to be looked at.
QPixmap everyFormula() {
  QWidget page;
  auto* grid = new QGridLayout(&page);
  int place = 0;
  for (const OptimizerEntry& entry : allOptimizers()) {
    auto* sheet = new FormulaSheet;
    sheet->setFormula(QString::fromStdString(entry.card.formula));
    grid->addWidget(sheet, place / 4, place % 4);
    ++place;
  }
  page.resize(1240, 1300);
  return page.grab();
}

}  // namespace

class TypesetTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { applyTheme(*qApp, Theme::light()); }

  void formulasAreRead_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("read");
    QTest::newRow("adam") << "x ← x − η m̂/(√v̂ + ε)"
                          << "x ← x − η {~m | root[~v] + ε}";
    QTest::newRow("digits") << "m ← β₁ m + (1 − β₁) g²"
                            << "m ← β_1 m + ( 1 − β_1 ) g^2";
    QTest::newRow("scripts") << "L^(−1/4) μ_(t+1) η_max"
                             << "L^− 1 / 4 μ_t + 1 η_max";
    QTest::newRow("roots") << "√(u + ε)/√(v + ε) g"
                           << "{root[u + ε] | root[v + ε]} g";
    QTest::newRow("norm") << "‖g − g′‖/‖x‖³"
                          << "{‖ g − g′ ‖ | ‖ x ‖^3}";
    QTest::newRow("call") << "√max(1, a/b)"
                          << "root[max ( 1 , {a | b} )]";
    QTest::newRow("nabla") << "−η ∇f(x)"
                           << "− η ∇f ( x )";
    QTest::newRow("products") << "β = g·y/d·y, JᵀJ/n + ∂R/∂x"
                              << "β = {g · y | d · y} , {J^T J | n} + {∂ R | ∂ x}";
    QTest::newRow("half written") << "x ← (a/"
                                  << "x ← ( a /";
  }
  void formulasAreRead() {
    QFETCH(QString, text);
    QFETCH(QString, read);
    QCOMPARE(shown(parseMath(text)), read);
  }

  /// Every formula of the catalogue is read to its end, and none of its signs is lost.
  void theWholeCatalogueIsSet() {
    const auto letters = [](const QString& text) {
      int count = 0;
      for (const QChar c : text) count += c.isLetter() && c.unicode() < 0x1D00;
      return count;
    };
    for (const OptimizerEntry& entry : allOptimizers()) {
      const QString formula = QString::fromStdString(entry.card.formula);
      const MathBox box = parseMath(formula);
      int raised = 0;  // signs such as ᵗ, whose plain form is a letter
      for (const QChar c : formula) raised += QStringLiteral("ᵗᵀⁿᵖ").contains(c);
      QCOMPARE(letters(shown(box).remove("root[")), letters(formula) + raised);
      const MathSize size = measureMath(box, 17);
      QVERIFY2(size.width > 30 && size.height() > 8, entry.card.id.c_str());
    }
  }

  void fractionsAreHigherAndRootsWider() {
    const MathSize a = measureMath(parseMath("a"), 20), over = measureMath(parseMath("a/b"), 20),
                   root = measureMath(parseMath("√a"), 20);
    QVERIFY(over.height() > 1.7 * a.height());
    QVERIFY(root.width > a.width + 8 && root.ascent > a.ascent);
  }

  void keysOfSymbols() {
    QCOMPARE(keyLetterOf("−η β v"), QString("v"));
    QCOMPARE(keyLetterOf("−η ∇f"), QString("∇f"));
    QCOMPARE(keyLetterOf("√s + ε"), QString("s"));
    QCOMPARE(keyLetterOf("ξ"), QString("ξ"));
  }

  void termsHaveTheirColours() {
    QImage image(220, 60, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    drawMath(painter, {5, 35}, parseMath("m̂/√v̂"), 24, Qt::black, {{"m", Qt::red}, {"v", Qt::blue}});
    painter.end();
    int red = 0, blue = 0;
    for (int y = 0; y < 60; ++y)
      for (int x = 0; x < 220; ++x) {
        const QColor c = image.pixelColor(x, y);
        red += c.red() > 200 && c.blue() < 80;
        blue += c.blue() > 200 && c.red() < 80;
      }
    QVERIFY(red > 10 && blue > 10);
  }

  void theSheetBreaksWhatIsTooWide() {
    FormulaSheet sheet;
    sheet.setFormula("m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; x ← x − η m̂/(√v̂ + ε)");
    QVERIFY(sheet.heightForWidth(120) > sheet.heightForWidth(280));
    sheet.resize(280, sheet.heightForWidth(280));
    const QString folder = qEnvironmentVariable("THALWEG_PICTURES");
    if (!folder.isEmpty()) everyFormula().save(folder + "/formulas.png");
  }
};

QTEST_MAIN(TypesetTest)
#include "typeset_test.moc"
