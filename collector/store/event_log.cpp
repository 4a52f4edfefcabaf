#include "collector/store/event_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "collector/store/blob.hpp"
#include "collector/store/desk_log.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::collector {
namespace {

std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

}  // namespace

EventLog::EventLog(sqlite::Database& database)
    : database_{database},
      select_epoch_{database,
                    "SELECT p.id, p.through, p.digest, p.born, coalesce((SELECT e.id FROM event e WHERE "
                    "e.epoch = p.id AND e.seq = 1 AND e.fate = 'gap' AND e.begins = 0), 0) "
                    "FROM epoch p JOIN node n ON n.id = p.node WHERE n.name = ?1 AND p.epoch = ?2"},
      insert_node_{database, "INSERT INTO node (name) VALUES (?1) ON CONFLICT DO NOTHING"},
      insert_epoch_{database,
                    "INSERT INTO epoch (node, epoch, through, digest) "
                    "SELECT id, ?2, ?3, ?4 FROM node WHERE name = ?1"},
      update_epoch_{database, "UPDATE epoch SET through = ?2, digest = ?3 WHERE id = ?1"},
      mark_born_{database, "UPDATE epoch SET born = 1 WHERE id = ?1"},
      insert_event_{database,
                    "INSERT INTO event (epoch, seq, last, digest, fate, why, t, received, difference_ms, shift_ms, "
                    "when_ms, type, device, born_epoch, born_seq, born_digest, bytes) "
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)"},
      mark_begins_{database,
                   "UPDATE event SET begins = 1, shift_ms = min(when_ms, ?2) - t, when_ms = min(when_ms, ?2) "
                   "WHERE id = ?1"},
      select_renamed_{database,
                      "SELECT 1 FROM event e JOIN epoch p ON p.id = e.epoch JOIN node n ON n.id = p.node "
                      "WHERE e.born_epoch = ?2 AND e.born_seq = ?3 AND e.born_digest = ?4 AND n.name = ?1"},
      select_original_{database, "SELECT 1 FROM event WHERE epoch = ?1 AND seq = ?2 AND digest = ?3 AND fate <> 'gap'"},
      select_of_device_{database, fmt::format("{} WHERE e.device = ?1 AND e.when_ms >= ?2 AND e.when_ms < ?3 AND "
                                              "e.device IS NOT NULL AND e.fate = 'stored' AND "
                                              "e.type <> 'reading.taken' ORDER BY e.when_ms",
                                              select_stored_rows)},
      select_of_nodes_{database, fmt::format("{} WHERE e.when_ms >= ?1 AND e.when_ms < ?2 AND e.device IS NULL AND "
                                             "e.fate IN ('stored', 'gap') AND (e.fate = 'stored' OR e.begins = 1) AND "
                                             "e.type NOT IN ('feedback.answered', {}) ORDER BY e.when_ms",
                                             select_stored_rows, desk_types)},
      select_by_id_{database, fmt::format("{} WHERE e.id = ?1", select_stored_rows)} {}

EventLog::EpochEntry& EventLog::entry(const NodeName& node, const Epoch& epoch) {
  const auto [found, is_new] = epochs_.try_emplace(Key{node, epoch});
  if (!is_new) return found->second;
  found->second.head = first_head(epoch);
  select_epoch_.bind(1, node.text()).bind_blob(2, epoch.bytes);
  if (select_epoch_.step()) {
    found->second = {
        select_epoch_.integer(0),
        {static_cast<std::uint64_t>(select_epoch_.integer(1)), hex128_of<DigestKind>(select_epoch_.blob(2))},
        select_epoch_.integer(3) != 0,
        select_epoch_.integer(4)};
    select_epoch_.reset();
  }
  return found->second;
}

ChainHead EventLog::head(const NodeName& node, const Epoch& epoch) { return entry(node, epoch).head; }

bool EventLog::holds(const NodeName& node, const BirthName& birth) {
  const EpochEntry& born_in = entry(node, birth.epoch);
  if (birth.seq <= born_in.head.through && born_in.id != 0) {
    select_original_.bind(1, born_in.id).bind(2, number(birth.seq)).bind_blob(3, birth.digest.bytes);
    const bool held = select_original_.step();
    select_original_.reset();
    if (held) return true;
  }
  if (!born_in.born) return false;
  select_renamed_.bind(1, node.text()).bind_blob(2, birth.epoch.bytes).bind(3, number(birth.seq));
  select_renamed_.bind_blob(4, birth.digest.bytes);
  const bool held = select_renamed_.step();
  select_renamed_.reset();
  return held;
}

void EventLog::make_epoch(const NodeName& node, const Epoch& epoch, EpochEntry& made) {
  insert_node_.bind(1, node.text()).run();
  insert_epoch_.bind(1, node.text()).bind_blob(2, epoch.bytes).bind(3, number(made.head.through));
  insert_epoch_.bind_blob(4, made.head.digest.bytes).run();
  made.id = database_.last_insert_id();
}

void EventLog::mark_born(const NodeName& node, const Epoch& epoch) {
  EpochEntry& born_in = entry(node, epoch);
  if (born_in.born) return;
  if (born_in.id == 0) make_epoch(node, epoch, born_in);
  mark_born_.bind(1, born_in.id).run();
  born_in.born = true;
}

std::int64_t EventLog::insert(std::int64_t epoch, const LogEntry& entry) {
  const bool has_bytes = entry.fate != Fate::rejected && entry.fate != Fate::repeated;
  sqlite::Statement& s = insert_event_;
  s.bind(1, epoch).bind(2, number(entry.seq)).bind(3, number(entry.last)).bind_blob(4, entry.digest.bytes);
  s.bind(5, word(entry.fate));
  entry.why.empty() ? s.bind_null(6) : s.bind(6, entry.why);
  s.bind(7, to_unix_ms(entry.t)).bind(8, to_unix_ms(entry.received)).bind(9, std::int64_t{entry.difference.count()});
  s.bind(10, std::int64_t{entry.shift.count()}).bind(11, to_unix_ms(entry.when)).bind(12, entry.type);
  entry.device.empty() ? s.bind_null(13) : s.bind(13, entry.device);
  if (entry.was) {
    s.bind_blob(14, entry.was->epoch.bytes).bind(15, number(entry.was->seq)).bind_blob(16, entry.was->digest.bytes);
  } else {
    s.bind_null(14).bind_null(15).bind_null(16);
  }
  has_bytes ? s.bind(17, entry.bytes) : s.bind_null(17);
  s.run();
  return database_.last_insert_id();
}

StoredRow EventLog::begin_by_gap(EpochEntry& epoch, Instant first) {
  const std::int64_t id = std::exchange(epoch.lost_start, 0);
  mark_begins_.bind(1, id).bind(2, to_unix_ms(first)).run();
  return rows({&id, 1}).at(0);
}

std::vector<StoredRow> EventLog::append(const NodeName& node, const Epoch& epoch, std::span<const LogEntry> entries,
                                        const ChainHead& head) {
  EpochEntry& chain = entry(node, epoch);
  if (chain.id == 0) make_epoch(node, epoch, chain);
  std::vector<StoredRow> derived_from;
  for (const LogEntry& row : entries) {
    const std::int64_t id = insert(chain.id, row);
    if (row.was) mark_born(node, row.was->epoch);
    if (row.fate == Fate::gap) {
      if (row.seq == 1 && row.parsed) chain.lost_start = id;
      continue;
    }
    if (chain.lost_start != 0) derived_from.push_back(begin_by_gap(chain, row.when));
    if (row.fate != Fate::stored || !row.parsed) continue;
    derived_from.push_back({id, LogRow{.id = {node, epoch, row.seq},
                                       .was = row.was,
                                       .t = row.t,
                                       .when = row.when,
                                       .received = row.received,
                                       .device = row.parsed->device,
                                       .body = row.parsed->body,
                                       .digest = row.digest}});
  }
  update_epoch_.bind(1, chain.id).bind(2, number(head.through)).bind_blob(3, head.digest.bytes).run();
  chain.head = head;
  return derived_from;
}

std::vector<StoredRow> EventLog::rows_of_device(const DeviceName& device, Period period) {
  select_of_device_.bind(1, device.text()).bind(2, to_unix_ms(period.from)).bind(3, to_unix_ms(period.to));
  return read_stored_rows(select_of_device_);
}

std::vector<StoredRow> EventLog::rows_of_nodes(Period period) {
  select_of_nodes_.bind(1, to_unix_ms(period.from)).bind(2, to_unix_ms(period.to));
  return read_stored_rows(select_of_nodes_);
}

std::vector<StoredRow> EventLog::rows(std::span<const std::int64_t> ids) {
  std::vector<StoredRow> rows;
  for (const std::int64_t id : ids) {
    select_by_id_.bind(1, id);
    for (StoredRow& row : read_stored_rows(select_by_id_)) rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<StoredRow> EventLog::configurations() {
  sqlite::Statement statement{
      database_,
      fmt::format("{} WHERE e.type = 'configuration.loaded' AND e.fate = 'stored' ORDER BY e.id", select_stored_rows)};
  return read_stored_rows(statement);
}

std::set<DeviceName> EventLog::devices() {
  std::set<DeviceName> devices;
  // A loose scan of the index: one look-up a device, however long the log.
  sqlite::Statement next{database_,
                         "SELECT min(device) FROM event WHERE device > ?1 AND device IS NOT NULL AND "
                         "fate = 'stored' AND type <> 'reading.taken'"};
  std::string after;
  while (true) {
    next.bind(1, after);
    if (!next.step() || next.is_null(0)) return devices;
    after = next.text(0);
    if (const auto name = DeviceName::parse(after)) devices.insert(*name);
    next.reset();
  }
}

std::optional<std::pair<Instant, std::optional<DeviceName>>> EventLog::find(const NodeName& node, const Epoch& epoch,
                                                                            std::uint64_t seq) {
  sqlite::Statement statement{
      database_,
      "SELECT e.when_ms, e.device FROM event e JOIN epoch p ON p.id = e.epoch JOIN node n ON n.id = p.node "
      "WHERE n.name = ?1 AND p.epoch = ?2 AND e.seq = ?3 AND e.fate = 'stored' UNION ALL "
      "SELECT e.when_ms, e.device FROM event e JOIN epoch p ON p.id = e.epoch JOIN node n ON n.id = p.node "
      "WHERE n.name = ?1 AND e.born_epoch = ?2 AND e.born_seq = ?3 AND e.born_epoch IS NOT NULL AND e.fate = 'stored'"};
  statement.bind(1, node.text()).bind_blob(2, epoch.bytes).bind(3, number(seq));
  if (!statement.step()) return std::nullopt;
  std::optional<DeviceName> device;
  if (const auto name = DeviceName::parse(statement.text_view(1))) device = *name;
  return std::pair{from_unix_ms(statement.integer(0)), device};
}

std::uint64_t EventLog::judge_again(const Permissions& permissions) {
  sqlite::Statement refused{database_,
                            "SELECT e.id, n.name, e.bytes FROM event e JOIN epoch p ON p.id = e.epoch "
                            "JOIN node n ON n.id = p.node WHERE e.fate = 'not_allowed' AND e.fate <> 'stored'"};
  std::vector<std::int64_t> allowed;
  while (refused.step()) {
    const auto node = NodeName::parse(refused.text_view(1));
    const auto event = wire::parse_event(refused.text_view(2));
    if (node && event && !permissions.refusal(*node, *event)) allowed.push_back(refused.integer(0));
  }
  sqlite::Statement store{database_, "UPDATE event SET fate = 'stored', why = NULL WHERE id = ?1"};
  for (const std::int64_t id : allowed) store.bind(1, id).run();
  return allowed.size();
}

std::map<std::pair<NodeName, std::string>, std::uint64_t> EventLog::gaps_since(Instant from) {
  sqlite::Statement statement{database_,
                              "SELECT n.name, coalesce(e.why, ''), sum(e.last - e.seq + 1) FROM event e "
                              "JOIN epoch p ON p.id = e.epoch JOIN node n ON n.id = p.node WHERE e.fate = 'gap' AND "
                              "e.fate <> 'stored' AND e.received >= ?1 GROUP BY 1, 2"};
  statement.bind(1, to_unix_ms(from));
  std::map<std::pair<NodeName, std::string>, std::uint64_t> gaps;
  while (statement.step()) {
    if (const auto node = NodeName::parse(statement.text_view(0))) {
      gaps[{*node, statement.text(1)}] = static_cast<std::uint64_t>(statement.integer(2));
    }
  }
  return gaps;
}

}  // namespace isocenter::collector
