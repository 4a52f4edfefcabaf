#include "tests/simulator/demo/retained.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

#include "shared/mqtt/paho_client.hpp"

namespace isocenter::simulator {

using namespace std::chrono_literals;

std::map<std::string, std::string> retained(const DemoFolder& folder, const std::string& filter, std::size_t count) {
  std::mutex mutex;
  std::condition_variable came;
  std::map<std::string, std::string> payloads;
  mqtt::PahoClient client{mqtt::ClientOptions{.url = folder.broker_url(),
                                              .client_id = fmt::format("isocenter.{}.looker", demo_site),
                                              .user = "looker",
                                              .ca = "",
                                              .certificate = "",
                                              .key = ""}};
  const std::string prefix = fmt::format("isocenter/1/{}/", demo_site);
  mqtt::Client::Callbacks callbacks;
  callbacks.will = [] { return std::nullopt; };
  callbacks.connected = [&] { client.subscribe({prefix + filter}); };
  callbacks.disconnected = [](const std::string&) {};
  callbacks.subscribed = [] {};
  callbacks.received = [&](const mqtt::Message& message) {
    const std::scoped_lock lock{mutex};
    payloads[message.topic.substr(prefix.size())] = message.payload;
    came.notify_one();
  };
  client.start(callbacks);
  {
    std::unique_lock lock{mutex};
    came.wait_for(lock, 5s, [&] { return payloads.size() >= count; });
  }
  client.stop(1s);
  return payloads;
}

}  // namespace isocenter::simulator
