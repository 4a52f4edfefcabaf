#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "shared/core/event.hpp"
#include "shared/sqlite/database.hpp"
#include "shared/wire/batch.hpp"

namespace isocenter::outbox {

/// One row of outbox_rows: an event, or with a reason a gap from `seq` to `through`.
struct Row {
  std::int64_t id = 0;
  std::int64_t epoch = 0;  ///< number in outbox_epochs
  std::uint64_t seq = 0;
  std::uint64_t through = 0;
  Instant t;
  std::string type;
  std::string device;
  std::string bytes;
  Digest digest;  ///< at `through`
  bool telemetry = false;
  std::optional<std::string> reason;
  std::optional<BirthName> was;
  std::optional<Instant> acknowledged;

  bool is_gap() const { return reason.has_value(); }
};

/// The statements over outbox_rows. Rows of an epoch lie side by side; a gap beside one of the same kind becomes one.
class Rows {
 public:
  explicit Rows(sqlite::Database& database);

  void insert(const Row& row);
  /// The row that covers `seq`.
  std::optional<Row> covering(std::int64_t epoch, std::uint64_t seq);
  /// The row that begins at `seq` or is the first behind it.
  std::optional<Row> at_or_after(std::int64_t epoch, std::uint64_t seq);
  /// All rows of `epoch`, in order.
  std::vector<std::int64_t> ids_of(std::int64_t epoch);
  std::optional<Row> by_id(std::int64_t id);

  /// Turns a row into a gap, one with its neighbours where they are of the same reason and fate.
  void make_gap(Row row, const std::string& reason);
  /// Cuts a gap in two so that one ends at `through` with `digest`.
  void split(const Row& gap, std::uint64_t through, const Digest& digest);
  /// A gap of reason "damaged" that ends at `through`, where no row covers that, and begins behind the row before.
  void insert_gap_before(std::int64_t epoch, std::uint64_t through, const Digest& digest);
  /// Gives an event another place and name; unacknowledged there.
  void move(const Row& row);
  void remove_epoch(std::int64_t epoch);

  void acknowledge(std::int64_t epoch, std::uint64_t above, std::uint64_t through, Instant now);
  void unacknowledge(std::int64_t epoch, std::uint64_t above);

  /// Up to `most` acknowledged rows, oldest acknowledgement first, that are not forgotten yet.
  std::vector<std::int64_t> acknowledged_before(Instant before, int most);
  /// Up to `most` events of telemetry the collector has not, oldest first.
  std::vector<std::int64_t> waiting_telemetry(int most);

 private:
  Row read(sqlite::Statement& statement) const;
  std::optional<Row> one(sqlite::Statement& statement) const;
  std::vector<std::int64_t> ids(sqlite::Statement& statement) const;
  void write_gap(const Row& gap);
  void erase(std::int64_t id);

  sqlite::Statement insert_, covering_, after_, ids_of_, by_id_, write_gap_, erase_, move_, remove_epoch_, acknowledge_,
      unacknowledge_, acknowledged_before_, telemetry_;
};

std::int64_t as_sql(std::uint64_t number);
std::span<const std::uint8_t> as_blob(const Digest& digest);
Digest digest_from(std::span<const std::uint8_t> blob);

}  // namespace isocenter::outbox
