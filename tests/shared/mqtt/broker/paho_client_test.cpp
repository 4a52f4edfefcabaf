#include "shared/mqtt/paho_client.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <map>
#include <mutex>

#include "tests/fakes/mosquitto.hpp"

namespace isocenter::mqtt {
namespace {

using namespace std::chrono_literals;
using fakes::MosquittoProcess;

/// A client that writes down what it hears and lets the test wait for it.
class Listener {
 public:
  Listener(const std::string& url, const std::string& id, std::optional<Message> will = std::nullopt)
      : client{{.url = url, .client_id = id, .user = {}, .ca = {}, .certificate = {}, .key = {}}} {
    client.start({.will = [will] { return will; },
                  .connected = [this] { note([&] { ++connections; }); },
                  .disconnected = [this](const std::string&) { note([&] { ++losses; }); },
                  .received =
                      [this](const Message& message) {
                        note([&] {
                          ++messages;
                          latest[message.topic] = message;
                          log.push_back(message.payload);
                        });
                      },
                  .subscribed = [this] { note([&] { ++subscriptions; }); }});
  }
  ~Listener() { client.stop(0ms); }

  bool wait(const std::function<bool()>& ready, std::chrono::milliseconds patience = 20s) {
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, patience, ready);
  }
  bool wait_for_connection(int number = 1) {
    return wait([&] { return connections >= number; });
  }
  bool subscribe(const std::vector<std::string>& filters) {
    const int before = subscriptions;
    client.subscribe(filters);
    return wait([&] { return subscriptions > before; });
  }
  bool wait_for(const std::string& topic, const std::string& payload) {
    return wait([&] { return latest.contains(topic) && latest.at(topic).payload == payload; });
  }

  void note(const std::function<void()>& change) {
    const std::lock_guard lock{mutex};
    change();
    changed.notify_all();
  }

  std::mutex mutex;
  std::condition_variable changed;
  int connections = 0, losses = 0, subscriptions = 0, messages = 0;
  std::map<std::string, Message> latest;
  std::vector<std::string> log;
  PahoClient client;
};

TEST(PahoClient, RefusesOptionsThatCannotWork) {
  const auto make = [](const char* url, const char* id, const char* ca) {
    PahoClient client{{.url = url, .client_id = id, .user = {}, .ca = ca, .certificate = {}, .key = {}}};
  };
  EXPECT_THROW(make("tcp://127.0.0.1", "a", ""), MqttError);
  EXPECT_THROW(make("mqtt://127.0.0.1", "", ""), MqttError);
  EXPECT_THROW(make("mqtts://127.0.0.1", "a", "/no/such/file.pem"), MqttError);
}

TEST(PahoClient, PublishesAndReceives) {
  MosquittoProcess broker;
  Listener reader{broker.url(), "reader"};
  Listener writer{broker.url(), "writer"};
  ASSERT_TRUE(reader.wait_for_connection());
  ASSERT_TRUE(writer.wait_for_connection());
  ASSERT_TRUE(reader.subscribe({"a/+", "b"}));
  writer.client.publish("a/1", "one");
  writer.client.publish("b", std::string{"with\0zero", 9});
  EXPECT_TRUE(reader.wait_for("a/1", "one"));
  EXPECT_TRUE(reader.wait_for("b", std::string{"with\0zero", 9}));
  EXPECT_FALSE(reader.latest.at("b").retained);
}

TEST(PahoClient, RetainsAndClears) {
  MosquittoProcess broker;
  Listener writer{broker.url(), "writer"};
  ASSERT_TRUE(writer.wait_for_connection());
  for (int i = 1; i <= 50; ++i) writer.client.publish_retained("a", std::to_string(i));
  writer.client.publish_retained("b", "x");
  writer.client.publish_retained("b", "");
  writer.client.publish_retained("c", "end");
  writer.client.stop(5s);  // sends what is on its way

  Listener reader{broker.url(), "reader"};
  ASSERT_TRUE(reader.wait_for_connection());
  ASSERT_TRUE(reader.subscribe({"#"}));
  ASSERT_TRUE(reader.wait_for("c", "end"));
  ASSERT_TRUE(reader.wait_for("a", "50"));
  EXPECT_TRUE(reader.latest.at("a").retained);
  EXPECT_FALSE(reader.latest.contains("b"));
}

TEST(PahoClient, ComesBackAfterTheBrokerWasKilled) {
  MosquittoProcess broker;
  Listener client{broker.url(), "client"};
  ASSERT_TRUE(client.wait_for_connection());
  broker.kill();
  ASSERT_TRUE(client.wait([&] { return client.losses == 1; }));
  EXPECT_FALSE(client.client.is_connected());
  client.client.publish_retained("a", "lost");  // dropped without a word
  broker.start();
  ASSERT_TRUE(client.wait_for_connection(2));
  ASSERT_TRUE(client.subscribe({"a"}));
  client.client.publish("a", "again");
  EXPECT_TRUE(client.wait_for("a", "again"));
  EXPECT_EQ(client.messages, 1);
}

TEST(PahoClient, ComesBackWhenTheBrokerWasAbsentAtFirst) {
  MosquittoProcess broker;
  broker.kill();
  Listener client{broker.url(), "client"};
  EXPECT_FALSE(client.client.is_connected());
  broker.start();
  EXPECT_TRUE(client.wait_for_connection());
}

TEST(PahoClient, LeavesItsWillWhenTakenOverAndNoneWhenStopped) {
  MosquittoProcess broker;
  Listener reader{broker.url(), "reader"};
  ASSERT_TRUE(reader.wait_for_connection());
  ASSERT_TRUE(reader.subscribe({"status/#"}));
  Listener older{broker.url(), "twin", Message{"status/twin", "older gone", true}};
  ASSERT_TRUE(older.wait_for_connection());
  Listener newer{broker.url(), "twin", Message{"status/twin", "newer gone", true}};
  ASSERT_TRUE(newer.wait_for_connection());
  EXPECT_TRUE(reader.wait_for("status/twin", "older gone"));
  older.client.stop(1s);
  newer.client.publish_retained("status/twin", "newer fine");
  Listener calm{broker.url(), "calm", Message{"status/calm", "gone", true}};
  ASSERT_TRUE(calm.wait_for_connection());
  calm.client.publish_retained("status/calm", "stopped");
  calm.client.stop(1s);
  ASSERT_TRUE(reader.wait_for("status/calm", "stopped"));
  reader.client.publish("status/mark", "1");
  ASSERT_TRUE(reader.wait_for("status/mark", "1"));
  EXPECT_EQ(reader.latest.at("status/calm").payload, "stopped");
}

TEST(PahoClient, TakesAFloodWithoutGrowingAndGoesOn) {
  MosquittoProcess broker;
  Listener client{broker.url(), "client"};
  ASSERT_TRUE(client.wait_for_connection());
  ASSERT_TRUE(client.subscribe({"#"}));
  const std::string payload(10'000, 'x');
  for (int i = 0; i < 5000; ++i) client.client.publish("flood", payload);  // much of it is dropped: QoS 0
  client.client.publish_retained("end", "1");
  EXPECT_TRUE(client.wait_for("end", "1"));
}

TEST(PahoClient, StopsAtOnceWhileNobodyAnswers) {
  const std::string url = "mqtt://127.0.0.1:" + std::to_string(fakes::free_port());
  Listener client{url, "client"};
  const auto began = std::chrono::steady_clock::now();
  client.client.stop(10s);
  EXPECT_LT(std::chrono::steady_clock::now() - began, 5s);
}

TEST(PahoClient, NoticesAFrozenBroker) {
  MosquittoProcess broker;
  PahoClient client{
      {.url = broker.url(), .client_id = "c", .user = {}, .ca = {}, .certificate = {}, .key = {}, .keep_alive = 1s}};
  std::atomic<int> connections = 0;
  std::atomic<int> losses = 0;
  client.start({.will = {},
                .connected = [&] { connections.fetch_add(1), connections.notify_all(); },
                .disconnected = [&](const std::string&) { losses.fetch_add(1), losses.notify_all(); },
                .received = {},
                .subscribed = {}});
  connections.wait(0);
  broker.signal(SIGSTOP);
  losses.wait(0);
  broker.signal(SIGCONT);
  connections.wait(1);
  client.stop(1s);
}

}  // namespace
}  // namespace isocenter::mqtt
