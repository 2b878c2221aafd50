/// The vector and matrix types of the numeric core.
#pragma once

#include <Eigen/Core>

namespace thalweg {

using Index = Eigen::Index;
using Vec = Eigen::VectorXd;
using Mat = Eigen::MatrixXd;

}  // namespace thalweg
