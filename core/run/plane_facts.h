/// What keeps a plane honest: how skew it is, and how much of a path lies in it.
#pragma once

#include <functional>
#include <vector>

#include "core/run/plane.h"

namespace thalweg {

/// Cosine of the angle between the axes; 0 where one of them has no length.
double cosineOfAxes(const Plane& plane);

/// Share of the squared lengths of the path's steps that lies in the plane, whatever its axes.
double motionShare(const std::vector<Vec>& points, const Plane& plane);

/// The k-th variance ratio (from 1) of a long random walk in many dimensions, 6 / (pi k)^2
/// (Antognini and Sohl-Dickstein 2018): what a path shows that goes nowhere in particular.
double randomWalkRatio(int k);

/// The plane through x along its gradient and the eigenvector of its largest Hessian eigenvalue,
/// orthonormalised in that order; the second axis points towards its largest entry. Where they are
/// parallel, or one of them is missing, any orthogonal direction takes the place. No directions
/// where it was stopped.
Plane gradientHessianPlane(Evaluator& f, const Vec& x, const std::function<bool()>& stopping = {});

/// The loss on a straight line between two points.
struct Segment {
  Vec t, f;  // [n]; t = 0 at the first point, 1 at the second
  double atFirst = 0.0, atSecond = 0.0;
  double barrier = 0.0, barrierAt = 0.0;  // the most by which the loss on 0 .. 1 is above the chord
  bool complete = false;
};

/// n values of t from `low` to `high`; the barrier is that of those between 0 and 1.
Segment lossBetween(Evaluator& f, const Vec& first, const Vec& second, double low, double high,
                    Index n, const std::function<bool()>& stopping = {});

}  // namespace thalweg
