#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "shared/core/time.hpp"

namespace isocenter::collector {

/// What the collector knows of one node, for /metrics and the web page.
struct NodeFigures {
  std::uint64_t events_ingested = 0;                ///< rows in the log since this start, gaps and rejects too
  std::uint64_t unreadable = 0;                     ///< batches nobody could read
  std::uint64_t outbox_events = 0;                  ///< written by the node, not yet in the log
  std::map<std::string, std::uint64_t> gap_events;  ///< events that are gone for good, by reason
  bool up = false;
  Milliseconds clock_difference{0};  ///< receipt - sent, least of the last hour of its epoch
  Milliseconds ingest_lag{0};        ///< receipt - time of the event last taken, on the collector's clock
  bool operator==(const NodeFigures&) const = default;
};

/// Upper bounds of the buckets of `CommitTimes`, in seconds; a last one takes the rest.
inline constexpr std::array commit_bounds_s{0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 5.0};

/// How long commits took, as a Prometheus histogram wants it. `buckets` are not cumulative.
struct CommitTimes {
  std::array<std::uint64_t, commit_bounds_s.size() + 1> buckets{};
  std::uint64_t count = 0;
  double sum_s = 0;
  bool operator==(const CommitTimes&) const = default;
};

struct FigureValues {
  Instant started{};
  std::chrono::steady_clock::time_point turned{};  ///< when the ingest loop turned last
  bool broker_connected = false;
  std::string store = "ok";  ///< ok | full | failed
  std::map<std::string, NodeFigures> nodes;
  std::map<std::string, std::uint64_t> rejected;  ///< events, by reason (a closed word and a field, never a value)
  CommitTimes commits;
  std::uint64_t batches_dropped = 0;   ///< for want of room in the queue; nodes send them again
  std::uint64_t messages_foreign = 0;  ///< on topics that are none of the protocol's
  bool operator==(const FigureValues&) const = default;
};

/// What the ingest loop counts and others show. Any thread may call either function.
class Figures {
 public:
  /// `change` gets the values to alter, under the lock: keep it short.
  template <typename Change>
  void update(Change&& change) {
    const std::lock_guard lock{mutex_};
    change(values_);
  }

  FigureValues snapshot() const {
    const std::lock_guard lock{mutex_};
    return values_;
  }

 private:
  mutable std::mutex mutex_;
  FigureValues values_;
};

/// Puts one commit's time into its bucket.
inline void note_commit(CommitTimes& times, double seconds) {
  std::size_t bucket = 0;
  while (bucket < commit_bounds_s.size() && seconds > commit_bounds_s[bucket]) ++bucket;
  ++times.buckets[bucket];
  ++times.count;
  times.sum_s += seconds;
}

}  // namespace isocenter::collector
