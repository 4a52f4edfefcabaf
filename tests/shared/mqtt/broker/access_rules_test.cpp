#include <gtest/gtest.h>

#include <condition_variable>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>

#include "shared/mqtt/paho_client.hpp"
#include "tests/fakes/mosquitto.hpp"

/// The broker's configuration and access rules as they are shipped, with a real Mosquitto.
namespace isocenter::mqtt {
namespace {

using namespace std::chrono_literals;
using fakes::MosquittoProcess;

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream{path}.rdbuf();
  return text.str();
}

std::string replace_all(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

std::string shipped(const std::string& file) {
  return replace_all(read(std::filesystem::path{ISOCENTER_SOURCE_DIR} / "firmware-configs/broker" / file), "SITE",
                     "general");
}

/// Writes the rules into `folder` and gives the shipped configuration with its paths and port replaced.
std::string configuration(int port, const std::filesystem::path& folder) {
  std::ofstream{folder / "mosquitto.acl"} << shipped("mosquitto.acl");
  const std::string text = replace_all(shipped("mosquitto.conf"), "/etc/isocenter", folder.string());
  return replace_all(text, "listener 8883", "listener " + std::to_string(port) + " 127.0.0.1") + "log_dest stderr\n";
}

std::string without_certificates(int port, const std::filesystem::path& folder) {
  configuration(port, folder);
  return "listener " + std::to_string(port) + " 127.0.0.1\nallow_anonymous true\npersistence false\nacl_file " +
         (folder / "mosquitto.acl").string() + "\n";
}

class Client {
 public:
  Client(const ClientOptions& options, const std::vector<std::string>& filters) : client{options} {
    client.start({.will = {},
                  .connected = [this] { note([&] { connected = true; }); },
                  .disconnected = {},
                  .received = [this](const Message& message) { note([&] { heard.insert(message.topic); }); },
                  .subscribed = [this] { note([&] { subscribed = true; }); }});
    if (!wait([&] { return connected; }, 10s)) return;
    client.subscribe(filters);
    wait([&] { return subscribed; }, 10s);
  }
  ~Client() { client.stop(0ms); }

  void note(const std::function<void()>& change) {
    const std::lock_guard lock{mutex};
    change();
    changed.notify_all();
  }
  bool wait(const std::function<bool()>& ready, std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex};
    return changed.wait_for(lock, patience, ready);
  }

  std::mutex mutex;
  std::condition_variable changed;
  bool connected = false, subscribed = false;
  std::set<std::string> heard;
  PahoClient client;
};

ClientOptions as(const MosquittoProcess& broker, const std::string& user) {
  return {.url = broker.url(),
          .client_id = "isocenter.general." + user,
          .user = user,
          .ca = {},
          .certificate = {},
          .key = {}};
}

const std::string base = "isocenter/1/general/";

TEST(AccessRules, GiveEachNodeItsOwnPrefixAndNoMore) {
  MosquittoProcess broker{without_certificates};
  Client collector{as(broker, "collector"), {base + "#"}};
  Client agent{as(broker, "agent-ct1"), {base + "#"}};
  Client kiosk{as(broker, "kiosk-1"),
               {base + "collector/#", base + "node/+/events", base + "node/+/status", base + "node/+/about",
                base + "node/+/device/+"}};
  ASSERT_TRUE(collector.subscribed && agent.subscribed && kiosk.subscribed);
  for (const char* own : {"events", "status", "about", "device/ct1"}) {
    agent.client.publish(base + "node/agent-ct1/" + own, "x");
    agent.client.publish(base + "node/agent-ct2/" + own, "x");  // another's
    agent.client.publish(base + "collector/" + own, "x");
  }
  agent.client.publish("isocenter/1/other/node/agent-ct1/events", "x");
  collector.client.publish(base + "node/agent-ct1/events", "forged");
  collector.client.publish(base + "collector/status", "x");
  collector.client.publish(base + "collector/ack/agent-ct1", "end");
  // Each client's messages come in order, so after the last nothing more is on its way.
  agent.client.publish(base + "node/agent-ct1/device/end", "end");
  const auto has = [](Client& client, const std::string& topic) {
    return client.wait([&] { return client.heard.contains(base + topic); }, 10s);
  };
  ASSERT_TRUE(has(collector, "node/agent-ct1/device/end"));
  ASSERT_TRUE(has(kiosk, "node/agent-ct1/device/end"));
  ASSERT_TRUE(has(kiosk, "collector/ack/agent-ct1"));
  ASSERT_TRUE(has(agent, "collector/ack/agent-ct1"));

  const std::set<std::string> own{base + "node/agent-ct1/events", base + "node/agent-ct1/status",
                                  base + "node/agent-ct1/about", base + "node/agent-ct1/device/ct1",
                                  base + "node/agent-ct1/device/end"};
  std::set<std::string> of_collector{base + "collector/status", base + "collector/ack/agent-ct1"};
  std::set<std::string> expected = own;
  expected.insert(of_collector.begin(), of_collector.end());
  EXPECT_EQ(collector.heard, expected);
  expected.erase(base + "node/agent-ct1/events");  // of another node's topics all but these
  EXPECT_EQ(kiosk.heard, expected);
}

bool run(const std::string& command, const std::filesystem::path& folder) {
  fakes::ChildProcess shell{
      {.command = {"/bin/sh", "-ec", command}, .output = folder / "openssl.log", .folder = folder, .environment = {}}};
  return shell.wait(60s) == 0;
}

void make_certificates(const std::filesystem::path& folder) {
  const std::string commands = R"(
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test-ca -keyout ca.key -out ca.crt
    for name in broker agent-ct1; do
      openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=$name -keyout $name.key -out $name.csr
      echo 'subjectAltName=IP:127.0.0.1' > san
      openssl x509 -req -in $name.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile san -out $name.crt
    done)";
  if (!run(commands, folder)) throw std::runtime_error{read(folder / "openssl.log")};
}

TEST(AccessRules, ShippedConfigurationTakesTheNodeFromItsCertificate) {
  fakes::TemporaryFolder certificates;
  make_certificates(certificates.path());
  MosquittoProcess broker{[&](int port, const std::filesystem::path& folder) {
    for (const char* file : {"ca.crt", "broker.crt", "broker.key"}) {
      std::filesystem::copy(certificates / file, folder / file, std::filesystem::copy_options::overwrite_existing);
    }
    return configuration(port, folder);
  }};
  ClientOptions options = as(broker, "agent-ct2");  // what it says does not count
  options.url = "mqtts://127.0.0.1:" + std::to_string(broker.port());
  options.ca = certificates / "ca.crt";
  options.certificate = certificates / "agent-ct1.crt";
  options.key = certificates / "agent-ct1.key";
  Client agent{options, {base + "node/+/status"}};
  ASSERT_TRUE(agent.subscribed) << broker.output();
  agent.client.publish(base + "node/agent-ct2/status", "x");
  agent.client.publish(base + "node/agent-ct1/status", "x");
  EXPECT_TRUE(agent.wait([&] { return !agent.heard.empty(); }, 10s));
  EXPECT_EQ(agent.heard, std::set<std::string>{base + "node/agent-ct1/status"});

  options.certificate.clear();
  options.key.clear();
  options.client_id = "nobody";
  PahoClient nobody{options};
  nobody.start({});
  EXPECT_FALSE(agent.wait([&] { return nobody.is_connected(); }, 1s));
  nobody.stop(0ms);
}

}  // namespace
}  // namespace isocenter::mqtt
