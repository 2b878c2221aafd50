#include "widgets/theme/style.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QPushButton>
#include <QToolTip>

#include "widgets/theme/focus_ring.h"
#include "widgets/theme/window_style.h"

namespace thalweg {
namespace {

constexpr const char* primaryProperty = "thalwegPrimary";

const Theme*& present() {
  static const Theme* theme = &Theme::light();
  return theme;
}

QPalette paletteOf(const Theme& t) {
  QPalette p(t.text, t.raised, t.raised, t.control, t.border, t.text, t.bad, t.raised, t.panel);
  p.setColor(QPalette::Midlight, t.hover);
  p.setColor(QPalette::AlternateBase, t.sunken);
  p.setColor(QPalette::Shadow, t.control);
  p.setColor(QPalette::Highlight, t.accent);
  p.setColor(QPalette::HighlightedText, t.onAccent);
  p.setColor(QPalette::Link, t.accentInk);
  p.setColor(QPalette::LinkVisited, t.accentInk);
  p.setColor(QPalette::PlaceholderText, t.sub);
  p.setColor(QPalette::ToolTipBase, t.raised);
  p.setColor(QPalette::ToolTipText, t.text);
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                                         QPalette::PlaceholderText, QPalette::HighlightedText})
    p.setColor(QPalette::Disabled, role, t.disabled);
  p.setColor(QPalette::Disabled, QPalette::Base, t.panel);
  p.setColor(QPalette::Disabled, QPalette::Highlight, t.track);
  return p;
}

/// Lists, trees and tables lie on the ground and keep the colour of their text where a row is
/// selected.
QPalette viewPaletteOf(const Theme& t) {
  QPalette p = paletteOf(t);
  p.setColor(QPalette::Base, t.ground);
  p.setColor(QPalette::Highlight, t.selectedRow);
  p.setColor(QPalette::HighlightedText, t.text);
  return p;
}

QString firstInstalled(std::initializer_list<const char*> families) {
  const QStringList installed = QFontDatabase::families();
  for (const char* family : families)
    if (installed.contains(QLatin1String(family))) return QString::fromLatin1(family);
  return {};
}

QFont sized(const QString& family, int px, int weight) {
  QFont font =
      family.isEmpty() ? QFontDatabase::systemFont(QFontDatabase::GeneralFont) : QFont(family);
  font.setPixelSize(px);
  font.setWeight(QFont::Weight(weight));
  return font;
}

}  // namespace

void applyTheme(QApplication& application, const Theme& theme) {
  present() = &theme;
  static bool styled = false;
  if (!styled) {
    styled = true;
    application.setStyle(new WindowStyle);
    application.setFont(textFont());
    QToolTip::setFont(textFont(12));
    new FocusRing(&application);
  }
  application.setPalette(paletteOf(theme));
  QPalette views = viewPaletteOf(theme);
  application.setPalette(views, "QAbstractItemView");
  views.setColor(QPalette::Base, theme.raised);  // what pops up lies higher than what it covers
  application.setPalette(views, "QComboBoxListView");
  QToolTip::setPalette(paletteOf(theme));
  emit ThemeWatcher::instance().changed();
}

const Theme& currentTheme() { return *present(); }

BorrowedTheme::BorrowedTheme(const Theme& theme) : m_own(present()) { present() = &theme; }

BorrowedTheme::~BorrowedTheme() { present() = m_own; }

ThemeWatcher& ThemeWatcher::instance() {
  static ThemeWatcher watcher;
  return watcher;
}

QFont textFont(int px, int weight) {
  static const QString family = firstInstalled({"Inter"});
  return sized(family, px, weight);
}

QFont numberFont(int px, int weight) {
  static const QString family = firstInstalled({"JetBrains Mono", "DejaVu Sans Mono"});
  QFont font =
      family.isEmpty() ? QFontDatabase::systemFont(QFontDatabase::FixedFont) : QFont(family);
  font.setPixelSize(px);
  font.setWeight(QFont::Weight(weight));
  // The face joins "->" or "1/2" into one sign by contextual alternates, which only unshaped text
  // leaves alone.
  font.setStyleStrategy(QFont::PreferNoShaping);
  return font;
}

QFont formulaFont(int px, bool italic) {
  static const QString family =
      firstInstalled({"STIX Two Text", "STIX", "STIXGeneral", "DejaVu Serif"});
  QFont font(family.isEmpty() ? QStringLiteral("serif") : family);
  font.setPixelSize(px);
  font.setItalic(italic);
  return font;
}

void makeQuiet(QWidget* widget) { widget->setForegroundRole(QPalette::PlaceholderText); }

void makePrimary(QPushButton* button) { button->setProperty(primaryProperty, true); }

bool isPrimary(const QWidget* button) {
  return button && button->property(primaryProperty).toBool();
}

void makeSunken(QWidget* widget) {
  widget->setAutoFillBackground(true);
  widget->setBackgroundRole(QPalette::AlternateBase);
}

}  // namespace thalweg
