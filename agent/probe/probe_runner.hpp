#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "agent/probe/probe.hpp"

namespace isocenter::agent {

/// How often a failing probe is looked at: after n failures in a row 2^n intervals apart, at most `longest` (or its
/// interval, where that is longer).
std::chrono::milliseconds pause_after(std::chrono::milliseconds interval, int failures,
                                      std::chrono::milliseconds longest = std::chrono::seconds{60});

/// Looks at every probe at its interval, at once at first, each in a thread of its own: a slow or failing one holds up
/// nobody. What a probe throws is counted; each kind of failure of a probe is said once until the probe works again.
class ProbeRunner {
 public:
  using Clock = std::function<Instant()>;
  using Say = std::function<void(const std::string&)>;

  /// `say` gets lines that name the probe and the kind of failure, never what the probe had read.
  ProbeRunner(std::vector<std::unique_ptr<Probe>> probes, Sink& sink, Clock clock, Say say);
  ~ProbeRunner();

  void start();
  /// Begins no further look.
  void request_stop();
  /// After `request_stop`: whether the looks under way have ended within `patience`.
  bool wait(std::chrono::milliseconds patience);
  /// request_stop, and waits for looks that are under way.
  void stop();

  std::uint64_t failures() const;
  /// What the probes have lost, of those that have.
  std::vector<std::string> losses() const;

 private:
  void run(std::stop_token stop, Probe& probe);
  bool look(Probe& probe, std::set<std::string>& said);
  void say(const std::string& line);

  std::vector<std::unique_ptr<Probe>> probes_;
  Sink& sink_;
  Clock clock_;
  Say say_;
  mutable std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t running_ = 0;
  std::uint64_t failures_ = 0;
  std::vector<std::jthread> threads_;
};

}  // namespace isocenter::agent
