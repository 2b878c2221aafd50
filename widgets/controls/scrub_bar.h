/// The long slider of the transport strip: where in the run one is.
#pragma once

#include <QList>
#include <QString>
#include <QWidget>

namespace thalweg {

/// Something worth seeing along the run. A triangle says that a bound was crossed, "!" that a run
/// diverged.
struct StripMarker {
  enum class Kind { boundCrossed, diverged, fork, tick };
  int step = 0;
  Kind kind = Kind::tick;
  int series = -1;
  QString tip;
};

/// Steps 0 to `computed` can be reached; up to `planned` the track is shown paler.
class ScrubBar : public QWidget {
  Q_OBJECT
 public:
  explicit ScrubBar(QWidget* parent = nullptr);
  void setRange(int computed, int planned);
  void setStep(int step);
  void setMarkers(const QList<StripMarker>& markers);
  int step() const { return m_step; }
  int computed() const { return m_computed; }
  int planned() const { return m_planned; }
  /// Middle of the handle at a step, in px from the left.
  double xOf(int step) const;
  QSize sizeHint() const override { return {300, 46}; }
  QSize minimumSizeHint() const override { return {80, 46}; }

 signals:
  void stepAsked(int step);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void ask(int step);
  int stepAt(double x) const;
  void drawMarkerBelow(QPainter& painter, const StripMarker& marker, double y) const;
  int m_step = 0, m_computed = 0, m_planned = 1;
  double m_wheelRest = 0;
  QList<StripMarker> m_markers;
};

}  // namespace thalweg
