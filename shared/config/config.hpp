#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/names.hpp"
#include "shared/core/result.hpp"

/// TOML configuration whose errors name file, line, key and the mend. A reader asks for keys, then calls `finish`:
/// whatever nobody asked for is an error that names the nearest known key. All errors of a file are told at once.
namespace isocenter::config {

class Document;

/// One table of a document. Getters that fail note the error in the document and give the fallback.
class Table {
 public:
  /// Required; `example` is told where it is missing or no text.
  std::string text(std::string_view key, std::string_view example = "…");
  std::string text_or(std::string_view key, std::string fallback);
  std::optional<std::string> optional_text(std::string_view key);
  std::int64_t integer(std::string_view key, std::int64_t least, std::int64_t most);  ///< required
  std::int64_t integer_or(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most);
  std::optional<double> optional_number(std::string_view key);
  bool flag_or(std::string_view key, bool fallback);
  std::vector<std::string> texts_or(std::string_view key, std::vector<std::string> fallback);
  std::chrono::year_month_day date(std::string_view key);  ///< required; a TOML local date, e.g. 2026-12-31
  std::vector<std::chrono::year_month_day> dates_or(std::string_view key,
                                                    std::vector<std::chrono::year_month_day> fallback);
  std::vector<double> numbers_or(std::string_view key, std::vector<double> fallback);
  /// A path, relative ones to the document's folder.
  std::filesystem::path path(std::string_view key);  ///< required
  std::optional<std::filesystem::path> optional_path(std::string_view key);
  /// A value that a parser turns into a type, e.g. NodeName::parse; the parser's `what` becomes the error. Required.
  template <typename T>
  std::optional<T> parsed(std::string_view key, Result<T> (*parse)(std::string_view));

  bool has(std::string_view key) const;
  /// A sub-table; where it is absent an empty one whose required keys then fail.
  Table table(std::string_view key);
  std::optional<Table> optional_table(std::string_view key);
  /// An array of tables, [[key]]; empty where absent.
  std::vector<Table> tables(std::string_view key);
  /// The keys that stand in this table, asked for or not (for open tables such as hours.mon).
  std::vector<std::string> keys() const;

  /// Notes an error at `key` (or at the table where it is empty), to be told with the others.
  void reject(std::string_view key, std::string what);
  /// "file:line" of the key, or of the table.
  std::string where(std::string_view key) const;

 private:
  friend class Document;
  struct Node;
  std::shared_ptr<Node> node_;
};

class Document {
 public:
  /// ErrorKind::unavailable where the file cannot be read, ::malformed where it is no TOML.
  static Result<Document> read(const std::filesystem::path& path);
  static Result<Document> parse(std::string_view text, const std::filesystem::path& named);

  Table root();
  /// Every error noted, and every key nobody asked for; empty when all is well.
  std::vector<Error> finish();

 private:
  struct State;
  std::shared_ptr<State> state_;
  friend class Table;
};

/// All bytes of a file; nothing where it cannot be read.
std::optional<std::string> read_file(const std::filesystem::path& path);

/// The known word nearest to `word` (edit distance at most 2 or a third of it); nothing where none is near.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

/// All errors as one, a line each, for a program that ends with exit 2.
std::string to_string(const std::vector<Error>& errors);

template <typename T>
std::optional<T> Table::parsed(std::string_view key, Result<T> (*parse)(std::string_view)) {
  if (!has(key)) {
    text(key);  // notes that it is missing
    return std::nullopt;
  }
  const auto value = parse(text(key));
  if (value) return *value;
  reject(key, value.error().what);
  return std::nullopt;
}

}  // namespace isocenter::config
