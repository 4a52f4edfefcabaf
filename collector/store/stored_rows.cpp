#include "collector/store/stored_rows.hpp"

#include <utility>

#include "collector/store/blob.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::collector {

std::vector<StoredRow> read_stored_rows(sqlite::Statement& query) {
  std::vector<StoredRow> rows;
  while (query.step()) {
    auto parsed = wire::parse_event(query.text_view(10));
    if (!parsed) continue;
    std::optional<BirthName> was;
    if (!query.is_null(4)) {
      was = BirthName{hex128_of<EpochKind>(query.blob(4)), static_cast<std::uint64_t>(query.integer(5)),
                      hex128_of<DigestKind>(query.blob(6))};
    }
    rows.push_back({query.integer(0),
                    LogRow{.id = {NodeName::parse(query.text_view(1)).value_or(collector_node()),
                                  hex128_of<EpochKind>(query.blob(2)), static_cast<std::uint64_t>(query.integer(3))},
                           .was = was,
                           .t = from_unix_ms(query.integer(7)),
                           .when = from_unix_ms(query.integer(8)),
                           .received = from_unix_ms(query.integer(9)),
                           .device = std::move(parsed->device),
                           .body = std::move(parsed->body),
                           .digest = hex128_of<DigestKind>(query.blob(11))}});
  }
  return rows;
}

}  // namespace isocenter::collector
