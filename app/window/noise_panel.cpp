#include "app/window/noise_panel.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <QVBoxLayout>
#include <cmath>

#include "app/window/spectrum_panel.h"
#include "widgets/controls/number_text.h"
#include "widgets/theme/drawing.h"
#include "widgets/theme/style.h"
#include "widgets/views/cloud_view.h"
#include "widgets/views/radius_view.h"

namespace thalweg {
namespace {

constexpr int rowHeight = 23, sentenceHeight = 48, conditionHeight = 30;

NoiseRow estimated(const QString& name, const Estimate& estimate, const QString& tip) {
  return {name, std::isfinite(estimate.value) ? shownNumber(estimate.value) : QStringLiteral("–"),
          shownError(estimate.error), tip, std::nan("")};
}

NoiseRow condition(const QString& name, double limit, double rate, const QString& tip) {
  NoiseRow row{
      name, std::isfinite(limit) ? shownNumber(limit) : QStringLiteral("–"), {}, tip, std::nan("")};
  if (limit > 0 && std::isfinite(limit)) row.ofLimit = rate / limit;
  return row;
}

CloudPicture cloudOf(const NoiseFound& found, int series) {
  CloudPicture picture;
  for (Index i = 0; i < found.cloud.points.cols(); ++i)
    picture.points.emplace_back(found.cloud.points(0, i), found.cloud.points(1, i));
  picture.mean = {found.cloud.mean[0], found.cloud.mean[1]};
  picture.covariance = {found.cloud.covariance(0, 0), found.cloud.covariance(0, 1),
                        found.cloud.covariance(1, 1)};
  picture.batch = found.batch < found.samples ? double(found.batch) : 0.0;
  const bool own = found.noise.vectors.rows() <= 2;
  picture.xName = own ? "x" : "first direction of the noise";
  picture.yName = own ? "y" : "second";
  picture.style = series;
  return picture;
}

/// The radius of T against the rate; empty where it was not worked out.
RadiusPicture radiusOf(const NoiseFound& found, int series) {
  RadiusPicture picture;
  picture.style = series;
  if (!found.conditions) return picture;
  const SgdConditions& all = *found.conditions;
  picture.rate.assign(all.rates.begin(), all.rates.end());
  picture.radius.assign(all.radii.begin(), all.radii.end());
  picture.critical = all.exact;
  picture.now = found.learningRate;
  picture.bounds = {{"V = I", all.identity},
                    {"V = H", all.hessian},
                    {"Jensen", all.jensen},
                    {QString::fromUtf8("2/λ₁"), all.descent}};
  return picture;
}

}  // namespace

NoiseWords noiseWordsOf(const NoiseFound& found) {
  NoiseWords words;
  const NoiseResult& noise = found.noise;
  words.noise.push_back(estimated(QString::fromUtf8("noise tr Σ"), noise.trace,
                                  "Sum of the variances of single samples' gradients"));
  if (noise.values.size() > 0)
    words.noise.push_back({QString::fromUtf8("largest of Σ"), shownNumber(noise.values[0]),
                           shownError(noise.residuals[0]),
                           "Variance along the direction of most noise", std::nan("")});
  words.noise.push_back(estimated(QString::fromUtf8("|gradient|²"), {noise.gradientSquare, 0.0},
                                  "Of all samples together"));
  words.noise.push_back(
      estimated(QString::fromUtf8("alignment μ"), noise.alignment,
                QString::fromUtf8("tr(ΣH) / (2 L |H|²): 1 where the noise has the form of H")));
  words.noise.push_back(estimated("batch sharpness", noise.batchSharpness,
                                  QString::fromUtf8("Mean of g'Hg / |g|² of batches of %1; "
                                                    "stochastic descent holds it at 2/η = %2")
                                      .arg(found.batch)
                                      .arg(shownNumber(2 / found.learningRate))));
  words.sentence = QString("step %1, batches of %2 of %3, %4")
                       .arg(found.step)
                       .arg(found.batch)
                       .arg(found.samples)
                       .arg(costOf(noise.products, noise.seconds));
  if (!found.conditions) {
    if (!found.refusal.empty()) words.sentence += ". " + QString::fromStdString(found.refusal);
    return words;
  }
  const SgdConditions& all = *found.conditions;
  const double rate = found.learningRate;
  words.conditions.push_back(
      condition("V = I", all.identity, rate, "Greatest rate by the test matrix V = I"));
  words.conditions.push_back(
      condition("Jensen", all.jensen, rate,
                "V = I with the mean square of the samples' Hessians at its least"));
  words.conditions.push_back(
      condition("V = H", all.hessian, rate, "Greatest rate by the test matrix V = H"));
  words.conditions.push_back(condition(QString::fromUtf8("descent, 2/λ₁"), all.descent, rate,
                                       "Greatest rate of full batches"));
  if (std::isfinite(all.exact))
    words.conditions.push_back(
        condition("operator T", all.exact, rate, "Where the second moment itself grows"));
  else
    words.sentence += QString(
                          ". The operator T is not taken apart: %1 directions have a slope, at "
                          "most %2 are allowed")
                          .arg(all.rank)
                          .arg(sgdExactLimit);
  return words;
}

NoiseTable::NoiseTable(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName("Noise");
}

void NoiseTable::setWords(NoiseWords words, int series) {
  m_words = std::move(words);
  m_series = series;
  QStringList spoken{m_words.sentence};
  for (const auto* rows : {&m_words.noise, &m_words.conditions})
    for (const NoiseRow& row : *rows) spoken << row.name + " " + row.value + " " + row.error;
  setAccessibleDescription(spoken.join("; "));
  updateGeometry();
  update();
}

QSize NoiseTable::sizeHint() const {
  const int conditions = int(m_words.conditions.size());
  return {276, rowHeight * int(m_words.noise.size()) + sentenceHeight +
                   (conditions > 0 ? rowHeight + conditionHeight * conditions : 0)};
}

qreal NoiseTable::paintRow(QPainter& painter, const NoiseRow& row, qreal y) const {
  const Theme& theme = currentTheme();
  constexpr qreal errors = 64;
  const bool isCondition = std::isfinite(row.ofLimit);
  painter.setFont(textFont(12));
  painter.setPen(theme.sub);
  painter.drawText(QRectF(0, y, width(), rowHeight), Qt::AlignLeft | Qt::AlignVCenter,
                   QString(row.name).remove('_'));
  painter.setFont(numberFont(12));
  painter.setPen(theme.text);
  painter.drawText(QRectF(0, y, width() - errors - 6, rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                   row.value);
  painter.setFont(numberFont(11));
  const bool over = isCondition && row.ofLimit > 1;
  painter.setPen(over ? theme.bad : theme.sub);
  painter.drawText(QRectF(width() - errors, y, errors, rowHeight),
                   Qt::AlignRight | Qt::AlignVCenter,
                   isCondition ? QString::number(row.ofLimit, 'f', 3) : row.error);
  if (!isCondition) return y + rowHeight;
  const QRectF bar(0, y + rowHeight - 1, width(), 4);
  painter.setPen(Qt::NoPen);
  painter.setBrush(theme.track);
  painter.drawRoundedRect(bar, 2, 2);
  constexpr double most = 1.25;
  painter.setBrush(over ? theme.bad : seriesColour(m_series));
  painter.drawRoundedRect(
      QRectF(bar.topLeft(),
             QSizeF(std::max(4.0, bar.width() * std::min(row.ofLimit, most) / most), 4)),
      2, 2);
  painter.fillRect(QRectF(std::round(bar.width() / most) - 1, bar.top() - 2, 2, 8), theme.text);
  return y + conditionHeight;
}

void NoiseTable::paint(QPainter& painter) const {
  const Theme& theme = currentTheme();
  painter.setRenderHint(QPainter::Antialiasing);
  qreal y = 0;
  for (const NoiseRow& row : m_words.noise) y = paintRow(painter, row, y);
  if (!m_words.conditions.empty()) {
    painter.setFont(textFont(12, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(QRectF(0, y, width(), rowHeight), Qt::AlignLeft | Qt::AlignVCenter,
                     "greatest rate of SGD");
    painter.setFont(textFont(11));
    painter.setPen(theme.sub);
    painter.drawText(QRectF(0, y, width(), rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                     QString::fromUtf8("η as a share"));
    y += rowHeight;
    for (const NoiseRow& row : m_words.conditions) y = paintRow(painter, row, y);
  }
  painter.setFont(textFont(11));
  painter.setPen(theme.sub);
  painter.drawText(QRectF(0, y + 2, width(), sentenceHeight - 2), Qt::AlignLeft | Qt::TextWordWrap,
                   m_words.sentence);
}

void NoiseTable::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  paint(painter);
}

const NoiseRow* NoiseTable::rowAt(qreal y) const {
  qreal top = 0;
  for (const NoiseRow& row : m_words.noise) {
    if (y < top + rowHeight) return y >= top ? &row : nullptr;
    top += rowHeight;
  }
  top += rowHeight;
  for (const NoiseRow& row : m_words.conditions) {
    if (y >= top && y < top + conditionHeight) return &row;
    top += conditionHeight;
  }
  return nullptr;
}

bool NoiseTable::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  if (const NoiseRow* row = rowAt(help->pos().y()))
    QToolTip::showText(help->globalPos(), row->tip, this);
  else
    QToolTip::hideText();
  return true;
}

NoisePanel::NoisePanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent), m_workspace(workspace) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(12, 8, 12, 10);
  layout->setSpacing(8);
  layout->addWidget(m_cloud = new CloudView);
  layout->addWidget(m_table = new NoiseTable);
  layout->addWidget(m_radius = new RadiusView);
  layout->addStretch(1);
  connect(&workspace.noise, &NoiseService::changed, this, &NoisePanel::refresh);
  connect(&workspace.player, &Player::stepChanged, this, &NoisePanel::follow);
  connect(&workspace.session, &Session::grown, this, &NoisePanel::follow);
  connect(&workspace, &Workspace::selectionChanged, this, &NoisePanel::follow);
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, m_cloud,
          qOverload<>(&QWidget::update));
  connect(&ThemeWatcher::instance(), &ThemeWatcher::changed, m_radius,
          qOverload<>(&QWidget::update));
}

void NoisePanel::showEvent(QShowEvent*) {
  m_workspace.noise.setFollowing(true);
  follow();
  refresh();
}

void NoisePanel::hideEvent(QHideEvent*) { m_workspace.noise.setFollowing(false); }

void NoisePanel::follow() {
  if (isVisible()) m_workspace.noise.show(m_workspace.shownRun(), m_workspace.player.step());
}

void NoisePanel::refresh() {
  if (!isVisible()) return;
  const auto& found = m_workspace.noise.found();
  const int series = std::max(0, m_workspace.shownRun());
  m_cloud->setVisible(found != nullptr);
  m_radius->setVisible(found && found->conditions && found->conditions->rates.size() > 0);
  if (found) {
    m_cloud->setPicture(cloudOf(*found, series));
    m_table->setWords(noiseWordsOf(*found), series);
    m_radius->setPicture(radiusOf(*found, series));
    return;
  }
  NoiseWords words;
  words.sentence = m_workspace.noise.possible()
                       ? "Worked out where the cursor rests."
                       : "Gradients scatter only where the loss is a mean over data.";
  m_table->setWords(std::move(words), series);
}

}  // namespace thalweg
