
#include "core/math/line_search.h"
#include "core/optimizers/line.h"

namespace thalweg {

double searched(Oracle& f, const Vec& x, const Vec& direction, const Vec& gradient, double first,
                double c2, Vec& trial) {
  const double slope = gradient.dot(direction), value = f.value(x);
  trial = x;
  if (!(slope < 0) || !(first > 0)) return 0.0;
  const auto along = [&](double t, double& slopeThere) {
    trial = x + t * direction;
    const Vec& g = f.gradient(trial);
    slopeThere = g.dot(direction);
    return f.value(trial);
  };
  const LineSearchResult found = strongWolfe(along, value, slope, first, {.c2 = c2});
  trial = x + found.t * direction;
  return found.t;
}

std::span<const Index> rowsOf(const Oracle& f, std::vector<Index>& all) {
  if (!f.rows().empty()) return f.rows();
  if (all.empty()) all = allRows(f.objective().asFiniteSum()->samples());
  return all;
}

}  // namespace thalweg
