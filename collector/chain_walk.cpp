#include "collector/chain_walk.hpp"

#include "collector/store/blob.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::collector {
namespace {

constexpr std::string_view select_rows =
    "SELECT id, seq, last, digest, fate, t, received, when_ms, shift_ms, type, device, why, bytes FROM event "
    "WHERE epoch = ?1 AND seq <= ?2 ORDER BY seq";

ChainRow read_row(const sqlite::Statement& s) {
  return {.id = s.integer(0),
          .seq = static_cast<std::uint64_t>(s.integer(1)),
          .last = static_cast<std::uint64_t>(s.integer(2)),
          .digest = hex128_of<DigestKind>(s.blob(3)),
          .fate = fate_from_word(s.text_view(4)),
          .t = from_unix_ms(s.integer(5)),
          .received = from_unix_ms(s.integer(6)),
          .when = from_unix_ms(s.integer(7)),
          .shift = Milliseconds{s.integer(8)},
          .type = s.text_view(9),
          .device = s.text_view(10),
          .why = s.text_view(11),
          .bytes = s.text_view(12),
          .has_bytes = !s.is_null(12)};
}

/// What stands beside the bytes is a copy for indexes: it must say the same.
std::optional<std::string> compare_with_bytes(const ChainRow& row) {
  const auto event = wire::parse_event(row.bytes);
  if (!event) return "its bytes are no event";
  if (event->t != row.t) return "its time is not that of its bytes";
  if (event_type(event->body) != row.type) return "its type is not that of its bytes";
  if ((event->device ? event->device->text() : "") != row.device) return "its device is not that of its bytes";
  return std::nullopt;
}

std::optional<std::string> find_fault(const ChainRow& row, const ChainHead& before) {
  if (row.seq != before.through + 1 || row.last < row.seq) return "its number does not follow";
  if (!row.fate) return "its fate is no known word";
  if (row.when != row.t + row.shift && row.when != row.received) return "its time on the collector's clock is altered";
  switch (*row.fate) {
    case Fate::stored:
    case Fate::not_allowed:
      if (!row.has_bytes) return "its bytes are missing";
      if (wire::next_digest(before.digest, row.bytes) != row.digest) return "its bytes or digest are altered";
      return compare_with_bytes(row);
    case Fate::gap:
      if (row.has_bytes && row.bytes.find(to_string(row.digest)) == std::string_view::npos) {
        return "its digest is not the one its bytes state";
      }
      return std::nullopt;
    case Fate::rejected:
    case Fate::repeated:
      return row.has_bytes ? std::optional<std::string>{"it has bytes it must not have"} : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

Moment::Moment(sqlite::Database& database) : database_{database}, own_{!database.in_transaction()} {
  if (own_) database_.execute("BEGIN");
}

Moment::~Moment() {
  if (!own_) return;
  try {
    database_.execute("COMMIT");
  } catch (const sqlite::StoreError&) {  // reading: there is nothing to lose
  }
}

HeldChain read_chain(sqlite::Database& database, std::int64_t id) {
  sqlite::Statement statement{
      database,
      "SELECT n.name, p.epoch, p.through, p.digest FROM epoch p JOIN node n ON n.id = p.node WHERE p.id = ?1"};
  statement.bind(1, id);
  if (!statement.step()) return {.id = id};
  return {id,
          statement.text(0),
          hex128_of<EpochKind>(statement.blob(1)),
          {static_cast<std::uint64_t>(statement.integer(2)), hex128_of<DigestKind>(statement.blob(3))}};
}

ChainWalk::ChainWalk(sqlite::Database& database, const HeldChain& chain, std::int64_t to)
    : node_{chain.node}, epoch_{to_string(chain.epoch)}, head_{first_head(chain.epoch)}, rows_{database, select_rows} {
  rows_.bind(1, chain.id).bind(2, to);
}

std::optional<ChainRow> ChainWalk::next() {
  if (fault_ || !rows_.step()) return std::nullopt;
  const ChainRow row = read_row(rows_);
  if (auto what = find_fault(row, head_)) {
    fault_ = ChainFault{node_, epoch_, row.seq, std::move(*what)};
    return std::nullopt;
  }
  head_ = {row.last, row.digest};
  return row;
}

}  // namespace isocenter::collector
