#include "collector/store/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "collector/store/migrations.hpp"
#include "collector/store/state_digest.hpp"

namespace isocenter::collector {
namespace {

constexpr int cannot_open = 14;  // SQLITE_CANTOPEN

sqlite::Database opened(const std::filesystem::path& path, Store::Use use) {
  sqlite::Database database{
      path, use == Store::Use::write ? sqlite::Database::Mode::create : sqlite::Database::Mode::read_only};
  if (use == Store::Use::write) {
    migrate(database);
    return database;
  }
  sqlite::Statement version{database, "PRAGMA user_version"};
  const std::int64_t held = version.step() ? version.integer(0) : 0;
  if (held != static_cast<std::int64_t>(migrations().size())) {
    throw sqlite::StoreError{
        cannot_open, fmt::format("{}: is of version {}, this program's is {}; start `serve` once to bring it up "
                                 "to date, or use the newer program",
                                 path.string(), held, migrations().size())};
  }
  return database;
}

}  // namespace

StoreLock::StoreLock(const std::filesystem::path& store) {
  const std::string path = store.string() + ".lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) {
    throw sqlite::StoreError{cannot_open,
                             fmt::format("{}: {}; its folder must exist and be writable", path, std::strerror(errno))};
  }
  if (::flock(file_, LOCK_EX | LOCK_NB) == 0) return;
  ::close(file_);
  throw sqlite::StoreError{cannot_open,
                           fmt::format("{}: another collector has this store open; stop it first", store.string())};
}

StoreLock::~StoreLock() { ::close(file_); }

Store::Store(const std::filesystem::path& path, Use use)
    : database_{opened(path, use)}, log_{database_}, derived_{database_} {}

std::optional<std::string> Store::fact(const std::string& name) {
  sqlite::Statement statement{database_, "SELECT value FROM fact WHERE name = ?1"};
  statement.bind(1, name);
  return statement.step() ? std::optional{statement.text(0)} : std::nullopt;
}

void Store::set_fact(const std::string& name, const std::string& value) {
  sqlite::Statement{database_, "INSERT OR REPLACE INTO fact (name, value) VALUES (?1, ?2)"}
      .bind(1, name)
      .bind(2, value)
      .run();
}

std::optional<Instant> Store::derived_until() {
  const auto text = fact("derived_until");
  if (!text) return std::nullopt;
  std::int64_t unix_ms = 0;
  std::from_chars(text->data(), text->data() + text->size(), unix_ms);
  return from_unix_ms(unix_ms);
}

void Store::set_derived_until(Instant until) { set_fact("derived_until", std::to_string(to_unix_ms(until))); }

Digest state_digest(Store& store) {
  StateDigest digest;
  for (const DeviceName& device : store.derived().devices())
    digest.add(device, store.derived().read(device, Instant{}));
  return digest.finish();
}

}  // namespace isocenter::collector
