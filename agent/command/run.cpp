#include "agent/command/run.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "agent/agent.hpp"
#include "agent/losses.hpp"
#include "agent/probe/probe_runner.hpp"
#include "agent/sources.hpp"
#include "shared/config/client_options.hpp"
#include "shared/logging/logging.hpp"
#include "shared/logging/seldom.hpp"
#include "shared/mqtt/paho_client.hpp"
#include "shared/outbox/shared_disk.hpp"
#include "shared/process/clocks.hpp"
#include "shared/process/readiness.hpp"
#include "shared/process/stop_signal.hpp"

namespace isocenter::agent {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds patience_with_probes{1'000};
constexpr milliseconds patience_with_broker{1'000};

Instant now() { return process::read_clocks().wall; }

mqtt::ClientOptions client_options(const AgentConfiguration& configuration) {
  return config::client_options(
      configuration.common.broker,
      fmt::format("isocenter.{}.{}", configuration.common.site->text(), configuration.node.text()));
}

/// The parts of a running agent, joined. Throws what they throw where one cannot be made.
class Running {
 public:
  Running(const AgentConfiguration& configuration, const KeyedHasher& hasher)
      : configuration_{configuration},
        outbox_{configuration.common.outbox_path,
                {configuration.common.outbox_limit_bytes, configuration.common.outbox_keep}},
        client_{client_options(configuration)},
        node_{{*configuration.common.site, configuration.node, about(configuration).software,
               configuration.common.heartbeat},
              outbox_,
              client_},
        agent_{configuration, node_},
        probes_{make_probes(configuration, hasher, logging::warn), agent_, now, logging::warn},
        hasher_{hasher} {}

  /// Nothing where it listens where it is to.
  std::optional<Error> start() {
    node_.start(now());
    agent_.start();
    if (configuration_.mpps) {
      mpps_.emplace(make_mpps_rules(configuration_, hasher_), agent_, now);
      auto listening =
          MppsServer::listen(make_mpps_server_options(*configuration_.mpps, configuration_.ae_title), *mpps_);
      if (!listening) return listening.error();
      server_ = std::move(*listening);
      spdlog::info("takes MPPS at {}:{} as {}", configuration_.mpps->listen.address, server_->port(),
                   configuration_.ae_title);
    }
    probes_.start();
    return std::nullopt;
  }

  void run(const std::stop_token& stop) {
    const std::jthread hourly{[this](const std::stop_token& end) { say_losses(end); }};
    node_.run(stop);
  }

  /// Says good-bye in about three seconds at most. False where a probe still waits for its device.
  bool stop() {
    probes_.request_stop();
    if (server_) server_->stop();
    const bool is_over = probes_.wait(patience_with_probes);
    node_.stop(patience_with_broker);
    return is_over;
  }

 private:
  /// Each hour, where something was refused, lost or failed since.
  void say_losses(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock{mutex};
    std::string said;
    while (!never.wait_for(lock, stop, std::chrono::hours{1}, [&] { return stop.stop_requested(); })) {
      const std::string line = describe_losses(losses());
      if (line != said && !line.empty()) spdlog::warn("since the start: {}", line);
      said = line;
    }
  }

  Losses losses() const {
    Losses all;
    if (mpps_) all.mpps = mpps_->counts();
    if (server_) all.server = server_->counts();
    all.probes = probes_.losses();
    all.failed_looks = probes_.failures();
    all.refused_readings = node_.refused();
    return all;
  }

  const AgentConfiguration& configuration_;
  outbox::Outbox outbox_;
  mqtt::PahoClient client_;
  node::Node node_;
  Agent agent_;
  ProbeRunner probes_;
  KeyedHasher hasher_;
  std::optional<MppsService> mpps_;
  std::unique_ptr<MppsServer> server_;
};

/// Tried before anything is written: a port in use is no start.
std::optional<Error> find_port_taken(const AgentConfiguration& configuration) {
  if (!configuration.mpps) return std::nullopt;
  const auto listening = listen_on(configuration.mpps->listen);
  return listening ? std::nullopt : std::optional{listening.error()};
}

int end_with(const Error& error) {
  spdlog::error(to_string(error));
  return 1;
}

int observe(const AgentConfiguration& configuration, const KeyedHasher& hasher, const std::stop_token& stop) {
  if (const auto taken = find_port_taken(configuration)) return end_with(*taken);
  if (const auto fault = outbox::fault_in_disk_of(configuration.common.outbox_path)) return end_with(*fault);
  Running running{configuration, hasher};
  const auto failed = running.start();
  if (!failed) {
    logging::say_ready();
    process::notify_ready();
    running.run(stop);
  }
  const bool is_over = running.stop();
  const int code = failed ? end_with(*failed) : 0;
  // All is committed. What still waits for a modality's answer would only hold up whoever stops us.
  if (!is_over) std::_Exit(code);
  return code;
}

}  // namespace

int run(const std::filesystem::path& path) {
  process::StopSignal signal;
  const auto configuration = read_agent_configuration(path);
  if (!configuration) {
    fmt::print(stderr, "{}\n", config::to_string(configuration.error()));
    return 2;
  }
  const auto hasher = KeyedHasher::make(configuration->site_key.number, configuration->site_key.bytes);
  if (!hasher) {
    fmt::print(stderr, "{}\n", to_string(hasher.error()));
    return 2;
  }
  try {
    return observe(*configuration, *hasher, signal.token());
  } catch (const std::exception& failure) {
    spdlog::error(failure.what());
    return 1;
  }
}

}  // namespace isocenter::agent
