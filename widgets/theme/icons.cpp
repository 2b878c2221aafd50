#include "widgets/theme/icons.h"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <optional>

#include "widgets/theme/style.h"

/// In a static library nothing else keeps the registration of the resource. Q_INIT_RESOURCE
/// declares a function of the outermost namespace, so it stands here.
static void registerIcons() {
  static const bool done = [] {
    Q_INIT_RESOURCE(thalweg_icons);
    return true;
  }();
  Q_UNUSED(done);
}

namespace thalweg {
namespace {

constexpr const char* folder = ":/thalweg/icons/";

QByteArray sourceOf(const QString& name) {
  static QHash<QString, QByteArray> sources;
  const auto known = sources.constFind(name);
  if (known != sources.constEnd()) return *known;
  registerIcons();
  QFile file(QLatin1String(folder) + name + QStringLiteral(".svg"));
  const QByteArray source = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  sources.insert(name, source);
  return source;
}

QColor colourOf(IconInk ink) {
  const Theme& t = currentTheme();
  switch (ink) {
    case IconInk::quiet:
      return t.sub;
    case IconInk::text:
      return t.text;
    case IconInk::onAccent:
      return t.onAccent;
    case IconInk::accent:
      return t.accentInk;
    case IconInk::ok:
      return t.ok;
    case IconInk::warn:
      return t.warn;
    case IconInk::bad:
      return t.bad;
  }
  return t.sub;
}

class TintedIcon : public QIconEngine {
 public:
  TintedIcon(QString name, std::optional<IconInk> ink) : m_name(std::move(name)), m_ink(ink) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
    paintIcon(*painter, rect, m_name, colour(mode, state));
  }

  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
    return scaledPixmap(size, mode, state, 1.0);
  }

  /// From Qt 6.8 on the size asked for is in logical pixels, before it in those of the device.
  QPixmap scaledPixmap(const QSize& asked, QIcon::Mode mode, QIcon::State state,
                       qreal scale) override {
    const QSize size = QT_VERSION < QT_VERSION_CHECK(6, 8, 0) ? asked : asked * scale;
    const QColor ink = colour(mode, state);
    const QString key = QStringLiteral("thalweg/%1/%2/%3x%4")
                            .arg(m_name, ink.name(QColor::HexArgb))
                            .arg(size.width())
                            .arg(size.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap)) return pixmap;
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    paintIcon(painter, QRectF(QPointF(0, 0), QSizeF(size)), m_name, ink);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
  }

  QIconEngine* clone() const override { return new TintedIcon(m_name, m_ink); }
  QString key() const override { return QStringLiteral("thalweg"); }
  QString iconName() override { return m_name; }
  bool isNull() override { return false; }

 private:
  QColor colour(QIcon::Mode mode, QIcon::State state) const {
    if (mode == QIcon::Disabled) return currentTheme().disabled;
    if (m_ink) return colourOf(*m_ink);
    return state == QIcon::On ? currentTheme().accentInk : currentTheme().sub;
  }

  QString m_name;
  std::optional<IconInk> m_ink;
};

}  // namespace

QIcon icon(const QString& name) {
  return sourceOf(name).isEmpty() ? QIcon() : QIcon(new TintedIcon(name, std::nullopt));
}

QIcon icon(const QString& name, IconInk ink) {
  return sourceOf(name).isEmpty() ? QIcon() : QIcon(new TintedIcon(name, ink));
}

void paintIcon(QPainter& painter, const QRectF& where, const QString& name, const QColor& colour) {
  QByteArray source = sourceOf(name);
  source.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
  QSvgRenderer renderer(source);
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setOpacity(painter.opacity() * colour.alphaF());
  renderer.render(&painter, where);
  painter.restore();
}

QStringList iconNames() {
  registerIcons();
  QStringList names;
  for (const QString& file : QDir(QLatin1String(folder)).entryList(QDir::Files, QDir::Name))
    names << file.chopped(4);
  return names;
}

}  // namespace thalweg
