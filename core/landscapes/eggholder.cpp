#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Eggholder {
  static Card card() {
    return {.id = "eggholder",
            .title = "Egg holder",
            .summary = "Deep bowls and ridges with kinks; the lowest point lies on the border.",
            .formula = "f(x, y) = −(y + 47) sin √|x/2 + y + 47| − x sin √|x − (y + 47)|",
            .reference = "Whitley et al. 1996"};
  }
  static Schema<Eggholder> schema() { return {}; }
  template <class T>
  T value(const T& x, const T& y) const {
    const T shifted = y + T(47.0);
    return -shifted * sine(root(absolute(T(0.5) * x + shifted))) -
           x * sine(root(absolute(x - shifted)));
  }
  std::vector<Interval> box() const { return {{-512, 512}, {-512, 512}}; }
  Vec start() const { return Vec{{150.0, -220.0}}; }
  std::vector<KnownPoint> points() const {
    return {{Vec{{512.0, 404.2318058008512}}, -959.6406627208503, PointKind::minimum, false}};
  }
};

}  // namespace

LandscapeEntry eggholder() {
  return planarLandscape<Eggholder>({{"sgd", 1.0},
                                     {"momentum", 0.3},
                                     {"nesterov", 0.3},
                                     {"adam", 5.0},
                                     {"rmsprop", 2.0},
                                     {"adagrad", 5}});
}

}  // namespace thalweg::landscapes
