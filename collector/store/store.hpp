#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "collector/store/derived_tables.hpp"
#include "collector/store/event_log.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::collector {

/// Keeps a second collector (or a rebuild beside it) off the same store, as long as it lives; the kernel lets go when
/// the process dies. Throws StoreError with words where another holds it.
class StoreLock {
 public:
  explicit StoreLock(const std::filesystem::path& store);
  ~StoreLock();
  StoreLock(const StoreLock&) = delete;
  StoreLock& operator=(const StoreLock&) = delete;

 private:
  int file_ = -1;
};

/// The collector's database: the log, what is derived from it, and a few facts. After any StoreError close it and open
/// it anew: whether the last transaction committed is then read, not remembered.
class Store {
 public:
  enum class Use {
    write,  ///< made where absent, brought to the newest version
    read,   ///< must exist and be of this version; leaves it as it is
  };
  explicit Store(const std::filesystem::path& path, Use use = Use::write);

  sqlite::Database& database() { return database_; }
  EventLog& log() { return log_; }
  DerivedTables& derived() { return derived_; }

  std::optional<std::string> fact(const std::string& name);
  void set_fact(const std::string& name, const std::string& value);
  /// How far intervals are worked out; nothing before the first time.
  std::optional<Instant> derived_until();
  void set_derived_until(Instant until);

 private:
  sqlite::Database database_;
  EventLog log_;
  DerivedTables derived_;
};

/// What is derived, as one digest: equal digests mean equal rows, whatever order events came in. BLAKE2b-128 over the
/// rows of exam, fault, interval and contradiction, device by device.
Digest state_digest(Store& store);

}  // namespace isocenter::collector
