/// What can be put around any optimizer: clipping, decay, noise, a look to the side.
#pragma once

#include <concepts>
#include <functional>
#include <string>
#include <vector>

#include "core/optimizers/optimizer.h"

namespace thalweg {

/// What an author writes: a plain struct. `step` moves x by one step, by way of `inner`.
template <class W>
concept Wrapping = std::copyable<typename W::Memory> && std::copyable<typename W::Settings> &&
    requires(const typename W::Settings& s, typename W::Memory& m, Vec& x, Oracle& f,
             Stepper& inner) {
  { W::card() } -> std::same_as<Card>;
  { W::schema() } -> std::same_as<Schema<typename W::Settings>>;
  { W::start(s, x) } -> std::same_as<typename W::Memory>;
  { W::step(s, m, x, f, inner) } -> std::same_as<void>;
  { W::changesGradients } -> std::convertible_to<bool>;
};

struct WrapperEntry {
  Card card;
  std::vector<Field> fields;
  /// Whether methods inside see other gradients than those of f: then they can not compare values
  /// of f with them.
  bool changesGradients = false;
  /// `seed` is the run's.
  std::function<Result<Stepper>(Stepper inner, const Values&, const Vec& x, std::uint64_t seed)>
      wrap;
};

/// A wrapper and the method inside it.
template <Wrapping W>
class WrapperAtWork final : public Stepper::Work {
 public:
  WrapperAtWork(typename W::Settings s, Stepper inner, const Vec& x, std::uint64_t seed)
      : m_settings(std::move(s)), m_memory(W::start(m_settings, x)), m_inner(std::move(inner)) {
    if constexpr (requires { m_memory.seed; }) m_memory.seed = seed;
  }
  std::unique_ptr<Work> clone() const override { return std::make_unique<WrapperAtWork>(*this); }
  void step(Vec& x, Oracle& f) override { W::step(m_settings, m_memory, x, f, m_inner); }
  double learningRate() const override { return m_inner.learningRate(); }
  double givenRate() const override { return m_inner.givenRate(); }
  void setLearningRate(double rate) override { m_inner.setLearningRate(rate); }
  /// The bounds of the method inside do not hold outside of it, unless the wrapper says how.
  std::vector<StabilityBound> bounds() const override {
    if constexpr (requires { W::bounds(m_settings, m_memory, m_inner); })
      return W::bounds(m_settings, m_memory, m_inner);
    return {};
  }
  bool preconditioner(Vec& p) const override { return m_inner.preconditioner(p); }
  std::vector<Term> terms() const override { return m_inner.terms(); }

 private:
  typename W::Settings m_settings;
  typename W::Memory m_memory;
  Stepper m_inner;
};

/// The row of a wrapper.
template <Wrapping W>
WrapperEntry wrapperEntry() {
  return {
      W::card(), W::schema().fields(), W::changesGradients,
      [](Stepper inner, const Values& values, const Vec& x, std::uint64_t seed) -> Result<Stepper> {
        auto settings = W::schema().read(values, "wrapper " + W::card().id);
        if (!settings) return settings.error();
        return Stepper(std::make_unique<WrapperAtWork<W>>(*settings, std::move(inner), x, seed));
      }};
}

}  // namespace thalweg
