/// The loss on a straight line between two points, and the barrier on it.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "core/objectives/objective.h"
#include "core/run/job.h"

namespace thalweg {

struct Segment {
  Vec t, f;  // [n]; t = 0 at the first point, 1 at the second
  double atFirst = 0.0, atSecond = 0.0;
  /// The most by which the loss on 0 .. 1 is above the chord, and where; NaN where the loss is not
  /// a number on the way.
  double barrier = 0.0, barrierAt = 0.0;
  /// The most by which it is above the mean of the ends (instability; Frankle et al. 2020).
  double instability = 0.0;
  bool complete = false;
};

/// Which values of t: n from `low` to `high`; the barrier is that of those between 0 and 1.
struct SegmentRange {
  double low = -0.5, high = 1.5;
  Index n = 401;
};

Segment lossBetween(Evaluator& f, const Vec& first, const Vec& second, const SegmentRange& range,
                    const std::function<bool()>& stopping = {});

/// The same as a job.
class SegmentJob final : public Job {
 public:
  SegmentJob(std::shared_ptr<const Objective> objective, Vec first, Vec second,
             const SegmentRange& range);
  bool advance(Clock::time_point deadline) override;
  void fail(const std::string& why) override;
  /// Null before it has ended.
  std::shared_ptr<const Segment> result() const;
  double progress() const;
  bool ended() const;

 private:
  void publish();
  Evaluator m_f;
  Vec m_first, m_second, m_x;
  SegmentRange m_range;
  Segment m_segment;
  Index m_done = -1;  // values of t; the ends come before the first
  mutable std::mutex m_guard;
  std::shared_ptr<const Segment> m_result;
  double m_progress = 0.0;
  bool m_ended = false;
};

}  // namespace thalweg
