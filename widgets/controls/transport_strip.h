/// The strip at the foot of the window: play, step, scrub, speed.
#pragma once

#include <QWidget>

#include "widgets/controls/scrub_bar.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace thalweg {

class ToolButton;

class TransportStrip : public QWidget {
  Q_OBJECT
 public:
  /// How playing gets along: showing each step, or keeping to the clock.
  enum class Pace { everyStep, realTime };

  explicit TransportStrip(QWidget* parent = nullptr);

  void setRange(int computed, int planned);
  void setStep(int step);
  void setPlaying(bool playing);
  void setMarkers(const QList<StripMarker>& markers);
  /// The next slower (-1) or faster (1) one of those offered.
  void changeSpeed(int by);
  void setSpeed(double speed);  // the nearest one that is offered
  void setLoop(bool loop);
  void setPace(Pace pace);
  /// The choice between every step and real time is shown only to those who follow it.
  void setPaceOffered(bool offered);
  /// What stands at the right end, such as "loss 0.02799".
  void setReadout(const QString& text);

  int step() const;
  bool isPlaying() const { return m_playing; }
  double speed() const;

  QSize sizeHint() const override { return {900, 48}; }

 signals:
  void playToggled(bool playing);
  void stepAsked(int step);
  void speedChanged(double speed);
  void loopChanged(bool loop);
  void paceChanged(thalweg::TransportStrip::Pace pace);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void makeButtons();
  void makeCombos();
  void layOut();
  void go(int step);
  void showPlay();
  void showStep();

  bool m_playing = false;
  ToolButton *m_first, *m_back, *m_forward, *m_last, *m_loop;
  QPushButton* m_play;
  QWidget* m_count;
  QLabel *m_number, *m_total, *m_readout;
  ScrubBar* m_scrub;
  QComboBox *m_speed, *m_pace;
};

}  // namespace thalweg
