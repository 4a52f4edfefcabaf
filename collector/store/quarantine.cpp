#include "collector/store/quarantine.hpp"

namespace isocenter::collector {
namespace {

constexpr std::size_t most_bytes = 4096;
constexpr std::chrono::hours keep_for{30 * 24};

sqlite::Database opened(const std::filesystem::path& path) {
  sqlite::Database database{path};
  database.execute(
      "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
      "CREATE TABLE IF NOT EXISTS refused (id INTEGER PRIMARY KEY, received INTEGER NOT NULL, source TEXT NOT NULL, "
      "why TEXT NOT NULL, bytes BLOB NOT NULL) STRICT");
  return database;
}

}  // namespace

Quarantine::Quarantine(const std::filesystem::path& path)
    : database_{opened(path)},
      insert_{database_, "INSERT INTO refused (received, source, why, bytes) VALUES (?1, ?2, ?3, ?4)"},
      forget_old_{database_, "DELETE FROM refused WHERE received < ?1"},
      forget_many_{database_, "DELETE FROM refused WHERE id <= (SELECT max(id) FROM refused) - 1000"} {}

void Quarantine::keep(Instant now, std::string_view source, std::string_view why, std::string_view bytes) {
  const std::string_view start = bytes.substr(0, most_bytes);
  sqlite::Transaction transaction{database_};
  insert_.bind(1, to_unix_ms(now)).bind(2, source).bind(3, why);
  insert_.bind_blob(4, {reinterpret_cast<const std::uint8_t*>(start.data()), start.size()}).run();
  forget_old_.bind(1, to_unix_ms(now - keep_for)).run();
  forget_many_.run();
  transaction.commit();
}

void Quarantine::forget(Instant now) { forget_old_.bind(1, to_unix_ms(now - keep_for)).run(); }

}  // namespace isocenter::collector
