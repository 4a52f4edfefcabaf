#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "agent/probe/probe.hpp"

namespace isocenter::agent {

/// A Sink that keeps what it is handed.
class KeptSightings : public Sink {
 public:
  void take(const std::vector<Sighting>& sightings, const std::function<void(sqlite::Database&)>& = nullptr) override {
    const std::lock_guard lock{mutex_};
    kept_.insert(kept_.end(), sightings.begin(), sightings.end());
    changed_.notify_all();
  }

  std::vector<Sighting> all() const {
    const std::lock_guard lock{mutex_};
    return kept_;
  }

  /// Whether so many have come, at the latest after ten seconds.
  bool wait_for(std::size_t count) const {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{10}, [&] { return kept_.size() >= count; });
  }

 private:
  mutable std::mutex mutex_;
  mutable std::condition_variable changed_;
  std::vector<Sighting> kept_;
};

}  // namespace isocenter::agent
