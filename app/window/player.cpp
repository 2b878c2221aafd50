#include "app/window/player.h"

#include <algorithm>

namespace thalweg {
namespace {

// At speed 1 a run of 120 steps takes four seconds; longer runs are not to take minutes.
constexpr double leastStepsPerSecond = 30.0, longestSeconds = 12.0;
constexpr int frameMs = 33;

}  // namespace

Player::Player(QObject* parent) : QObject(parent) {
  m_tick.setInterval(frameMs);
  m_tick.setTimerType(Qt::PreciseTimer);
  connect(&m_tick, &QTimer::timeout, this, &Player::advance);
}

void Player::setRange(int computed, int planned) {
  m_computed = computed;
  m_planned = planned;
  if (m_step > planned) setStep(planned);
}

void Player::setStep(int step) {
  step = std::clamp(step, 0, std::max(m_computed, m_planned));
  if (step == m_step) return;
  m_step = step;
  emit stepChanged(step);
}

void Player::play(bool on) {
  if (on == isPlaying()) return;
  if (on) {
    if (m_step >= m_computed && m_computed >= m_planned) setStep(0);
    m_rest = 0.0;
    m_clock.start();
    m_tick.start();
  } else {
    m_tick.stop();
  }
  emit playingChanged(on);
}

void Player::advance() {
  const double rate = m_speed * std::max(leastStepsPerSecond, m_planned / longestSeconds);
  // A frame that came late may not jump far: every part of the path is to be seen.
  m_rest += rate * double(std::min<qint64>(m_clock.restart(), 100)) / 1000.0;
  const int steps = int(m_rest);
  m_rest -= steps;
  const int wanted = std::min(m_step + steps, m_computed);
  if (wanted >= m_planned || (wanted >= m_computed && m_computed < m_planned && wanted == m_step)) {
    if (m_loop && wanted >= m_planned) return setStep(m_step >= m_planned ? 0 : m_planned);
    if (wanted >= m_planned) {
      setStep(wanted);
      return play(false);
    }
  }
  setStep(wanted);
}

}  // namespace thalweg
