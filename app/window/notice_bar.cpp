#include "app/window/notice_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>

#include "widgets/controls/small_controls.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

namespace thalweg {

NoticeBar::NoticeBar(QWidget* parent) : QWidget(parent) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(36, 6, 8, 6);
  m_words = new QLabel;
  m_words->setTextFormat(Qt::PlainText);
  m_words->setWordWrap(true);
  m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_words->setAccessibleName("Notice");
  layout->addWidget(m_words, 1);
  auto* close = new ToolButton("x", "Close this notice");
  close->setIconSizePx(12);
  close->setButtonSize(20, 20);
  layout->addWidget(close, 0, Qt::AlignTop);
  connect(close, &QToolButton::clicked, this, [this] { tell({}); });
  hide();
}

void NoticeBar::tell(const QString& sentence) {
  m_words->setText(sentence);
  setVisible(!sentence.isEmpty());
}

QString NoticeBar::text() const { return m_words->text(); }

void NoticeBar::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), theme.badSoft);
  painter.fillRect(0, height() - 1, width(), 1, theme.border);
  paintIcon(painter, QRectF(12, 9, 16, 16), QStringLiteral("warn"), theme.bad);
}

}  // namespace thalweg
