/// The density of the eigenvalues of a matrix under the pointer.
#pragma once

#include <QWidget>
#include <optional>

#include "widgets/views/spectrum_painter.h"

namespace thalweg {

class SpectrumView : public QWidget {
  Q_OBJECT

 public:
  explicit SpectrumView(QWidget* parent = nullptr);

  void setPicture(SpectrumPicture picture);
  const SpectrumPicture& picture() const { return m_plot.picture(); }
  /// Nothing to show, and why.
  void setWords(const QString& words);
  void setLogarithmic(bool on);
  bool isLogarithmic() const { return m_plot.isLogarithmic(); }

  /// The same picture anywhere, such as on a page: of the size of the view, without what the
  /// pointer is told.
  void paint(QPainter& painter) const;
  /// What is told of a place under the pointer; empty where nothing is near.
  QStringList noteAt(QPointF at) const { return plot().noteAt(at); }
  QPointF toView(double x, double density) const { return plot().toView(x, density); }
  QRectF plotRect() const { return plot().plotRect(); }

  QSize sizeHint() const override { return {420, 240}; }
  QSize minimumSizeHint() const override { return {180, 110}; }

 signals:
  void menuAsked(QPoint globalPosition);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  /// Laid out for the size that the widget has now.
  const SpectrumPainter& plot() const;
  mutable SpectrumPainter m_plot;
  QString m_words;
  std::optional<QPointF> m_pointer;
};

}  // namespace thalweg
