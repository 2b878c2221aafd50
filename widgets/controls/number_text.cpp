#include "widgets/controls/number_text.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/text.h"

namespace thalweg {
namespace {

constexpr QChar minusSign(0x2212);
constexpr qsizetype longestText = 200;
constexpr int deepest = 32;  // brackets within brackets; a field is no place for more

QString withMinusSign(QString text) { return text.replace(QLatin1Char('-'), minusSign); }

/// Sum := Product (+|−) Product ...; Product := Power (*|/) Power ...; Power := Unary ^ Power.
class Reader {
 public:
  Reader(const QString& text, const QHash<QString, double>& names) : m_text(text), m_names(names) {}

  std::optional<double> read() {
    const double value = sum();
    skipSpace();
    if (m_failed || m_at != m_text.size()) return std::nullopt;
    return value;
  }

 private:
  void skipSpace() {
    while (m_at < m_text.size() && m_text[m_at].isSpace()) ++m_at;
  }
  bool take(QChar sign) {
    skipSpace();
    if (m_at >= m_text.size() || m_text[m_at] != sign) return false;
    ++m_at;
    return true;
  }
  double fail() {
    m_failed = true;
    return 0;
  }

  double sum() {
    if (++m_depth > deepest) return fail();
    double value = product();
    while (!m_failed) {
      if (take(QLatin1Char('+')))
        value += product();
      else if (take(QLatin1Char('-')))
        value -= product();
      else
        break;
    }
    --m_depth;
    return value;
  }
  double product() {
    double value = signedPower();
    while (!m_failed) {
      if (take(QLatin1Char('*')))
        value *= signedPower();
      else if (take(QLatin1Char('/')))
        value /= signedPower();
      else
        break;
    }
    return value;
  }
  double signedPower() {
    if (++m_depth > deepest) return fail();
    const double value = take(QLatin1Char('-'))   ? -signedPower()
                         : take(QLatin1Char('+')) ? signedPower()
                                                  : power();
    --m_depth;
    return value;
  }
  double power() {
    const double base = atom();
    return take(QLatin1Char('^')) ? std::pow(base, signedPower()) : base;
  }
  double atom() {
    if (take(QLatin1Char('('))) {
      const double value = sum();
      return take(QLatin1Char(')')) ? value : fail();
    }
    skipSpace();
    const qsizetype start = m_at;
    if (m_at < m_text.size() && m_text[m_at].isLetter()) {
      while (m_at < m_text.size() &&
             (m_text[m_at].isLetterOrNumber() || m_text[m_at] == QLatin1Char('_')))
        ++m_at;
      return named(m_text.mid(start, m_at - start));
    }
    const auto digit = [this] {
      return m_at < m_text.size() && m_text[m_at].unicode() < 128 && m_text[m_at].isDigit();
    };
    while (digit() || (m_at < m_text.size() && m_text[m_at] == QLatin1Char('.'))) ++m_at;
    if (m_at > start && m_at < m_text.size() && m_text[m_at].toLower() == QLatin1Char('e')) {
      const qsizetype before = m_at++;
      if (m_at < m_text.size() &&
          (m_text[m_at] == QLatin1Char('-') || m_text[m_at] == QLatin1Char('+')))
        ++m_at;
      if (!digit()) m_at = before;
      while (digit()) ++m_at;
    }
    const std::optional<double> value = numberFrom(m_text.mid(start, m_at - start).toStdString());
    return value ? *value : fail();
  }
  double named(const QString& word) {
    const auto known = m_names.constFind(word);
    if (known != m_names.constEnd()) return *known;
    if (word == QLatin1String("pi") || word == QStringLiteral("π")) return std::numbers::pi;
    if (word == QLatin1String("e")) return std::numbers::e;
    return fail();
  }

  const QString& m_text;
  const QHash<QString, double>& m_names;
  qsizetype m_at = 0;
  int m_depth = 0;
  bool m_failed = false;
};

}  // namespace

QString shownNumber(double value, int digits) {
  if (std::isnan(value)) return QStringLiteral("nan");
  if (std::isinf(value)) return value > 0 ? QStringLiteral("∞") : QStringLiteral("−∞");
  if (value == 0) return QStringLiteral("0");
  const QString scientific = QString::number(value, 'e', digits - 1);
  const qsizetype at = scientific.indexOf(QLatin1Char('e'));
  const int exponent = scientific.mid(at + 1).toInt();
  // From a thousandth on plain digits are as short as a power of ten.
  const bool plain = exponent >= -3 && exponent < digits + 2;
  const QString text = plain ? QString::number(value, 'f', std::max(0, digits - 1 - exponent))
                             : scientific.left(at) + QLatin1Char('e') + QString::number(exponent);
  return withMinusSign(text);
}

QString shownInteger(qint64 value) { return withMinusSign(QString::number(value)); }

QString shownError(double error) {
  if (std::isnan(error)) return {};
  if (error == 0) return QStringLiteral("exact");
  // A residual is read for its size alone: one digit, and no padding of the exponent.
  QString text = QString::number(error, 'e', 0);
  const qsizetype e = text.indexOf(QLatin1Char('e'));
  const int exponent = text.mid(e + 1).toInt();
  text = exponent >= -3 && exponent <= 1 ? QString::number(error, 'g', 2)
                                         : text.left(e + 1) + QString::number(exponent);
  return QStringLiteral("± ") + withMinusSign(text);
}

QString fullNumber(double value) { return withMinusSign(QString::fromStdString(shortest(value))); }

std::optional<double> evaluated(const QString& text, const QHash<QString, double>& names) {
  if (text.size() > longestText) return std::nullopt;
  QString plain = text;
  plain.replace(minusSign, QLatin1Char('-'));
  plain.replace(QChar(0x00D7), QLatin1Char('*'));
  plain.replace(QChar(0x00B7), QLatin1Char('*'));
  return Reader(plain, names).read();
}

double roundedTo(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) return value;
  return QByteArray::number(value, 'g', digits).toDouble();
}

}  // namespace thalweg
