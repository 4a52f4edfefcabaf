#include "collector/command/verify.hpp"

#include <fmt/format.h>

#include "collector/command/configured.hpp"
#include "collector/verification.hpp"

namespace isocenter::collector {
namespace {

int say_derived(const DerivedReport& report) {
  if (!report.held) {
    fmt::print("nothing is derived yet\n");
    return 0;
  }
  fmt::print("derived {}\n", to_string(*report.held));
  for (const DeviceName& device : report.different) {
    fmt::print(stderr, "{}: what is derived is not what the log says; run `rebuild`\n", device.text());
  }
  return report.different.empty() ? 0 : 1;
}

int verify_store(const CollectorConfiguration& configuration) {
  if (!store_is_there(configuration)) return 1;
  Store store{configuration.store, Store::Use::read};
  const ChainReport report = verify_chains(store.database());
  fmt::print("{} chains, {} rows\n", report.chains, report.rows);
  for (const ChainFault& fault : report.faults) {
    fmt::print(stderr, "node {}, epoch {}, number {}: {}\n", fault.node, fault.epoch, fault.seq, fault.what);
  }
  if (!report.faults.empty()) {
    fmt::print(stderr, "restore the store from a backup; the nodes send again what is younger\n");
    return 1;
  }
  const int code = say_derived(verify_derived(store));
  if (code == 0) fmt::print("all is well\n");
  return code;
}

}  // namespace

int verify(const std::filesystem::path& path) { return configured(path, verify_store); }

}  // namespace isocenter::collector
