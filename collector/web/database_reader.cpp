#include "collector/web/database_reader.hpp"

namespace isocenter::web {

DatabaseReader::DatabaseReader(std::filesystem::path path, std::chrono::milliseconds time_limit,
                               const std::atomic<bool>& stopping)
    : path_{std::move(path)}, time_limit_{time_limit}, stopping_{stopping} {}

sqlite::Database& DatabaseReader::begin() {
  if (!database_) {
    constexpr int busy_ms = 1000;
    database_ = std::make_unique<sqlite::Database>(path_, sqlite::Database::Mode::read_only, busy_ms);
    interruption_.emplace(*database_, [this] {
      return stopping_.load(std::memory_order_relaxed) || std::chrono::steady_clock::now() >= deadline_;
    });
  }
  deadline_ = std::chrono::steady_clock::now() + time_limit_;
  return *database_;
}

void DatabaseReader::end(bool failed) {
  if (!failed) return;
  interruption_.reset();
  database_.reset();
}

}  // namespace isocenter::web
