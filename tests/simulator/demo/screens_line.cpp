#include "tests/simulator/demo/screens_line.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <map>
#include <mutex>

#include "shared/mqtt/paho_client.hpp"
#include "shared/wire/snapshot.hpp"
#include "tests/simulator/demo/rows.hpp"

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;

/// The state of each room by its device, as the broker keeps it for whoever subscribes.
std::map<std::string, std::string> told_states(const DemoFolder& folder, std::size_t rooms) {
  std::mutex mutex;
  std::condition_variable came;
  std::map<std::string, std::string> states;
  mqtt::PahoClient client{mqtt::ClientOptions{.url = folder.broker_url(),
                                              .client_id = fmt::format("isocenter.{}.looker", demo_site),
                                              .user = "looker",
                                              .ca = "",
                                              .certificate = "",
                                              .key = ""}};
  const std::string prefix = fmt::format("isocenter/1/{}/collector/device/", demo_site);
  mqtt::Client::Callbacks callbacks;
  callbacks.will = [] { return std::nullopt; };
  callbacks.connected = [&] { client.subscribe({prefix + "+"}); };
  callbacks.disconnected = [](const std::string&) {};
  callbacks.subscribed = [] {};
  callbacks.received = [&](const mqtt::Message& message) {
    const auto snapshot = wire::parse_device_snapshot(message.payload);
    const std::scoped_lock lock{mutex};
    states[message.topic.substr(prefix.size())] = snapshot ? std::string{word(snapshot->state)} : "unreadable";
    came.notify_one();
  };
  client.start(callbacks);
  {
    std::unique_lock lock{mutex};
    came.wait_for(lock, 5s, [&] { return states.size() >= rooms; });
  }
  client.stop(1s);
  return states;
}

}  // namespace

Comparison compare_screens(const DemoFolder& folder, const nlohmann::json& status) {
  std::map<std::string, std::string> told = told_states(folder, status.size());
  Comparison result{"rooms as the screens are told, as the report", "", std::to_string(status.size()), {}};
  std::size_t equal = 0;
  for (const auto& row : status) {
    const std::string device = field(row, "device");
    if (told[device] == field(row, "state")) {
      ++equal;
    } else {
      result.differences.push_back(
          fmt::format("{} is told \"{}\", and is {}", device, told[device], field(row, "state")));
    }
  }
  result.collector = std::to_string(equal);
  return result;
}

}  // namespace isocenter::simulator
