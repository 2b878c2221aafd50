/// Settings as data: described once by a schema, read from a file, shown as a form.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace thalweg {

enum class Scale { linear, logarithmic };

/// One setting's value as it stands in a file or a form.
using Value = std::variant<bool, std::int64_t, double, std::string>;
using Values = std::map<std::string, Value>;

enum class FieldType { real, integer, boolean, choice, text };

/// Everything a form, a file reader and a manual need to know of one setting.
struct Field {
  std::string key;     // as in the experiment file
  std::string label;   // as in the form
  std::string symbol;  // as in the formula, may be empty
  std::string help;    // one line
  FieldType type = FieldType::real;
  Value initial = 0.0;
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool minimumExcluded = false;
  bool maximumExcluded = false;
  bool infiniteAllowed = false;
  double sliderLow = 0.0;  // the part of the range a slider covers; both 0: no slider
  double sliderHigh = 0.0;
  Scale scale = Scale::linear;
  bool essential = false;  // seen at once in a card; the others unfold
  std::vector<std::string> choices;
  bool path = false;  // a text that names a file or a folder
};

/// "0 to 1", "above 0", "0 to below 1", or the list of choices.
std::string allowedRange(const Field& field);

/// The number or text as a person would type it: shortest form that reads back the same.
std::string textOf(const Value& value);

/// The value converted to the field's type, or the sentence that says why not.
Result<Value> checked(const Field& field, const Value& value);

/// Refuses keys that no field has (naming the nearest one) and values outside; fills in what is
/// missing. `owner` says whose settings these are in the message, such as "optimizer adam".
Result<Values> completed(const std::vector<Field>& fields, const Values& given,
                         const std::string& owner);

/// A number of a completed table.
double realOf(const Values& values, const std::string& key);

/// What a schema says of a field beside its key and member.
struct FieldText {
  std::string key{}, label{}, symbol{}, help{};
  double minimum = -std::numeric_limits<double>::infinity();
  double maximum = std::numeric_limits<double>::infinity();
  bool minimumExcluded = false, maximumExcluded = false;
  bool infiniteAllowed = false;
  double sliderLow = 0.0, sliderHigh = 0.0;
  Scale scale = Scale::linear;
  bool essential = false;
  bool path = false;
};

/// Joins the members of a settings struct S to fields. Defaults are read from S itself.
template <class S>
class Schema {
 public:
  Schema& real(double S::*member, const FieldText& text) {
    return add(member, text, FieldType::real);
  }
  Schema& integer(std::int64_t S::*member, const FieldText& text) {
    return add(member, text, FieldType::integer);
  }
  Schema& boolean(bool S::*member, const FieldText& text) {
    return add(member, text, FieldType::boolean);
  }
  Schema& text(std::string S::*member, const FieldText& text) {
    return add(member, text, FieldType::text);
  }
  Schema& choice(std::string S::*member, const FieldText& text, std::vector<std::string> choices) {
    add(member, text, FieldType::choice);
    m_fields.back().choices = std::move(choices);
    return *this;
  }

  const std::vector<Field>& fields() const { return m_fields; }

  /// The struct with the given values, or the sentence that says which of them is wrong.
  Result<S> read(const Values& given, const std::string& owner) const {
    return read(S{}, given, owner);
  }

  /// The same on top of a struct that other schemas may have filled already.
  Result<S> read(S into, const Values& given, const std::string& owner) const {
    const Result<Values> all = completed(m_fields, given, owner);
    if (!all) return all.error();
    for (std::size_t i = 0; i < m_fields.size(); ++i) m_set[i](into, all->at(m_fields[i].key));
    return into;
  }

  /// The struct's members as values, one for each field.
  Values write(const S& s) const {
    Values values;
    for (std::size_t i = 0; i < m_fields.size(); ++i) values[m_fields[i].key] = m_get[i](s);
    return values;
  }

 private:
  template <class T>
  Schema& add(T S::*member, const FieldText& t, FieldType type) {
    m_fields.push_back({t.key,
                        t.label,
                        t.symbol,
                        t.help,
                        type,
                        Value(S{}.*member),
                        t.minimum,
                        t.maximum,
                        t.minimumExcluded,
                        t.maximumExcluded,
                        t.infiniteAllowed,
                        t.sliderLow,
                        t.sliderHigh,
                        t.scale,
                        t.essential,
                        {},
                        t.path});
    m_set.push_back([member](S& s, const Value& v) { s.*member = std::get<T>(v); });
    m_get.push_back([member](const S& s) { return Value(s.*member); });
    return *this;
  }
  std::vector<Field> m_fields;
  std::vector<std::function<void(S&, const Value&)>> m_set;
  std::vector<std::function<Value(const S&)>> m_get;
};

}  // namespace thalweg
