/// The loss as a shade.
#include "widgets/views/level_scale.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/views/ticks.h"

namespace thalweg {

double LevelScale::share(double f) const {
  if (!std::isfinite(f)) return std::numeric_limits<double>::quiet_NaN();
  const double shifted = f + offset;
  if (shifted <= 0) return 0;
  return (decadesOf(shifted) - low) / (high - low);
}

double LevelScale::valueAt(double share) const {
  return std::pow(10.0, low + share * (high - low)) - offset;
}

QString LevelScale::name() const { return "log of (f + " + numberText(offset, 3) + ")"; }

std::vector<std::pair<double, QString>> LevelScale::ticks(double gap) const {
  std::vector<double> values;
  const double bottom = valueAt(0), top = valueAt(1);
  if (offset > 0.05) {  // shifted by a negative floor: decades of f mean nothing here
    for (const Tick& tick : linearTicks(bottom, top, 5)) values.push_back(tick.at);
  } else {
    if (bottom <= 0.02)
      values.push_back(0);  // the floor as the eye reads it; the true least value is in the notes
    const int first = int(std::ceil(std::log10(std::max(bottom, 0.1)) - 1e-9));
    for (int e = first; e <= int(std::floor(std::log10(std::max(top, 1e-9)))); ++e)
      values.push_back(e >= 0 ? std::pow(10.0, e) : 1 / std::pow(10.0, -e));
    if (values.size() < 2) {
      values.clear();
      for (const Tick& tick : linearTicks(bottom, top, 3)) values.push_back(tick.at);
    }
  }
  std::vector<std::pair<double, QString>> ticks;
  for (const double value : values) {
    const double at = std::clamp(share(value), 0.0, 1.0);
    if (!ticks.empty() && at - ticks.back().first < gap) continue;
    ticks.push_back({at, numberText(value, 3)});
  }
  return ticks;
}

LevelScale levelScaleOf(const PlaneGrid& grid) {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  for (const double f : grid.f) {
    if (!std::isfinite(f)) continue;
    least = std::min(least, f);
    most = std::max(most, f);
  }
  LevelScale scale;
  if (least > most) return scale;
  if (least < 0) scale.offset = std::max(0.05, -least) - least;
  scale.low = decadesOf(least + scale.offset);
  // A loss that explodes inside the box would leave one band for everything else.
  scale.high = std::min(decadesOf(most + scale.offset), scale.low + 12);
  if (scale.high - scale.low < 1e-9) scale.high = scale.low + 1e-9;
  return scale;
}

double LevelField::sample(double x, double y) const {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (nx < 2 || ny < 2) return nan;
  const double u = (x - x0) / (x1 - x0) * (nx - 1), v = (y - y0) / (y1 - y0) * (ny - 1);
  if (!(u >= -1e-9 && u <= nx - 1 + 1e-9 && v >= -1e-9 && v <= ny - 1 + 1e-9)) return nan;
  const int i = std::clamp(int(u), 0, nx - 2), j = std::clamp(int(v), 0, ny - 2);
  const double a = std::clamp(u - i, 0.0, 1.0), b = std::clamp(v - j, 0.0, 1.0);
  double sum = 0;
  const double weights[4] = {(1 - a) * (1 - b), a * (1 - b), (1 - a) * b, a * b};
  for (int k = 0; k < 4; ++k)
    if (weights[k] > 0) sum += weights[k] * at(i + k % 2, j + k / 2);
  return sum;
}

LevelField levelFieldOf(const PlaneGrid& grid, const LevelScale& scale) {
  LevelField field{grid.nx, grid.ny, grid.x0, grid.x1, grid.y0, grid.y1, {}};
  field.share.resize(grid.f.size());
  for (std::size_t i = 0; i < grid.f.size(); ++i) {
    const double share = scale.share(grid.f[i]);
    field.share[i] = share > 1 ? 1 : share;  // a NaN goes through
  }
  return field;
}

LevelField resampled(const LevelField& field, int nx, int ny) {
  LevelField made{nx, ny, field.x0, field.x1, field.y0, field.y1, {}};
  made.share.resize(std::size_t(nx) * std::size_t(ny));
  for (int j = 0; j < ny; ++j)
    for (int i = 0; i < nx; ++i)
      made.share[std::size_t(j) * std::size_t(nx) + std::size_t(i)] =
          field.sample(made.xAt(i), made.yAt(j));
  return made;
}

}  // namespace thalweg
