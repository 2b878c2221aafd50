#include "core/landscapes/planar.h"

namespace thalweg::landscapes {
namespace {

struct Factorisation {
  std::string beginning = "unbalanced";

  static Card card() {
    return {.id = "factorisation",
            .title = "Two factors of one",
            .summary =
                "The smallest network of two layers: every point of a hyperbola is a "
                "minimum, flat where the factors are alike and sharp where they are not.",
            .formula = "f(a, b) = (ab − 1)²",
            .reference = "Saxe, McClelland and Ganguli 2014; Wang et al. 2022"};
  }
  static Schema<Factorisation> schema() {
    return Schema<Factorisation>{}.choice(
        &Factorisation::beginning,
        {.key = "beginning",
         .label = "start",
         .help = "Factors of one size, or one much larger than the other."},
        {"unbalanced", "balanced"});
  }
  template <class T>
  T value(const T& a, const T& b) const {
    return square(a * b - T(1.0));
  }
  std::vector<Interval> box() const { return {{-3, 3}, {-3, 3}}; }
  Vec start() const { return beginning == "balanced" ? Vec{{1.6, 1.6}} : Vec{{2.6, 0.1}}; }
  std::vector<KnownPoint> points() const {
    return {{Vec{{1.0, 1.0}}, 0.0, PointKind::minimum},
            {Vec{{-1.0, -1.0}}, 0.0, PointKind::minimum},
            {Vec{{0.0, 0.0}}, 1.0, PointKind::saddle}};
  }
};

}  // namespace

LandscapeEntry factorisation() {
  return planarLandscape<Factorisation>({{"sgd", 0.02},
                                         {"momentum", 0.002},
                                         {"nesterov", 0.002},
                                         {"adam", 0.02},
                                         {"rmsprop", 0.01},
                                         {"adagrad", 0.1}});
}

}  // namespace thalweg::landscapes
