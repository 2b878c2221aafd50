/// Searches for a step length along a direction.
#pragma once

#include <memory>

namespace thalweg {

/// The function along the direction at length t: its value, and its slope in `slope`. Refers to
/// what it is made of, which must outlive it, and allocates nothing.
class AlongLine {
 public:
  template <class Function>
  AlongLine(const Function& function)
      : m_function(std::addressof(function)), m_call([](const void* f, double t, double& slope) {
          return (*static_cast<const Function*>(f))(t, slope);
        }) {}
  double operator()(double t, double& slope) const { return m_call(m_function, t, slope); }

 private:
  const void* m_function;
  double (*m_call)(const void*, double, double&);
};

struct LineSearch {
  double c1 = 1e-4;        // share of the expected decrease that must be met (Armijo)
  double c2 = 0.9;         // share of the slope that may be left (curvature condition)
  int evaluations = 25;    // at most
  double narrowest = 0.0;  // brackets shorter than this, times `scale`, are not divided further
  double scale = 1.0;      // largest coordinate of the direction
};

struct LineSearchResult {
  double t = 0.0, f = 0.0, slope = 0.0;
  int evaluations = 0;
};

/// A length that meets the strong Wolfe conditions, or the best one seen: bracketing with cubic
/// extrapolation, then a zoom with cubic interpolation kept away from the ends of the bracket
/// (Nocedal and Wright 2006, algorithms 3.5 and 3.6, in the form of PyTorch's L-BFGS). `f0` and
/// `slope0` < 0 at t = 0; `t` is tried first. t = 0 where no lower point was found.
LineSearchResult strongWolfe(const AlongLine& along, double f0, double slope0, double t,
                             const LineSearch& options);

}  // namespace thalweg
