#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "agent/dicom/listening_socket.hpp"
#include "agent/observe/profile.hpp"
#include "shared/config/common.hpp"

/// The agent's file, firmware-configs/agent.example.toml documents every key.
namespace isocenter::agent {

/// An AE title (PS3.5, value representation AE): 1 to 16 characters of ISO 646, no backslash, not only spaces.
Result<std::string> parse_ae_title(std::string_view text);

struct MppsSettings {
  ListenAddress listen;
  std::vector<std::string> calling_ae_titles;  ///< who may call; empty: anybody
};

struct DeviceSettings {
  DeviceName name;
  std::string modality{};  ///< DICOM defined term
  std::string address{};   ///< host name or IP; empty: none
  std::optional<std::uint16_t> dicom_port{};
  std::optional<std::uint16_t> tcp_port{};
  std::string called_ae_title{};         ///< what a C-ECHO calls
  std::vector<std::string> ae_titles{};  ///< its steps come from these
  std::vector<std::string> station_names{};
  std::vector<std::filesystem::path> logs{};
  std::filesystem::path profile_path{};  ///< empty: none, `profile` has the defaults
  Profile profile{};
};

struct WorkstationSettings {
  std::chrono::seconds interval{60};
  std::optional<DeviceName> console_of;  ///< the device on whose console the agent runs
};

struct AgentConfiguration {
  NodeName node;
  config::Common common;
  config::SiteKey site_key;
  std::string ae_title = "ISOCENTER";  ///< ours, as SCP and when we call
  std::optional<MppsSettings> mpps;    ///< none: no MPPS is taken
  WorkstationSettings workstation;
  std::vector<DeviceSettings> devices;
};

/// Where profiles are looked for, the first that has the file counts: the site's overrides, the folder of the
/// configuration, the program's own. In each as named and below modality/.
struct ProfileFolders {
  std::filesystem::path overrides = "/etc/isocenter";
  std::filesystem::path shipped = "/usr/share/isocenter";
};

/// Reads the file, the site key and the profiles it names. Tells all that is wrong at once, each with file, line, key
/// and the mend.
tl::expected<AgentConfiguration, std::vector<Error>> read_agent_configuration(const std::filesystem::path& path,
                                                                              const ProfileFolders& folders = {});

}  // namespace isocenter::agent
