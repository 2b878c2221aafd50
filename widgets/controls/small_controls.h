/// The small painted pieces: segments, chips, meter, line sample, error line, flat tool button.
#pragma once

#include <QToolButton>
#include <QWidget>
#include <optional>

class QAction;
class QLabel;

namespace thalweg {

/// A flat button of 24 x 24 with an icon of 16 (or another size); on = accent soft with accent ink.
class ToolButton : public QToolButton {
  Q_OBJECT
 public:
  /// `name` is told to screen readers and, unless `tip` is given, shown as the tooltip.
  ToolButton(const QString& iconName, const QString& name, QWidget* parent = nullptr);
  explicit ToolButton(QAction* action, QWidget* parent = nullptr);
  void setIconSizePx(int px);
  void setButtonSize(int width, int height);
};

/// One choice out of a few, all of them visible.
class Segments : public QWidget {
  Q_OBJECT
 public:
  explicit Segments(QWidget* parent = nullptr);
  explicit Segments(const QStringList& options, QWidget* parent = nullptr);

  void setOptions(const QStringList& options);
  int current() const { return m_current; }
  void setCurrent(int index);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 signals:
  void chosen(int index);

 protected:
  bool event(QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF segment(int index) const;
  int at(const QPointF& position) const;
  void choose(int index);
  QStringList m_options;
  int m_current = 0, m_hovered = -1;
};

/// What a chip says beside its words; each has its own icon.
enum class Verdict { holds, partly, fails, open, note };

/// Rounded words on a soft ground.
class Chip : public QWidget {
  Q_OBJECT
 public:
  Chip(Verdict verdict, const QString& text, QWidget* parent = nullptr);
  void setVerdict(Verdict verdict, const QString& text);
  QString text() const { return m_text; }
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Verdict m_verdict;
  QString m_text;
};

/// A job of the status bar: ring, what it is, time left, and a cross to end it.
class JobChip : public QWidget {
  Q_OBJECT
 public:
  explicit JobChip(const QString& text, QWidget* parent = nullptr);
  void setText(const QString& text);
  /// `share` of the work done, 0 to 1; `time` as it is to be read, such as "12 s".
  void setProgress(double share, const QString& time);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 signals:
  void cancelAsked();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF cross() const;
  QString m_text, m_time;
  double m_share = 0;
};

/// How much of its limit something uses: a bar, a tick at 1, the number. Past 1 the scale gives
/// way, so that the tick moves left and the overshoot is seen.
class Meter : public QWidget {
  Q_OBJECT
 public:
  explicit Meter(QWidget* parent = nullptr);
  void setValue(std::optional<double> share);
  std::optional<double> value() const { return m_value; }
  void setSeries(int series);
  QSize sizeHint() const override { return {200, 18}; }
  QSize minimumSizeHint() const override { return {90, 18}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::optional<double> m_value;
  int m_series = -1;
};

/// The line of a series as the charts draw it: colour, dash, end marker.
class LineSample : public QWidget {
  Q_OBJECT
 public:
  explicit LineSample(int series = 0, QWidget* parent = nullptr);
  void setSeries(int series);
  /// Drawn in the colour of something hidden.
  void setMuted(bool muted);
  QSize sizeHint() const override { return {36, 16}; }
  QSize minimumSizeHint() const override { return sizeHint(); }
  /// The same drawing for delegates and legends, centred in `where`.
  static void draw(QPainter& painter, const QRectF& where, int series, bool muted = false);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  int m_series;
  bool m_muted = false;
};

/// One sentence under a field that was refused; hidden while there is none.
class ErrorLine : public QWidget {
  Q_OBJECT
 public:
  explicit ErrorLine(QWidget* parent = nullptr);
  void setText(const QString& sentence);
  QString text() const { return m_text; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {60, 18}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_text;
};

}  // namespace thalweg
