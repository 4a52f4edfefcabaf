#include "collector/filing/evidence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "collector/statement/told.hpp"
#include "collector/store/blob.hpp"
#include "collector/store/desk_log.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::filing {
namespace {

using collector::EventId;
using collector::FaultRow;
using statement::Evidence;
using statement::Found;
using statement::Roots;

constexpr std::string_view columns =
    "SELECT e.id, n.name, p.epoch, e.seq, e.digest, e.when_ms, e.type, e.bytes FROM event e JOIN epoch p ON p.id = "
    "e.epoch JOIN node n ON n.id = p.node ";

/// What people and machines say of a device's state.
constexpr std::string_view state_types =
    "'device.declared', 'fault.reported', 'fault.called', 'fault.acknowledged', 'fault.on_site', 'fault.repaired', "
    "'fault.released', 'fault.noted', 'event.withdrawn', 'interval.corrected'";

constexpr std::string_view node_types = "'node.silent', 'node.heard', 'node.started', 'node.paused', 'outbox.gap'";

const FaultId* fault_of(const EventBody& body) {
  if (const auto* reported = std::get_if<FaultReported>(&body)) return &reported->fault;
  if (const auto* stepped = std::get_if<FaultStepped>(&body)) return &stepped->fault;
  return nullptr;
}

std::vector<Instant> life_of(const FaultRow& fault) {
  std::vector<Instant> times{fault.reported};
  for (const auto& time : {fault.called, fault.acknowledged, fault.on_site, fault.repaired, fault.released}) {
    if (time) times.push_back(*time);
  }
  return times;
}

/// The node an event is about: silence and return are told by the collector.
NodeName about(const EventBody& body, const NodeName& teller) {
  if (const auto* silent = std::get_if<NodeSilent>(&body)) return silent->node;
  if (const auto* heard = std::get_if<NodeHeard>(&body)) return heard->node;
  return teller;
}

void put_in_order(std::vector<Evidence>& events) {
  const auto key = [](const Evidence& event) { return std::tuple{event.when, event.place.log_row}; };
  std::sort(events.begin(), events.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
  events.erase(std::unique(events.begin(), events.end()), events.end());
}

}  // namespace

EvidenceReader::EvidenceReader(const DeviceName& device, std::optional<NodeName> observer, sqlite::Database& database)
    : device_{device},
      observer_{std::move(observer)},
      select_by_name_{database, fmt::format("{} WHERE n.name = ?1 AND p.epoch = ?2 AND e.seq = ?3", columns)},
      select_of_device_{database,
                        fmt::format("{} WHERE e.device = ?1 AND e.when_ms >= ?2 AND e.when_ms <= ?3 AND e.device IS "
                                    "NOT NULL AND e.fate = 'stored' AND e.type <> 'reading.taken' AND e.type IN ({})",
                                    columns, state_types)},
      select_of_nodes_{database,
                       fmt::format("{} WHERE e.when_ms >= ?1 AND e.when_ms <= ?2 AND e.device IS NULL AND e.fate IN "
                                   "('stored', 'gap') AND e.type NOT IN ('feedback.answered', {}) AND e.type IN ({})",
                                   columns, collector::desk_types, node_types)} {}

void EvidenceReader::put(sqlite::Statement& rows, const Wanted& wanted, std::vector<Evidence>& events) {
  while (rows.step()) {
    const auto node = NodeName::parse(rows.text_view(1));
    if (!node) continue;
    Read read{.evidence = {.when = from_unix_ms(rows.integer(5)),
                           .type = rows.text(6),
                           .place = {{*node, collector::hex128_of<EpochKind>(rows.blob(2)),
                                      static_cast<std::uint64_t>(rows.integer(3))},
                                     collector::hex128_of<DigestKind>(rows.blob(4)),
                                     rows.integer(0)},
                           .what = {}},
              .body = UnknownEvent{rows.text(6)}};
    if (auto event = wire::parse_event(rows.text_view(7))) read.body = std::move(event->body);
    read.evidence.what = statement::told(read.body);
    if (wanted(read)) events.push_back(std::move(read.evidence));
  }
  rows.reset();
}

std::optional<EvidenceReader::Read> EvidenceReader::by_name(const EventId& id) {
  select_by_name_.bind(1, std::string_view{id.node.text()}).bind_blob(2, id.epoch.bytes);
  select_by_name_.bind(3, static_cast<std::int64_t>(id.seq));
  std::optional<Read> found;
  std::vector<Evidence> none;
  put(
      select_by_name_,
      [&](const Read& read) {
        found = read;
        return false;
      },
      none);
  return found;
}

void EvidenceReader::put_of_device(Instant from, Instant to, const Wanted& wanted, std::vector<Evidence>& events) {
  select_of_device_.bind(1, std::string_view{device_.text()}).bind(2, to_unix_ms(from)).bind(3, to_unix_ms(to));
  put(select_of_device_, wanted, events);
}

/// The steps of a fault may lie before and after the line; each is found by its own time.
void EvidenceReader::put_of_faults(const Roots& roots, std::vector<Evidence>& events) {
  for (const FaultRow* fault : roots.faults) {
    for (const Instant time : life_of(*fault)) {
      put_of_device(
          time, time,
          [&](const Read& read) {
            const FaultId* name = fault_of(read.body);
            return name != nullptr && *name == fault->fault;
          },
          events);
    }
  }
}

void EvidenceReader::put_of_nodes(const Roots& roots, const std::optional<NodeName>& told_of,
                                  std::vector<Evidence>& events) {
  select_of_nodes_.bind(1, to_unix_ms(roots.when.from)).bind(2, to_unix_ms(roots.when.to));
  put(
      select_of_nodes_,
      [&](const Read& read) {
        const NodeName node = about(read.body, read.evidence.place.id.node);
        return node == told_of || node == observer_;
      },
      events);
}

Found EvidenceReader::find(const Roots& roots) {
  Found found{.events = {}, .declared_by = roots.source == "nobody" ? "" : roots.source};
  std::optional<NodeName> told_of;
  if (roots.began_by) {
    if (const auto began = by_name(*roots.began_by)) {
      found.declared_by = statement::teller(began->body, roots.began_by->node);
      told_of = about(began->body, roots.began_by->node);
      found.events.push_back(began->evidence);
    }
  }
  if (roots.ended_by) {
    // What the next state rests on may have been known long before: that did not end this one.
    const auto ended = by_name(*roots.ended_by);
    if (ended && ended->evidence.when > roots.when.from) found.events.push_back(ended->evidence);
  }
  put_of_device(
      roots.when.from, roots.when.to, [](const Read& read) { return read.evidence.type != "interval.corrected"; },
      found.events);
  put_of_faults(roots, found.events);
  if (roots.state == EquipmentState::unknown) put_of_nodes(roots, told_of, found.events);
  put_in_order(found.events);
  return found;
}

std::vector<Evidence> EvidenceReader::between(Period period) {
  std::vector<Evidence> events;
  if (period.empty()) return events;
  put_of_device(
      period.from, period.to - Milliseconds{1}, [](const Read&) { return true; }, events);
  put_in_order(events);
  return events;
}

}  // namespace isocenter::filing
