#include "collector/verification.hpp"

#include <algorithm>
#include <set>

#include "collector/deriver.hpp"
#include "collector/store/blob.hpp"
#include "collector/store/state_digest.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::collector {
namespace {

struct Chain {
  std::int64_t id = 0;
  std::string node;
  Epoch epoch;
  ChainHead end;
};

/// All that is read while it lives is of one moment; of the caller's where that has one.
class Moment {
 public:
  explicit Moment(sqlite::Database& database) : database_{database}, own_{!database.in_transaction()} {
    if (own_) database_.execute("BEGIN");
  }
  ~Moment() {
    if (!own_) return;
    try {
      database_.execute("COMMIT");
    } catch (const sqlite::StoreError&) {  // reading: there is nothing to lose
    }
  }
  Moment(const Moment&) = delete;
  Moment& operator=(const Moment&) = delete;

 private:
  sqlite::Database& database_;
  bool own_;
};

std::vector<std::int64_t> chain_ids(sqlite::Database& database) {
  sqlite::Statement statement{database, "SELECT p.id FROM epoch p JOIN node n ON n.id = p.node ORDER BY n.name, p.id"};
  std::vector<std::int64_t> ids;
  while (statement.step()) ids.push_back(statement.integer(0));
  return ids;
}

Chain read_chain(sqlite::Database& database, std::int64_t id) {
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

/// One row as it stands: columns of `select_rows`.
struct Row {
  std::uint64_t seq, last;
  Digest digest;
  std::optional<Fate> fate;
  Instant t, received, when;
  Milliseconds shift;
  std::string_view type, device, bytes;
  bool has_bytes;
};

constexpr std::string_view select_rows =
    "SELECT seq, last, digest, fate, t, received, when_ms, shift_ms, type, device, bytes FROM event WHERE epoch = ?1 "
    "ORDER BY seq";

Row read_row(const sqlite::Statement& s) {
  return {.seq = static_cast<std::uint64_t>(s.integer(0)),
          .last = static_cast<std::uint64_t>(s.integer(1)),
          .digest = hex128_of<DigestKind>(s.blob(2)),
          .fate = fate_from_word(s.text_view(3)),
          .t = from_unix_ms(s.integer(4)),
          .received = from_unix_ms(s.integer(5)),
          .when = from_unix_ms(s.integer(6)),
          .shift = Milliseconds{s.integer(7)},
          .type = s.text_view(8),
          .device = s.text_view(9),
          .bytes = s.text_view(10),
          .has_bytes = !s.is_null(10)};
}

/// What stands beside the bytes is a copy for indexes: it must say the same.
std::optional<std::string> compare_with_bytes(const Row& row) {
  const auto event = wire::parse_event(row.bytes);
  if (!event) return "its bytes are no event";
  if (event->t != row.t) return "its time is not that of its bytes";
  if (event_type(event->body) != row.type) return "its type is not that of its bytes";
  if ((event->device ? event->device->text() : "") != row.device) return "its device is not that of its bytes";
  return std::nullopt;
}

std::optional<std::string> find_fault(const Row& row, const ChainHead& before) {
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

std::optional<ChainFault> verify_chain(sqlite::Database& database, const Chain& chain, std::uint64_t& rows) {
  const auto fault = [&](std::uint64_t seq, std::string what) {
    return ChainFault{chain.node, to_string(chain.epoch), seq, std::move(what)};
  };
  ChainHead head = first_head(chain.epoch);
  sqlite::Statement statement{database, select_rows};
  statement.bind(1, chain.id);
  while (statement.step()) {
    ++rows;
    const Row row = read_row(statement);
    if (auto what = find_fault(row, head)) return fault(row.seq, std::move(*what));
    head = {row.last, row.digest};
  }
  if (head == chain.end) return std::nullopt;
  return fault(std::min(head.through, chain.end.through) + 1, "the chain does not end where it is remembered to end");
}

}  // namespace

ChainReport verify_chains(sqlite::Database& database) {
  ChainReport report;
  for (const std::int64_t id : chain_ids(database)) {
    const Moment moment{database};
    const Chain chain = read_chain(database, id);
    ++report.chains;
    if (auto fault = verify_chain(database, chain, report.rows)) report.faults.push_back(std::move(*fault));
  }
  return report;
}

DerivedReport verify_derived(Store& store) {
  DerivedReport report;
  if (!store.derived_until()) return report;
  std::set<DeviceName> devices;
  for (const auto& [device, nodes] : Deriver::read_observers(store)) devices.insert(device);
  for (const DeviceName& device : store.derived().devices()) devices.insert(device);
  StateDigest all;
  for (const DeviceName& device : devices) {
    const Moment moment{store.database()};
    const Derived held = store.derived().read(device, Instant{});
    const Derived expected = derive_all(store, device, Deriver::read_observers(store)[device], *store.derived_until());
    if (canonical_text(device, held) != canonical_text(device, expected)) report.different.push_back(device);
    if (!(held == Derived{})) all.add(device, held);
  }
  report.held = all.finish();
  return report;
}

}  // namespace isocenter::collector
