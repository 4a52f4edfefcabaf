#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "shared/sqlite/database.hpp"
#include "shared/sqlite/interruption.hpp"

namespace isocenter::web {

/// A worker's own read-only connection to the collector's database, opened when first asked for. A reader that takes
/// long would keep the log from being checkpointed; so it ends by itself. One thread.
class DatabaseReader {
 public:
  DatabaseReader(std::filesystem::path path, std::chrono::milliseconds time_limit, const std::atomic<bool>& stopping);
  DatabaseReader(const DatabaseReader&) = delete;
  DatabaseReader& operator=(const DatabaseReader&) = delete;

  /// The connection for one request. From now on its statements fail with StoreError once the time is over or the
  /// server stops; those failures are interrupted ones. Throws StoreError where there is no database.
  sqlite::Database& begin();
  /// After a failure the connection is opened anew next time; else it is kept, with nothing open on it.
  void end(bool failed);
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::chrono::milliseconds time_limit_;
  const std::atomic<bool>& stopping_;
  std::chrono::steady_clock::time_point deadline_{};
  std::unique_ptr<sqlite::Database> database_;
  std::optional<sqlite::Interruption> interruption_;  ///< of `database_`: ends before it
};

}  // namespace isocenter::web
