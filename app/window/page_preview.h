/// The page that will be written, at a stated zoom with rulers in millimetres; or the first lines
/// of a text.
#pragma once

#include <QImage>
#include <QWidget>

namespace thalweg {

class PagePreview : public QWidget {
  Q_OBJECT

 public:
  explicit PagePreview(QWidget* parent = nullptr);
  void setPage(const QImage& picture, const QSizeF& millimetres);
  void setText(const QString& text);
  /// Logical pixels that the page may take.
  QSize room() const;
  /// How large it is shown: 1 is its size on paper at 96 dots an inch.
  double zoom() const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QRectF page() const;
  void paintRuler(QPainter& painter, const QRectF& page, Qt::Orientation along) const;
  QImage m_picture;
  QSizeF m_millimetres;
  QString m_text;
};

}  // namespace thalweg
