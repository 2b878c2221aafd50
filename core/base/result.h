/// A value or a reason why there is none, spelled like std::expected.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace thalweg {

/// Something a person asked for that can not be done: one sentence, and the name of the thing it is
/// about (a settings key such as "learning_rate", a file, a position such as "column 12").
struct Error {
  std::string what;
  std::string where;
  friend bool operator==(const Error&, const Error&) = default;
};

/// Holds T, or the Error that explains its absence.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return m_state.index() == 0; }
  bool has_value() const { return m_state.index() == 0; }
  T& operator*() { return std::get<0>(m_state); }
  const T& operator*() const { return std::get<0>(m_state); }
  T* operator->() { return &std::get<0>(m_state); }
  const T* operator->() const { return &std::get<0>(m_state); }
  const Error& error() const { return std::get<1>(m_state); }

 private:
  std::variant<T, Error> m_state;
};

struct Done {};
using Outcome = Result<Done>;  // for what gives nothing back

}  // namespace thalweg
