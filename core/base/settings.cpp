#include "core/base/settings.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"

namespace thalweg {

std::string textOf(const Value& value) {
  if (const bool* b = std::get_if<bool>(&value)) return *b ? "true" : "false";
  if (const std::int64_t* i = std::get_if<std::int64_t>(&value)) return std::to_string(*i);
  if (const double* d = std::get_if<double>(&value)) return shortest(*d);
  return quotable(std::get<std::string>(value));
}

std::string allowedRange(const Field& field) {
  if (field.type == FieldType::choice) return joined(field.choices);
  if (field.type == FieldType::text) return "a text";
  if (field.type == FieldType::boolean) return "true, false";
  const bool low = std::isfinite(field.minimum), high = std::isfinite(field.maximum);
  const std::string kind = field.type == FieldType::integer ? "whole numbers " : "";
  const auto bound = [&](double value) {
    return field.type == FieldType::integer && std::isfinite(value) ? fmt::format("{:.0f}", value)
                                                                    : shortest(value);
  };
  const std::string lowText =
      fmt::format("{}{}", field.minimumExcluded ? "above " : "", bound(field.minimum));
  const std::string highText =
      fmt::format("{}{}", field.maximumExcluded ? "below " : "", bound(field.maximum));
  if (low && high) return fmt::format("{}{} to {}", kind, lowText, highText);
  if (low) return fmt::format("{}{}{}", kind, lowText, field.minimumExcluded ? "" : " or more");
  if (high) return fmt::format("{}{}{}", kind, highText, field.maximumExcluded ? "" : " or less");
  if (field.infiniteAllowed) return "any number, inf and -inf too";
  return field.type == FieldType::integer ? "any whole number" : "any finite number";
}

namespace {

Error refused(const Field& field, const Value& value) {
  return {fmt::format("{} = {} is not allowed: {}", field.key, textOf(value), allowedRange(field)),
          field.key};
}

bool inRange(const Field& field, double number) {
  if (std::isnan(number) || (std::isinf(number) && !field.infiniteAllowed)) return false;
  if (number < field.minimum || (field.minimumExcluded && number == field.minimum)) return false;
  return number < field.maximum || (!field.maximumExcluded && number == field.maximum);
}

}  // namespace

Result<Value> checked(const Field& field, const Value& value) {
  switch (field.type) {
    case FieldType::boolean:
      if (std::holds_alternative<bool>(value)) return value;
      return refused(field, value);
    case FieldType::text:
      if (std::holds_alternative<std::string>(value)) return value;
      if (std::holds_alternative<std::int64_t>(value)) return Value(textOf(value));
      return refused(field, value);
    case FieldType::choice: {
      const std::string* text = std::get_if<std::string>(&value);
      if (text && std::count(field.choices.begin(), field.choices.end(), *text) > 0) return value;
      Error error = refused(field, value);
      if (text)
        if (const std::string near = nearest(*text, field.choices); !near.empty())
          error.what += fmt::format("; did you mean {}?", near);
      return error;
    }
    case FieldType::integer: {
      const std::int64_t* whole = std::get_if<std::int64_t>(&value);
      const double* real = std::get_if<double>(&value);
      if (whole && inRange(field, double(*whole))) return value;
      if (real && *real == std::floor(*real) && std::abs(*real) < 9e15 && inRange(field, *real))
        return Value(std::int64_t(*real));
      return refused(field, value);
    }
    case FieldType::real: {
      const std::int64_t* whole = std::get_if<std::int64_t>(&value);
      const double* real = std::get_if<double>(&value);
      if (!whole && !real) return refused(field, value);
      const double number = real ? *real : double(*whole);
      if (!inRange(field, number)) return refused(field, value);
      return Value(number);
    }
  }
  return refused(field, value);
}

Result<Values> completed(const std::vector<Field>& fields, const Values& given,
                         const std::string& owner) {
  std::vector<std::string> keys;
  for (const Field& field : fields) keys.push_back(field.key);
  for (const auto& [key, value] : given) {
    if (std::count(keys.begin(), keys.end(), key) > 0) continue;
    const std::string near = nearest(key, keys);
    return Error{
        fmt::format("{} has no setting '{}'; {}", owner, quotable(key),
                    near.empty() ? "it has " + joined(keys) : "did you mean '" + near + "'?"),
        key};
  }
  Values all;
  for (const Field& field : fields) {
    const auto found = given.find(field.key);
    if (found == given.end()) {
      all[field.key] = field.initial;
      continue;
    }
    Result<Value> value = checked(field, found->second);
    if (!value) return Error{owner + ": " + value.error().what, field.key};
    all[field.key] = *value;
  }
  return all;
}

double realOf(const Values& values, const std::string& key) {
  const Value& value = values.at(key);
  if (const std::int64_t* whole = std::get_if<std::int64_t>(&value)) return double(*whole);
  return std::get<double>(value);
}

}  // namespace thalweg
