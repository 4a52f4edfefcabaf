#include "collector/command/rebuild.hpp"

#include <fmt/format.h>

#include "collector/command/configured.hpp"
#include "collector/deriver.hpp"
#include "shared/process/clocks.hpp"

namespace isocenter::collector {
namespace {

int rebuild_store(const CollectorConfiguration& configuration) {
  if (!store_is_there(configuration)) return 1;
  const StoreLock lock{configuration.store};
  Store store{configuration.store};
  const Digest before = state_digest(store);
  sqlite::Transaction transaction{store.database()};
  const std::uint64_t allowed = store.log().judge_again(Permissions{configuration.loaded});
  rebuild(store, store.derived_until().value_or(process::read_clocks().wall));
  const Digest after = state_digest(store);
  transaction.commit();
  fmt::print("before  {}\nafter   {}\n", to_string(before), to_string(after));
  if (allowed > 0) fmt::print("{} events that were not allowed are now taken in\n", allowed);
  fmt::print("{}\n", before == after ? "nothing differed" : "what was derived is new");
  return 0;
}

}  // namespace

int rebuild(const std::filesystem::path& path) { return configured(path, rebuild_store); }

}  // namespace isocenter::collector
