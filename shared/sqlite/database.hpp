#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

/// RAII over SQLite; the only includer of sqlite3.h. Every failure is a StoreError; a program's loop catches it.
namespace isocenter::sqlite {

class StoreError : public std::runtime_error {
 public:
  StoreError(int code, const std::string& what) : std::runtime_error{what}, code_{code} {}
  /// Of our own finding: the file is not to be used, for a reason SQLite has no code for.
  explicit StoreError(const std::string& what) : StoreError{0, what} {}
  static StoreError damaged(const std::string& what);

  int code() const { return code_; }  ///< SQLite's extended result code; 0: of our own finding
  bool is_full() const;               ///< the disk has no room, for the file or for the index of its log beside it
  bool is_damaged() const;            ///< what the file holds is no sound database
  bool is_constraint() const;

 private:
  int code_;
};

struct CloseDatabase {
  void operator()(sqlite3* handle) const;
};
struct FinalizeStatement {
  void operator()(sqlite3_stmt* handle) const;
};

/// A database file in WAL mode with synchronous FULL, defensive, no trusted schema; created with mode 0600.
/// One thread at a time.
class Database {
 public:
  enum class Mode { create, read_write, read_only };

  /// Throws StoreError naming the path and the mend. Waits up to `busy_ms` for another writer.
  explicit Database(const std::filesystem::path& path, Mode mode = Mode::create, int busy_ms = 5000);

  /// One or more statements without results.
  void execute(const std::string& sql);
  std::int64_t changes() const;
  std::int64_t last_insert_id() const;
  bool in_transaction() const;
  sqlite3* handle() const { return handle_.get(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::unique_ptr<sqlite3, CloseDatabase> handle_;
};

/// A prepared statement, kept and run many times. Parameters count from 1, columns from 0.
///   statement.bind(1, name).bind(2, seq);  while (statement.step()) use(statement.text(0));  statement.reset();
class Statement {
 public:
  Statement(Database& database, std::string_view sql);

  Statement& bind(int parameter, std::int64_t value);
  Statement& bind(int parameter, double value);
  Statement& bind(int parameter, std::string_view text);  ///< copied
  Statement& bind_blob(int parameter, std::span<const std::uint8_t> bytes);
  Statement& bind_null(int parameter);
  template <typename T>
  Statement& bind_optional(int parameter, const std::optional<T>& value) {
    return value ? bind(parameter, *value) : bind_null(parameter);
  }

  /// True while there is a row. Resets by itself after the last.
  bool step();
  /// Runs to the end, for statements without rows, and resets.
  void run();
  void reset();

  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  double real(int column) const;
  std::string text(int column) const;
  std::string_view text_view(int column) const;          ///< until the next step or reset
  std::span<const std::uint8_t> blob(int column) const;  ///< until the next step or reset

 private:
  Database& database_;
  std::unique_ptr<sqlite3_stmt, FinalizeStatement> handle_;
};

/// BEGIN IMMEDIATE; rolls back unless committed. SQLite itself rolls back after some errors (a full disk): that is
/// heeded.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace isocenter::sqlite
