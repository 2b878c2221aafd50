#include "app/window/stability_panel.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "widgets/controls/formula_label.h"
#include "widgets/controls/number_text.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

constexpr qreal margin = 12, barTop = 66, rowsTop = 104, rowHeight = 23;
constexpr double most = 1.25;  // the right end of the bar

/// The newest word on the largest eigenvalue: measured along the run, or asked for at this step.
Estimate sharpnessAt(const Workspace& workspace, const RunData& data, int step,
                     bool& preconditioned) {
  const auto asked = workspace.curvature.curvature();
  preconditioned = data.limited() && data.measured.contains("preconditioned_sharpness");
  if (asked && asked->step == step &&
      (!data.limited() || asked->preconditioned == preconditioned)) {
    preconditioned = asked->preconditioned;
    return {asked->values[0], asked->residuals[0]};
  }
  if (const MeasuredSeries* measured = data.limited())
    return {measured->at(step), measured->errorAt(step)};
  const auto plain = data.measured.find("sharpness");
  if (plain == data.measured.end()) return {std::nan(""), std::nan("")};
  return {plain->second.at(step), plain->second.errorAt(step)};
}

}  // namespace

StabilityWords stabilityOf(const Workspace& workspace) {
  StabilityWords words;
  words.share = QStringLiteral("–");
  words.ofLimit = std::nan("");
  const int shown = workspace.shownRun();
  const std::vector<LiveRun>& runs = workspace.session.runs();
  if (shown < 0 || shown >= int(runs.size())) {
    words.sentence = "no run";
    return words;
  }
  const LiveRun& live = runs[std::size_t(shown)];
  words.series = shown;
  const int step = int(std::min<std::int64_t>(workspace.player.step(), live.data.steps()));
  bool preconditioned = false;
  const Estimate sharpness = sharpnessAt(workspace, live.data, step, preconditioned);
  const double bound = workspace.curvature.boundAt(step, preconditioned).value_or(std::nan(""));
  const QString formula = workspace.curvature.boundFormula();
  if (std::isfinite(sharpness.value)) {
    words.rows.push_back({"sharpness", QString::fromUtf8(preconditioned ? "λ_1(P⁻¹H)" : "λ_1"),
                          shownNumber(sharpness.value, 5), shownError(sharpness.error)});
    if (std::isfinite(bound)) {
      words.ofLimit = sharpness.value / bound;
      words.share = words.ofLimit < 100
                        ? QString::number(words.ofLimit, 'f', 2).replace('-', QChar(0x2212))
                        : shownNumber(words.ofLimit, 3);
      words.sentence = "of its limit";
    } else {
      words.sentence = "this method has no known limit";
    }
  } else {
    words.sentence = "sharpness is not measured";
  }
  if (std::isfinite(bound))
    words.rows.push_back({"bound", formula, shownNumber(bound, 5), "exact"});
  if (const double* row = live.data.rowOf(step))
    words.rows.push_back({"loss", {}, shownNumber(row[0]), {}});
  return words;
}

StabilityPanel::StabilityPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName("Stability");
  const auto follow = [this] {
    if (isVisible()) refresh();
  };
  connect(&workspace.player, &Player::stepChanged, this, follow);
  connect(&workspace.session, &Session::grown, this, follow);
  connect(&workspace.session, &Session::runsChanged, this, follow);
  connect(&workspace, &Workspace::selectionChanged, this, follow);
  connect(&workspace.curvature, &CurvatureService::changed, this, follow);
}

QSize StabilityPanel::sizeHint() const { return {276, int(rowsTop + 3 * rowHeight + 8)}; }

void StabilityPanel::showEvent(QShowEvent*) { refresh(); }

void StabilityPanel::refresh() {
  m_words = stabilityOf(m_workspace);
  QStringList spoken{m_words.share + " " + m_words.sentence};
  for (const StabilityWords::Row& row : m_words.rows)
    spoken << row.name + " " + row.symbol + " " + row.value + " " + row.error;
  setAccessibleDescription(spoken.join("; "));
  update();
}

void StabilityPanel::paintBar(QPainter& painter, qreal top) const {
  const Theme& theme = currentTheme();
  const QRectF bar(margin, top, width() - 2 * margin, 8);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.track);
  painter.drawRoundedRect(bar, 4, 4);
  if (std::isfinite(m_words.ofLimit) && m_words.ofLimit > 0) {
    const qreal filled = bar.width() * std::min(m_words.ofLimit, most) / most;
    painter.setBrush(seriesColour(m_words.series));
    painter.drawRoundedRect(QRectF(bar.topLeft(), QSizeF(std::max(filled, 8.0), 8)), 4, 4);
  }
  const qreal one = std::round(bar.left() + bar.width() / most);
  painter.fillRect(QRectF(one - 1, bar.top() - 4, 2, 16), theme.text);
  painter.setFont(textFont(12));
  painter.setPen(theme.sub);
  const QRectF words(bar.left(), bar.bottom() + 5, bar.width(), 16);
  painter.drawText(words, Qt::AlignLeft, "0");
  painter.drawText(words, Qt::AlignRight, "1.25");
  painter.drawText(QRectF(one - 12, words.top(), 24, 16), Qt::AlignHCenter, "1");
}

void StabilityPanel::paintEvent(QPaintEvent*) {
  const Theme& theme = currentTheme();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const bool over = m_words.ofLimit > 1;
  QFont large = numberFont(40, QFont::DemiBold);
  painter.setFont(large);
  painter.setPen(m_words.share == QStringLiteral("–") ? theme.sub
                 : over                               ? theme.bad
                                                      : seriesInk(m_words.series));
  painter.drawText(QPointF(margin, 50), m_words.share);
  const qreal after = margin + QFontMetricsF(large).horizontalAdvance(m_words.share) + 12;
  painter.setFont(textFont(15));
  painter.setPen(theme.text);
  painter.drawText(QRectF(after, 22, width() - after - margin, 40),
                   Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, m_words.sentence);
  paintBar(painter, barTop);
  qreal y = rowsTop;
  const qreal errors = 62, right = width() - margin;
  for (const StabilityWords::Row& row : m_words.rows) {
    painter.setPen(theme.sub);
    painter.setFont(textFont(13));
    painter.drawText(QPointF(margin, y + 16), row.name);
    const qreal named = QFontMetricsF(textFont(13)).horizontalAdvance(row.name + " ");
    drawFormula(&painter, {margin + named, y + 16}, row.symbol, 14);
    painter.setFont(numberFont(12));
    painter.setPen(theme.text);
    painter.drawText(QRectF(margin, y, right - margin - errors - 8, rowHeight),
                     Qt::AlignRight | Qt::AlignVCenter, row.value);
    painter.setPen(theme.sub);
    painter.setFont(numberFont(11));
    painter.drawText(QRectF(right - errors, y, errors, rowHeight),
                     Qt::AlignRight | Qt::AlignVCenter, row.error);
    y += rowHeight;
  }
}

}  // namespace thalweg
