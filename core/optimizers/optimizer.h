/// The contract of an optimizer, and the one place where its type is forgotten.
#pragma once

#include <concepts>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/card.h"
#include "core/base/settings.h"
#include "core/objectives/oracle.h"

namespace thalweg {

/// How much of a measured quantity a method withstands: "sharpness" is the largest Hessian
/// eigenvalue, "preconditioned_sharpness" that of P^{-1/2} H P^{-1/2} with the method's own P.
struct StabilityBound {
  std::string quantity;
  double limit = 0.0;
  std::string formula;  // such as "2/η"
};

/// A named part of the last step, in the order in which the formula uses them.
struct Term {
  std::string name, symbol;
  Vec value;  // [d]
};

/// What a method asks of a problem beside its gradient.
struct Needs {
  bool value = false;      // compares values of f, as line searches do
  bool hessian = false;    // the Hessian, whole or times a vector
  bool data = false;       // f is a mean over samples
  bool residuals = false;  // .. of squared residuals
  bool matrices = false;   // the parameters are the weights of layers
  Index largest = 0;       // most parameters for which its dense matrices are kept; 0: any number
};

/// Whether the method looks at more of f than its gradients: changed ones would not go with it.
inline bool asksBeyondGradients(const Needs& needs) {
  return needs.value || needs.hessian || needs.data;
}

/// In words, such as "a mean over data; at most 2000 parameters"; empty where nothing is needed.
std::string textOf(const Needs& needs);
/// What the problem has not got of it, as a sentence about `who`; empty where nothing is missing.
std::string lackOf(const Needs& needs, const std::string& who, const Objective& objective);

/// What an author writes: a plain struct with these members (an optimizer is one file, and no
/// header).
template <class M>
concept Method = std::copyable<typename M::Memory> && std::copyable<typename M::Settings> &&
    requires(const typename M::Settings& s, typename M::Memory& m, Vec& x, Oracle& f) {
  { M::card() } -> std::same_as<Card>;
  { M::schema() } -> std::same_as<Schema<typename M::Settings>>;
  { M::start(s, x) } -> std::same_as<typename M::Memory>;
  { M::step(s, m, x, f) } -> std::same_as<void>;
  { s.learningRate } -> std::convertible_to<double>;
};

template <class M>
concept KnowsItsBounds = requires(const typename M::Settings& s, const typename M::Memory& m) {
  { M::bounds(s, m) } -> std::same_as<std::vector<StabilityBound>>;
};

/// `preconditioner(s, m, p)` writes the diagonal of P [d]; false while there is none yet.
template <class M>
concept Preconditions = requires(const typename M::Settings& s, const typename M::Memory& m,
                                 Vec& p) {
  { M::preconditioner(s, m, p) } -> std::same_as<bool>;
};

template <class M>
concept KnowsItsTerms = requires(const typename M::Settings& s, const typename M::Memory& m) {
  { M::terms(s, m) } -> std::same_as<std::vector<Term>>;
};

template <class M>
concept HasNeeds = requires {
  { M::needs() } -> std::same_as<Needs>;
};

/// Whether a method's next point is there. Those that compute always have it; those that read may
/// have to wait: `late` while it is being written, `none` while nothing of it is there.
struct Next {
  enum class Supply { ready, late, none, failed };
  Supply supply = Supply::ready;
  std::string why;  // it is not there
};

/// Methods that read their points, the start among them: `next` looks for the next of `d` numbers,
/// and `step` moves there.
template <class M>
concept Reads = requires(const typename M::Settings& s, typename M::Memory& m, Index d) {
  { M::next(s, m, d) } -> std::same_as<Next>;
};

/// `takesRateOnce` is true of methods that look at the learning rate before their first step alone.
template <class M>
concept TakesRateOnce = requires {
  { M::takesRateOnce } -> std::convertible_to<bool>;
};

/// Methods that choose their own step say which rate they took last.
template <class M>
concept ChoosesItsRate = requires(const typename M::Settings& s, const typename M::Memory& m) {
  { M::rate(s, m) } -> std::same_as<double>;
};

/// A method at work. A value: copying it forks the run, and both go on alike.
class Stepper {
 public:
  struct Work {
    virtual ~Work() = default;
    virtual std::unique_ptr<Work> clone() const = 0;
    virtual void step(Vec& x, Oracle& f) = 0;
    virtual double learningRate() const = 0;
    virtual double givenRate() const = 0;
    virtual void setLearningRate(double rate) = 0;
    virtual std::vector<StabilityBound> bounds() const = 0;
    virtual bool preconditioner(Vec& p) const = 0;
    virtual std::vector<Term> terms() const = 0;
    virtual bool reads() const { return false; }
    virtual Next next(Index) { return {}; }
  };

  explicit Stepper(std::unique_ptr<Work> work) : m_work(std::move(work)) {}
  Stepper(const Stepper& other) : m_work(other.m_work->clone()) {}
  Stepper(Stepper&&) noexcept = default;
  Stepper& operator=(const Stepper& other) {
    m_work = other.m_work->clone();
    return *this;
  }
  Stepper& operator=(Stepper&&) noexcept = default;

  /// Moves x [d] by one step.
  void step(Vec& x, Oracle& f) { m_work->step(x, f); }
  /// The rate of the last step where the method chooses it, else the one it will take next.
  double learningRate() const { return m_work->learningRate(); }
  /// The rate of the settings, or what a schedule has set.
  double givenRate() const { return m_work->givenRate(); }
  /// What a schedule sets before each step.
  void setLearningRate(double rate) { m_work->setLearningRate(rate); }
  /// What the method withstands in its present state; empty where theory has no bound.
  std::vector<StabilityBound> bounds() const { return m_work->bounds(); }
  /// The diagonal of P [d] in the present state; false where there is none.
  bool preconditioner(Vec& p) const { return m_work->preconditioner(p); }
  /// The parts of the last step; empty before the first and where a method names none.
  std::vector<Term> terms() const { return m_work->terms(); }
  /// It reads its points: each step, and one before the first for the start, is made only where
  /// `next` is ready.
  bool reads() const { return m_work->reads(); }
  /// Looks whether the point [d] of the next step is there.
  Next next(Index d) { return m_work->next(d); }

 private:
  std::unique_ptr<Work> m_work;
};

struct OptimizerEntry {
  Card card;
  std::vector<Field> fields;
  bool knowsBounds = false, preconditions = false;
  bool reads = false;  // its points, from files: it has no learning rate
  Needs needs;
  /// What the problem has not got of what these settings ask for, as a sentence; null where the
  /// settings ask for nothing.
  std::function<std::string(const Values&, const Objective&)> lack;
  /// A stepper at the start point x [d], or the sentence that says which setting is wrong.
  std::function<Result<Stepper>(const Values&, const Vec& x)> make;
  bool takesRateOnce = false;  // a rate that changes later changes nothing
};

template <Method M>
class MethodAtWork final : public Stepper::Work {
 public:
  MethodAtWork(typename M::Settings s, const Vec& x)
      : m_settings(std::move(s)), m_memory(M::start(m_settings, x)) {}
  std::unique_ptr<Work> clone() const override { return std::make_unique<MethodAtWork>(*this); }
  void step(Vec& x, Oracle& f) override { M::step(m_settings, m_memory, x, f); }
  double learningRate() const override {
    if constexpr (ChoosesItsRate<M>) return M::rate(m_settings, m_memory);
    return m_settings.learningRate;
  }
  double givenRate() const override { return m_settings.learningRate; }
  void setLearningRate(double rate) override { m_settings.learningRate = rate; }
  std::vector<StabilityBound> bounds() const override {
    if constexpr (KnowsItsBounds<M>) return M::bounds(m_settings, m_memory);
    return {};
  }
  bool preconditioner([[maybe_unused]] Vec& p) const override {
    if constexpr (Preconditions<M>) return M::preconditioner(m_settings, m_memory, p);
    return false;
  }
  std::vector<Term> terms() const override {
    if constexpr (KnowsItsTerms<M>) return M::terms(m_settings, m_memory);
    return {};
  }
  bool reads() const override { return Reads<M>; }
  Next next([[maybe_unused]] Index d) override {
    if constexpr (Reads<M>) return M::next(m_settings, m_memory, d);
    return {};
  }

 private:
  typename M::Settings m_settings;
  typename M::Memory m_memory;
};

/// The row of a method.
template <Method M>
OptimizerEntry optimizerEntry() {
  Needs needs;
  if constexpr (HasNeeds<M>) needs = M::needs();
  std::function<std::string(const Values&, const Objective&)> lack;
  if constexpr (requires(const typename M::Settings& s, const Objective& f) { M::lack(s, f); })
    lack = [](const Values& values, const Objective& f) -> std::string {
      const auto settings = M::schema().read(values, "optimizer " + M::card().id);
      return settings ? M::lack(*settings, f) : std::string();
    };
  return {M::card(),
          M::schema().fields(),
          KnowsItsBounds<M>,
          Preconditions<M>,
          Reads<M>,
          needs,
          lack,
          [](const Values& values, const Vec& x) -> Result<Stepper> {
            auto settings = M::schema().read(values, "optimizer " + M::card().id);
            if (!settings) return settings.error();
            return Stepper(std::make_unique<MethodAtWork<M>>(*settings, x));
          },
          TakesRateOnce<M>};
}

}  // namespace thalweg
