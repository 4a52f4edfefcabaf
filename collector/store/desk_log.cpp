#include "collector/store/desk_log.hpp"

#include <fmt/format.h>

#include "collector/store/blob.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::collector {

std::vector<PlacedEvent> desk_events(sqlite::Database& database, std::string_view type) {
  sqlite::Statement rows{database,
                         fmt::format("SELECT e.id, n.name, p.epoch, e.seq, e.digest, e.when_ms, e.bytes FROM event e "
                                     "JOIN epoch p ON p.id = e.epoch JOIN node n ON n.id = p.node "
                                     "WHERE e.fate = 'stored' AND e.type IN ({}) AND e.type = ?1 ORDER BY e.id",
                                     desk_types)};
  rows.bind(1, type);
  std::vector<PlacedEvent> events;
  while (rows.step()) {
    const auto node = NodeName::parse(rows.text_view(1));
    auto event = wire::parse_event(rows.text_view(6));
    if (!node || !event) continue;  // a newer program wrote it
    events.push_back({.log_row = rows.integer(0),
                      .id = {*node, hex128_of<EpochKind>(rows.blob(2)), static_cast<std::uint64_t>(rows.integer(3))},
                      .digest = hex128_of<DigestKind>(rows.blob(4)),
                      .when = from_unix_ms(rows.integer(5)),
                      .event = std::move(*event)});
  }
  return events;
}

}  // namespace isocenter::collector
