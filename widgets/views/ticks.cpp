/// Round numbers along an axis.
#include "widgets/views/ticks.h"

#include <algorithm>
#include <cmath>

namespace thalweg {
namespace {

QString fixedText(double value, int decimals) {
  QString text = QString::number(value, 'f', decimals);
  if (text.startsWith('-')) text.replace(0, 1, QChar(0x2212));
  return text;
}

}  // namespace

std::vector<Tick> linearTicks(double low, double high, int wanted) {
  std::vector<Tick> ticks;
  const double span = high - low;
  if (!(span > 0) || !std::isfinite(span) || wanted < 1) return ticks;
  const double rough = span / wanted;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = power;
  // The nearest of 1, 2, 5, 10 in ratio, borders at the geometric means; 4 where it meets both ends
  // of the axis.
  const auto endsOn = [&](double candidate) {
    return std::abs(std::remainder(high, candidate)) < 1e-9 * span &&
           std::abs(std::remainder(low, candidate)) < 1e-9 * span;
  };
  if (rough > 7.07 * power)
    step = 10 * power;
  else if (rough > 2.83 * power && rough < 4.48 * power && endsOn(4 * power))
    step = 4 * power;
  else if (rough > 3.16 * power)
    step = 5 * power;
  else if (rough > 1.41 * power)
    step = 2 * power;
  const int decimals = std::max(0, int(-std::floor(std::log10(step) + 1e-9)));
  const bool plain = decimals <= 5 && std::max(std::abs(low), std::abs(high)) < 1e6;
  const double first = std::ceil(low / step - 1e-9), last = std::floor(high / step + 1e-9);
  for (double k = first; k <= last; ++k) {
    const double at = k == 0 ? 0.0 : k * step;
    const double unit =
        std::pow(10.0, std::floor(std::log10(step) + 1e-9));  // of the step's first digit
    const int needed = 1 + int(std::floor(std::log10(std::max(std::abs(at), unit) / unit) + 1e-9));
    ticks.push_back({at, plain ? fixedText(at, decimals) : numberText(at, std::min(needed, 15))});
  }
  // 0, 0.5, 1 rather than 0.0, 0.5, 1.0
  if (plain && decimals > 0)
    for (Tick& tick : ticks)
      if (tick.at == std::round(tick.at)) tick.text = fixedText(tick.at, 0);
  return ticks;
}

std::vector<Tick> logTicks(double low, double high, int labels) {
  std::vector<Tick> ticks;
  if (!(high > low)) return ticks;
  const int first = int(std::ceil(low - 1e-9)), last = int(std::floor(high + 1e-9));
  const int decades = last - first + 1;
  if (decades <= 2) {
    for (int e = int(std::floor(low)); e <= last; ++e)
      for (const int digit : {1, 2, 5}) {
        const double at = e + std::log10(digit);
        if (at < low - 1e-9 || at > high + 1e-9) continue;
        ticks.push_back({at, digit == 1 && std::abs(e) > 3
                                 ? powerText(e)
                                 : numberText(digit * std::pow(10.0, e), 1)});
      }
    if (ticks.size() >= 2) return ticks;
    // Less than a third of a decade: round numbers of the value itself.
    ticks.clear();
    for (const Tick& tick : linearTicks(std::pow(10.0, low), std::pow(10.0, high), 4))
      if (tick.at > 0) ticks.push_back({std::log10(tick.at), tick.text});
    return ticks;
  }
  int every = decades > 3 ? 2 : 1;
  while (decades > every * std::max(labels, 2)) every += 2;
  for (int e = first; e <= last; ++e) {
    const bool labelled = e % every == 0;
    if (!labelled && decades > 40) continue;
    ticks.push_back({double(e), labelled ? powerText(e) : QString()});
  }
  return ticks;
}

QString powerText(int exponent) {
  static const QString digits = QString::fromUtf8("⁰¹²³⁴⁵⁶⁷⁸⁹");
  QString text = "10";
  if (exponent < 0) text += QChar(0x207B);
  for (const QChar digit : QString::number(std::abs(exponent))) text += digits[digit.digitValue()];
  return text;
}

QString numberText(double value, int digits) {
  if (std::isnan(value)) return "not a number";
  if (std::isinf(value)) return value > 0 ? QString::fromUtf8("∞") : QString::fromUtf8("−∞");
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-4 || size >= 1e6)) {
    const QString text = QString::number(value, 'e', std::max(0, digits - 1));
    const qsizetype e = text.indexOf('e');
    QString mantissa = text.left(e);
    while (mantissa.contains('.') && (mantissa.endsWith('0') || mantissa.endsWith('.')))
      mantissa.chop(1);
    if (mantissa.startsWith('-')) mantissa.replace(0, 1, QChar(0x2212));
    const QString power = powerText(text.mid(e + 1).toInt());
    if (mantissa == "1") return power;
    return mantissa + QString::fromUtf8("·") + power;
  }
  QString text =
      QString::number(value, 'g', std::max(digits, size >= 1 ? int(std::log10(size)) + 1 : 1));
  if (text.startsWith('-')) text.replace(0, 1, QChar(0x2212));
  return text;
}

}  // namespace thalweg
