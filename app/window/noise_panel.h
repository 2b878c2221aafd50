/// The Noise dock: how gradients scatter at the cursor, and what that allows SGD.
#pragma once

#include <QWidget>

#include "app/model/noise_service.h"
#include "app/window/workspace.h"

namespace thalweg {

class CloudView;
class RadiusView;

/// One line of the dock as it is written.
struct NoiseRow {
  QString name, value, error, tip;
  double ofLimit = std::numeric_limits<double>::quiet_NaN();  // of a condition: rate over its bound
};

/// Noise, then conditions.
struct NoiseWords {
  std::vector<NoiseRow> noise, conditions;
  QString sentence;  // what they are of, or why there are none
};
NoiseWords noiseWordsOf(const NoiseFound& found);

/// Rows with a name, a number and its error; of conditions a bar that ends at the bound.
class NoiseTable : public QWidget {
  Q_OBJECT

 public:
  explicit NoiseTable(QWidget* parent = nullptr);
  void setWords(NoiseWords words, int series);
  const NoiseWords& words() const { return m_words; }
  int series() const { return m_series; }
  /// The same picture anywhere, such as on a page: of the size of the table.
  void paint(QPainter& painter) const;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {220, sizeHint().height()}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  qreal paintRow(QPainter& painter, const NoiseRow& row, qreal y) const;
  const NoiseRow* rowAt(qreal y) const;
  NoiseWords m_words;
  int m_series = 0;
};

class NoisePanel : public QWidget {
  Q_OBJECT

 public:
  explicit NoisePanel(Workspace& workspace, QWidget* parent = nullptr);
  CloudView* cloud() const { return m_cloud; }
  NoiseTable* table() const { return m_table; }
  RadiusView* radius() const { return m_radius; }

 protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

 private:
  void follow();
  void refresh();
  Workspace& m_workspace;
  CloudView* m_cloud;
  NoiseTable* m_table;
  RadiusView* m_radius;
};

}  // namespace thalweg
