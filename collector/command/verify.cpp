#include "collector/command/verify.hpp"

#include <fmt/format.h>

#include "collector/command/configured.hpp"
#include "collector/deriver.hpp"
#include "collector/verification.hpp"

namespace isocenter::collector {
namespace {

int verify_derived(Store& store) {
  const auto until = store.derived_until();
  if (!until) {
    fmt::print("nothing is derived yet\n");
    return 0;
  }
  const Digest held = state_digest(store);
  const Digest expected = digest_of_log(store, *until);
  fmt::print("derived {}\n", to_string(held));
  if (held == expected) return 0;
  fmt::print(stderr, "what is derived is not what the log says ({}); run `rebuild`\n", to_string(expected));
  return 1;
}

int verify_store(const Configuration& configuration) {
  Store store{configuration.store, Store::Use::read};
  store.database().execute("BEGIN");  // one moment of a store that `serve` may be writing to
  const ChainReport report = verify_chains(store.database());
  fmt::print("{} chains, {} rows\n", report.chains, report.rows);
  for (const ChainFault& fault : report.faults) {
    fmt::print(stderr, "node {}, epoch {}, number {}: {}\n", fault.node, fault.epoch, fault.seq, fault.what);
  }
  if (!report.faults.empty()) {
    fmt::print(stderr, "restore the store from a backup; the nodes send again what is younger\n");
    return 1;
  }
  const int code = verify_derived(store);
  if (code == 0) fmt::print("all is well\n");
  return code;
}

}  // namespace

int verify(const std::filesystem::path& path) { return configured(path, verify_store); }

}  // namespace isocenter::collector
