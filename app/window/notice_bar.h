/// One calm sentence across the window: why something could not be done.
#pragma once

#include <QWidget>

class QLabel;

namespace thalweg {

/// Hidden while there is nothing to say; stays until it is closed or what it speaks of has been
/// mended.
class NoticeBar : public QWidget {
  Q_OBJECT

 public:
  explicit NoticeBar(QWidget* parent = nullptr);
  /// An empty sentence hides the bar.
  void tell(const QString& sentence);
  QString text() const;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QLabel* m_words;
};

}  // namespace thalweg
