/// The loss on the straight line between two steps of the runs, computed on workers.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>

#include "app/model/session.h"
#include "core/run/segment.h"

namespace thalweg {

class SegmentService : public QObject {
  Q_OBJECT

 public:
  explicit SegmentService(Session& session, QObject* parent = nullptr);
  ~SegmentService() override;

  /// Somebody looks, at the ends that the experiment says (`view.plane.segment`); nobody does.
  void show(bool wanted);
  /// Null before it is there, and where there is none.
  const std::shared_ptr<const Segment>& segment() const { return m_segment; }
  /// Of the two ends from one another.
  double distance() const { return m_distance; }
  /// Why there is none.
  const QString& refusal() const { return m_refusal; }
  bool busy() const { return m_tick.isActive(); }
  void cancel();

 signals:
  void changed();

 private:
  void follow();
  void look();

  Session& m_session;
  bool m_wanted = false;
  std::shared_ptr<SegmentJob> m_job;
  std::shared_ptr<const Segment> m_segment;
  Vec m_first, m_second;  // the ends it was begun with
  double m_distance = 0.0;
  QString m_refusal;
  QTimer m_tick;
};

/// The line as a table: t, loss.
QString csvOf(const Segment& segment);

}  // namespace thalweg
