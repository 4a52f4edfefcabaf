#include "collector/config.hpp"

#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "collector/web/header_text.hpp"
#include "shared/config/config.hpp"
#include "shared/config/spans.hpp"
#include "shared/wire/event_codec.hpp"

namespace isocenter::collector {
namespace {

using config::Document;
using config::Table;

std::optional<NodeName> read_node_name(Table& table, std::string_view key) {
  auto name = table.parsed<NodeName>(key, &NodeName::parse);
  if (name && *name == collector_node()) {
    table.reject(key, "no node may be called \"collector\": that is where the collector's own events stand");
    return std::nullopt;
  }
  return name;
}

std::optional<ConfiguredDevice> read_device(Table table, int order) {
  const auto name = table.parsed<DeviceName>("name", &DeviceName::parse);
  std::optional<NodeName> node;
  if (table.has("node")) node = read_node_name(table, "node");
  ConfiguredDevice device{.name = name.value_or(*DeviceName::parse("unnamed"))};
  device.title = table.text_or("title", device.name.text());
  device.room = table.text_or("room", "");
  device.modality = table.text("modality");
  device.node = node;
  device.hours = config::read_spans(table.optional_table("hours"));
  device.order = static_cast<int>(table.integer_or("order", order, 0, 100'000));
  device.manufacturer = table.text_or("manufacturer", "");
  device.model = table.text_or("model", "");
  device.serial = table.text_or("serial", "");
  device.asset_tag = table.text_or("asset_tag", "");
  device.installed = table.text_or("installed", "");
  device.end_of_support = table.text_or("end_of_support", "");
  if (!name) return std::nullopt;
  return device;
}

void read_devices(Table& root, ConfigurationLoaded& loaded) {
  std::set<DeviceName> seen;
  for (Table& table : root.tables("device")) {
    auto device = read_device(table, static_cast<int>(loaded.devices.size()) + 1);
    if (!device) continue;
    if (!seen.insert(device->name).second) {
      table.reject("name", fmt::format("device \"{}\" stands here twice; give each its own name", device->name.text()));
      continue;
    }
    loaded.devices.push_back(std::move(*device));
  }
}

std::vector<DeviceName> read_declared_devices(Table& table, const ConfigurationLoaded& loaded) {
  std::vector<DeviceName> declares;
  for (const std::string& text : table.texts_or("devices", {})) {
    const auto known = std::find_if(loaded.devices.begin(), loaded.devices.end(),
                                    [&](const ConfiguredDevice& device) { return device.name.text() == text; });
    if (known == loaded.devices.end()) {
      table.reject("devices", fmt::format("no [[device]] is called \"{}\"; add one, or mend the name", text));
      continue;
    }
    declares.push_back(known->name);
  }
  return declares;
}

void read_what_it_may(Table& table, const ConfigurationLoaded& loaded, ConfiguredNode& node) {
  const std::vector<std::string> may = table.texts_or("may", {});
  const auto has = [&](std::string_view word) { return std::find(may.begin(), may.end(), word) != may.end(); };
  for (const std::string& word : may) {
    if (word != "declare" && word != "feedback") {
      table.reject("may", fmt::format("\"{}\" is nothing a node may do; use \"declare\" or \"feedback\"", word));
    }
  }
  node.declares = read_declared_devices(table, loaded);
  node.areas = table.texts_or("areas", {});
  if (has("declare") == node.declares.empty()) {
    table.reject("may", "`may = [\"declare\"]` and `devices = [...]` go together; give both or neither");
  }
  if (has("feedback") == node.areas.empty()) {
    table.reject("may", "`may = [\"feedback\"]` and `areas = [...]` go together; give both or neither");
  }
}

void read_nodes(Table& root, ConfigurationLoaded& loaded) {
  std::set<NodeName> seen;
  for (Table& table : root.tables("node")) {
    const auto name = read_node_name(table, "name");
    ConfiguredNode node{.name = name.value_or(collector_node()), .declares = {}, .areas = {}};
    read_what_it_may(table, loaded, node);
    if (!name) continue;
    if (!seen.insert(*name).second) {
      table.reject("name", fmt::format("node \"{}\" stands here twice; join the two tables", name->text()));
      continue;
    }
    loaded.nodes.push_back(std::move(node));
  }
}

std::filesystem::path read_store(Table table, const std::filesystem::path& folder) {
  const std::string url = table.text("url");
  if (url.starts_with("sqlite:") && url.size() > 7) {
    const std::filesystem::path path{url.substr(7)};
    return path.is_absolute() ? path : folder / path;
  }
  if (url.starts_with("postgresql:") || url.starts_with("postgres:")) {
    table.reject("url", "PostgreSQL is not supported yet; use sqlite:PATH");
  } else if (!url.empty()) {
    table.reject("url", "must be sqlite:PATH, e.g. sqlite:isocenter.db");
  }
  return {};
}

void read_certificate(Table& table, CollectorConfiguration& configuration) {
  const auto certificate = table.optional_path("certificate");
  const auto key = table.optional_path("key");
  if (certificate.has_value() != key.has_value()) {
    table.reject(certificate ? "certificate" : "key", "`certificate` and `key` go together; give both or neither");
    return;
  }
  if (!certificate) return;
  configuration.certificate = {.certificate = *certificate, .key = *key};
  const auto checked = web::check_certificate(*configuration.certificate);
  if (!checked) table.reject(checked.error().where, checked.error().what);
}

void read_hosts(Table& table, CollectorConfiguration& configuration) {
  for (const std::string& text : table.texts_or("hosts", {})) {
    const auto name = web::host_name(text);
    if (name && name->find(':') == std::string::npos && text.find(':') == std::string::npos) {
      configuration.hosts.push_back(*name);
    } else {
      table.reject("hosts", fmt::format("\"{}\" is no host's name; write it without scheme and port, e.g. "
                                        "\"isocenter.example.org\"",
                                        text.substr(0, 80)));
    }
  }
}

void read_session_times(Table& table, CollectorConfiguration& configuration) {
  constexpr std::int64_t most_idle_minutes = 60, most_hours = 24;
  access::SessionTimes& times = configuration.session_times;
  times.idle = std::chrono::minutes{table.integer_or("session_idle_minutes", 15, 1, most_idle_minutes)};
  times.longest = std::chrono::hours{table.integer_or("session_hours", 8, 1, most_hours)};
}

void read_web(Table table, CollectorConfiguration& configuration) {
  const auto listen = web::parse_listen_address(table.text_or("listen", to_string(configuration.listen)));
  if (listen)
    configuration.listen = *listen;
  else
    table.reject("listen", listen.error().what);
  read_certificate(table, configuration);
  read_hosts(table, configuration);
  read_session_times(table, configuration);
  if (!is_loopback(configuration.listen) && !configuration.certificate) {
    table.reject("listen", fmt::format("{} is reached from other machines, and passwords must not cross a network in "
                                       "clear; give `certificate` and `key`, or listen on 127.0.0.1",
                                       to_string(configuration.listen)));
  }
}

void read_zone(Table& root, CollectorConfiguration& configuration) {
  configuration.loaded.zone = configuration.common.zone;
  configuration.loaded.tzdata = tzdata_version();
  cctz::time_zone zone;
  if (!configuration.common.zone.empty() && !cctz::load_time_zone(configuration.common.zone, &zone)) {
    root.reject("zone", "no such time zone on this machine; use an IANA name such as America/New_York");
  }
}

/// What an outbox takes.
constexpr std::size_t longest_event = wire::max_event_bytes - 256;

/// The configuration goes into the log as one event.
void check_size(Table& root, const ConfigurationLoaded& loaded) {
  const std::size_t size = wire::format_event(1, {Instant{}, std::nullopt, loaded}).size() + 64;
  if (size <= longest_event) return;
  root.reject("", fmt::format("devices and nodes take {} bytes in the log, at most {} fit; shorten the texts or split "
                              "the site",
                              size, longest_event));
}

tl::expected<CollectorConfiguration, std::vector<Error>> read(Result<Document> document,
                                                              const std::filesystem::path& path) {
  if (!document) return tl::unexpected{std::vector{document.error()}};
  Table root = document->root();
  CollectorConfiguration configuration;
  configuration.common = config::read_common(root);
  read_zone(root, configuration);
  configuration.store = read_store(root.table("store"), path.parent_path());
  read_web(root.table("web"), configuration);
  configuration.contracts = root.optional_path("contracts");
  if (configuration.contracts && !std::filesystem::is_regular_file(*configuration.contracts)) {
    root.reject("contracts",
                fmt::format("{} is no file; make it or remove the key", configuration.contracts->string()));
  }
  read_devices(root, configuration.loaded);
  read_nodes(root, configuration.loaded);
  check_size(root, configuration.loaded);
  std::vector<Error> errors = document->finish();
  if (!errors.empty()) return tl::unexpected{std::move(errors)};
  return configuration;
}

}  // namespace

tl::expected<CollectorConfiguration, std::vector<Error>> read_configuration(const std::filesystem::path& path) {
  return read(Document::read(path), path);
}

tl::expected<CollectorConfiguration, std::vector<Error>> parse_configuration(std::string_view text,
                                                                             const std::filesystem::path& named) {
  return read(Document::parse(text, named), named);
}

std::string tzdata_version() {
  std::ifstream file{"/usr/share/zoneinfo/tzdata.zi"};
  std::string line;
  constexpr std::string_view before = "# version ";
  if (std::getline(file, line) && line.starts_with(before)) return line.substr(before.size());
  return "unknown";
}

}  // namespace isocenter::collector
