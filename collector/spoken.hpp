#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "collector/said.hpp"
#include "shared/core/event.hpp"
#include "shared/core/result.hpp"

namespace isocenter::collector {

/// What people say at the collector's page, from the threads that answer them to the ingest loop and back: it counts
/// once it is committed, and only then is it answered. Any thread.
class Spoken {
 public:
  /// `wake` makes the loop turn.
  explicit Spoken(std::function<void()> wake) : wake_{std::move(wake)} {}

  struct Utterance {
    std::vector<NewEvent> events;
    std::vector<Said> said{};  ///< as many as events, once they are in the log
  };
  using Pending = std::shared_ptr<Utterance>;

  /// Hands the events over, all or none, and waits until they are committed. ErrorKind::invalid where one breaks a rule
  /// or is too long; ::unavailable where the loop or the store do not take them in time. `what` then says whether they
  /// are kept, and so does `where`: "kept".
  Result<std::vector<Said>> say(std::vector<NewEvent> events, std::chrono::milliseconds patience);

  /// Whether something waits to be taken.
  bool any() const;
  /// By the loop: all that was said since the last time.
  std::vector<Pending> take();
  /// What was taken but could not be written.
  void put_back(std::vector<Pending> untaken);
  /// By the loop, after the commit.
  void answer(const Pending& utterance, std::vector<Said> said);

 private:
  static constexpr std::size_t most_waiting = 64;

  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::condition_variable answered_;
  std::vector<Pending> waiting_;
};

}  // namespace isocenter::collector
