#include "tests/simulator/demo/programs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <optional>
#include <stdexcept>

#include "shared/wire/status.hpp"
#include "tests/fakes/collector_web.hpp"
#include "tests/simulator/demo/retained.hpp"

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;
using fakes::ChildProcess;

void end(ChildProcess& process, const std::string& name) {
  if (process.stop(10s)) return;
  process.kill();
  throw std::runtime_error{name + " did not stop within 10 s and was killed"};
}

}  // namespace

Programs::Programs(const DemoOptions& options, const DemoFolder& folder, const std::vector<std::string>& agents)
    : options_{options}, folder_{folder} {
  broker_ = start("mosquitto", {"mosquitto", "-c", folder.broker_config().string()});
  collector_ = start_collector();
  for (const std::string& agent : agents) {
    agents_.push_back(
        start(agent, {program("isocenter-agent"), "run", "--config", folder.agent_config(agent).string()}));
  }
}

void Programs::expect_running() {
  for (ChildProcess* each : all()) {
    if (!each->is_running())
      throw std::runtime_error{"a program of the demo ended by itself; it said:\n" + each->output()};
  }
}

bool Programs::is_ready() const { return !fakes::http_get(folder_.web_port, "/readyz").empty(); }

bool Programs::is_all_collected(const std::vector<std::string>& nodes) const {
  // The collector takes a node for up until it misses heartbeats; whether it is there just now, the broker knows.
  const std::size_t all_there_are = agents_.size() + demo_kiosks().size() + 1;  // and the front desk
  const std::map<std::string, std::string> said = retained(folder_, "node/+/status", all_there_are);
  const std::string metrics = fakes::http_get(folder_.web_port, "/metrics");
  const bool hears_all = std::all_of(nodes.begin(), nodes.end(), [&](const std::string& node) {
    const auto found = said.find("node/" + node + "/status");
    const auto status = found == said.end() ? std::nullopt : std::optional{wire::parse_node_status(found->second)};
    const bool is_online = status && *status && (*status)->online;
    return is_online && metrics.find(fmt::format("isocenter_node_up{{node=\"{}\"}} 1", node)) != std::string::npos;
  });
  return hears_all && fakes::waiting_events(folder_.web_port) == 0.0;
}

void Programs::kill_collector() {
  collector_->kill();
  collector_ = start_collector();
}

void Programs::stop_agents() {
  for (auto& agent : agents_) agent->signal(SIGTERM);
  for (auto& agent : agents_) end(*agent, "an agent");
}

void Programs::stop_rest() {
  end(*collector_, "the collector");
  end(*broker_, "the broker");
}

std::unique_ptr<ChildProcess> Programs::start(const std::string& name, std::vector<std::string> command) const {
  return std::make_unique<ChildProcess>(ChildProcess::Options{
      .command = std::move(command), .output = folder_.path / (name + ".output"), .folder = {}, .environment = {}});
}

std::unique_ptr<ChildProcess> Programs::start_collector() const {
  return start("collector", {program("isocenter-collector"), "serve", "--config", folder_.collector_config().string()});
}

std::vector<ChildProcess*> Programs::all() {
  std::vector<ChildProcess*> found{broker_.get(), collector_.get()};
  for (const auto& agent : agents_) found.push_back(agent.get());
  return found;
}

}  // namespace isocenter::simulator
