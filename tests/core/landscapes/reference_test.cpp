/// Landscapes that the reference has too, against its rows.
#include "tests/support/reference.h"

#include <QTest>

#include "core/catalog.h"

using namespace thalweg;

class LandscapeReference : public QObject {
  Q_OBJECT

 private slots:
  void rowsAgree() {
    const reference::Table table("functions/functions.csv");
    int compared = 0;
    for (qsizetype i = 0; i < table.size(); ++i) {
      const LandscapeEntry* entry = find(allLandscapes(), table.text(i, "function").toStdString());
      if (!entry) continue;
      const Landscape land = *entry->make({});
      Evaluator f(land.objective);
      const Vec x{{table.number(i, "x"), table.number(i, "y")}};
      Vec g(2);
      Mat h;
      const double value = f.gradient(x, g);
      f.hessian(x, h);
      const auto near = [](double a, double b, double scale) {
        return std::abs(a - b) <= 1e-12 * std::max(1.0, scale);
      };
      QVERIFY(near(value, table.number(i, "f"), std::abs(value)));
      QVERIFY(near(g[0], table.number(i, "gx"), g.norm()) &&
              near(g[1], table.number(i, "gy"), g.norm()));
      QVERIFY(near(h(0, 0), table.number(i, "hxx"), h.norm()) &&
              near(h(0, 1), table.number(i, "hxy"), h.norm()) &&
              near(h(1, 1), table.number(i, "hyy"), h.norm()));
      ++compared;
    }
    QVERIFY(compared >= 80);
  }
};

QTEST_GUILESS_MAIN(LandscapeReference)
#include "reference_test.moc"
