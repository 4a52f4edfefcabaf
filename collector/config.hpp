#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>
#include "collector/access/sessions.hpp"
#include "collector/web/certificate.hpp"
#include "collector/web/listen_address.hpp"
#include "shared/config/common.hpp"
#include "shared/core/event.hpp"

namespace isocenter::collector {

/// The collector's file, read and checked (firmware-configs/collector.example.toml has every key).
struct CollectorConfiguration {
  config::Common common;
  std::filesystem::path store;  ///< of "sqlite:PATH"
  web::ListenAddress listen{.host = "127.0.0.1", .port = 8080};
  std::optional<web::Certificate> certificate;  ///< TLS, where it is there
  std::vector<std::string> hosts;               ///< names the page is called by; none: any
  access::SessionTimes session_times;
  std::optional<std::filesystem::path> contracts;
  ConfigurationLoaded loaded;  ///< devices and nodes, as they go into the log
};

/// All errors of the file at once, each with file, line, key and mend.
tl::expected<CollectorConfiguration, std::vector<Error>> read_configuration(const std::filesystem::path& path);
/// The same from text; relative paths and messages as if it stood at `named`.
tl::expected<CollectorConfiguration, std::vector<Error>> parse_configuration(std::string_view text,
                                                                             const std::filesystem::path& named);

/// The version of the zone rules on this machine, e.g. "2026f"; "unknown" where they do not say.
std::string tzdata_version();

}  // namespace isocenter::collector
