#include "collector/command/serve.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "collector/collector.hpp"
#include "collector/command/configured.hpp"
#include "collector/command/contracts_of.hpp"
#include "collector/web/server.hpp"
#include "shared/config/client_options.hpp"
#include "shared/logging/logging.hpp"
#include "shared/mqtt/paho_client.hpp"
#include "shared/process/readiness.hpp"
#include "shared/process/stop_signal.hpp"

namespace isocenter::collector {
namespace {

constexpr int wrong_use = 2;
constexpr std::chrono::milliseconds patience_with_commit{5'000};
constexpr std::chrono::milliseconds patience_with_broker{1'000};

MakeClient client_maker(const config::Broker& broker) {
  return [broker](std::string client_id) -> std::unique_ptr<mqtt::Client> {
    return std::make_unique<mqtt::PahoClient>(config::client_options(broker, std::move(client_id)));
  };
}

web::Health health_of(const FigureValues& values) {
  web::Health health;
  const auto since = std::chrono::steady_clock::now() - values.turned;
  health.since_turn = std::chrono::duration_cast<std::chrono::milliseconds>(since);
  health.store_open = values.store == "ok";
  health.broker_connected = values.broker_connected;
  if (!health.store_open) {
    health.reason = fmt::format("the store is {}; see the log and the disk", values.store);
  } else if (!health.broker_connected) {
    health.reason = "the broker cannot be reached; see that it runs";
  }
  return health;
}

web::Options web_options(const CollectorConfiguration& configuration, const Figures& figures) {
  web::Options options;
  options.listen = configuration.listen;
  options.certificate = configuration.certificate;
  options.hosts = configuration.hosts;
  options.session_times = configuration.session_times;
  options.database = configuration.store;
  options.title = configuration.common.title;
  options.site = {configuration.loaded.zone, configuration.loaded.devices};
  options.version = ISOCENTER_VERSION;
  options.commit = ISOCENTER_COMMIT;
  options.figures = [&figures] { return figures.snapshot(); };
  options.health = [&figures] { return health_of(figures.snapshot()); };
  options.complain = [](const std::string& line) { spdlog::warn(line); };
  return options;
}

int run(const CollectorConfiguration& configuration, const std::stop_token& stop) {
  auto contracts = contracts_of(configuration);
  if (!contracts) {
    fmt::print(stderr, "{}\n", to_string(contracts.error()));
    return wrong_use;
  }
  Figures figures;
  outbox::Outbox outbox{configuration.common.outbox_path,
                        {configuration.common.outbox_limit_bytes, configuration.common.outbox_keep}};
  web::Options page = web_options(configuration, figures);
  Collector collector{
      {*configuration.common.site, "isocenter-collector " ISOCENTER_VERSION, configuration.common.heartbeat,
       configuration.store, configuration.loaded, std::move(*contracts),
       [changes = page.changes](const std::vector<DeviceName>& devices, bool desk) { changes->note(devices, desk); }},
      outbox,
      client_maker(configuration.common.broker),
      figures,
      [] { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }};
  figures.update([](FigureValues& values) { values.turned = std::chrono::steady_clock::now(); });
  page.say = [&collector](std::vector<NewEvent> events) {
    return collector.say(std::move(events), patience_with_commit);
  };
  web::Server server{std::move(page)};
  server.start();
  spdlog::info("serves {}://{}", configuration.certificate ? "https" : "http",
               to_string(web::ListenAddress{configuration.listen.host, server.port()}));
  logging::say_ready();
  process::notify_ready();
  collector.run(stop);
  server.stop();
  collector.stop(patience_with_broker);
  return 0;
}

}  // namespace

int serve(const std::filesystem::path& path) {
  process::StopSignal signal;
  return configured(path,
                    [&](const CollectorConfiguration& configuration) { return run(configuration, signal.token()); });
}

}  // namespace isocenter::collector
