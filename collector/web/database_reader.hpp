#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>

#include "shared/sqlite/database.hpp"

namespace isocenter::web {

/// A worker's own read-only connection to the collector's database, opened when first asked for. A reader that takes
/// long would keep the log from being checkpointed; so it ends by itself. One thread.
class DatabaseReader {
 public:
  DatabaseReader(std::filesystem::path path, std::chrono::milliseconds time_limit, const std::atomic<bool>& stopping);
  ~DatabaseReader();

  /// The connection for one request. From now on its statements fail with StoreError once the time is over or the
  /// server stops; is_overdue then tells which failures those are. Throws StoreError where there is no database.
  sqlite::Database& begin();
  /// Rolls back what is left open. After a failure the connection is opened anew next time.
  void end(bool failed);
  static bool is_overdue(const sqlite::StoreError& error);
  const std::filesystem::path& path() const { return path_; }

 private:
  struct Deadline;
  std::filesystem::path path_;
  std::chrono::milliseconds time_limit_;
  std::unique_ptr<Deadline> deadline_;  ///< where SQLite finds it
  std::unique_ptr<sqlite::Database> database_;
};

}  // namespace isocenter::web
