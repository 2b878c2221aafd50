/// The normal numbers of NumPy's RandomState, for instances that are defined by its seed.
#pragma once

#include <cmath>
#include <random>

#include "core/base/types.h"

namespace thalweg {

/// Mersenne Twister with 53-bit numbers and Marsaglia's polar method, as RandomState(seed).randn.
class NumpyRandom {
 public:
  explicit NumpyRandom(unsigned seed) : m_bits(seed) {}
  double uniform() {
    const double high = double(m_bits() >> 5), low = double(m_bits() >> 6);
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }
  double normal() {
    if (m_spare) {
      m_spare = false;
      return m_next;
    }
    double x1 = 0.0, x2 = 0.0, square = 0.0;
    do {
      x1 = 2.0 * uniform() - 1.0;
      x2 = 2.0 * uniform() - 1.0;
      square = x1 * x1 + x2 * x2;
    } while (square >= 1.0 || square == 0.0);
    const double factor = std::sqrt(-2.0 * std::log(square) / square);
    m_next = factor * x1;
    m_spare = true;
    return factor * x2;
  }
  Mat normals(Index rows, Index cols) {
    Mat a(rows, cols);
    for (Index i = 0; i < rows; ++i)
      for (Index j = 0; j < cols; ++j) a(i, j) = normal();
    return a;
  }

 private:
  std::mt19937 m_bits;
  double m_next = 0.0;
  bool m_spare = false;
};

}  // namespace thalweg
