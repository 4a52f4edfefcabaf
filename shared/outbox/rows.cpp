#include "shared/outbox/rows.hpp"

#include <algorithm>

namespace isocenter::outbox {
namespace {

std::string select(std::string_view rest) {
  return "SELECT id, epoch, seq, through, t_ms, type, device, bytes, digest, telemetry, reason, was_epoch, was_seq,"
         " was_digest, acknowledged_ms FROM outbox_rows " +
         std::string{rest};
}

constexpr const char* insert_sql =
    "INSERT INTO outbox_rows (epoch, seq, through, t_ms, type, device, bytes, digest, telemetry, reason, was_epoch,"
    " was_seq, was_digest, acknowledged_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

std::uint64_t from_sql(std::int64_t number) { return static_cast<std::uint64_t>(number); }

void bind_birth_name(sqlite::Statement& statement, int first, const std::optional<BirthName>& was) {
  if (!was) {
    statement.bind_null(first).bind_null(first + 1).bind_null(first + 2);
    return;
  }
  statement.bind(first, to_string(was->epoch)).bind(first + 1, as_sql(was->seq));
  statement.bind_blob(first + 2, as_blob(was->digest));
}

void bind_optional_text(sqlite::Statement& statement, int parameter, const std::optional<std::string>& text) {
  if (text) {
    statement.bind(parameter, std::string_view{*text});
  } else {
    statement.bind_null(parameter);
  }
}

/// Whether both are gaps that one gap may stand for.
bool belong_together(const Row& left, const Row& right) {
  return left.reason == right.reason && left.acknowledged.has_value() == right.acknowledged.has_value() &&
         left.epoch == right.epoch && left.through + 1 == right.seq;
}

}  // namespace

std::int64_t as_sql(std::uint64_t number) { return static_cast<std::int64_t>(number); }

std::span<const std::uint8_t> as_blob(const Digest& digest) { return digest.bytes; }

Digest digest_from(std::span<const std::uint8_t> blob) {
  Digest digest;
  std::copy_n(blob.begin(), std::min(blob.size(), digest.bytes.size()), digest.bytes.begin());
  return digest;
}

Rows::Rows(sqlite::Database& database)
    : insert_{database, insert_sql},
      covering_{database, select("WHERE epoch=?1 AND seq<=?2 ORDER BY seq DESC LIMIT 1")},
      after_{database, select("WHERE epoch=?1 AND seq>=?2 ORDER BY seq LIMIT 1")},
      ids_of_{database, "SELECT id FROM outbox_rows WHERE epoch=?1 ORDER BY seq"},
      by_id_{database, select("WHERE id=?1")},
      write_gap_{database,
                 "UPDATE outbox_rows SET through=?2, digest=?3, reason=?4, type='outbox.gap', device='', bytes='',"
                 " telemetry=0, was_epoch=NULL, was_seq=NULL, was_digest=NULL, acknowledged_ms=?5 WHERE id=?1"},
      erase_{database, "DELETE FROM outbox_rows WHERE id=?1"},
      move_{database,
            "UPDATE outbox_rows SET epoch=?2, seq=?3, through=?3, bytes=?4, digest=?5, was_epoch=?6, was_seq=?7,"
            " was_digest=?8, acknowledged_ms=NULL WHERE id=?1"},
      remove_epoch_{database, "DELETE FROM outbox_rows WHERE epoch=?1"},
      acknowledge_{database,
                   "UPDATE outbox_rows SET acknowledged_ms=?4 WHERE epoch=?1 AND seq>?2 AND seq<=?3"
                   " AND through<=?3"},
      unacknowledge_{database, "UPDATE outbox_rows SET acknowledged_ms=NULL WHERE epoch=?1 AND seq>?2"},
      acknowledged_before_{database,
                           "SELECT id FROM outbox_rows WHERE acknowledged_ms<?1 AND reason IS NOT 'forgotten'"
                           " ORDER BY acknowledged_ms, id LIMIT ?2"},
      telemetry_{database,
                 "SELECT id FROM outbox_rows WHERE telemetry=1 AND acknowledged_ms IS NULL AND reason IS NULL"
                 " ORDER BY id LIMIT ?1"} {}

void Rows::insert(const Row& row) {
  insert_.bind(1, row.epoch).bind(2, as_sql(row.seq)).bind(3, as_sql(row.through)).bind(4, to_unix_ms(row.t));
  insert_.bind(5, std::string_view{row.type}).bind(6, std::string_view{row.device});
  insert_.bind(7, std::string_view{row.bytes}).bind_blob(8, as_blob(row.digest));
  insert_.bind(9, std::int64_t{row.telemetry ? 1 : 0});
  bind_optional_text(insert_, 10, row.reason);
  bind_birth_name(insert_, 11, row.was);
  if (row.acknowledged) {
    insert_.bind(14, to_unix_ms(*row.acknowledged));
  } else {
    insert_.bind_null(14);
  }
  insert_.run();
}

std::optional<Row> Rows::covering(std::int64_t epoch, std::uint64_t seq) {
  covering_.bind(1, epoch).bind(2, as_sql(seq));
  std::optional<Row> row = one(covering_);
  if (row && row->through < seq) return std::nullopt;
  return row;
}

std::optional<Row> Rows::at_or_after(std::int64_t epoch, std::uint64_t seq) {
  after_.bind(1, epoch).bind(2, as_sql(seq));
  return one(after_);
}

std::vector<std::int64_t> Rows::ids_of(std::int64_t epoch) {
  ids_of_.bind(1, epoch);
  return ids(ids_of_);
}

std::optional<Row> Rows::by_id(std::int64_t id) {
  by_id_.bind(1, id);
  return one(by_id_);
}

void Rows::make_gap(Row row, const std::string& reason) {
  row.reason = reason;
  const std::optional<Row> before = row.seq > 1 ? covering(row.epoch, row.seq - 1) : std::nullopt;
  const std::optional<Row> after = covering(row.epoch, row.through + 1);
  if (after && belong_together(row, *after)) {
    row.through = after->through;
    row.digest = after->digest;
    erase(after->id);
  }
  if (before && belong_together(*before, row)) {
    erase(row.id);
    row.id = before->id;
    row.seq = before->seq;
  }
  write_gap(row);
}

void Rows::split(const Row& gap, std::uint64_t through, const Digest& digest) {
  Row behind = gap;
  behind.seq = through + 1;
  Row before = gap;
  before.through = through;
  before.digest = digest;
  write_gap(before);
  insert(behind);
}

void Rows::insert_gap_before(std::int64_t epoch, std::uint64_t through, const Digest& digest) {
  covering_.bind(1, epoch).bind(2, as_sql(through));
  const std::optional<Row> before = one(covering_);
  insert(Row{.epoch = epoch,
             .seq = before ? before->through + 1 : 1,
             .through = through,
             .type = "outbox.gap",
             .digest = digest,
             .reason = "damaged"});
}

void Rows::move(const Row& row) {
  move_.bind(1, row.id).bind(2, row.epoch).bind(3, as_sql(row.seq)).bind(4, std::string_view{row.bytes});
  move_.bind_blob(5, as_blob(row.digest));
  bind_birth_name(move_, 6, row.was);
  move_.run();
}

void Rows::remove_epoch(std::int64_t epoch) { remove_epoch_.bind(1, epoch).run(); }

void Rows::acknowledge(std::int64_t epoch, std::uint64_t above, std::uint64_t through, Instant now) {
  acknowledge_.bind(1, epoch).bind(2, as_sql(above)).bind(3, as_sql(through)).bind(4, to_unix_ms(now)).run();
}

void Rows::unacknowledge(std::int64_t epoch, std::uint64_t above) {
  unacknowledge_.bind(1, epoch).bind(2, as_sql(above)).run();
}

std::vector<std::int64_t> Rows::acknowledged_before(Instant before, int most) {
  acknowledged_before_.bind(1, to_unix_ms(before)).bind(2, std::int64_t{most});
  return ids(acknowledged_before_);
}

std::vector<std::int64_t> Rows::waiting_telemetry(int most) {
  telemetry_.bind(1, std::int64_t{most});
  return ids(telemetry_);
}

Row Rows::read(sqlite::Statement& statement) const {
  Row row;
  row.id = statement.integer(0);
  row.epoch = statement.integer(1);
  row.seq = from_sql(statement.integer(2));
  row.through = from_sql(statement.integer(3));
  row.t = from_unix_ms(statement.integer(4));
  row.type = statement.text(5);
  row.device = statement.text(6);
  row.bytes = statement.text(7);
  row.digest = digest_from(statement.blob(8));
  row.telemetry = statement.integer(9) != 0;
  if (!statement.is_null(10)) row.reason = statement.text(10);
  if (!statement.is_null(11)) {
    if (const auto epoch = parse_epoch(statement.text_view(11))) {
      row.was = BirthName{*epoch, from_sql(statement.integer(12)), digest_from(statement.blob(13))};
    }
  }
  if (!statement.is_null(14)) row.acknowledged = from_unix_ms(statement.integer(14));
  return row;
}

std::optional<Row> Rows::one(sqlite::Statement& statement) const {
  std::optional<Row> row;
  if (statement.step()) row = read(statement);
  statement.reset();
  return row;
}

std::vector<std::int64_t> Rows::ids(sqlite::Statement& statement) const {
  std::vector<std::int64_t> found;
  while (statement.step()) found.push_back(statement.integer(0));
  return found;
}

void Rows::write_gap(const Row& gap) {
  write_gap_.bind(1, gap.id).bind(2, as_sql(gap.through)).bind_blob(3, as_blob(gap.digest));
  bind_optional_text(write_gap_, 4, gap.reason);
  if (gap.acknowledged) {
    write_gap_.bind(5, to_unix_ms(*gap.acknowledged));
  } else {
    write_gap_.bind_null(5);
  }
  write_gap_.run();
}

void Rows::erase(std::int64_t id) { erase_.bind(1, id).run(); }

}  // namespace isocenter::outbox
