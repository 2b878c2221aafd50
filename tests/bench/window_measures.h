/// What the window's bench measures with: heartbeat, processor time, a hand that does things.
#pragma once

#include <sys/resource.h>
#include <time.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QEvent>
#include <QMouseEvent>
#include <QTimer>
#include <QWidget>
#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace thalweg::bench {

inline double threadMs() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * double(now.tv_sec) + 1e-6 * double(now.tv_nsec);
}

inline double processMs() {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  const auto ms = [](const timeval& t) {
    return 1e3 * double(t.tv_sec) + 1e-3 * double(t.tv_usec);
  };
  return ms(use.ru_utime) + ms(use.ru_stime);
}

/// Asked with `--events` it tells which events the window's own thread spent its time on, those
/// within others included.
class Application : public QApplication {
 public:
  using QApplication::QApplication;
  bool notify(QObject* receiver, QEvent* event) override {
    if (!m_asked) return QApplication::notify(receiver, event);
    const std::string name =
        std::string(receiver->metaObject()->className()) + " " + std::to_string(event->type());
    const double before = threadMs();
    const bool done = QApplication::notify(receiver, event);
    Cost& cost = m_costs[name];
    cost.most = std::max(cost.most, threadMs() - before);
    cost.sum += threadMs() - before;
    ++cost.count;
    return done;
  }
  void ask() { m_asked = true; }
  void tell() {
    std::vector<std::pair<std::string, Cost>> all(m_costs.begin(), m_costs.end());
    std::sort(all.begin(), all.end(),
              [](const auto& a, const auto& b) { return a.second.sum > b.second.sum; });
    all.resize(std::min<std::size_t>(all.size(), 25));
    for (const auto& [name, cost] : all)
      std::printf("  %-60s %6d times, mean %6.2f most %7.2f sum %8.1f ms\n", name.c_str(),
                  cost.count, cost.sum / cost.count, cost.most, cost.sum);
    m_costs.clear();
  }

 private:
  struct Cost {
    double sum = 0.0, most = 0.0;
    int count = 0;
  };
  bool m_asked = false;
  std::map<std::string, Cost> m_costs;
};

inline double wallMs(const QElapsedTimer& since) { return 1e-6 * double(since.nsecsElapsed()); }

inline void report(const std::string& name, std::vector<double> values, const char* unit = "ms") {
  if (values.empty()) return;
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[std::size_t(share * double(values.size() - 1))];
  };
  std::printf("%-44s %9.2f %9.2f %9.2f %s (%zu)\n", name.c_str(), at(0.5), at(0.99), values.back(),
              unit, values.size());
  std::fflush(stdout);
}

/// Counts how late the event loop comes to a timer.
class Heartbeat : public QTimer {
 public:
  Heartbeat() {
    setTimerType(Qt::PreciseTimer);
    setInterval(periodMs);
    connect(this, &QTimer::timeout, this, [this] {
      waits.push_back(std::max(0.0, wallMs(m_clock) - periodMs));
      m_clock.restart();
      const double cpu = threadMs();
      work.push_back(cpu - m_cpu);
      m_cpu = cpu;
    });
    m_clock.start();
    m_cpu = threadMs();
    start();
  }
  std::vector<double> waits, work;

 private:
  static constexpr int periodMs = 5;
  QElapsedTimer m_clock;
  double m_cpu = 0.0;
};

/// Lets the window work for some time, with a deed every so often.
inline void use(const std::string& name, int ms, int everyMs,
                const std::function<void(int)>& deed) {
  Heartbeat heart;
  QTimer hand;
  int count = 0;
  QObject::connect(&hand, &QTimer::timeout, [&] { deed(count++); });
  hand.start(everyMs);
  QElapsedTimer clock;
  clock.start();
  while (clock.elapsed() < ms) QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  report(name + ".wait", heart.waits);
  report(name + ".own_work", heart.work);
  static_cast<Application*>(qApp)->tell();
}

inline bool waitFor(const std::function<bool()>& done, int ms) {
  QElapsedTimer clock;
  clock.start();
  QTimer wake;
  wake.start(1);
  while (!done() && clock.elapsed() < ms)
    QApplication::processEvents(QEventLoop::WaitForMoreEvents);
  return done();
}

inline void mouse(QWidget* widget, QEvent::Type type, QPointF at,
                  Qt::MouseButtons held = Qt::NoButton) {
  const Qt::MouseButton button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
  QMouseEvent event(type, at, widget->mapToGlobal(at), button, held, Qt::NoModifier);
  QApplication::sendEvent(widget, &event);
}

}  // namespace thalweg::bench
