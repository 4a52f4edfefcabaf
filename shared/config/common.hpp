#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "shared/config/config.hpp"
#include "shared/core/names.hpp"

/// The keys that mean the same in every program's file (docs/architecture.md, configuration).
namespace isocenter::config {

struct Broker {
  std::string url = "mqtt://127.0.0.1:1883";
  std::string user;  ///< the node's name
  std::string ca, certificate, key;
};

struct Common {
  std::optional<SiteName> site;  ///< set unless an error was noted
  std::string title;
  std::string zone;  ///< IANA
  Broker broker;
  std::chrono::seconds heartbeat{10};
  std::filesystem::path outbox_path;
  std::uint64_t outbox_limit_bytes = 256ull * 1024 * 1024;
  std::chrono::hours outbox_keep{7 * 24};
};

/// Reads site, title, zone, [broker], [outbox] and heartbeat_s from the root table.
Common read_common(Table& root);

/// The site key with its number: 32 bytes in a file of mode 0400 (or 0600), as [site_key] names it.
struct SiteKey {
  int number = 1;
  std::string bytes;
};
/// ErrorKind::invalid where the file is absent, not 32 bytes, or readable by others; says the mend.
Result<SiteKey> read_site_key(Table& root);

}  // namespace isocenter::config
