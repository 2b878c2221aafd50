/// One line of words that ends in "…" where its place is too narrow.
#pragma once

#include <QLabel>

namespace thalweg {

class ElidedLabel : public QLabel {
  Q_OBJECT
 public:
  explicit ElidedLabel(const QString& text = {}, QWidget* parent = nullptr);
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace thalweg
