/// Where docks and views are, for what a person is about to do.
#pragma once

#include <QString>
#include <optional>

namespace thalweg {

class MainWindow;

enum class Arrangement { explore, curvature, network, lecture, landscape, sweep };

/// By its name in an experiment file.
std::optional<Arrangement> arrangementNamed(const std::string& name);

/// Places everything for it. Sizes hold once the window has its own.
void arrange(MainWindow& window, Arrangement how);

/// The charts in the middle beside the contour map, in place of the surface; or in their dock.
void setChartsBeside(MainWindow& window, bool beside);

}  // namespace thalweg
