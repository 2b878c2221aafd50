#include "core/objectives/network/activation.h"

#include <cmath>
#include <numbers>

#include "core/math/fast_tanh.h"

// Packets lose their alignment attribute as template arguments, which is without effect here.
#pragma GCC diagnostic ignored "-Wignored-attributes"

namespace thalweg {
namespace {

using namespace packets;

template <class P>
struct Curve {
  P value, slope, bend;
};

/// A function of one number applied to each of a packet.
template <class P, class F>
P eachOf(const P& x, F f) {
  using S = typename unpacket_traits<P>::type;
  S lanes[unpacket_traits<P>::size];
  pstoreu(lanes, x);
  for (S& lane : lanes) lane = f(lane);
  return ploadu<P>(lanes);
}

struct Identity {
  static double third(double) { return 0.0; }
  template <class P>
  static Curve<P> at(const P& z) {
    return {z, all(z, 1), all(z, 0)};
  }
};

struct Tanh {
  static double third(double z) {
    const double a = std::tanh(z), slope = 1.0 - a * a;
    return slope * (6.0 * a * a - 2.0);
  }
  template <class P>
  static Curve<P> at(const P& z) {
    const P a = tanhOf(z);
    const P slope = pmadd(pnegate(a), a, all(z, 1));
    return {a, slope, pmul(pmul(all(z, -2), a), slope)};
  }
};

struct Relu {
  static double third(double) { return 0.0; }
  template <class P>
  static Curve<P> at(const P& z) {
    const P zero = all(z, 0);
    // By comparisons that are false for NaN, so that NaN goes through.
    return {pselect(pcmp_lt(z, zero), zero, z), pselect(pcmp_lt(zero, z), all(z, 1), zero), zero};
  }
};

struct LeakyRelu {
  static double third(double) { return 0.0; }
  template <class P>
  static Curve<P> at(const P& z) {
    const P zero = all(z, 0), small = all(z, 0.01);
    return {pselect(pcmp_lt(z, zero), pmul(small, z), z),
            pselect(pcmp_lt(zero, z), all(z, 1), small), zero};
  }
};

struct Elu {
  static double third(double z) { return z > 0.0 ? 0.0 : std::exp(z); }
  template <class P>
  static Curve<P> at(const P& z) {
    const P zero = all(z, 0), one = all(z, 1);
    const P above = pcmp_lt(zero, z);
    const P below = pselect(above, zero, z);  // no overflow on the side not taken
    const P e = exponentialOf(below);
    return {pselect(above, z, exponentialLessOneOf(below)), pselect(above, one, e),
            pselect(above, zero, e)};
  }
};

struct Silu {
  static double third(double z) {
    const double s = 1.0 / (1.0 + std::exp(-z)), slope = s * (1.0 - s);
    return slope * (3.0 * (1.0 - 2.0 * s) + z * (1.0 - 6.0 * slope));
  }
  template <class P>
  static Curve<P> at(const P& z) {
    const P s = logisticOf(z), one = all(z, 1);
    const P rest = psub(one, s), curved = pmul(s, rest);
    return {pmul(z, s), pmul(s, pmadd(z, rest, one)),
            pmul(curved, pmadd(z, psub(rest, s), all(z, 2)))};
  }
};

struct Sigmoid {
  static double third(double z) {
    const double s = 1.0 / (1.0 + std::exp(-z)), slope = s * (1.0 - s);
    return slope * (1.0 - 6.0 * slope);
  }
  template <class P>
  static Curve<P> at(const P& z) {
    const P s = logisticOf(z), one = all(z, 1);
    const P slope = pmul(s, psub(one, s));
    return {s, slope, pmul(slope, pmadd(all(z, -2), s, one))};
  }
};

struct Softplus {
  static double third(double z) {
    const double s = 1.0 / (1.0 + std::exp(-z));
    return s * (1.0 - s) * (1.0 - 2.0 * s);
  }
  template <class P>
  static Curve<P> at(const P& z) {
    const P s = logisticOf(z), zero = all(z, 0);
    // log(1 + e^z) = max(z, 0) + log(1 + e^-|z|): no overflow, and the small one keeps its digits.
    const P value =
        padd(pselect(pcmp_lt(z, zero), zero, z), generic_plog1p(exponentialOf(pnegate(pabs(z)))));
    return {pselect(pcmp_eq(z, z), value, z), s, pmul(s, psub(all(z, 1), s))};
  }
};

/// The exact one: z Phi(z), Phi the normal distribution function.
struct Gelu {
  static double third(double z) {
    const double bell = std::exp(-0.5 * z * z) * std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return bell * z * (z * z - 4.0);
  }
  template <class P>
  static Curve<P> at(const P& z) {
    using S = typename unpacket_traits<P>::type;
    const P below =
        eachOf(z, [](S x) { return S(0.5) * std::erfc(x * S(-std::numbers::sqrt2 / 2)); });
    const P bell = pmul(all(z, std::numbers::inv_sqrtpi / std::numbers::sqrt2),
                        exponentialOf(pmul(pmul(z, z), all(z, -0.5))));
    return {pmul(z, below), pmadd(z, bell, below), pmul(bell, pmadd(pnegate(z), z, all(z, 2)))};
  }
};

// What a kernel does not store is not computed: `at` is inlined.
template <class F, class S>
struct Kernels {
  using P = typename packet_traits<S>::type;
  static constexpr Index wide = packet_traits<S>::size;
  static_assert(padding % wide == 0);

  static void value(const S* z, S* a, Index count) {
    for (Index i = 0; i < count; i += wide) pstoreu(a + i, F::at(ploadu<P>(z + i)).value);
  }
  static void slope(const S* z, S* a, S* slope, Index count) {
    for (Index i = 0; i < count; i += wide) {
      const Curve<P> c = F::at(ploadu<P>(z + i));
      pstoreu(a + i, c.value);
      pstoreu(slope + i, c.slope);
    }
  }
  static void bend(const S* z, S* a, S* slope, S* bend, Index count) {
    for (Index i = 0; i < count; i += wide) {
      const Curve<P> c = F::at(ploadu<P>(z + i));
      pstoreu(a + i, c.value);
      pstoreu(slope + i, c.slope);
      pstoreu(bend + i, c.bend);
    }
  }
  static ActivationKernels<S> all() { return {&value, &slope, &bend}; }
};

template <class F>
Activation row(const Card& card) {
  return {card, Kernels<F, double>::all(), Kernels<F, float>::all(), &F::third};
}

}  // namespace

const std::vector<Activation>& allActivations() {
  static const std::vector<Activation> rows{
      row<Tanh>({"tanh", "Hyperbolic tangent", "Smooth and odd; saturates at ±1.", "φ(z) = tanh z",
                 "LeCun et al., Efficient BackProp, 1998"}),
      row<Relu>({"relu", "Rectified linear unit",
                 "The positive part: piecewise linear, so its second derivative is 0.",
                 "φ(z) = max(z, 0)", "Nair and Hinton, ICML 2010"}),
      row<LeakyRelu>({"leakyrelu", "Leaky rectified linear unit",
                      "A hundredth of the slope below zero: no unit dies.",
                      "φ(z) = z for z > 0, else 0.01 z", "Maas, Hannun and Ng, ICML 2013"}),
      row<Elu>({"elu", "Exponential linear unit",
                "Linear above zero, saturates at −1 below; its slope has no jump.",
                "φ(z) = z for z > 0, else e^z − 1", "Clevert et al., arXiv 1511.07289"}),
      row<Silu>({"silu", "Sigmoid linear unit (swish)",
                 "z times the logistic function of z: smooth, with a dip below zero.",
                 "φ(z) = z / (1 + e^−z)", "Elfwing et al., arXiv 1702.03118"}),
      row<Identity>({"identity", "Identity", "No nonlinearity: a deep linear network.", "φ(z) = z",
                     "Baldi and Hornik, Neural Networks 2, 1989"}),
      row<Gelu>({"gelu", "Gaussian error linear unit",
                 "The exact one: z times the normal distribution function of z.", "φ(z) = z Φ(z)",
                 "Hendrycks and Gimpel, arXiv 1606.08415"}),
      row<Sigmoid>({"sigmoid", "Logistic sigmoid", "Smooth step from 0 to 1.",
                    "φ(z) = 1 / (1 + e^−z)", "Rumelhart, Hinton and Williams, Nature 323, 1986"}),
      row<Softplus>({"softplus", "Softplus", "A smooth rectified linear unit.",
                     "φ(z) = log(1 + e^z)", "Dugas et al., NIPS 2000"}),
  };
  return rows;
}

const Activation* activationOf(const std::string& id) {
  for (const Activation& row : allActivations())
    if (row.card.id == id) return &row;
  return nullptr;
}

}  // namespace thalweg
