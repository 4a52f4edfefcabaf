#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>

#include "collector/store/migrations.hpp"

namespace isocenter::collector {
namespace {

constexpr int not_a_store = 26;  // SQLITE_NOTADB: no retry mends it

std::int64_t query(sqlite::Database& database, std::string_view sql) {
  sqlite::Statement statement{database, sql};
  return statement.step() ? statement.integer(0) : 0;
}

/// A copy as SQLite sees it, log and all, readable by us alone.
void copy_before(sqlite::Database& database, std::int64_t version) {
  const std::filesystem::path copy = fmt::format("{}.before-{}", database.path().string(), version + 1);
  std::filesystem::remove(copy);
  const int file = ::open(copy.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
  sqlite::Statement{database, "VACUUM INTO ?1"}.bind(1, std::string_view{copy.native()}).run();
}

}  // namespace

void migrate(sqlite::Database& database, const std::vector<std::string>& steps) {
  const auto newest = static_cast<std::int64_t>(steps.size());
  const std::int64_t version = query(database, "PRAGMA user_version");
  if (version > newest) {
    throw sqlite::StoreError{not_a_store, fmt::format("{}: is of version {}, this program knows up to {}; install the "
                                                      "newer program, or restore a copy of before its update",
                                                      database.path().string(), version, newest)};
  }
  if (version == 0 && query(database, "SELECT count(*) FROM sqlite_schema") > 0) {
    throw sqlite::StoreError{
        not_a_store,
        fmt::format("{}: is a database of something else; name another file in [store] url", database.path().string())};
  }
  if (version > 0 && version < newest) copy_before(database, version);
  for (std::int64_t next = version; next < newest; ++next) {
    sqlite::Transaction transaction{database};
    database.execute(steps[static_cast<std::size_t>(next)]);
    database.execute(fmt::format("PRAGMA user_version={}", next + 1));
    transaction.commit();
  }
}

}  // namespace isocenter::collector
