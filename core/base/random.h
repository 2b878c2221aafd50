/// Random numbers that are the same on every machine and in every library.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace thalweg {

/// xoshiro256++ (Blackman and Vigna 2019), its state drawn from (seed, stream) by splitmix64: a
/// place that needs numbers, such as a step or a layer, takes a stream of its own and depends on no
/// other.
class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0) {
    // The stream passes the mixer once before it joins: neighbouring (seed, stream) pairs share
    // nothing.
    std::uint64_t counter = stream;
    counter = seed ^ mixed(counter);
    for (std::uint64_t& word : m_state) word = mixed(counter);
  }

  std::uint64_t bits() {
    const std::uint64_t result = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
    const std::uint64_t t = m_state[1] << 17;
    m_state[2] ^= m_state[0];
    m_state[3] ^= m_state[1];
    m_state[1] ^= m_state[2];
    m_state[0] ^= m_state[3];
    m_state[2] ^= t;
    m_state[3] = std::rotl(m_state[3], 45);
    return result;
  }

  /// In [0, 1), a multiple of 2^-53.
  double uniform() { return double(bits() >> 11) * 0x1p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Standard normal (Box and Muller 1958).
  double normal() {
    if (m_spare) {
      m_spare = false;
      return m_next;
    }
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    const double angle = 2.0 * std::numbers::pi * uniform();
    m_next = radius * std::sin(angle);
    m_spare = true;
    return radius * std::cos(angle);
  }

  /// -1 or 1.
  double sign() { return bits() >> 63 ? 1.0 : -1.0; }

  /// In 0 .. count-1, all equally likely (Lemire 2019, without the rejection: the bias is below
  /// count 2^-64).
  std::uint64_t below(std::uint64_t count) {
    __extension__ using Wide = unsigned __int128;
    return std::uint64_t((Wide(bits()) * count) >> 64);
  }

 private:
  /// splitmix64 (Steele, Lea and Flood 2014): advances the counter.
  static std::uint64_t mixed(std::uint64_t& counter) {
    std::uint64_t z = counter += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
  }

  std::uint64_t m_state[4];
  double m_next = 0.0;
  bool m_spare = false;
};

}  // namespace thalweg
