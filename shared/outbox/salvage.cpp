#include "shared/outbox/salvage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace isocenter::outbox {
namespace {

using sqlite::Database;
using sqlite::StoreError;

constexpr std::int64_t rows_at_once = 256;
constexpr std::int64_t largest_id = 100'000'000;  // a larger one is damage
constexpr int most_failures = 10'000;             // keeps the start short where all is lost

/// False where the damage is in the way. Each statement by itself: SQLite takes back a failed one as a whole.
bool attempt(Database& fresh, const std::string& sql) {
  try {
    fresh.execute(sql);
    return true;
  } catch (const StoreError& error) {
    if (error.is_full()) throw;
    return false;
  }
}

std::string quoted_name(std::string_view name) {
  std::string text = "\"";
  for (const char c : name) text += c == '"' ? "\"\"" : std::string{c};
  return text + "\"";
}

/// Rows with ids from `from` to `to`; where they cannot be copied together, each half by itself, until that has failed
/// too often.
void copy_rows(Database& fresh, std::int64_t from, std::int64_t to, int& failures_left) {
  if (failures_left == 0) return;
  const bool copied = attempt(fresh, fmt::format("INSERT OR IGNORE INTO outbox_rows SELECT * FROM damaged.outbox_rows"
                                                 " WHERE id BETWEEN {} AND {}"
                                                 " AND epoch IN (SELECT number FROM outbox_epochs)",
                                                 from, to));
  if (copied) return;
  --failures_left;
  if (from == to) return;
  const std::int64_t middle = from + (to - from) / 2;
  copy_rows(fresh, from, middle, failures_left);
  copy_rows(fresh, middle + 1, to, failures_left);
}

/// Up to the last id there may be: by the table's end, else by what its epochs say they wrote.
std::int64_t last_id(Database& fresh) {
  for (const char* sql : {"SELECT max(id) FROM damaged.outbox_rows", "SELECT sum(last) FROM outbox_epochs"}) {
    try {
      sqlite::Statement ask{fresh, sql};
      if (ask.step() && !ask.is_null(0)) return std::min(ask.integer(0), largest_id);
    } catch (const StoreError&) {
    }
  }
  return 0;
}

struct Detach {
  Database& fresh;
  ~Detach() {
    try {
      fresh.execute("DETACH damaged");
    } catch (const StoreError&) {  // it stays attached until the file is closed
    }
  }
};

/// The owner's tables with what stands in them.
void copy_other_tables(Database& fresh) {
  std::vector<std::pair<std::string, std::string>> tables;
  try {
    sqlite::Statement all{fresh,
                          "SELECT name, sql FROM damaged.sqlite_master WHERE type = 'table'"
                          " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE 'outbox\\_%' ESCAPE '\\'"};
    while (all.step()) tables.emplace_back(all.text(0), all.text(1));
  } catch (const StoreError&) {
  }
  for (const auto& [name, sql] : tables) {
    attempt(fresh, sql);
    attempt(fresh, fmt::format("INSERT OR IGNORE INTO {0} SELECT * FROM damaged.{0}", quoted_name(name)));
  }
}

void copy_outbox(Database& fresh) {
  attempt(fresh, "INSERT OR REPLACE INTO outbox_facts SELECT * FROM damaged.outbox_facts WHERE name <> 'version'");
  attempt(fresh, "INSERT OR IGNORE INTO outbox_damaged SELECT * FROM damaged.outbox_damaged");
  attempt(fresh, fmt::format("INSERT OR IGNORE INTO outbox_epochs SELECT * FROM damaged.outbox_epochs WHERE {}",
                             is_epoch_sql));
  const std::int64_t last = last_id(fresh);
  int failures_left = most_failures;
  for (std::int64_t id = 1; id <= last; id += rows_at_once) copy_rows(fresh, id, id + rows_at_once - 1, failures_left);
}

}  // namespace

std::uint64_t salvage(const std::filesystem::path& aside, Database& fresh) {
  {
    sqlite::Statement attach{fresh, "ATTACH ?1 AS damaged"};
    attach.bind(1, std::string_view{aside.string()});
    try {
      attach.run();
    } catch (const StoreError&) {
      return 0;
    }
  }
  const Detach at_the_end{fresh};
  copy_outbox(fresh);
  copy_other_tables(fresh);
  sqlite::Statement count{fresh, "SELECT count(*) FROM outbox_rows WHERE reason IS NULL"};
  return count.step() ? static_cast<std::uint64_t>(count.integer(0)) : 0;
}

}  // namespace isocenter::outbox
