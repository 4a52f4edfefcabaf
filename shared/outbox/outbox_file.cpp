#include "shared/outbox/outbox_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "shared/core/time.hpp"
#include "shared/outbox/salvage.hpp"

namespace isocenter::outbox {
namespace {

using sqlite::Database;
using sqlite::StoreError;

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

void check_version(Database& database) {
  sqlite::Statement ask{database, "SELECT value FROM outbox_facts WHERE name = 'version'"};
  const std::int64_t version = ask.step() ? ask.integer(0) : 0;
  ask.reset();
  if (version > schema_version) {
    throw StoreError{fmt::format("{}: was written by a later version ({}, this one knows {}); install that",
                                 database.path().string(), version, schema_version)};
  }
  if (version == schema_version) return;
  sqlite::Statement note{database, "INSERT OR REPLACE INTO outbox_facts VALUES ('version', ?1)"};
  note.bind(1, std::int64_t{schema_version}).run();
}

void check_epochs(Database& database) {
  sqlite::Statement ask{database, fmt::format("SELECT count(*) FROM outbox_epochs WHERE NOT {}", is_epoch_sql)};
  const std::int64_t wrong = ask.step() ? ask.integer(0) : 0;
  if (wrong > 0) throw StoreError::damaged(fmt::format("{}: {} epochs have no name", database.path().string(), wrong));
}

std::unique_ptr<Database> open_sound(const std::filesystem::path& path) {
  auto database = std::make_unique<Database>(path);
  {
    sqlite::Statement check{*database, "PRAGMA quick_check(1)"};
    std::string verdict = check.step() ? check.text(0) : "no answer";
    std::replace(verdict.begin(), verdict.end(), '\n', ' ');
    if (verdict != "ok") throw StoreError::damaged(path.string() + ": " + verdict);
  }
  sqlite::Transaction transaction{*database};
  database->execute(schema);
  check_version(*database);
  check_epochs(*database);
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

/// What `work` gives; where the disk is full, once more without the ballast.
template <typename Work>
auto with_room(Ballast& ballast, const Work& work) {
  try {
    return work();
  } catch (const StoreError& error) {
    if (!error.is_full() || !ballast.is_there()) throw;
    ballast.release();
    return work();
  }
}

std::string lock_of(const std::filesystem::path& path) { return path.string() + ".lock"; }

}  // namespace

FileLock::FileLock(const std::filesystem::path& path) {
  const std::string name = lock_of(path);
  file_ = Descriptor{open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (file_.get() < 0) {
    throw StoreError{fmt::format("{}: {}; its folder must exist and be writable", name, strerror(errno))};
  }
  if (flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
    throw StoreError{
        fmt::format("{}: another program uses this outbox; end it, or give each its own [outbox] path", path.string())};
  }
}

bool is_outbox_in_use(const std::filesystem::path& path) {
  const Descriptor file{open(lock_of(path).c_str(), O_RDONLY | O_CLOEXEC)};
  return file.get() >= 0 && flock(file.get(), LOCK_SH | LOCK_NB) != 0;
}

OpenedFile open_outbox_file(const std::filesystem::path& path, Ballast& ballast) {
  const auto open = [&] { return open_sound(path); };
  try {
    return {with_room(ballast, open), std::nullopt};
  } catch (const StoreError& error) {
    if (!error.is_damaged()) throw;
    const std::filesystem::path aside = put_aside(path);
    OpenedFile anew{with_room(ballast, open), std::nullopt};
    const std::uint64_t events = with_room(ballast, [&] { return salvage(aside, *anew.database); });
    anew.damage = fmt::format("{}; put aside as {}, begun anew with {} events that could be read", error.what(),
                              aside.string(), events);
    return anew;
  }
}

}  // namespace isocenter::outbox
