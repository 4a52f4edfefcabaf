#include "collector/command/check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <cstdio>

#include "collector/access/users_file.hpp"
#include "collector/command/configured.hpp"
#include "collector/command/contracts_of.hpp"
#include "collector/contract/format_contract.hpp"
#include "collector/store/store.hpp"

namespace isocenter::collector {
namespace {

namespace fs = std::filesystem;

constexpr int wrong_use = 2;

std::optional<std::string> find_unwritable(const fs::path& file, std::string_view what) {
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return fmt::format("{}: the folder of the {} is not there; make it", folder.string(), what);
  }
  if (::access(folder.c_str(), W_OK | X_OK) != 0) {
    return fmt::format("{}: the folder of the {} is not writable; chown it to this user", folder.string(), what);
  }
  if (fs::exists(file, ignored) && ::access(file.c_str(), R_OK | W_OK) != 0) {
    return fmt::format("{}: the {} is not writable; chown it to this user", file.string(), what);
  }
  return std::nullopt;
}

void describe_device(const ConfiguredDevice& device) {
  fmt::print("{}: {}, {}, {}, {}\n", device.name.text(), device.title, device.modality,
             device.node ? "observed by " + device.node->text() : "observed by nobody",
             device.hours.empty() ? std::string{"no hours: never closed"}
                                  : fmt::format("{} spans of hours a week", device.hours.size()));
}

void describe_node(const ConfiguredNode& node) {
  std::vector<std::string> devices;
  for (const DeviceName& device : node.declares) devices.push_back(device.text());
  fmt::print("{}: declares for [{}], feedback of [{}]\n", node.name.text(), fmt::join(devices, ", "),
             fmt::join(node.areas, ", "));
}

void describe_contract(const contract::Contract& contract) {
  std::vector<std::string> devices;
  for (const DeviceName& device : contract.devices) devices.push_back(device.text());
  fmt::print("contract {}: {}, [{}], {} to {}\n", contract.name, contract.vendor, fmt::join(devices, ", "),
             contract::date_text(contract.starts), contract::date_text(contract.ends));
}

int describe(const CollectorConfiguration& configuration) {
  const config::Common& common = configuration.common;
  fmt::print("site {} ({}), zone {}, zone rules {}\n", common.site->text(), common.title, common.zone,
             configuration.loaded.tzdata);
  fmt::print("broker {}\nstore {}\noutbox {}\nweb {}://{}\n", common.broker.url, configuration.store.string(),
             common.outbox_path.string(), configuration.certificate ? "https" : "http",
             to_string(configuration.listen));
  for (const ConfiguredDevice& device : configuration.loaded.devices) describe_device(device);
  for (const ConfiguredNode& node : configuration.loaded.nodes) describe_node(node);
  const auto contracts = contracts_of(configuration);
  if (!contracts) {
    fmt::print(stderr, "{}\n", to_string(contracts.error()));
    return wrong_use;
  }
  for (const contract::Contract& contract : *contracts) describe_contract(contract);
  int code = 0;
  const fs::path users = access::UsersFile::beside(configuration.store);
  for (const auto& [file, what] :
       {std::pair{configuration.store, "store"}, {users, "users"}, {common.outbox_path, "outbox"}}) {
    if (const auto why = find_unwritable(file, what)) {
      fmt::print(stderr, "{}\n", *why);
      code = 1;
    }
  }
  if (code == 0 && fs::exists(configuration.store)) Store{configuration.store, Store::Use::read};
  if (code == 0) fmt::print("all is well\n");
  return code;
}

}  // namespace

int check(const std::filesystem::path& path) { return configured(path, describe); }

}  // namespace isocenter::collector
