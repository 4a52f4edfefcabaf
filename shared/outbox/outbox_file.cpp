#include "shared/outbox/outbox_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "shared/core/time.hpp"

namespace isocenter::outbox {
namespace {

using sqlite::Database;
using sqlite::StoreError;

// SQLite's primary result codes (sqlite.org/rescode.html); its header is included in shared/sqlite only.
constexpr int busy = 5;
constexpr int cannot_open = 14;
constexpr int corrupt = 11;
constexpr int not_a_database = 26;

constexpr int schema_version = 1;

/// Numbers 1 to `last` of an epoch are all covered by rows: an event, or a gap (with a reason) from seq to through.
constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS outbox_facts (
  name TEXT PRIMARY KEY, value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox_epochs (
  number INTEGER PRIMARY KEY,           -- order of birth
  epoch TEXT NOT NULL UNIQUE,
  last INTEGER NOT NULL,
  digest BLOB NOT NULL,                 -- at last
  acknowledged INTEGER NOT NULL,
  idle_since_ms INTEGER,                -- all acknowledged and nothing but gaps left
  closed_ms INTEGER                     -- its rows were renamed after a rollback
) STRICT;
CREATE TABLE IF NOT EXISTS outbox_rows (
  id INTEGER PRIMARY KEY,
  epoch INTEGER NOT NULL REFERENCES outbox_epochs(number),
  seq INTEGER NOT NULL,
  through INTEGER NOT NULL,
  t_ms INTEGER NOT NULL,
  type TEXT NOT NULL,
  device TEXT NOT NULL,
  bytes TEXT NOT NULL,
  digest BLOB NOT NULL,                 -- at through
  telemetry INTEGER NOT NULL,
  reason TEXT,                          -- of a gap
  was_epoch TEXT, was_seq INTEGER, was_digest BLOB,
  acknowledged_ms INTEGER,
  UNIQUE (epoch, seq)
) STRICT;
CREATE INDEX IF NOT EXISTS outbox_rows_acknowledged ON outbox_rows(acknowledged_ms) WHERE acknowledged_ms IS NOT NULL;
CREATE INDEX IF NOT EXISTS outbox_rows_telemetry ON outbox_rows(id)
  WHERE telemetry = 1 AND acknowledged_ms IS NULL AND reason IS NULL;
CREATE TABLE IF NOT EXISTS outbox_damaged (
  id INTEGER PRIMARY KEY, epoch TEXT NOT NULL, seq INTEGER NOT NULL, at_ms INTEGER NOT NULL, bytes TEXT NOT NULL
) STRICT;
)";

bool is_damage(const StoreError& error) {
  return (error.code() & 0xff) == corrupt || (error.code() & 0xff) == not_a_database;
}

void check_version(Database& database) {
  sqlite::Statement ask{database, "SELECT value FROM outbox_facts WHERE name = 'version'"};
  const std::int64_t version = ask.step() ? ask.integer(0) : 0;
  ask.reset();
  if (version > schema_version) {
    throw StoreError{cannot_open,
                     fmt::format("{}: was written by a later version ({}, this one knows {}); install that",
                                 database.path().string(), version, schema_version)};
  }
  if (version == schema_version) return;
  sqlite::Statement note{database, "INSERT OR REPLACE INTO outbox_facts VALUES ('version', ?1)"};
  note.bind(1, std::int64_t{schema_version}).run();
}

std::unique_ptr<Database> open_sound(const std::filesystem::path& path) {
  auto database = std::make_unique<Database>(path);
  {
    sqlite::Statement check{*database, "PRAGMA quick_check(1)"};
    std::string verdict = check.step() ? check.text(0) : "no answer";
    std::replace(verdict.begin(), verdict.end(), '\n', ' ');
    if (verdict != "ok") throw StoreError{corrupt, path.string() + ": " + verdict};
  }
  sqlite::Transaction transaction{*database};
  database->execute(schema);
  check_version(*database);
  transaction.commit();
  return database;
}

std::filesystem::path put_aside(const std::filesystem::path& path) {
  std::string time = format_rfc3339(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()));
  std::erase_if(time, [](char c) { return c == ':' || c == '-'; });
  std::filesystem::path aside = path;
  aside += ".damaged-" + time;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::path from = path;
    std::filesystem::path to = aside;
    from += suffix;
    to += suffix;
    if (std::filesystem::exists(from)) std::filesystem::rename(from, to);
  }
  return aside;
}

}  // namespace

FileLock::FileLock(const std::filesystem::path& path) {
  const std::string name = path.string() + ".lock";
  file_ = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) {
    throw StoreError{cannot_open, fmt::format("{}: {}; its folder must exist and be writable", name, strerror(errno))};
  }
  if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
    close(file_);
    throw StoreError{
        busy,
        fmt::format("{}: another program uses this outbox; end it, or give each its own [outbox] path", path.string())};
  }
}

FileLock::~FileLock() { close(file_); }

OpenedFile open_outbox_file(const std::filesystem::path& path) {
  try {
    return {open_sound(path), std::nullopt};
  } catch (const StoreError& error) {
    if (!is_damage(error)) throw;
    const std::filesystem::path aside = put_aside(path);
    return {open_sound(path), fmt::format("{}; put aside as {}, begun anew", error.what(), aside.string())};
  }
}

}  // namespace isocenter::outbox
