#include "collector/event_proof.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "collector/store/blob.hpp"
#include "shared/config/config.hpp"

namespace isocenter::collector {
namespace {

using Proofs = std::vector<Result<EventProof>>;

tl::unexpected<Error> no_such(const EventId& id, std::string what) {
  return fail(ErrorKind::invalid, to_string(id), std::move(what));
}

std::string mend_node(sqlite::Database& database, const NodeName& node) {
  sqlite::Statement names{database, "SELECT name FROM node ORDER BY name"};
  std::vector<std::string> known;
  while (names.step()) known.push_back(names.text(0));
  if (const auto near = config::nearest(node.text(), known)) return fmt::format("did you mean \"{}\"?", *near);
  return "compare it with the statement; `report events` lists what there is";
}

/// Why there is no such chain, with the mend.
std::string why_no_chain(sqlite::Database& database, const EventId& id) {
  sqlite::Statement of_node{database,
                            "SELECT p.epoch FROM epoch p JOIN node n ON n.id = p.node WHERE n.name = ?1 "
                            "ORDER BY p.id DESC LIMIT 1"};
  of_node.bind(1, std::string_view{id.node.text()});
  if (!of_node.step()) return fmt::format("the log has no node of that name; {}", mend_node(database, id.node));
  sqlite::Statement of_epoch{database, "SELECT n.name FROM epoch p JOIN node n ON n.id = p.node WHERE p.epoch = ?1"};
  of_epoch.bind_blob(1, id.epoch.bytes);
  if (of_epoch.step()) return fmt::format("that is an epoch of node \"{}\"; name that one", of_epoch.text(0));
  return fmt::format("the log has no such epoch of that node, its newest is {}; copy it whole from the statement",
                     isocenter::to_string(hex128_of<EpochKind>(of_node.blob(0))));
}

std::optional<HeldChain> find_chain(sqlite::Database& database, const NodeName& node, const Epoch& epoch) {
  sqlite::Statement select{database,
                           "SELECT p.id FROM epoch p JOIN node n ON n.id = p.node WHERE n.name = ?1 AND p.epoch = ?2"};
  select.bind(1, std::string_view{node.text()}).bind_blob(2, epoch.bytes);
  if (!select.step()) return std::nullopt;
  return read_chain(database, select.integer(0));
}

/// "; it is named node/epoch/number there", where the row of a repeated event tells.
std::string birth_of(sqlite::Database& database, const EventId& id, std::int64_t row) {
  sqlite::Statement select{database, "SELECT born_epoch, born_seq FROM event WHERE id = ?1 AND born_epoch IS NOT NULL"};
  select.bind(1, row);
  if (!select.step()) return "";
  const EventId born{id.node, hex128_of<EpochKind>(select.blob(0)), static_cast<std::uint64_t>(select.integer(1))};
  return fmt::format("; name {}", to_string(born));
}

/// What the row at which the walk stands proves of `id`, which lies in it.
Result<EventProof> proof_of(sqlite::Database& database, const EventId& id, const ChainRow& row, std::uint64_t not_here,
                            const ChainHead& head) {
  if (row.seq != id.seq) {
    const EventId gap{id.node, id.epoch, row.seq};
    return no_such(id, fmt::format("numbers {} to {} never came{}; {} is what was told of them", row.seq, row.last,
                                   row.why.empty() ? "" : fmt::format(" ({})", row.why), to_string(gap)));
  }
  if (row.fate == Fate::rejected) {
    return no_such(id, fmt::format("it was rejected when it came ({}): its bytes are in quarantine, not in the log, so "
                                   "there is nothing to prove",
                                   row.why));
  }
  if (row.fate == Fate::repeated) {
    return no_such(
        id, fmt::format("it was held already under the name it was born with{}", birth_of(database, id, row.id)));
  }
  return EventProof{.id = id,
                    .last = row.last,
                    .fate = *row.fate,
                    .log_row = row.id,
                    .digest = row.digest,
                    .type = std::string{row.type},
                    .device = std::string{row.device},
                    .why = std::string{row.why},
                    .when = row.when,
                    .not_here = not_here,
                    .head = head};
}

/// Why the walk did not come to `id`.
std::string why_not_reached(const EventId& id, const ChainWalk& walk, const HeldChain& chain) {
  constexpr std::string_view mend = "restore the store from a backup; the nodes send again what is younger";
  if (id.seq > chain.end.through && !walk.fault()) {
    return fmt::format("the log has numbers 1 to {} of it; compare the number with the statement", chain.end.through);
  }
  if (!walk.fault()) {
    return fmt::format("the chain is broken at number {}: its row is missing; {}", walk.head().through + 1, mend);
  }
  return fmt::format("the chain is broken at number {}: {}; {}", walk.fault()->seq, walk.fault()->what, mend);
}

/// `asked`: places in `events`, by number, all of one chain.
void prove_chain(sqlite::Database& database, std::span<const EventId> events, const std::vector<std::size_t>& asked,
                 Proofs& proofs) {
  const Moment moment{database};
  const EventId& first = events[asked.front()];
  const auto chain = find_chain(database, first.node, first.epoch);
  if (!chain) {
    for (const std::size_t i : asked) proofs[i] = no_such(events[i], why_no_chain(database, events[i]));
    return;
  }
  constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
  ChainWalk walk{database, *chain, static_cast<std::int64_t>(std::min(events[asked.back()].seq, most))};
  auto next = asked.begin();
  std::uint64_t not_here = 0;
  for (auto row = walk.next(); row; row = walk.next()) {
    for (; next != asked.end() && events[*next].seq <= row->last; ++next) {
      proofs[*next] = proof_of(database, events[*next], *row, not_here, chain->end);
    }
    const bool is_reckoned = row->fate == Fate::stored || row->fate == Fate::not_allowed;
    if (!is_reckoned) not_here += row->last - row->seq + 1;
  }
  for (; next != asked.end(); ++next)
    proofs[*next] = no_such(events[*next], why_not_reached(events[*next], walk, *chain));
}

}  // namespace

std::string to_string(const EventId& id) {
  return fmt::format("{}/{}/{}", id.node.text(), isocenter::to_string(id.epoch), id.seq);
}

std::vector<Result<EventProof>> prove_events(sqlite::Database& database, std::span<const EventId> events) {
  std::map<std::pair<NodeName, Epoch>, std::vector<std::size_t>> chains;
  for (std::size_t i = 0; i < events.size(); ++i) chains[{events[i].node, events[i].epoch}].push_back(i);
  Proofs proofs(events.size(), fail(ErrorKind::invalid, "", ""));
  for (auto& [name, asked] : chains) {
    std::stable_sort(asked.begin(), asked.end(), [&](auto a, auto b) { return events[a].seq < events[b].seq; });
    prove_chain(database, events, asked, proofs);
  }
  return proofs;
}

}  // namespace isocenter::collector
