/// What keeps a plane honest: how skew it is, and how much of a path lies in it.
#pragma once

#include <vector>

#include "core/run/plane.h"

namespace thalweg {

/// Cosine of the angle between the axes; 0 where one of them has no length.
double cosineOfAxes(const Plane& plane);

/// Share of the squared lengths of the path's steps that lies in the plane, whatever its axes.
double motionShare(const std::vector<Vec>& points, const Plane& plane);

/// Share of the variance of the path's points that lies in the plane, whatever its axes and origin.
double spreadShare(const std::vector<Vec>& points, const Plane& plane);

/// How far the path goes from the origin of a plane: the largest distance of a point; 0 without
/// points.
double extentOf(const std::vector<Vec>& points, const Vec& origin);

/// The k-th variance ratio (from 1) of a long random walk in many dimensions, 6 / (pi k)^2
/// (Antognini and Sohl-Dickstein 2018): what a path shows that goes nowhere in particular.
double randomWalkRatio(int k);

}  // namespace thalweg
