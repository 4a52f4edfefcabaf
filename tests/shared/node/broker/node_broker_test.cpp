#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <map>
#include <mutex>
#include <thread>

#include "shared/mqtt/paho_client.hpp"
#include "shared/node/node.hpp"
#include "shared/wire/event_codec.hpp"
#include "tests/fakes/model_collector.hpp"
#include "tests/fakes/mosquitto.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::node {
namespace {

using namespace std::chrono_literals;
using fakes::ModelCollector;
using fakes::MosquittoProcess;

const SiteName site = *SiteName::parse("general");

Instant now() { return process::read_clocks().wall; }

mqtt::ClientOptions client_options(const std::string& url, const std::string& name) {
  return {.url = url, .client_id = "isocenter.general." + name, .user = {}, .ca = {}, .certificate = {}, .key = {}};
}

bool wait_until(const std::function<bool()>& ready, std::chrono::milliseconds patience = 40s) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!ready()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

/// The model collector in a thread of its own.
class RunningCollector {
 public:
  explicit RunningCollector(const std::string& url) : client_{client_options(url, "collector")} {
    model_.start();
    thread_ = std::jthread{[this](const std::stop_token& stop) {
      while (!stop.stop_requested()) {
        turn();
        std::this_thread::sleep_for(20ms);
      }
    }};
  }
  ~RunningCollector() {
    thread_ = {};
    client_.stop(100ms);
  }
  void turn() {
    const std::lock_guard lock{mutex_};
    model_.turn(now());
  }
  template <typename Question>
  auto ask(const Question& question) {
    const std::lock_guard lock{mutex_};
    return question(model_);
  }
  std::vector<std::string> faults() {
    return ask([](ModelCollector& model) {
      std::vector<std::string> ids;
      for (const auto& stored : model.log()) {
        const auto event = wire::parse_event(stored.event.bytes);
        if (const auto* fault = std::get_if<FaultReported>(&event->body)) ids.push_back(fault->fault);
      }
      return ids;
    });
  }
  std::optional<wire::NodeStatus> status(const std::string& node) {
    return ask([&](ModelCollector& model) {
      const auto found = model.statuses().find(node);
      return found != model.statuses().end() ? std::optional{found->second} : std::nullopt;
    });
  }
  bool sees(const std::string& node, bool online) {
    return wait_until([&] {
      const auto one = status(node);
      return one && one->online == online;
    });
  }

 private:
  mqtt::PahoClient client_;
  std::mutex mutex_;
  ModelCollector model_{site, client_};
  std::jthread thread_;
};

class RunningNode {
 public:
  RunningNode(const std::string& url, const std::string& name, const std::filesystem::path& path)
      : box_{path, {.ballast_bytes = 4096}},
        client_{client_options(url, name)},
        node{{site, *NodeName::parse(name), "test 1", 1s}, box_, client_} {
    node.start(now());
    thread_ = std::jthread{[this](const std::stop_token& stop) { node.run(stop); }};
  }
  ~RunningNode() { stop(); }
  void stop() {
    thread_ = {};
    node.stop(1s);
  }
  void record(const std::string& fault) {
    node.record({now(), *DeviceName::parse("ct1"),
                 FaultReported{fault, "E-17", Effect::down, Cause::equipment, "log", std::nullopt}});
    recorded.push_back(fault);
  }

 private:
  outbox::Outbox box_;
  mqtt::PahoClient client_;

 public:
  Node node;
  std::vector<std::string> recorded;

 private:
  std::jthread thread_;
};

TEST(NodeOnMosquitto, BringsEventsThroughABrokerThatIsKilledAgainAndAgain) {
  MosquittoProcess broker;
  fakes::TemporaryFolder folder;
  RunningCollector collector{broker.url()};
  RunningNode node{broker.url(), "agent-1", folder / "agent-1.outbox"};
  int number = 0;
  for (int kill = 0; kill < 3; ++kill) {
    for (int i = 0; i < 50; ++i) node.record("f" + std::to_string(++number));
    ASSERT_TRUE(wait_until([&] { return node.node.is_collector_online(); }));
    broker.kill();
    for (int i = 0; i < 50; ++i) node.record("f" + std::to_string(++number));
    ASSERT_TRUE(wait_until([&] { return !node.node.is_collector_online(); }));
    broker.start();
  }
  EXPECT_TRUE(wait_until([&] { return node.node.unacknowledged() == 0; }));
  EXPECT_EQ(collector.faults(), node.recorded);
  EXPECT_TRUE(collector.sees("agent-1", true));
}

/// Not a test: the program that the next one kills.
TEST(Mortal, DISABLED_RunsUntilItIsKilled) {
  RunningNode node{getenv("MORTAL_BROKER"), "agent-2", getenv("MORTAL_OUTBOX")};
  for (;;) pause();
}

TEST(NodeOnMosquitto, ItsStatusGoesOfflineWhenItStopsAndAWillTellsOfADeadOne) {
  MosquittoProcess broker;
  fakes::TemporaryFolder folder;
  RunningCollector collector{broker.url()};
  RunningNode node{broker.url(), "agent-1", folder / "agent-1.outbox"};
  ASSERT_TRUE(collector.sees("agent-1", true));
  const std::string instance = collector.status("agent-1")->instance;
  node.stop();
  ASSERT_TRUE(collector.sees("agent-1", false));
  EXPECT_EQ(collector.status("agent-1")->instance, instance);

  fakes::ChildProcess mortal{
      {.command = {"/proc/self/exe", "--gtest_also_run_disabled_tests",
                   "--gtest_filter=Mortal.DISABLED_RunsUntilItIsKilled"},
       .output = folder / "mortal.log",
       .folder = {},
       .environment = {"MORTAL_BROKER=" + broker.url(), "MORTAL_OUTBOX=" + (folder / "agent-2.outbox").string()}}};
  ASSERT_TRUE(collector.sees("agent-2", true)) << mortal.output();
  mortal.kill();
  EXPECT_TRUE(collector.sees("agent-2", false));
}

TEST(NodeOnMosquitto, ATakenOverNodeComesBackOnlineInItsStatus) {
  MosquittoProcess broker;
  fakes::TemporaryFolder folder;
  RunningCollector collector{broker.url()};
  RunningNode node{broker.url(), "agent-1", folder / "agent-1.outbox"};
  ASSERT_TRUE(collector.sees("agent-1", true));
  const std::string first = collector.status("agent-1")->instance;
  {
    mqtt::PahoClient twin{client_options(broker.url(), "agent-1")};
    std::atomic<bool> connected = false;
    mqtt::Client::Callbacks callbacks;
    callbacks.connected = [&] { connected = true; };
    twin.start(callbacks);
    ASSERT_TRUE(wait_until([&] { return connected.load(); }));
    twin.stop(0ms);
  }
  ASSERT_TRUE(wait_until([&] {
    const auto status = collector.status("agent-1");
    return status && status->online && status->instance != first;
  }));
  node.record("after");
  EXPECT_TRUE(wait_until([&] { return collector.faults() == std::vector<std::string>{"after"}; }));
}

TEST(NodeOnMosquitto, RecordsFromManyThreadsArriveOnceEach) {
  MosquittoProcess broker;
  fakes::TemporaryFolder folder;
  RunningCollector collector{broker.url()};
  RunningNode node{broker.url(), "agent-1", folder / "agent-1.outbox"};
  {
    std::vector<std::jthread> sources;
    for (int source = 0; source < 4; ++source) {
      sources.emplace_back([&, source] {
        for (int i = 0; i < 100; ++i) {
          node.node.record({now(), *DeviceName::parse("ct1"),
                            FaultReported{std::to_string(source) + "-" + std::to_string(i), "E", Effect::none,
                                          Cause::equipment, "log", std::nullopt}});
        }
      });
    }
  }
  ASSERT_TRUE(wait_until([&] { return node.node.is_collector_online() && node.node.unacknowledged() == 0; }));
  std::map<char, int> next;
  const auto faults = collector.faults();
  EXPECT_EQ(faults.size(), 400u);
  for (const std::string& fault : faults) EXPECT_EQ(std::stoi(fault.substr(2)), next[fault[0]]++) << fault;
}

}  // namespace
}  // namespace isocenter::node
