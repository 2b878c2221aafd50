#include "app/window/sheet.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QVBoxLayout>

#include "widgets/controls/small_controls.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr int titleHeight = 40, footerHeight = 52, radius = 8;

/// Dims what a dialog waits on.
class Veil : public QWidget {
 public:
  explicit Veil(QWidget* window) : QWidget(window) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setGeometry(window->rect());
    raise();
    show();
  }

 protected:
  void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), QColor(0, 0, 0, 71)); }
};

QPainterPath outline(const QRectF& rect) {
  QPainterPath path;
  path.addRoundedRect(rect, radius, radius);
  return path;
}

}  // namespace

Sheet::Sheet(const QString& title, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint) {
  setWindowTitle(title);
  m_column = new QVBoxLayout(this);
  m_column->setContentsMargins(1, 0, 1, 1);
  m_column->setSpacing(0);
  auto* bar = new QHBoxLayout;
  bar->setContentsMargins(20, 0, 8, 0);
  auto* name = new QLabel(title);
  name->setFont(textFont(13, QFont::DemiBold));
  name->setFixedHeight(titleHeight);
  bar->addWidget(name, 1);
  auto* close = new ToolButton("x", "Close");
  connect(close, &QToolButton::clicked, this, &QDialog::reject);
  bar->addWidget(close);
  m_column->addLayout(bar);
  m_content = new QVBoxLayout;
  m_content->setContentsMargins(0, 0, 0, 0);
  m_content->setSpacing(0);
  m_column->addLayout(m_content, 1);
}

Sheet::~Sheet() { delete m_veil; }

QHBoxLayout* Sheet::footer() {
  if (m_footer) return m_footer;
  auto* row = new QWidget;
  row->setFixedHeight(footerHeight);
  m_footer = new QHBoxLayout(row);
  m_footer->setContentsMargins(20, 0, 20, 0);
  m_footer->setSpacing(8);
  m_column->addWidget(row);
  return m_footer;
}

void Sheet::showEvent(QShowEvent* event) {
  QDialog::showEvent(event);
  if (parentWidget() && !m_veil) m_veil = new Veil(parentWidget()->window());
}

void Sheet::hideEvent(QHideEvent* event) {
  delete m_veil;
  QDialog::hideEvent(event);
}

void Sheet::resizeEvent(QResizeEvent* event) {
  QDialog::resizeEvent(event);
  setMask(QRegion(outline(rect()).toFillPolygon().toPolygon()));
}

void Sheet::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const int low = m_footer ? height() - footerHeight - 1 : height();
  painter.fillRect(rect(), theme.panel);
  painter.fillRect(0, 0, width(), titleHeight, theme.sunken);
  painter.fillRect(0, titleHeight - 1, width(), 1, theme.border);
  if (m_footer) {
    painter.fillRect(0, low, width(), height() - low, theme.sunken);
    painter.fillRect(0, low, width(), 1, theme.border);
  }
  painter.setPen(QPen(theme.control, 1));
  painter.drawPath(outline(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5)));
}

void Sheet::mousePressEvent(QMouseEvent* event) {
  m_held = event->button() == Qt::LeftButton && event->position().y() < titleHeight;
  m_grab = event->position().toPoint();
}

void Sheet::mouseMoveEvent(QMouseEvent* event) {
  if (m_held && event->buttons() & Qt::LeftButton) move(event->globalPosition().toPoint() - m_grab);
}

namespace {

class TextSheet : public Sheet {
 public:
  TextSheet(const QString& title, const QString& text, QWidget* parent) : Sheet(title, parent) {
    auto* words = new QLabel(text);
    words->setTextFormat(Qt::RichText);
    words->setWordWrap(true);
    words->setMargin(20);
    words->setFixedWidth(520);
    words->setTextInteractionFlags(Qt::TextBrowserInteraction);
    words->setOpenExternalLinks(true);
    content()->addWidget(words);
    auto* close = new QPushButton("Close");
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    footer()->addStretch(1);
    footer()->addWidget(close);
  }
};

}  // namespace

void showText(QWidget* parent, const QString& title, const QString& text) {
  TextSheet(title, text, parent).exec();
}

}  // namespace thalweg
