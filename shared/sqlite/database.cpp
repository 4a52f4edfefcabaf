#include "shared/sqlite/database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

namespace isocenter::sqlite {
namespace {

[[noreturn]] void raise(sqlite3* handle, int code, std::string_view doing) {
  const int extended = handle != nullptr ? sqlite3_extended_errcode(handle) : code;
  const char* text = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  throw StoreError{extended, fmt::format("{}: {}", doing, text)};
}

void check(sqlite3* handle, int code, std::string_view doing) {
  if (code != SQLITE_OK) raise(handle, code, doing);
}

/// SQLite would make the file by the umask; what is in it is nobody else's to read.
void create_private(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file >= 0) ::close(file);
}

}  // namespace

StoreError StoreError::damaged(const std::string& what) { return {SQLITE_CORRUPT, what}; }
bool StoreError::is_full() const { return (code_ & 0xff) == SQLITE_FULL || code_ == SQLITE_IOERR_SHMSIZE; }
bool StoreError::is_damaged() const { return (code_ & 0xff) == SQLITE_CORRUPT || (code_ & 0xff) == SQLITE_NOTADB; }
bool StoreError::is_constraint() const { return (code_ & 0xff) == SQLITE_CONSTRAINT; }

void CloseDatabase::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
void FinalizeStatement::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

Database::Database(const std::filesystem::path& path, Mode mode, int busy_ms) : path_{path} {
  if (mode == Mode::create) create_private(path);
  const int flags = mode == Mode::read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_NOMUTEX, nullptr);
  handle_.reset(raw);
  if (opened != SQLITE_OK) {
    raise(raw, opened, fmt::format("{}: cannot be opened; its folder must exist and be writable", path.string()));
  }
  sqlite3_extended_result_codes(raw, 1);
  sqlite3_busy_timeout(raw, busy_ms);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (mode == Mode::read_only) {
    execute("PRAGMA query_only=ON");
    return;
  }
  execute(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON;"
      "PRAGMA journal_size_limit=67108864");
}

void Database::execute(const std::string& sql) {
  check(handle_.get(), sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr), path_.string());
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_.get()); }
std::int64_t Database::last_insert_id() const { return sqlite3_last_insert_rowid(handle_.get()); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

Statement::Statement(Database& database, std::string_view sql) : database_{database} {
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  handle_.reset(raw);
  check(database.handle(), code, database.path().string());
}

Statement& Statement::bind(int parameter, std::int64_t value) {
  check(database_.handle(), sqlite3_bind_int64(handle_.get(), parameter, value), "bind");
  return *this;
}

Statement& Statement::bind(int parameter, double value) {
  check(database_.handle(), sqlite3_bind_double(handle_.get(), parameter, value), "bind");
  return *this;
}

Statement& Statement::bind(int parameter, std::string_view text) {
  const char* start = text.data() != nullptr ? text.data() : "";
  check(database_.handle(),
        sqlite3_bind_text64(handle_.get(), parameter, start, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8), "bind");
  return *this;
}

Statement& Statement::bind_blob(int parameter, std::span<const std::uint8_t> bytes) {
  static constexpr std::uint8_t nothing = 0;  // SQLite takes a null pointer for NULL, not for an empty blob
  const std::uint8_t* start = bytes.empty() ? &nothing : bytes.data();
  check(database_.handle(), sqlite3_bind_blob64(handle_.get(), parameter, start, bytes.size(), SQLITE_TRANSIENT),
        "bind");
  return *this;
}

Statement& Statement::bind_null(int parameter) {
  check(database_.handle(), sqlite3_bind_null(handle_.get(), parameter), "bind");
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle_.get());
  if (code == SQLITE_ROW) return true;
  if (code != SQLITE_DONE) {
    const StoreError error{sqlite3_extended_errcode(database_.handle()),
                           fmt::format("{}: {}", database_.path().string(), sqlite3_errmsg(database_.handle()))};
    sqlite3_reset(handle_.get());
    throw error;
  }
  sqlite3_reset(handle_.get());
  return false;
}

void Statement::run() {
  while (step()) {
  }
}

void Statement::reset() { sqlite3_reset(handle_.get()); }

bool Statement::is_null(int column) const { return sqlite3_column_type(handle_.get(), column) == SQLITE_NULL; }
std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_.get(), column); }
double Statement::real(int column) const { return sqlite3_column_double(handle_.get(), column); }
std::string Statement::text(int column) const { return std::string{text_view(column)}; }

std::string_view Statement::text_view(int column) const {
  const auto* start = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
  if (start == nullptr) return {};
  return {start, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::span<const std::uint8_t> Statement::blob(int column) const {
  const auto* start = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
  return {start, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

Transaction::Transaction(Database& database) : database_{database} { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (open_ && database_.in_transaction()) {
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr,
                 nullptr);  // a failing roll back leaves nothing to mend
  }
}

void Transaction::commit() {
  database_.execute("COMMIT");
  open_ = false;
}

}  // namespace isocenter::sqlite
