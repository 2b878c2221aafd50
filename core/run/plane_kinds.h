/// The ways to lay a plane through parameter space.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/run/experiment.h"
#include "core/run/plane.h"

namespace thalweg {

/// The kinds of `view.plane.kind` and of `--plane`, `auto` first.
const std::vector<std::string>& planeKinds();

/// How the length of a random direction is made that of the parameters (Li et al. 2018): each row
/// of a weight matrix has the norm of the same row of x; each matrix that of the matrix; each entry
/// is multiplied by the parameter; or nothing is done.
const std::vector<std::string>& normalisations();  // filter, layer, weight, none

/// A normal random direction, made so long. Biases are 0 but where nothing is done. Of an objective
/// without blocks a row and a matrix are the whole vector, and it is made of unit length.
Vec randomDirection(const Objective& objective, const Vec& x, const std::string& normalisation,
                    std::uint64_t seed, std::uint64_t stream);

/// Two random directions of one seed. They are not made orthogonal: their cosine is small in many
/// dimensions, and is told.
Plane randomPlane(const Objective& objective, const Vec& x, const std::string& normalisation,
                  std::uint64_t seed);

/// The plane through x along its gradient and the eigenvector of its largest Hessian eigenvalue,
/// orthonormalised in that order; the second axis points towards its largest entry. Where they are
/// parallel, or one of them is missing, any orthogonal direction takes the place. No directions
/// where it was stopped.
Plane gradientHessianPlane(Evaluator& f, const Vec& x, const std::function<bool()>& stopping = {});

/// The plane through x along the eigenvectors of its two largest Hessian eigenvalues, each pointing
/// towards its largest entry. No directions where it was stopped.
Plane twoEigenvectorsPlane(Evaluator& f, const Vec& x, const std::function<bool()>& stopping = {});

/// The plane through three points: unit, orthogonal directions, the first from a to b, c on the
/// side of the second; its origin is the middle of the frame that holds them. Refused where they
/// lie on a line.
Result<Plane> threePointsPlane(const Vec& a, const Vec& b, const Vec& c);

/// All that a plane may be laid through.
struct PlaneRequest {
  PlaneChoice choice;  // its steps are told by the points below
  std::shared_ptr<const Objective> objective;
  Vec centre;               // the point that it goes through; empty: the mean of the paths (pca)
  std::vector<Vec> points;  // of three-points: three
  std::vector<Vec> cloud;   // of pca: the points of the paths
  std::function<bool()> stopping{};
};

/// The plane, or the sentence that says why there is none.
Result<Plane> layPlane(const PlaneRequest& request);

}  // namespace thalweg
