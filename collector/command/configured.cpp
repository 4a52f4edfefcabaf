#include "collector/command/configured.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "shared/config/config.hpp"

namespace isocenter::collector {

int configured(const std::filesystem::path& path, const std::function<int(const CollectorConfiguration&)>& command) {
  const auto configuration = read_configuration(path);
  if (!configuration) {
    fmt::print(stderr, "{}\n", config::to_string(configuration.error()));
    return 2;
  }
  try {
    return command(*configuration);
  } catch (const std::exception& failure) {
    fmt::print(stderr, "{}\n", failure.what());
    return 1;
  }
}

bool store_is_there(const CollectorConfiguration& configuration) {
  if (std::filesystem::exists(configuration.store)) return true;
  fmt::print(stderr, "{}: there is no store yet; start `serve` first\n", configuration.store.string());
  return false;
}

}  // namespace isocenter::collector
