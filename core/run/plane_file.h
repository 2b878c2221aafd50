/// A plane from a file of one's own: directions made by another program.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/run/plane.h"

namespace thalweg {

/// Whether the name is that of such a file: .npz or .csv.
bool isPlaneFile(const std::string& name);

/// Arrays `d1`, `d2` [d] and perhaps `origin` [d] of an .npz, or the columns d1 and d2 of a .csv.
/// It goes through `origin` [d] where the file names none, or where the origin is `given`. What it
/// refuses begins with the file's name.
Result<Plane> planeFromFile(const std::string& file, const Vec& origin, bool given);

}  // namespace thalweg
