/// Sweeps of the window: begun, pulled sixty times a second, cancelled; and those that were kept in
/// a folder.
#pragma once

#include <QObject>
#include <QTimer>
#include <atomic>
#include <memory>
#include <optional>
#include <vector>

#include "core/run/runner.h"
#include "core/run/sweep_work.h"

namespace thalweg {

/// A sweep under way, shared by the jobs that work on it.
class SweepUnderWay;

class SweepService : public QObject {
  Q_OBJECT

 public:
  explicit SweepService(QObject* parent = nullptr);
  ~SweepService() override;

  /// Points of the experiment on all cores, each with its loss and last spectrum; the sentence that
  /// says why not. `folder`: as the command line keeps them; empty: nowhere.
  QString start(const Experiment& experiment, std::vector<SweepAxis> axes,
                const QString& folder = {});
  /// What `thalweg-cli sweep` has written; the sentence that says why not.
  QString openFolder(const QString& folder);
  void cancel();

  const std::vector<SweepAxis>& axes() const { return m_axes; }
  /// By their place in the product of the lists; null where one is not done.
  const std::vector<std::shared_ptr<const SweepPoint>>& points() const { return m_points; }
  std::size_t done() const { return m_done; }
  /// The table as the command line writes it.
  std::string table() const;
  bool busy() const { return m_under != nullptr; }
  double progress() const;
  /// Why the last one ended before its end.
  const QString& refusal() const { return m_refusal; }

 signals:
  void changed();
  void progressed();

 private:
  void look();
  void begin(std::vector<SweepAxis> axes);

  std::vector<SweepAxis> m_axes;
  std::vector<std::shared_ptr<const SweepPoint>> m_points;
  std::size_t m_done = 0;
  QString m_refusal;
  std::shared_ptr<SweepUnderWay> m_under;
  std::vector<std::shared_ptr<SweepUnderWay>> m_leaving;  // stopped, not yet ended
  QTimer m_tick;
  /// Threads of its own while there is something to do. Last: they end before what they refer to.
  std::optional<Runner> m_runner;
};

}  // namespace thalweg
