/// The menus of the window.
#pragma once

namespace thalweg {

class MainWindow;

void fillMenus(MainWindow& window);

}  // namespace thalweg
