/// Times of several tasks, taken in turns so that all see the same machine.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace thalweg::bench {

using Task = std::function<void()>;

/// Milliseconds of the fastest of `rounds` calls of each.
inline std::vector<double> fastest(const std::vector<Task>& tasks, int rounds) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> best(tasks.size(), std::numeric_limits<double>::infinity());
  for (int round = 0; round < rounds; ++round)
    for (std::size_t i = 0; i < tasks.size(); ++i) {
      const auto start = Clock::now();
      tasks[i]();
      best[i] = std::min(best[i],
                         std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
  return best;
}

/// Prints the task's time and its ratio to the fastest of `bases`.
inline void compare(const std::string& name, std::vector<Task> bases, const Task& task,
                    int rounds) {
  bases.push_back(task);
  const std::vector<double> ms = fastest(bases, rounds);
  const double base = *std::min_element(ms.begin(), ms.end() - 1);
  std::printf("%-64s %8.3f ms %6.2f\n", (name + ".base").c_str(), base, 1.0);
  std::printf("%-64s %8.3f ms %6.2f\n", name.c_str(), ms.back(), ms.back() / base);
}

}  // namespace thalweg::bench
