#include "tests/bench/horizons.hpp"

#include <algorithm>

#include "collector/deriver.hpp"
#include "collector/state/derive.hpp"

namespace isocenter::bench {
namespace {

using collector::StoredRow;

/// What concerns the device, in order.
std::vector<StoredRow> rows_before(collector::Store& store, const DeviceName& device, const std::set<NodeName>& nodes,
                                   Instant horizon) {
  auto rows = store.log().rows_of_device(device, {horizon - std::chrono::days{30}, horizon});
  for (StoredRow& row : store.log().rows_of_nodes({Instant{}, horizon})) {
    if (collector::DeviceTail::concerns(row.row, device, nodes)) rows.push_back(std::move(row));
  }
  std::ranges::sort(rows, [](const StoredRow& a, const StoredRow& b) { return a.row < b.row; });
  return rows;
}

}  // namespace

void leave_horizons(const std::filesystem::path& path, Instant horizon) {
  collector::Store store{path};
  sqlite::Transaction transaction{store.database()};
  for (const auto& [device, nodes] : collector::Deriver::read_observers(store)) {
    const auto stored = rows_before(store, device, nodes, horizon);
    std::vector<collector::LogRow> rows;
    for (const StoredRow& each : stored) rows.push_back(each.row);
    collector::DerivedTables::Carry kept{horizon, {}};
    for (const std::size_t index : collector::carry(device, rows, horizon)) kept.events.push_back(stored[index].id);
    store.derived().write_carry(device, kept);
  }
  transaction.commit();
}

}  // namespace isocenter::bench
