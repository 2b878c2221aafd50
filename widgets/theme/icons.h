/// The icons of the window, drawn from SVG in the colours of the present theme.
#pragma once

#include <QColor>
#include <QIcon>
#include <QString>
#include <QStringList>

class QPainter;
class QRectF;

namespace thalweg {

/// An icon of resources/icons by its file name, such as "eye-off"; empty where there is none. It
/// follows the theme by itself: quiet normally, accent ink when on, pale when disabled, sharp at
/// any scale.
QIcon icon(const QString& name);

/// The same in one fixed role of the palette, for an icon on a coloured ground such as the primary
/// button.
enum class IconInk { quiet, text, onAccent, accent, ok, warn, bad };
QIcon icon(const QString& name, IconInk ink);

/// Draws the icon into a rectangle in a colour, for widgets that paint themselves.
void paintIcon(QPainter& painter, const QRectF& where, const QString& name, const QColor& colour);

/// Names of all icons.
QStringList iconNames();

}  // namespace thalweg
