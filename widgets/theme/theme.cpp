#include "widgets/theme/theme.h"

namespace thalweg {
namespace {

std::array<SeriesStyle, Theme::distinctSeries> seriesOf(const std::array<const char*, 6>& colours,
                                                        const std::array<const char*, 6>& inks) {
  const std::array<QList<qreal>, 6> dashes{QList<qreal>{},          {9, 4}, {2.5, 3},
                                           {10, 3, 2.5, 3, 2.5, 3}, {5, 3}, {}};
  const std::array<Marker, 6> markers{Marker::disc,    Marker::square, Marker::triangle,
                                      Marker::diamond, Marker::cross,  Marker::square};
  std::array<SeriesStyle, Theme::distinctSeries> all;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t colour = i % 6, round = i / 6;
    all[i] = {QColor(colours[colour]), QColor(inks[colour]), dashes[(colour + round) % 6],
              markers[(colour + round) % 6]};
  }
  return all;
}

Theme makeLight() {
  Theme t;
  t.ground = "#FAFAF8";
  t.panel = "#F1F1EE";
  t.raised = "#FFFFFF";
  t.sunken = "#E7E7E2";
  t.border = "#D2D2CB";
  t.control = "#7F7F78";
  t.text = "#1E1E21";
  t.sub = "#56565C";
  t.disabled = "#85858B";
  t.accent = "#0B6BCB";
  t.accentInk = "#095CB0";
  t.accentSoft = "#D9E9FA";
  t.onAccent = "#FFFFFF";
  t.selectedRow = "#DCE9F7";
  t.hover = "#E6E6E1";
  t.ok = "#17693F";
  t.okSoft = "#DDF0E4";
  t.warn = "#8A4B00";
  t.warnSoft = "#FBECD2";
  t.bad = "#B3202A";
  t.badSoft = "#FBE0E0";
  t.grid = "#E4E4DE";
  t.axis = "#76767B";
  t.track = "#C9C9C2";
  t.sceneTop = "#FCFCFB";
  t.sceneBottom = "#EFEFEB";
  t.skirt = "#D2D1CA";
  t.halo3d = "#FBFBF8";
  t.series = seriesOf({"#0072B2", "#D55E00", "#009E73", "#C2609A", "#E69F00", "#56B4E9"},
                      {"#005F96", "#A94A00", "#006E50", "#9A4678", "#7F5700", "#1F6F9E"});
  return t;
}

Theme makeDark() {
  Theme t;
  t.dark = true;
  t.ground = "#17181C";
  t.panel = "#1F2126";
  t.raised = "#2A2D34";
  t.sunken = "#191B1F";
  t.border = "#353942";
  t.control = "#6F7582";
  t.text = "#E8E8EA";
  t.sub = "#AEB1BA";
  t.disabled = "#777B86";
  t.accent = "#4DA3FF";
  t.accentInk = "#72B7FF";
  t.accentSoft = "#1E3A5C";
  t.onAccent = "#08182B";
  t.selectedRow = "#22344A";
  t.hover = "#2C3038";
  t.ok = "#6BD59B";
  t.okSoft = "#173527";
  t.warn = "#F2B45A";
  t.warnSoft = "#3A2C14";
  t.bad = "#FF8A8A";
  t.badSoft = "#412023";
  t.grid = "#282B32";
  t.axis = "#8C909B";
  t.track = "#434853";
  t.sceneTop = "#1D1F25";
  t.sceneBottom = "#131418";
  t.skirt = "#3A3E47";
  t.halo3d = "#0C0D10";
  t.series = seriesOf({"#3A9BDC", "#F07B2D", "#1DB588", "#DB8DBA", "#F0B429", "#7CCBF2"},
                      {"#6DBBEE", "#FF9A57", "#45D3A8", "#EDAACF", "#F5C65C", "#9AD8F7"});
  return t;
}

}  // namespace

const Theme& Theme::light() {
  static const Theme theme = makeLight();
  return theme;
}

const Theme& Theme::darkOne() {
  static const Theme theme = makeDark();
  return theme;
}

QPen seriesPen(const SeriesStyle& style, qreal width) {
  QPen pen(style.colour, width);
  if (style.dashPx.isEmpty()) {
    pen.setCapStyle(Qt::RoundCap);
  } else {
    QList<qreal> pattern = style.dashPx;
    for (qreal& dash : pattern) dash /= width;
    pen.setDashPattern(pattern);
    pen.setCapStyle(Qt::FlatCap);
  }
  pen.setJoinStyle(Qt::RoundJoin);
  return pen;
}

}  // namespace thalweg
