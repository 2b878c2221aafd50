/// Many small pictures of one kind, a cell for each point of a sweep: spectra or losses on common
/// axes.
#pragma once

#include <QPixmap>
#include <QWidget>
#include <optional>
#include <vector>

#include "widgets/views/spectrum_painter.h"

namespace thalweg {

/// One point: two lines of words and what is drawn below them.
struct MultipleCell {
  QString name;             // where it stands, such as "C = 3"; empty where rows and columns say it
  QString headline, facts;  // the first is bold
  bool failed = false;      // the words say why
  SpectrumPicture spectrum;
  std::vector<double> step, loss;
  QStringList note;  // told under the pointer

  bool hasSpectrum() const { return !spectrum.at.empty(); }
};

enum class MultiplesOf { spectra, losses };

/// Rows times columns; a cell without a value waits to be made.
struct MultiplesPicture {
  QString rowName, columnName;
  QStringList rows, columns;                       // what stands at them
  std::vector<std::optional<MultipleCell>> cells;  // row by row
  MultiplesOf of = MultiplesOf::spectra;
  bool sameAxes = true;  // else each cell has its own
  QString waiting = "waits";
};

class SmallMultiplesPainter {
 public:
  void setPicture(MultiplesPicture picture);
  const MultiplesPicture& picture() const { return m_picture; }
  void setFrame(const QRectF& frame) { m_frame = frame; }
  /// Room that lets every cell be read.
  QSizeF leastSize() const;
  QRectF cellRect(std::size_t cell) const;
  std::optional<std::size_t> cellAt(QPointF at) const;
  /// A picture on its place in the page, as it is painted.
  SpectrumPainter spectrumAt(std::size_t cell, const Theme& theme) const;
  void paint(QPainter& painter, const Theme& theme,
             std::optional<std::size_t> chosen = std::nullopt) const;

 private:
  int columns() const;
  int rows() const;
  void fitAxes();
  void paintHeads(QPainter& painter, const Theme& theme) const;
  void paintCell(QPainter& painter, const Theme& theme, std::size_t cell) const;
  void paintLoss(QPainter& painter, const Theme& theme, std::size_t cell) const;

  MultiplesPicture m_picture;
  QRectF m_frame;
  std::optional<PlotAxis> m_x, m_y;  // of spectra, where all have the same
  PlotAxis m_step, m_loss;
};

class SmallMultiples : public QWidget {
  Q_OBJECT

 public:
  explicit SmallMultiples(QWidget* parent = nullptr);

  void setPicture(MultiplesPicture picture);
  const MultiplesPicture& picture() const { return m_plot.picture(); }
  /// Nothing to show, and why.
  void setWords(const QString& words);
  QStringList noteAt(QPointF at) const;
  QRectF cellRect(std::size_t cell) const;

  QSize sizeHint() const override { return {640, 360}; }
  QSize minimumSizeHint() const override;

 signals:
  /// Opened by a double click, or by Enter on the chosen one.
  void cellOpened(int cell);
  void menuAsked(QPoint globalPosition);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  const SmallMultiplesPainter& plot() const;
  void paintPage();
  mutable SmallMultiplesPainter m_plot;
  QString m_words;
  std::optional<std::size_t> m_chosen;
  std::optional<QPointF> m_pointer;
  /// The page as it was painted, so that a pointer that moves does not paint it anew.
  QPixmap m_page;
  bool m_stale = true, m_pageDark = false;
};

}  // namespace thalweg
