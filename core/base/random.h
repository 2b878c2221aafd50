/// Random numbers that are the same on every machine: from a seed and a stream, never from shared state.
#pragma once

#include <cmath>
#include <cstdint>

namespace thalweg {

/// splitmix64 (Steele, Lea and Flood 2014). Streams of one seed are independent for our purposes.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) : m_state(mixed(seed) ^ mixed(~stream)) {}

  std::uint64_t bits() { return mixed(m_state += 0x9E3779B97F4A7C15u); }
  /// Uniform in [0, 1), 53 bits.
  double uniform() { return double(bits() >> 11) * 0x1.0p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// Standard normal (Box and Muller 1958), two draws a number so that the stream stays simple.
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(6.283185307179586 * uniform());
  }

 private:
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }
  std::uint64_t m_state;
};

}  // namespace thalweg
