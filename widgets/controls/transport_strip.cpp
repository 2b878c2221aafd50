#include "widgets/controls/transport_strip.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSignalBlocker>
#include <algorithm>
#include <array>
#include <cmath>

#include "widgets/controls/small_controls.h"
#include "widgets/theme/icons.h"
#include "widgets/theme/style.h"

namespace thalweg {
namespace {

struct Speed {
  double factor;
  const char* text;
};
constexpr std::array<Speed, 7> speeds{
    {{0.25, "¼×"}, {0.5, "½×"}, {1, "1×"}, {2, "2×"}, {4, "4×"}, {8, "8×"}, {16, "16×"}}};

ToolButton* stripButton(const char* iconName, const QString& name, QWidget* parent) {
  ToolButton* button = new ToolButton(QLatin1String(iconName), name, parent);
  button->setIconSizePx(18);
  button->setButtonSize(32, 32);
  return button;
}

}  // namespace

TransportStrip::TransportStrip(QWidget* parent) : QWidget(parent) {
  setFixedHeight(48);
  makeButtons();
  m_number = new QLabel(QStringLiteral("0"), this);
  m_number->setFont(numberFont(18, QFont::DemiBold));
  m_total = new QLabel(this);
  m_total->setFont(numberFont(12));
  makeQuiet(m_total);
  m_count = new QWidget(this);
  QHBoxLayout* count = new QHBoxLayout(m_count);
  count->setContentsMargins(0, 0, 0, 0);
  count->setSpacing(7);
  count->addWidget(m_number);
  count->addWidget(m_total);
  count->addStretch(1);
  m_readout = new QLabel(this);
  m_readout->setFont(numberFont(12));
  m_readout->setTextFormat(Qt::PlainText);
  m_readout->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_readout->setMinimumWidth(132);
  makeQuiet(m_readout);
  m_scrub = new ScrubBar(this);
  connect(m_scrub, &ScrubBar::stepAsked, this, &TransportStrip::go);
  makeCombos();
  layOut();
  showPlay();
  showStep();
}

void TransportStrip::makeButtons() {
  m_first = stripButton("first", tr("First step (Home)"), this);
  m_back = stripButton("back", tr("One step back (Left)"), this);
  m_forward = stripButton("step", tr("One step on (Right)"), this);
  m_last = stripButton("last", tr("Last step (End)"), this);
  m_loop = new ToolButton(QStringLiteral("loop"), tr("Start again at the end"), this);
  m_loop->setCheckable(true);
  m_play = new QPushButton(this);
  m_play->setFixedSize(72, 34);
  m_play->setIconSize({16, 16});
  m_play->setFocusPolicy(Qt::TabFocus);
  makePrimary(m_play);
  m_back->setAutoRepeat(true);
  m_forward->setAutoRepeat(true);
  connect(m_first, &QToolButton::clicked, this, [this] { go(0); });
  connect(m_back, &QToolButton::clicked, this, [this] { go(step() - 1); });
  connect(m_forward, &QToolButton::clicked, this, [this] { go(step() + 1); });
  connect(m_last, &QToolButton::clicked, this, [this] { go(m_scrub->computed()); });
  connect(m_loop, &QToolButton::toggled, this, &TransportStrip::loopChanged);
  connect(m_play, &QPushButton::clicked, this, [this] {
    setPlaying(!m_playing);
    emit playToggled(m_playing);
  });
}

void TransportStrip::makeCombos() {
  m_speed = new QComboBox(this);
  for (const Speed& speed : speeds) m_speed->addItem(QString::fromUtf8(speed.text), speed.factor);
  m_speed->setCurrentIndex(2);
  m_speed->setFixedWidth(64);
  m_speed->setFont(textFont(13));
  m_speed->setAccessibleName(tr("Speed"));
  m_speed->setToolTip(tr("Speed of playing ([ slower, ] faster)"));
  m_pace = new QComboBox(this);
  m_pace->addItems({tr("every step"), tr("real time")});
  m_pace->setFixedWidth(104);
  m_pace->setAccessibleName(tr("Pace"));
  m_pace->setToolTip(tr("Show every step, or keep to the clock and leave steps out"));
  m_pace->hide();
  connect(m_speed, &QComboBox::currentIndexChanged, this, [this] { emit speedChanged(speed()); });
  connect(m_pace, &QComboBox::currentIndexChanged, this,
          [this](int index) { emit paceChanged(index == 0 ? Pace::everyStep : Pace::realTime); });
}

void TransportStrip::layOut() {
  QLabel* word = new QLabel(tr("step"), this);
  word->setFont(textFont(12));
  makeQuiet(word);
  QHBoxLayout* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 1, 12, 0);
  row->setSpacing(4);
  row->addWidget(m_first);
  row->addWidget(m_back);
  row->addWidget(m_play);
  row->addWidget(m_forward);
  row->addWidget(m_last);
  row->addSpacing(4);
  row->addWidget(word);
  row->addSpacing(2);
  row->addWidget(m_count);
  row->addSpacing(2);
  row->addWidget(m_scrub, 1);
  row->addSpacing(20);
  row->addWidget(m_speed);
  row->addSpacing(4);
  row->addWidget(m_pace);
  row->addSpacing(4);
  row->addWidget(m_loop);
  row->addSpacing(4);
  row->addWidget(m_readout);
}

void TransportStrip::setRange(int computed, int planned) {
  m_scrub->setRange(computed, planned);
  showStep();
}

void TransportStrip::setStep(int step) {
  m_scrub->setStep(step);
  showStep();
}

void TransportStrip::setPlaying(bool playing) {
  if (playing == m_playing) return;
  m_playing = playing;
  showPlay();
}

void TransportStrip::setMarkers(const QList<StripMarker>& markers) { m_scrub->setMarkers(markers); }

void TransportStrip::setSpeed(double speed) {
  int nearest = 0;
  for (int i = 1; i < int(speeds.size()); ++i)
    if (std::abs(std::log2(speeds[std::size_t(i)].factor / speed)) <
        std::abs(std::log2(speeds[std::size_t(nearest)].factor / speed)))
      nearest = i;
  const QSignalBlocker quiet(m_speed);
  m_speed->setCurrentIndex(nearest);
}

void TransportStrip::changeSpeed(int by) {
  m_speed->setCurrentIndex(std::clamp(m_speed->currentIndex() + by, 0, m_speed->count() - 1));
}

void TransportStrip::setLoop(bool loop) {
  const QSignalBlocker quiet(m_loop);
  m_loop->setChecked(loop);
}

void TransportStrip::setPace(Pace pace) {
  const QSignalBlocker quiet(m_pace);
  m_pace->setCurrentIndex(pace == Pace::everyStep ? 0 : 1);
}

void TransportStrip::setPaceOffered(bool offered) { m_pace->setVisible(offered); }

void TransportStrip::setReadout(const QString& text) { m_readout->setText(text); }

int TransportStrip::step() const { return m_scrub->step(); }
double TransportStrip::speed() const { return m_speed->currentData().toDouble(); }

void TransportStrip::go(int wanted) {
  const int bounded = std::clamp(wanted, 0, m_scrub->computed());
  const bool alreadyMoved = sender() == m_scrub;
  if (bounded == step() && !alreadyMoved) return;
  setStep(bounded);
  emit stepAsked(bounded);
}

void TransportStrip::showPlay() {
  m_play->setText(m_playing ? tr("Pause") : tr("Play"));
  m_play->setIcon(
      icon(m_playing ? QStringLiteral("pause") : QStringLiteral("play"), IconInk::onAccent));
  m_play->setToolTip(m_playing ? tr("Pause (Space)") : tr("Play (Space)"));
  m_play->setAccessibleName(m_play->text());
}

void TransportStrip::showStep() {
  m_number->setText(QString::number(step()));
  m_total->setText(QStringLiteral("/ %1").arg(m_scrub->planned()));
  // The strip must not creep while the number grows: room for the last step is kept.
  const QString widest(std::max(3, int(m_total->text().size()) - 2), QLatin1Char('0'));
  m_count->setFixedWidth(
      QFontMetrics(m_number->font()).horizontalAdvance(widest) + 7 +
      QFontMetrics(m_total->font()).horizontalAdvance(QStringLiteral("/ ") + widest) + 1);
  const bool atStart = step() <= 0, atEnd = step() >= m_scrub->computed();
  m_first->setEnabled(!atStart);
  m_back->setEnabled(!atStart);
  m_forward->setEnabled(!atEnd);
  m_last->setEnabled(!atEnd);
}

void TransportStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.fillRect(rect(), currentTheme().panel);
  painter.fillRect(0, 0, width(), 1, currentTheme().border);
}

}  // namespace thalweg
