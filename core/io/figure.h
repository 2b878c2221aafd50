/// A picture as data: what a chart draws, a file stores and a test compares.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/settings.h"

namespace thalweg {

enum class LineRole { main, secondary, bound, reference };

/// One curve. NaN in y breaks the line.
struct Series {
  std::string name;
  std::vector<double> x, y;
  int style = 0;  // index into the series palette: colour, dash and marker
  LineRole role = LineRole::main;
  std::string owner;  // label of the run it belongs to, for hover and selection; may be empty
  std::vector<double> error{};   // residual or standard error of each y; empty: not known
  std::optional<double> mark{};  // x where something was done to the run, such as a kick
};

struct Level {
  std::string name;
  double value = 0.0;
  int style = 0;
};

struct Figure {
  std::string id;  // file-name safe
  std::string title;
  std::string xLabel, yLabel;
  Scale xScale = Scale::linear, yScale = Scale::linear;
  std::vector<Series> series;
  std::vector<Level> levels;  // horizontal lines, such as 2 / learning rate
};

/// The figure's curves as CSV: `series,x,y`, one row a point.
std::string csvOf(const Figure& figure);

}  // namespace thalweg
