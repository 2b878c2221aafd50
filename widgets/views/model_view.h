/// What a model says of data with few features: regions of classes, or a fitted curve.
#pragma once

#include <QImage>
#include <QRectF>
#include <QWidget>
#include <memory>
#include <vector>

#include "widgets/theme/theme.h"

namespace thalweg {

/// The samples of a data set of one feature (y is the target) or of two (each has a class).
struct ModelData {
  bool decision = false;
  QRectF box;
  std::vector<QPointF> points;
  std::vector<int> labels;   // of a decision
  std::size_t training = 0;  // the first so many points; those after them are kept for testing
};

/// What the model says: the class at nx by ny nodes of the box with how sure it is of it, 0 to 1;
/// or its output at nx places.
struct ModelAnswer {
  int nx = 0, ny = 1;
  std::vector<int> label;
  std::vector<float> sure;
  std::vector<double> output;
};

/// Samples kept for testing are hollow.
class ModelView : public QWidget {
  Q_OBJECT
 public:
  explicit ModelView(QWidget* parent = nullptr);
  void setData(std::shared_ptr<const ModelData> samples);
  /// `series`: the run that answers, in whose colour a fit is drawn.
  void setAnswer(std::shared_ptr<const ModelAnswer> answer, int series);
  /// The same picture anywhere, such as on a page.
  static void paint(QPainter& painter, QSizeF size, const ModelData& samples,
                    const ModelAnswer* answer, int series, const Theme& theme);
  const std::shared_ptr<const ModelData>& data() const { return m_data; }
  const std::shared_ptr<const ModelAnswer>& answer() const { return m_answer; }
  int series() const { return m_series; }
  QSize sizeHint() const override { return {270, 250}; }
  QSize minimumSizeHint() const override { return {160, 150}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::shared_ptr<const ModelData> m_data;
  std::shared_ptr<const ModelAnswer> m_answer;
  int m_series = 0;
};

/// Colour of a class.
QColor classColour(int label, const Theme& theme);
/// The regions of an answer as a picture of nx by ny pixels.
QImage regionsOf(const ModelAnswer& answer, const Theme& theme);

}  // namespace thalweg
