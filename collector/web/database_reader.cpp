#include "collector/web/database_reader.hpp"

#include <sqlite3.h>

namespace isocenter::web {

struct DatabaseReader::Deadline {
  const std::atomic<bool>& stopping;
  std::chrono::steady_clock::time_point at{};

  static int is_over(void* deadline) {
    const auto& self = *static_cast<const Deadline*>(deadline);
    return self.stopping.load(std::memory_order_relaxed) || std::chrono::steady_clock::now() >= self.at ? 1 : 0;
  }
};

DatabaseReader::DatabaseReader(std::filesystem::path path, std::chrono::milliseconds time_limit,
                               const std::atomic<bool>& stopping)
    : path_{std::move(path)}, time_limit_{time_limit}, deadline_{new Deadline{.stopping = stopping}} {}

DatabaseReader::~DatabaseReader() = default;

sqlite::Database& DatabaseReader::begin() {
  constexpr int steps_between_looks = 2000;  // some tens of microseconds
  if (!database_) {
    constexpr int busy_ms = 1000;
    database_ = std::make_unique<sqlite::Database>(path_, sqlite::Database::Mode::read_only, busy_ms);
    sqlite3_progress_handler(database_->handle(), steps_between_looks, &Deadline::is_over, deadline_.get());
  }
  deadline_->at = std::chrono::steady_clock::now() + time_limit_;
  return *database_;
}

void DatabaseReader::end(bool failed) {
  if (failed) database_.reset();
}

bool DatabaseReader::is_overdue(const sqlite::StoreError& error) { return (error.code() & 0xff) == SQLITE_INTERRUPT; }

}  // namespace isocenter::web
