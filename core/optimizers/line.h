/// What methods that search along a line share.
#pragma once

#include "core/base/types.h"
#include "core/objectives/oracle.h"

namespace thalweg {

/// The length along `direction` from x that meets the strong Wolfe conditions with the given `c2`,
/// tried from `first`; `trial` holds the point there. `gradient`: at x. 0, with trial = x, where no
/// lower point is found.
double searched(Oracle& f, const Vec& x, const Vec& direction, const Vec& gradient, double first,
                double c2, Vec& trial);

/// The rows a method may look at in this step: the batch, or all of them, written into `all` once.
std::span<const Index> rowsOf(const Oracle& f, std::vector<Index>& all);

}  // namespace thalweg
