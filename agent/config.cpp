#include "agent/config.hpp"

#include <cctz/time_zone.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "shared/core/text.hpp"

namespace isocenter::agent {
namespace {

namespace fs = std::filesystem;
using config::Table;

/// Reads the parts of one file and gathers what is wrong with it.
class Reader {
 public:
  Reader(fs::path path, const ProfileFolders& folders) : path_{std::move(path)}, folders_{folders} {}

  tl::expected<AgentConfiguration, std::vector<Error>> read();

 private:
  std::optional<NodeName> read_node(Table& root);
  std::optional<MppsSettings> read_mpps(Table& root, std::string& ae_title);
  WorkstationSettings read_workstation(Table& root, const std::vector<DeviceSettings>& devices);
  std::vector<DeviceSettings> read_devices(Table& root, bool takes_mpps);
  std::optional<DeviceSettings> read_device(Table& table, bool takes_mpps);
  void read_probes(Table& table, DeviceSettings& device);
  void read_profile_of(Table& table, DeviceSettings& device);
  std::vector<fs::path> profile_candidates(const fs::path& named) const;
  std::vector<std::string> ae_titles(Table& table, std::string_view key);
  void claim(Table& table, std::string_view key, const std::string& what, const std::string& value);

  fs::path path_;
  const ProfileFolders& folders_;
  std::vector<Error> errors_;
  std::map<std::pair<std::string, std::string>, std::string> claimed_;  ///< (key, value) -> where it stands
};

tl::expected<AgentConfiguration, std::vector<Error>> Reader::read() {
  auto document = config::Document::read(path_);
  if (!document) return tl::unexpected{std::vector{document.error()}};
  Table root = document->root();
  config::Common common = config::read_common(root);
  cctz::time_zone zone;
  if (!common.zone.empty() && !cctz::load_time_zone(common.zone, &zone)) {
    root.reject("zone", fmt::format("\"{}\" is no IANA time zone; write e.g. America/New_York", common.zone));
  }
  const auto node = read_node(root);
  const auto key = config::read_site_key(root);
  std::string ae_title = "ISOCENTER";
  auto mpps = read_mpps(root, ae_title);
  auto devices = read_devices(root, mpps.has_value());
  auto workstation = read_workstation(root, devices);

  std::vector<Error> errors = document->finish();
  if (!key) errors.push_back(key.error());
  errors.insert(errors.end(), errors_.begin(), errors_.end());
  if (!errors.empty() || !node || !common.site) return tl::unexpected{std::move(errors)};
  if (common.broker.user.empty()) common.broker.user = node->text();
  return AgentConfiguration{
      *node, std::move(common), *key, ae_title, std::move(mpps), std::move(workstation), std::move(devices)};
}

std::optional<NodeName> Reader::read_node(Table& root) {
  auto node = root.parsed<NodeName>("node", &NodeName::parse);
  if (node == collector_node()) root.reject("node", "the collector has that name; use another, e.g. agent-ct1");
  return node;
}

std::optional<MppsSettings> Reader::read_mpps(Table& root, std::string& ae_title) {
  auto table = root.optional_table("mpps");
  if (!table) return std::nullopt;
  MppsSettings mpps;
  if (const auto listen = table->parsed<ListenAddress>("listen", &ListenAddress::parse)) mpps.listen = *listen;
  if (table->has("ae_title")) {
    ae_title = table->parsed<std::string>("ae_title", &parse_ae_title).value_or(ae_title);
  }
  mpps.calling_ae_titles = ae_titles(*table, "calling_ae_titles");
  return mpps;
}

WorkstationSettings Reader::read_workstation(Table& root, const std::vector<DeviceSettings>& devices) {
  WorkstationSettings workstation;
  auto table = root.optional_table("workstation");
  if (!table) return workstation;
  workstation.interval = std::chrono::seconds{table->integer_or("interval_s", 60, 1, 3600)};
  if (!table->has("console_of")) return workstation;
  workstation.console_of = table->parsed<DeviceName>("console_of", &DeviceName::parse);
  const auto is_it = [&](const DeviceSettings& device) { return device.name == workstation.console_of; };
  if (workstation.console_of && std::none_of(devices.begin(), devices.end(), is_it)) {
    table->reject("console_of", fmt::format("there is no [[device]] named \"{}\"", workstation.console_of->text()));
  }
  return workstation;
}

std::vector<DeviceSettings> Reader::read_devices(Table& root, bool takes_mpps) {
  std::vector<DeviceSettings> devices;
  auto tables = root.tables("device");
  if (tables.empty()) root.reject("", "there is no device to observe; add a [[device]] with a name and a modality");
  for (Table& table : tables) {
    if (auto device = read_device(table, takes_mpps)) devices.push_back(std::move(*device));
  }
  return devices;
}

std::optional<DeviceSettings> Reader::read_device(Table& table, bool takes_mpps) {
  auto name = table.parsed<DeviceName>("name", &DeviceName::parse);
  DeviceSettings device{.name = name.value_or(*DeviceName::parse("unnamed"))};
  if (name) claim(table, "name", "device", name->text());
  device.modality = table.text("modality");
  device.ae_titles = ae_titles(table, "ae_titles");
  for (const std::string& title : device.ae_titles) claim(table, "ae_titles", "AE title", title);
  device.station_names = table.texts_or("station_names", {});
  for (const std::string& station : device.station_names) claim(table, "station_names", "station name", station);
  for (const std::string& log : table.texts_or("logs", {})) {
    device.logs.push_back((path_.parent_path() / log).lexically_normal());
    claim(table, "logs", "log file", device.logs.back().string());
  }
  read_probes(table, device);
  read_profile_of(table, device);
  if (!device.logs.empty() && device.profile_path.empty() && !table.has("profile")) {
    table.reject("logs", "nothing says what the lines mean; add e.g. profile = \"modality/generic-ct.toml\"");
  }
  if (!takes_mpps && device.logs.empty() && !device.dicom_port && !device.tcp_port) {
    table.reject("", "nothing tells of this device; give it dicom_port, tcp_port or logs, or the agent an [mpps]");
  }
  if (!name) return std::nullopt;
  return device;
}

void Reader::read_probes(Table& table, DeviceSettings& device) {
  device.address = table.text_or("address", "");
  const auto port = [&](std::string_view key) -> std::optional<std::uint16_t> {
    if (!table.has(key)) return std::nullopt;
    if (device.address.empty()) table.reject(key, "needs the device's `address` beside it");
    return static_cast<std::uint16_t>(table.integer(key, 1, 65535));
  };
  device.dicom_port = port("dicom_port");
  device.tcp_port = port("tcp_port");
  if (table.has("called_ae_title")) {
    device.called_ae_title = table.parsed<std::string>("called_ae_title", &parse_ae_title).value_or("");
  } else if (!device.ae_titles.empty()) {
    device.called_ae_title = device.ae_titles.front();
  } else if (device.dicom_port) {
    table.reject("dicom_port", "needs the AE title to call; give ae_titles or called_ae_title");
  }
}

void Reader::read_profile_of(Table& table, DeviceSettings& device) {
  device.profile.modality = device.modality;
  const auto named = table.optional_text("profile");
  if (!named) return;
  const auto candidates = profile_candidates(*named);
  const auto found = std::find_if(candidates.begin(), candidates.end(), [](const fs::path& candidate) {
    std::error_code ignored;
    return fs::is_regular_file(candidate, ignored);
  });
  if (found == candidates.end()) {
    std::vector<std::string> looked(candidates.size());
    std::transform(candidates.begin(), candidates.end(), looked.begin(),
                   [](const fs::path& each) { return each.string(); });
    return table.reject("profile", fmt::format("there is no such file; looked for {}", fmt::join(looked, ", ")));
  }
  device.profile_path = *found;
  auto profile = read_profile(*found);
  if (profile) {
    device.profile = std::move(*profile);
  } else {
    errors_.push_back(profile.error());
  }
}

std::vector<fs::path> Reader::profile_candidates(const fs::path& named) const {
  if (named.is_absolute()) return {named};
  std::vector<fs::path> candidates;
  for (const fs::path& folder : {folders_.overrides, path_.parent_path(), folders_.shipped}) {
    candidates.push_back((folder / named).lexically_normal());
    if (!named.has_parent_path()) candidates.push_back((folder / "modality" / named).lexically_normal());
  }
  return candidates;
}

std::vector<std::string> Reader::ae_titles(Table& table, std::string_view key) {
  std::vector<std::string> titles;
  for (const std::string& text : table.texts_or(key, {})) {
    if (auto title = parse_ae_title(text)) {
      titles.push_back(*title);
    } else {
      table.reject(key, title.error().what);
    }
  }
  return titles;
}

/// Two devices that share what tells them apart would take each other's exams.
void Reader::claim(Table& table, std::string_view key, const std::string& what, const std::string& value) {
  const auto [before, is_new] = claimed_.try_emplace({what, value}, table.where(key));
  if (!is_new)
    table.reject(key, fmt::format("{} \"{}\" is taken at {}; each needs its own", what, value, before->second));
}

}  // namespace

Result<std::string> parse_ae_title(std::string_view text) {
  text = trimmed(text, " ");
  const auto allowed = [](char c) { return c >= ' ' && c <= '~' && c != '\\'; };
  if (!text.empty() && text.size() <= 16 && std::all_of(text.begin(), text.end(), allowed)) return std::string{text};
  return fail(
      ErrorKind::invalid, "",
      fmt::format("\"{}\" is no AE title; use 1 to 16 letters, digits and the like, no backslash", text.substr(0, 40)));
}

tl::expected<AgentConfiguration, std::vector<Error>> read_agent_configuration(const fs::path& path,
                                                                              const ProfileFolders& folders) {
  return Reader{path, folders}.read();
}

}  // namespace isocenter::agent
