/// Values a setting must refuse.
#pragma once

#include <QStringList>
#include <cmath>

#include "core/base/settings.h"

namespace thalweg {

/// As text for the command line or a file: below and above the range, not a number, a word, a
/// fraction where whole numbers are asked for.
inline QStringList badValues(const Field& field) {
  const bool number = field.type == FieldType::real || field.type == FieldType::integer;
  QStringList bad{field.type == FieldType::text ? "3" : "\"maybe\"", "nan"};
  const auto beside = [](double edge, double direction) {
    return QString::number(edge + direction * std::max(1.0, std::abs(edge)), 'g', 17);
  };
  if (number && std::isfinite(field.minimum)) bad << beside(field.minimum, -1);
  if (number && std::isfinite(field.maximum)) bad << beside(field.maximum, 1);
  if (number && field.minimumExcluded) bad << QString::number(field.minimum);
  if (number && field.maximumExcluded) bad << QString::number(field.maximum);
  if (field.type == FieldType::integer) bad << "2.5";
  return bad;
}

}  // namespace thalweg
