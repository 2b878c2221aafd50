#include "core/run/plane_kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/run/plane_file.h"
#include "core/run/spectrum.h"

namespace thalweg {

const std::vector<std::string>& planeKinds() {
  static const std::vector<std::string> kinds{
      "auto",        "pca", "random", "coordinates", "gradient-hessian", "two-eigenvectors",
      "three-points"};
  return kinds;
}

const std::vector<std::string>& normalisations() {
  static const std::vector<std::string> names{"filter", "layer", "weight", "none"};
  return names;
}

namespace {

template <class Part>
void scaleTo(Part part, double length) {
  const double norm = part.norm();
  if (norm > 0) part *= length / norm;
}

}  // namespace

Vec randomDirection(const Objective& objective, const Vec& x, const std::string& normalisation,
                    std::uint64_t seed, std::uint64_t stream) {
  Random random(seed, stream);
  Vec direction(x.size());
  for (Index i = 0; i < x.size(); ++i) direction[i] = random.normal();
  if (normalisation == "none") return direction;
  const std::vector<ParameterBlock> blocks = objective.blocks();
  if (normalisation == "weight") direction = direction.cwiseProduct(x);
  if (blocks.empty()) return normalisation == "weight" ? direction : direction.normalized();
  for (const ParameterBlock& block : blocks) {
    const Index size = block.rows * block.cols;
    if (block.bias) {
      direction.segment(block.offset, size).setZero();
    } else if (normalisation == "layer") {
      scaleTo(direction.segment(block.offset, size), x.segment(block.offset, size).norm());
    } else if (normalisation == "filter") {
      for (Index r = 0; r < block.rows; ++r) {
        const Index at = block.offset + r * block.cols;
        scaleTo(direction.segment(at, block.cols), x.segment(at, block.cols).norm());
      }
    }
  }
  return direction;
}

Vec filterNormalised(const Objective& objective, const Vec& x, std::uint64_t seed,
                     std::uint64_t stream) {
  return randomDirection(objective, x, "filter", seed, stream);
}

Plane randomPlane(const Objective& objective, const Vec& x, const std::string& normalisation,
                  std::uint64_t seed) {
  return {x, randomDirection(objective, x, normalisation, seed, 1),
          randomDirection(objective, x, normalisation, seed, 2)};
}

namespace {

/// What of `v` is orthogonal to the unit or zero vector `u`, as a unit vector; zero where nothing
/// is left but rounding.
Vec beside(const Vec& v, const Vec& u) {
  Vec rest = v - u.dot(v) * u;
  rest -= u.dot(rest) * u;
  return rest.norm() > 1e-8 * v.norm() ? Vec(rest.normalized()) : Vec(Vec::Zero(v.size()));
}

/// The coordinate direction that is nearest to orthogonal, made so.
Vec anyBeside(const Vec& u) {
  Index smallest = 0;
  u.cwiseAbs().minCoeff(&smallest);
  return beside(Vec::Unit(u.size(), smallest), u);
}

/// Eigenvectors of the `count` largest eigenvalues [d, up to count], pointing towards their largest
/// entries; nothing where it was stopped.
Mat sharpestDirections(Evaluator& f, const Vec& x, Index count,
                       const std::function<bool()>& stopping) {
  Eigenpairs top = leadingEigenpairs(f, x, nullptr, count, {}, stopping);
  if (top.stopped) return {};
  for (Index k = 0; k < top.vectors.cols(); ++k) {
    Index largest = 0;
    top.vectors.col(k).cwiseAbs().maxCoeff(&largest);
    if (top.vectors(largest, k) < 0) top.vectors.col(k) *= -1;
  }
  return top.vectors;
}

Vec columnOrZero(const Mat& m, Index k, Index d) {
  return k < m.cols() && m.rows() == d ? Vec(m.col(k)) : Vec(Vec::Zero(d));
}

}  // namespace

Plane gradientHessianPlane(Evaluator& f, const Vec& x, const std::function<bool()>& stopping) {
  Vec g(x.size());
  f.gradient(x, g);
  if (!g.allFinite()) g.setZero();
  const Vec u = columnOrZero(sharpestDirections(f, x, 1, stopping), 0, x.size());
  if (stopping && stopping()) return {x, {}, {}};
  Plane plane{x, {}, {}};
  plane.d1 = g.norm() > 0   ? Vec(g.normalized())
             : u.norm() > 0 ? anyBeside(u)
                            : Vec(Vec::Unit(x.size(), 0));
  plane.d2 = beside(u, plane.d1);
  if (plane.d2.norm() == 0) plane.d2 = anyBeside(plane.d1);
  return plane;
}

Plane twoEigenvectorsPlane(Evaluator& f, const Vec& x, const std::function<bool()>& stopping) {
  const Mat top = sharpestDirections(f, x, std::min<Index>(2, x.size()), stopping);
  if (stopping && stopping()) return {x, {}, {}};
  Plane plane{x, columnOrZero(top, 0, x.size()), columnOrZero(top, 1, x.size())};
  if (plane.d1.norm() == 0) plane.d1 = Vec::Unit(x.size(), 0);
  plane.d2 = beside(plane.d2, plane.d1);
  if (plane.d2.norm() == 0) plane.d2 = anyBeside(plane.d1);
  return plane;
}

Result<Plane> threePointsPlane(const Vec& a, const Vec& b, const Vec& c) {
  const Vec ab = b - a, ac = c - a;
  const double length = ab.norm();
  if (!(length > 0))
    return Error{"the first two of the three points are one: they span no plane", "points"};
  Plane plane{a, ab / length, {}};
  plane.d2 = beside(ac, plane.d1);
  if (plane.d2.norm() == 0)
    return Error{"the three points lie on a line: they span no plane", "points"};
  const double along = plane.d1.dot(ac), up = plane.d2.dot(ac);
  plane.origin = plane.at(0.5 * (std::min(0.0, along) + std::max(length, along)), 0.5 * up);
  return plane;
}

namespace {

Result<Plane> ofCoordinates(const PlaneRequest& request, Index d) {
  for (const std::int64_t i : request.choice.coordinates)
    if (i < 0 || i >= d)
      return Error{
          fmt::format("coordinate {} is not one of this problem's {}: 0 to {}", i, d, d - 1),
          "coordinates"};
  Plane plane = coordinatePlane(d, request.choice.coordinates[0], request.choice.coordinates[1]);
  plane.origin = request.centre;
  return plane;
}

Result<Plane> ofFile(const PlaneRequest& request) {
  const std::string& file = request.choice.file;
  if (!isPlaneFile(file))
    return Error{fmt::format("'{}' is not a file of directions: a .npz with d1 and d2, or a .csv "
                             "with these columns",
                             quotable(file, 200)),
                 "file"};
  Result<Plane> plane = planeFromFile(file, request.centre, request.choice.centre.has_value());
  if (!plane) return plane;
  const double lengths = plane->d1.norm() * plane->d2.norm();
  if (!std::isfinite(lengths) || !plane->origin.allFinite())
    return Error{fmt::format("{} has numbers that are not finite", quotable(file, 200)), "file"};
  if (!(std::abs(plane->d1.dot(plane->d2)) < (1 - 1e-12) * lengths))
    return Error{
        fmt::format("{}: d1 and d2 lie on a line: they span no plane", quotable(file, 200)),
        "file"};
  return plane;
}

Result<Plane> ofPaths(const PlaneRequest& request) {
  if (request.cloud.empty())
    return Error{"a plane through the path needs a path, so at least one [[optimizer]]", "kind"};
  Plane plane = planeOfPath(request.cloud).plane;
  if (request.centre.size() > 0) plane.origin = request.centre;
  return plane;
}

}  // namespace

Result<Plane> layPlane(const PlaneRequest& request) {
  const PlaneChoice& choice = request.choice;
  if (choice.kind == "auto" || choice.kind == "pca") return ofPaths(request);
  if (choice.kind == "three-points") {
    if (request.points.size() != 3)
      return Error{fmt::format("a plane through three points has been given {} of them",
                               request.points.size()),
                   "points"};
    return threePointsPlane(request.points[0], request.points[1], request.points[2]);
  }
  const Index d = request.objective->dimension();
  if (request.centre.size() != d)
    return Error{fmt::format("the plane {} needs a point that it goes through", choice.kind),
                 "centre"};
  if (choice.kind == "coordinates") return ofCoordinates(request, d);
  if (choice.kind == "random")
    return randomPlane(*request.objective, request.centre, choice.normalisation,
                       std::uint64_t(choice.seed));
  if (choice.kind == "own-file") return ofFile(request);
  Evaluator f(request.objective);
  Plane plane = choice.kind == "gradient-hessian"
                    ? gradientHessianPlane(f, request.centre, request.stopping)
                    : twoEigenvectorsPlane(f, request.centre, request.stopping);
  if (plane.d1.size() == 0)
    return Error{fmt::format("the plane {} was cancelled", choice.kind), "kind"};
  return plane;
}

}  // namespace thalweg
