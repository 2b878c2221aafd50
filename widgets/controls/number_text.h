/// Numbers as a person reads and types them.
#pragma once

#include <QHash>
#include <QString>
#include <optional>

namespace thalweg {

/// Four significant digits, trailing zeros kept, U+2212 for minus: "0.3900", "−1.400", "1.000e−5";
/// whole numbers of up to six figures in full.
QString shownNumber(double value, int digits = 4);
QString shownInteger(qint64 value);

/// A residual or standard error as it stands beside a value: "± 4e−15", "exact" for 0, empty where
/// it is not known.
QString shownError(double error);

/// All digits that are needed to read the same number back, U+2212 for minus.
QString fullNumber(double value);

/// The value of a small sum as typed: numbers, + − * / ^, brackets, pi, e and the given names.
/// Both minus signs, × and · are understood. Nothing where it can not be read.
std::optional<double> evaluated(const QString& text, const QHash<QString, double>& names = {});

/// Rounded to `digits` significant digits, so that a turned wheel leaves 0.3978 and not
/// 0.39780000000000004.
double roundedTo(double value, int digits);

}  // namespace thalweg
