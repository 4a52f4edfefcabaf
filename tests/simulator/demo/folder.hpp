#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "shared/core/time.hpp"
#include "tests/simulator/department.hpp"

namespace isocenter::simulator {

/// Which devices a contract of the demo is about.
struct DemoContract {
  std::string name;
  std::vector<std::string> devices;
};

/// What a demo runs on: a folder of its own with every program's configuration, on ports nobody else uses.
struct DemoFolder {
  std::filesystem::path path;
  std::string zone;
  int broker_port = 0;
  int web_port = 0;
  std::map<std::string, int> mpps_ports;  ///< by agent
  std::map<std::string, int> echo_ports;  ///< by device
  std::vector<DemoContract> contracts;
  std::map<std::string, int> cable_ports;  ///< by agent, where each has a cable of its own to the broker

  std::filesystem::path broker_config() const { return path / "mosquitto.conf"; }
  std::filesystem::path collector_config() const { return path / "collector.toml"; }
  std::filesystem::path agent_config(const std::string& agent) const { return path / (agent + ".toml"); }
  std::filesystem::path kiosk_config(const std::string& kiosk) const { return path / (kiosk + ".toml"); }
  std::filesystem::path outbox(const std::string& node) const { return (path / node).concat(".outbox"); }
  std::filesystem::path log(const std::string& device) const { return path / (device + ".log"); }
  std::filesystem::path database() const { return path / "isocenter.db"; }
  std::filesystem::path site_key() const { return path / "site.key"; }
  std::string broker_url() const;
  std::string broker_url_of(const std::string& agent) const;
};

inline constexpr const char* demo_site = "general";
inline constexpr const char* front_desk_node = "kiosk-desk";

inline constexpr const char* board_kiosk = "kiosk-board";
inline constexpr const char* scanner_kiosk = "kiosk-mr1";
inline constexpr const char* exit_kiosk = "kiosk-exit";
inline constexpr const char* scanner_device = "mr1";  ///< what the scanner's kiosk stands at

/// The nodes of the demo's screens.
std::vector<std::string> demo_kiosks();

/// Makes the folder: broker, collector, kiosks and agents for `devices`, with operating hours that lie around `start`.
/// `profiles` is firmware-configs/modality; the demo's copies probe as much faster as `speed` says.
/// `has_cables`: each agent reaches the broker by a port of its own, for a cable that can be cut.
/// Throws std::runtime_error naming what could not be written.
DemoFolder make_demo_folder(const std::filesystem::path& parent, const std::filesystem::path& profiles,
                            const std::vector<SimulatedDevice>& devices, Instant start, double speed, bool has_cables);

/// The agents named by the devices, each once.
std::vector<std::string> agents_of(const std::vector<SimulatedDevice>& devices);

}  // namespace isocenter::simulator
