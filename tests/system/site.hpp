#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/fakes/child_process.hpp"
#include "tests/fakes/mosquitto.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/system/relay.hpp"

namespace isocenter::system_tests {

using namespace std::chrono_literals;

/// An agent of the site under test.
struct AgentSetting {
  std::string name = "agent-ct1";
  std::string device = "ct1";
  std::string ae_title = "CT1";
  std::string profile = {};        ///< a file's text; empty: generic-ct.toml
  std::filesystem::path log = {};  ///< a log it tails; empty: none
  std::string more = {};           ///< further keys of its [[device]]
  bool has_own_cable = false;      ///< its way to the broker can be cut
};

/// A whole site as real programs: broker, collector, agents, each of which can be killed and started again on its own.
/// Everything ends with the object.
class Site {
 public:
  /// `nodes` are further [[node]] tables of the collector's file; `contracts` a file's text, empty: there is none.
  explicit Site(const std::vector<AgentSetting>& agents, int heartbeat_s = 1, const std::string& nodes = {},
                const std::string& contracts = {});

  fakes::MosquittoProcess& broker() { return broker_; }
  fakes::ChildProcess& collector() { return *collector_; }
  fakes::ChildProcess& agent(const std::string& name) { return *agents_.at(name); }
  Relay& cable(const std::string& agent) { return *cables_.at(agent); }
  int mpps_port(const std::string& agent) const { return mpps_ports_.at(agent); }
  int web_port() const { return web_port_; }
  const std::filesystem::path& folder() const { return folder_.path(); }
  std::filesystem::path collector_config() const { return folder_ / "collector.toml"; }
  std::filesystem::path database() const { return folder_ / "isocenter.db"; }
  std::filesystem::path outbox(const std::string& node) const { return folder_.path() / (node + ".outbox"); }

  void start_collector();
  void start_agent(const std::string& name);
  /// The rows of `isocenter-collector report NAME --format json MORE…`.
  nlohmann::json report(const std::string& name, const std::vector<std::string>& more = {}) const;
  /// Waits until the collector serves and knows every agent; false after `patience`.
  bool wait_until_ready(std::chrono::milliseconds patience = std::chrono::seconds{20});
  /// Waits until everything the nodes wrote so far is in the log; false after `patience`.
  bool wait_until_drained(std::chrono::milliseconds patience = std::chrono::seconds{60}) const;
  /// GET of the collector's web server; empty where it does not answer 200.
  std::string get(const std::string& path) const;
  /// Exit code and output of `isocenter-collector COMMAND --config …`.
  std::pair<int, std::string> run_collector(const std::vector<std::string>& command) const;

 private:
  void write_configurations(const std::vector<AgentSetting>& agents, int heartbeat_s, const std::string& nodes,
                            const std::string& contracts);

  fakes::TemporaryFolder folder_;
  fakes::MosquittoProcess broker_;
  std::map<std::string, std::unique_ptr<Relay>> cables_;
  int web_port_ = 0;
  std::map<std::string, int> mpps_ports_;
  std::unique_ptr<fakes::ChildProcess> collector_;
  std::map<std::string, std::unique_ptr<fakes::ChildProcess>> agents_;
};

/// Looks ten times a second whether it is so; false after `patience`.
bool wait_until(const std::function<bool()>& is_so, std::chrono::milliseconds patience);

/// What the program holds in memory (VmRSS), in kB.
std::size_t resident_kb(pid_t pid);

}  // namespace isocenter::system_tests
