#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "agent/probe/probe.hpp"

namespace isocenter::agent {

/// Keeps sightings in memory and what goes with them in an SQLite file of its own, in one transaction.
class DatabaseSink : public Sink {
 public:
  explicit DatabaseSink(const std::filesystem::path& path) : database_{path} {}

  void take(const std::vector<Sighting>& sightings, const std::function<void(sqlite::Database&)>& also) override {
    const std::scoped_lock lock{mutex_};
    if (fails_ && !sightings.empty()) throw sqlite::StoreError{13, "the disk is full"};
    sqlite::Transaction transaction{database_};
    if (also) also(database_);
    transaction.commit();
    sightings_.insert(sightings_.end(), sightings.begin(), sightings.end());
  }

  std::vector<Sighting> sightings() const {
    const std::scoped_lock lock{mutex_};
    return sightings_;
  }
  void fail_from_now_on() { fails_ = true; }
  void work_again() { fails_ = false; }

 private:
  mutable std::mutex mutex_;
  sqlite::Database database_;
  std::vector<Sighting> sightings_;
  bool fails_ = false;
};

}  // namespace isocenter::agent
