/// What the curvature docks show as pictures for a page, by the painters of their own views.
#pragma once

#include <QSizeF>
#include <QString>
#include <vector>

class QPainter;

namespace thalweg {

class MainWindow;
struct Theme;

struct DockPicture {
  QString id, title;
};

/// Those that are on screen with something to show: a dock that nobody looks at may show another
/// step.
std::vector<DockPicture> dockPicturesOf(const MainWindow& window);

bool isDockPicture(const QString& id);

/// Fills a page of that size; what needs more room than it has is made smaller.
void paintDockPicture(QPainter& painter, QSizeF size, const MainWindow& window, const QString& id,
                      const Theme& theme);

}  // namespace thalweg
