#include "collector/verification.hpp"

#include <algorithm>
#include <set>

#include "collector/deriver.hpp"
#include "collector/store/state_digest.hpp"

namespace isocenter::collector {
namespace {

std::vector<std::int64_t> chain_ids(sqlite::Database& database) {
  sqlite::Statement statement{database, "SELECT p.id FROM epoch p JOIN node n ON n.id = p.node ORDER BY n.name, p.id"};
  std::vector<std::int64_t> ids;
  while (statement.step()) ids.push_back(statement.integer(0));
  return ids;
}

std::optional<ChainFault> verify_chain(sqlite::Database& database, const HeldChain& chain, std::uint64_t& rows) {
  ChainWalk walk{database, chain};
  while (walk.next()) ++rows;
  if (walk.fault()) {
    ++rows;  // the faulty one was read too
    return walk.fault();
  }
  if (walk.head() == chain.end) return std::nullopt;
  return ChainFault{chain.node, to_string(chain.epoch), std::min(walk.head().through, chain.end.through) + 1,
                    "the chain does not end where it is remembered to end"};
}

}  // namespace

ChainReport verify_chains(sqlite::Database& database) {
  ChainReport report;
  for (const std::int64_t id : chain_ids(database)) {
    const Moment moment{database};
    const HeldChain chain = read_chain(database, id);
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
