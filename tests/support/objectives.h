/// Objectives whose answers are known, or which misbehave on purpose.
#pragma once

#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <thread>

#include "core/objectives/objective.h"

namespace thalweg {

/// Half the sum of curvature_i x_i^2.
class Bowl : public Objective {
 public:
  explicit Bowl(Vec curvature) : m_curvature(std::move(curvature)) {}
  Index dimension() const override { return m_curvature.size(); }
  double value(const Vec& x, Scratch*) const override {
    return 0.5 * (m_curvature.array() * x.array().square()).sum();
  }
  double gradient(const Vec& x, Vec& g, Scratch* s) const override {
    g = m_curvature.cwiseProduct(x);
    return value(x, s);
  }
  void hessianTimes(const Vec&, const Vec& v, Vec& hv, Scratch*) const override {
    hv = m_curvature.cwiseProduct(v);
  }

 private:
  Vec m_curvature;
};

/// Sum of cos(x_i) + 0.1 x_i x_{i+1} + 0.01 (i + 1) x_i^2: a Hessian that changes with x and is not
/// diagonal.
class Wavy : public Objective {
 public:
  explicit Wavy(Index d) : m_d(d) {}
  Index dimension() const override { return m_d; }
  double value(const Vec& x, Scratch*) const override {
    double f = 0.0;
    for (Index i = 0; i < m_d; ++i)
      f += std::cos(x[i]) + 0.01 * double(i + 1) * x[i] * x[i] +
           (i + 1 < m_d ? 0.1 * x[i] * x[i + 1] : 0.0);
    return f;
  }
  double gradient(const Vec& x, Vec& g, Scratch* s) const override {
    for (Index i = 0; i < m_d; ++i)
      g[i] = -std::sin(x[i]) + 0.02 * double(i + 1) * x[i] + (i + 1 < m_d ? 0.1 * x[i + 1] : 0.0) +
             (i > 0 ? 0.1 * x[i - 1] : 0.0);
    return value(x, s);
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch*) const override {
    for (Index i = 0; i < m_d; ++i)
      hv[i] = (0.02 * double(i + 1) - std::cos(x[i])) * v[i] +
              (i + 1 < m_d ? 0.1 * v[i + 1] : 0.0) + (i > 0 ? 0.1 * v[i - 1] : 0.0);
  }

 private:
  Index m_d;
};

/// A bowl of which every answer takes `time`; after `stopAfter` values it calls `onLimit`. For one
/// thread.
class Slow final : public Bowl {
 public:
  Slow(Index d, std::chrono::microseconds time) : Bowl(Vec::LinSpaced(d, 1.0, 2.0)), m_time(time) {}
  double value(const Vec& x, Scratch* s) const override {
    if (++m_values == stopAfter && onLimit) onLimit();
    std::this_thread::sleep_for(m_time);
    return Bowl::value(x, s);
  }
  void hessianTimes(const Vec& x, const Vec& v, Vec& hv, Scratch* s) const override {
    std::this_thread::sleep_for(m_time);
    Bowl::hessianTimes(x, v, hv, s);
  }
  long stopAfter = -1;
  std::function<void()> onLimit;

 private:
  std::chrono::microseconds m_time;
  mutable std::atomic<long> m_values = 0;
};

/// A bowl whose gradient throws at the call of that number, from 1.
class Throwing final : public Bowl {
 public:
  explicit Throwing(long call) : Bowl(Vec::Ones(2)), m_call(call) {}
  double gradient(const Vec& x, Vec& g, Scratch* s) const override {
    if (++m_calls == m_call) throw std::runtime_error("no memory for the gradient");
    return Bowl::gradient(x, g, s);
  }

 private:
  long m_call;
  mutable long m_calls = 0;
};

/// A bowl over a weight matrix [2, 3] and a bias [2].
class Blocks final : public Bowl {
 public:
  Blocks() : Bowl(Vec::Ones(8)) {}
  std::vector<ParameterBlock> blocks() const override {
    return {{"W0", 0, 2, 3, false}, {"b0", 6, 2, 1, true}};
  }
};

}  // namespace thalweg
