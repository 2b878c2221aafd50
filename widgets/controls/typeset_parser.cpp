/// Reads a formula written in one line.
#include <QHash>

#include "widgets/controls/typeset.h"

namespace thalweg {
namespace {

constexpr ushort hatMark = 0x0302;

const QString signs = QStringLiteral("+−-=←≤≥<>·×∝→");

/// The plain signs of raised and lowered Unicode ones.
const QHash<QChar, QChar>& raisedSigns() {
  static const QHash<QChar, QChar> all{{u'⁰', u'0'}, {u'¹', u'1'}, {u'²', u'2'}, {u'³', u'3'},
                                       {u'⁴', u'4'}, {u'⁵', u'5'}, {u'⁶', u'6'}, {u'⁷', u'7'},
                                       {u'⁸', u'8'}, {u'⁹', u'9'}, {u'⁺', u'+'}, {u'⁻', u'−'},
                                       {u'ᵗ', u't'}, {u'ᵀ', u'T'}, {u'ⁿ', u'n'}, {u'ᵖ', u'p'}};
  return all;
}
const QHash<QChar, QChar>& loweredSigns() {
  static const QHash<QChar, QChar> all{{u'₀', u'0'}, {u'₁', u'1'}, {u'₂', u'2'}, {u'₃', u'3'},
                                       {u'₄', u'4'}, {u'₅', u'5'}, {u'₆', u'6'}, {u'₇', u'7'},
                                       {u'₈', u'8'}, {u'₉', u'9'}, {u'₊', u'+'}, {u'₋', u'−'}};
  return all;
}

bool isLatin(QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z'); }
bool isLetter(QChar c) { return c.isLetter() && !raisedSigns().contains(c); }
bool isCapitalGreek(QChar c) { return c.unicode() >= 0x0391 && c.unicode() <= 0x03A9; }

MathBox textBox(const QString& text, bool leans = false) {
  MathBox box;
  box.kind = MathBox::Kind::text;
  box.text = text;
  box.leans = leans;
  return box;
}

class Reader {
 public:
  explicit Reader(const QString& text) : m_text(text) {}

  /// Up to `close`, or to the end.
  MathBox row(QChar close, bool flat) {
    MathBox made;
    bool gap = false;
    while (m_at < m_text.size() && m_text[m_at] != close) {
      if (m_text[m_at].isSpace()) {
        ++m_at;
        gap = true;
        continue;
      }
      if (m_text[m_at] == u'/' && !flat && !made.parts.empty() && m_at + 1 < m_text.size()) {
        ++m_at;
        skipSpaces();
        MathBox fraction;
        fraction.kind = MathBox::Kind::fraction;
        MathBox above = unfenced(lastProduct(made));
        fraction.gap = std::exchange(above.gap, false);
        fraction.parts = {std::move(above), unfenced(nextProduct(flat))};
        made.parts.push_back(std::move(fraction));
        gap = false;
        continue;
      }
      MathBox next = atom(flat);
      next.gap = std::exchange(gap, false) && !made.parts.empty();
      made.parts.push_back(std::move(next));
    }
    return made;
  }

 private:
  void skipSpaces() {
    while (m_at < m_text.size() && m_text[m_at].isSpace()) ++m_at;
  }

  /// Takes what stands at the end of a row without room between it: "JᵀJ", "g·y", "∂R".
  static MathBox lastProduct(MathBox& row) {
    const auto joins = [](const MathBox& box) {
      return box.kind != MathBox::Kind::text || box.text == u"·" || box.text == u"∂" ||
             isLetter(box.text.back()) || box.text.back() == u'′';
    };
    std::size_t from = row.parts.size() - 1;
    while (from > 0 && !row.parts[from].gap && joins(row.parts[from - 1])) --from;
    const auto first = row.parts.begin() + std::ptrdiff_t(from);
    MathBox product;
    product.parts.assign(std::make_move_iterator(first), std::make_move_iterator(row.parts.end()));
    row.parts.erase(first, row.parts.end());
    if (product.parts.size() == 1) return std::move(product.parts.front());
    product.gap = std::exchange(product.parts.front().gap, false);
    return product;
  }

  MathBox nextProduct(bool flat) {
    const auto goesOn = [this] {
      return m_at < m_text.size() &&
             (isLetter(m_text[m_at]) || m_text[m_at] == u'·' || m_text[m_at] == u'∂');
    };
    MathBox product;
    do product.parts.push_back(atom(flat));
    while (goesOn());
    if (product.parts.size() == 1) return std::move(product.parts.front());
    return product;
  }

  static MathBox unfenced(MathBox box) {
    if (!box.fenced) return box;
    box.parts.erase(box.parts.begin());
    box.parts.pop_back();
    box.fenced = false;
    return box;
  }

  /// What stands in brackets of some kind, with them.
  MathBox fence(QChar open, QChar close, bool flat) {
    ++m_at;
    MathBox inside = row(close, flat);
    inside.parts.insert(inside.parts.begin(), textBox(open));
    if (m_at < m_text.size()) {
      ++m_at;
      inside.parts.push_back(textBox(close));
      inside.fenced = open == u'(';
    }
    return inside;
  }

  MathBox letters() {
    const qsizetype from = m_at;
    if (m_text[m_at] == u'∇') ++m_at;
    const bool latin = m_at < m_text.size() && isLatin(m_text[m_at]);
    while (m_at < m_text.size() && isLetter(m_text[m_at])) {
      ++m_at;
      if (!latin || m_at >= m_text.size() || !isLatin(m_text[m_at])) break;
    }
    QString word = m_text.mid(from, m_at - from);
    const qsizetype plain = word.startsWith(u'∇') ? word.size() - 1 : word.size();
    MathBox box = textBox(word, plain == 1 && !isCapitalGreek(word.back()));
    if (m_at < m_text.size() && m_text[m_at].unicode() == hatMark) {
      box.hat = true;
      ++m_at;
    }
    while (m_at < m_text.size() && (m_text[m_at] == u'′' || m_text[m_at] == u'*'))
      box.text += m_text[m_at++];
    return box;
  }

  MathBox base(bool flat) {
    const QChar c = m_text[m_at];
    if (c == u'√') {
      ++m_at;
      skipSpaces();
      MathBox root;
      root.kind = MathBox::Kind::root;
      root.parts.push_back(m_at < m_text.size() ? unfenced(atom(flat)) : MathBox());
      // A function takes its argument with it under the root.
      if (root.parts[0].kind == MathBox::Kind::text && root.parts[0].text.size() > 1 &&
          m_at < m_text.size() && m_text[m_at] == u'(') {
        MathBox call;
        call.parts = {std::move(root.parts[0]), fence(u'(', u')', flat)};
        root.parts[0] = std::move(call);
      }
      return root;
    }
    if (c == u'(') return fence(u'(', u')', flat);
    if (c == u'[') return fence(u'[', u']', flat);
    if (c == u'⟨') return fence(u'⟨', u'⟩', flat);
    if ((c == u'‖' || c == u'|') && m_text.indexOf(c, m_at + 1) > 0) return fence(c, c, flat);
    if (isLetter(c) || (c == u'∇' && m_at + 1 < m_text.size())) return letters();
    if (c.isDigit() || c == u'.') {
      const qsizetype from = m_at;
      while (m_at < m_text.size() && (m_text[m_at].isDigit() || m_text[m_at] == u'.')) ++m_at;
      return textBox(m_text.mid(from, m_at - from));
    }
    ++m_at;
    MathBox sign = textBox(c);
    sign.spaced = signs.contains(c);
    return sign;
  }

  /// A run of raised (or lowered) signs, or what follows ^ (or _).
  MathBox script(const QHash<QChar, QChar>& plain, QChar mark) {
    QString run;
    while (m_at < m_text.size() && plain.contains(m_text[m_at])) run += plain[m_text[m_at++]];
    if (!run.isEmpty()) return Reader(run).row(QChar(), true);
    if (m_at >= m_text.size() || m_text[m_at] != mark) return {};
    ++m_at;
    if (m_at >= m_text.size()) return {};
    if (m_text[m_at] == u'{') {
      MathBox inside = fence(u'{', u'}', true);
      inside.fenced = true;
      return unfenced(std::move(inside));
    }
    return unfenced(base(true));
  }

  MathBox atom(bool flat) {
    MathBox made = base(flat);
    MathBox lowered, raised;
    for (;;) {
      const qsizetype from = m_at;
      if (lowered.parts.empty() && lowered.text.isEmpty()) lowered = script(loweredSigns(), u'_');
      if (raised.parts.empty() && raised.text.isEmpty()) raised = script(raisedSigns(), u'^');
      if (m_at == from) break;
    }
    if (lowered.parts.empty() && lowered.text.isEmpty() && raised.parts.empty() &&
        raised.text.isEmpty())
      return made;
    MathBox scripts;
    scripts.kind = MathBox::Kind::scripts;
    scripts.parts = {std::move(made), std::move(lowered), std::move(raised)};
    return scripts;
  }

  QString m_text;
  qsizetype m_at = 0;
};

}  // namespace

MathBox parseMath(const QString& formula) { return Reader(formula).row(QChar(), false); }

QString keyLetterOf(const QString& symbol) {
  QString latin, any;
  for (qsizetype i = 0; i < symbol.size(); ++i) {
    if (!isLetter(symbol[i])) continue;
    const bool nabla = i > 0 && symbol[i - 1] == u'∇';
    const QString letter = (nabla ? QStringLiteral("∇") : QString()) + symbol[i];
    any = letter;
    if (isLatin(symbol[i])) latin = letter;
  }
  return latin.isEmpty() ? any : latin;
}

}  // namespace thalweg
