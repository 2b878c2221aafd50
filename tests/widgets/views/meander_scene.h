/// The race on the meander, worked out here by the plainest loops, as a scene and as a figure to
/// look at.
#pragma once

#include <QDir>
#include <QImage>
#include <array>
#include <cmath>

#include "core/io/figure.h"
#include "widgets/views/scene.h"

namespace thalweg::testing {

inline double meander(double x, double y) {
  const double r = y - 0.8 * std::sin(x), d = x - 2.6;
  return 1.5 * r * r + 0.075 * d * d;
}

inline QPointF meanderGradient(QPointF p) {
  const double r = p.y() - 0.8 * std::sin(p.x());
  return {-3 * r * 0.8 * std::cos(p.x()) + 0.15 * (p.x() - 2.6), 3 * r};
}

inline std::shared_ptr<PlaneGrid> meanderGrid(int n = 201) {
  auto grid = std::make_shared<PlaneGrid>(PlaneGrid{n, n, -3.75, 3.65, -2.95, 2.85, {}});
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < n; ++i)
      grid->f.push_back(meander(-3.75 + 7.4 * i / (n - 1), -2.95 + 5.8 * j / (n - 1)));
  return grid;
}

/// `step(x, k)` is the place after step k from x.
template <class Step>
PlanePath pathOf(const QString& name, int style, int steps, Step step) {
  PlanePath path;
  path.name = name;
  path.style = style;
  QPointF x(-1.4, 2.2);
  for (int k = 0; k <= steps; ++k) {
    path.points.push_back(x);
    path.f.push_back(meander(x.x(), x.y()));
    x = step(x, k);
  }
  return path;
}

inline PlaneScene meanderScene(int cursor = 42, int steps = 120) {
  PlaneScene scene;
  scene.grid = meanderGrid();
  scene.paths.push_back(pathOf("Gradient descent", 0, steps,
                               [](QPointF x, int) { return x - 0.39 * meanderGradient(x); }));
  QPointF v;
  scene.paths.push_back(pathOf("Momentum", 1, steps, [&v](QPointF x, int) {
    v = 0.85 * v - 0.09 * meanderGradient(x);
    return x + v;
  }));
  std::array<double, 2> m{}, s{};
  scene.paths.push_back(pathOf("Adam", 2, steps, [&m, &s](QPointF x, int k) {
    const QPointF gradient = meanderGradient(x);
    const std::array<double, 2> g{gradient.x(), gradient.y()};
    std::array<double, 2> to{x.x(), x.y()};
    for (std::size_t i = 0; i < 2; ++i) {
      m[i] = 0.9 * m[i] + 0.1 * g[i];
      s[i] = 0.999 * s[i] + 0.001 * g[i] * g[i];
      const double mean = m[i] / (1 - std::pow(0.9, k + 1)),
                   square = s[i] / (1 - std::pow(0.999, k + 1));
      to[i] -= 0.18 * mean / (std::sqrt(square) + 1e-8);
    }
    return QPointF(to[0], to[1]);
  }));
  std::array<double, 2> q{};
  scene.paths.push_back(pathOf("RMSProp", 3, steps, [&q](QPointF x, int) {
    const QPointF gradient = meanderGradient(x);
    const std::array<double, 2> g{gradient.x(), gradient.y()};
    std::array<double, 2> to{x.x(), x.y()};
    for (std::size_t i = 0; i < 2; ++i) {
      q[i] = 0.99 * q[i] + 0.01 * g[i] * g[i];
      to[i] -= 0.045 * g[i] / (std::sqrt(q[i]) + 1e-8);
    }
    return QPointF(to[0], to[1]);
  }));
  scene.marks.push_back({{2.6, 0.8 * std::sin(2.6)}, "minimum"});
  scene.start = QPointF(-1.4, 2.2);
  scene.cursor = cursor;
  scene.selected = 1;
  return scene;
}

inline Figure lossFigure(const PlaneScene& scene) {
  Figure figure{"loss", "Loss", "step", "loss", Scale::linear, Scale::logarithmic, {}, {}};
  for (const PlanePath& path : scene.paths) {
    Series series;
    series.name = series.owner = path.name.toStdString();
    series.style = path.style;
    for (std::size_t k = 0; k < path.f.size(); ++k) {
      series.x.push_back(double(k));
      series.y.push_back(path.f[k]);
    }
    figure.series.push_back(series);
  }
  return figure;
}

/// Keeps a picture where the variable THALWEG_PICTURES names a folder.
inline void keepPicture(const QImage& image, const QString& name) {
  const QString folder = qEnvironmentVariable("THALWEG_PICTURES");
  if (!folder.isEmpty()) image.save(QDir(folder).filePath(name + ".png"));
}

}  // namespace thalweg::testing
