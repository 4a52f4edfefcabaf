#include "tests/system/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "tests/fakes/collector_web.hpp"

namespace isocenter::system_tests {
namespace {

const std::filesystem::path programs{ISOCENTER_BIN_DIR};

void write(const std::filesystem::path& path, const std::string& content) {
  std::ofstream file{path, std::ios::binary};
  file << content;
  if (!file) throw std::runtime_error{path.string() + ": cannot be written"};
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file{path};
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

}  // namespace

Site::Site(const std::vector<AgentSetting>& agents, int heartbeat_s, const std::string& nodes,
           const std::string& contracts)
    : web_port_{fakes::free_port()} {
  for (const AgentSetting& agent : agents) mpps_ports_[agent.name] = fakes::free_port();
  write_configurations(agents, heartbeat_s, nodes, contracts);
  start_collector();
  for (const AgentSetting& agent : agents) start_agent(agent.name);
}

void Site::write_configurations(const std::vector<AgentSetting>& agents, int heartbeat_s, const std::string& nodes,
                                const std::string& contracts) {
  write(folder_ / "site.key", std::string(32, 'k'));
  std::filesystem::permissions(folder_ / "site.key", std::filesystem::perms::owner_read);
  const auto head = [&](const std::string& broker_url) {
    return fmt::format("site = \"general\"\nzone = \"America/New_York\"\nheartbeat_s = {}\n[broker]\nurl = \"{}\"\n",
                       heartbeat_s, broker_url);
  };
  if (!contracts.empty()) write(folder_ / "contracts.toml", contracts);
  std::string collector = (contracts.empty() ? "" : "contracts = \"contracts.toml\"\n") + head(broker_.url()) +
                          fmt::format(
                              "[outbox]\npath = \"collector.outbox\"\n[store]\nurl = "
                              "\"sqlite:isocenter.db\"\n[web]\nlisten = \"127.0.0.1:{}\"\n{}",
                              web_port_, nodes);
  for (const AgentSetting& agent : agents) {
    collector += fmt::format("[[device]]\nname = \"{}\"\nmodality = \"CT\"\nnode = \"{}\"\n", agent.device, agent.name);
    const std::string profile = agent.name + "-profile.toml";
    write(folder_ / profile, agent.profile.empty() ? read(std::filesystem::path{ISOCENTER_TESTS_DIR}.parent_path() /
                                                          "firmware-configs" / "modality" / "generic-ct.toml")
                                                   : agent.profile);
    if (agent.has_own_cable) cables_[agent.name] = std::make_unique<Relay>(broker_.port());
    const std::string broker_url = agent.has_own_cable ? cables_[agent.name]->url() : broker_.url();
    std::string text = fmt::format("node = \"{}\"\n", agent.name) + head(broker_url) +
                       fmt::format(
                           "[site_key]\nnumber = 1\nfile = \"site.key\"\n[outbox]\npath = \"{}.outbox\"\n"
                           "[mpps]\nlisten = \"127.0.0.1:{}\"\nae_title = \"ISOCENTER\"\n"
                           "[[device]]\nname = \"{}\"\nmodality = \"CT\"\nae_titles = [\"{}\"]\nprofile = \"{}\"\n{}",
                           agent.name, mpps_ports_.at(agent.name), agent.device, agent.ae_title, profile, agent.more);
    if (!agent.log.empty()) text += fmt::format("logs = [\"{}\"]\n", agent.log.string());
    write(folder_ / (agent.name + ".toml"), text);
  }
  write(collector_config(), collector);
}

void Site::start_collector() {
  collector_ = std::make_unique<fakes::ChildProcess>(fakes::ChildProcess::Options{
      .command = {(programs / "isocenter-collector").string(), "serve", "--config", collector_config().string()},
      .output = folder_ / "collector.output",
      .folder = {},
      .environment = {}});
}

void Site::start_agent(const std::string& name) {
  agents_[name] = std::make_unique<fakes::ChildProcess>(fakes::ChildProcess::Options{
      .command = {(programs / "isocenter-agent").string(), "run", "--config", (folder_ / (name + ".toml")).string()},
      .output = folder_ / (name + ".output"),
      .folder = {},
      .environment = {}});
}

std::pair<int, std::string> Site::run_collector(const std::vector<std::string>& command) const {
  std::vector<std::string> full{(programs / "isocenter-collector").string()};
  full.insert(full.end(), command.begin(), command.end());
  full.insert(full.end(), {"--config", collector_config().string()});
  const fakes::TemporaryFolder folder;
  fakes::ChildProcess process{{.command = full, .output = folder / "output", .folder = {}, .environment = {}}};
  const auto code = process.wait(60s);
  return {code.value_or(-1), process.output()};
}

nlohmann::json Site::report(const std::string& name, const std::vector<std::string>& more) const {
  std::vector<std::string> command{"report", name, "--format", "json"};
  command.insert(command.end(), more.begin(), more.end());
  const auto [code, output] = run_collector(command);
  if (code != 0) throw std::runtime_error{fmt::format("report {} ended with {}: {}", name, code, output)};
  return nlohmann::json::parse(output);
}

std::string Site::get(const std::string& path) const { return fakes::http_get(web_port_, path); }

bool Site::wait_until_ready(std::chrono::milliseconds patience) {
  const auto knows_all = [this] {
    const std::string metrics = get("/metrics");
    return !get("/readyz").empty() && std::all_of(agents_.begin(), agents_.end(), [&](const auto& agent) {
      return metrics.find(fmt::format("isocenter_node_up{{node=\"{}\"}} 1", agent.first)) != std::string::npos;
    });
  };
  return wait_until(knows_all, patience);
}

bool Site::wait_until_drained(std::chrono::milliseconds patience) const {
  return wait_until([this] { return fakes::waiting_events(web_port_) == 0.0; }, patience);
}

bool wait_until(const std::function<bool()>& is_so, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(100ms);
  }
  return true;
}

std::size_t resident_kb(pid_t pid) {
  std::ifstream file{fmt::format("/proc/{}/status", pid)};
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("VmRSS:")) return std::stoul(line.substr(6));
  }
  throw std::runtime_error{fmt::format("process {} is gone", pid)};
}

}  // namespace isocenter::system_tests
