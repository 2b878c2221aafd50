/// Curves made ready for a screen: not more points than pixels can show.
#pragma once

#include <QPolygonF>
#include <vector>

namespace thalweg {

/// The curve in unbroken runs; a point that is not finite breaks it, unless the gap is narrower
/// than a column and the run before it short, so that there are not more runs than can be told
/// apart. Where more than two points of a run fall into one of the `columns` between low and high,
/// the lowest and the highest are kept, in their order; so are the points next outside, and nothing
/// beyond them. Runs of one point are kept. A curve whose x goes back is not thinned.
std::vector<QPolygonF> thinned(const std::vector<double>& x, const std::vector<double>& y,
                               double low, double high, int columns);

/// A run without the points that a straight line between two others tells of to within `tolerance`
/// in y. Its ends stay. For a run whose x rises; steps back or on the spot are kept as they are.
QPolygonF straightened(const QPolygonF& run, double tolerance);

}  // namespace thalweg
