/// The time cursor: which step is shown, and playing through them.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace thalweg {

class Player : public QObject {
  Q_OBJECT

 public:
  explicit Player(QObject* parent = nullptr);

  int step() const { return m_step; }
  bool isPlaying() const { return m_tick.isActive(); }
  double speed() const { return m_speed; }
  bool loops() const { return m_loop; }

  /// Steps 0 to `computed` can be shown; more may come up to `planned`.
  void setRange(int computed, int planned);
  void setStep(int step);
  void play(bool on);
  void setSpeed(double speed) { m_speed = speed; }
  void setLoop(bool loop) { m_loop = loop; }

 signals:
  void stepChanged(int step);
  void playingChanged(bool playing);

 private:
  void advance();
  int m_step = 0, m_computed = 0, m_planned = 0;
  double m_speed = 1.0, m_rest = 0.0;
  bool m_loop = false;
  QElapsedTimer m_clock;
  QTimer m_tick;
};

}  // namespace thalweg
