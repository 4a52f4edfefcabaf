#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <vector>

#include "shared/core/time.hpp"
#include "shared/mqtt/client.hpp"

namespace isocenter::collector {

/// A message with the time of its receipt: what waits in the queue must not look late.
struct Arrival {
  mqtt::Message message;
  Instant received;
};

/// From the MQTT library's thread to the ingest loop. Bounded: what does not fit is dropped and counted, and its node
/// sends it again.
class Inbox {
 public:
  explicit Inbox(std::function<Instant()> clock) : clock_{std::move(clock)} {}

  void push(mqtt::Message message);
  /// At most `most` messages, but no more once they hold `most_bytes` together.
  std::vector<Arrival> take(std::size_t most, std::size_t most_bytes);
  /// Waits until something is there, `stop` is asked for, or the time is over.
  void wait(std::stop_token stop, std::chrono::milliseconds most);
  /// Lets more arrive until `until`: no longer than until there is `enough`, or `stop` is asked for.
  void gather(std::stop_token stop, std::chrono::steady_clock::time_point until, std::size_t enough);
  void wake();
  std::uint64_t dropped() const;

 private:
  static constexpr std::size_t most_held = 20'000;
  static constexpr std::size_t most_bytes_held = 64 * 1024 * 1024;

  std::function<Instant()> clock_;
  mutable std::mutex mutex_;
  std::condition_variable_any filled_;
  std::deque<Arrival> queue_;
  std::size_t bytes_ = 0;
  std::uint64_t dropped_ = 0;
  std::size_t enough_ = 1;  ///< how many have to be there before who waits is told
  bool woken_ = false;
};

}  // namespace isocenter::collector
