/// VTK image files, as ParaView reads them.
#pragma once

#include <string>

#include "core/run/plane.h"

namespace thalweg {

/// The grid as .vti text (XML, ASCII): point array `f`, axes a and b.
std::string vtiOf(const GridState& grid);

}  // namespace thalweg
