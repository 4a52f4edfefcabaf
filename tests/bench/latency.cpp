#include <fmt/format.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "kiosk/model/department.hpp"
#include "shared/mqtt/paho_client.hpp"
#include "shared/node/node.hpp"
#include "shared/wire/topic.hpp"
#include "tests/bench/collector_process.hpp"
#include "tests/bench/parts.hpp"
#include "tests/bench/sender.hpp"
#include "tests/fakes/mosquitto.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::bench {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr double target_ms = 20;
constexpr double rate_where_none_was_measured = 5'000;
constexpr int probes = 100;
constexpr auto between_probes = 120ms;  ///< longer than a snapshot rests

Instant now() { return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()); }
DeviceName probed_room() { return *DeviceName::parse("probed"); }
NodeName probing_node() { return *NodeName::parse("agent-probed"); }

const std::string configured_probe =
    "[[device]]\nname = \"probed\"\ntitle = \"Probed\"\nmodality = \"CT\"\nnode = \"agent-probed\"\n";

/// A kiosk's model of the department behind a connection of its own: the real model, fed as messages come.
class Eyes {
 public:
  explicit Eyes(const std::string& broker_url) : client_{{.url = broker_url, .client_id = "isocenter.bench.eyes"}} {
    client_.start({.will = [] { return std::nullopt; },
                   .connected = [this] { subscribe(); },
                   .disconnected = [](const std::string&) {},
                   .received = [this](const mqtt::Message& message) { take(message); },
                   .subscribed = [] {}});
  }
  ~Eyes() { client_.stop(500ms); }

  /// When the model said so; nothing if it does not within `patience`.
  std::optional<Clock::time_point> wait_for(EquipmentState state, std::chrono::milliseconds patience) {
    std::unique_lock lock{mutex_};
    if (!changed_.wait_for(lock, patience, [&] { return state_ == state; })) return std::nullopt;
    return since_;
  }

 private:
  void subscribe() {
    std::vector<std::string> filters;
    for (const char* rest :
         {"collector/status", "collector/device/+", "collector/alert/+", "node/+/device/+", "node/+/status"}) {
      filters.push_back(wire::filter(bench_site(), rest));
    }
    client_.subscribe(filters);
  }
  void take(const mqtt::Message& message) {
    const std::lock_guard lock{mutex_};
    department_.connected(now());
    department_.take(message.topic, message.payload, now());
    const kiosk::Room* room = department_.room(probed_room());
    if (room == nullptr || room->snapshot.state == state_) return;
    state_ = room->snapshot.state;
    since_ = Clock::now();
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  kiosk::Department department_{bench_site()};
  std::optional<EquipmentState> state_;
  Clock::time_point since_{};
  mqtt::PahoClient client_;  // last: its callbacks use the rest
};

/// An agent's half of the line, with its outbox on the disk: what it records is an exam's start or end.
class ProbingNode {
 public:
  ProbingNode(const std::string& broker_url, const std::filesystem::path& folder)
      : outbox_{folder / "agent-probed.outbox", {}},
        client_{{.url = broker_url, .client_id = "isocenter.bench.agent-probed"}},
        node_{{.site = bench_site(), .name = probing_node(), .software = "isocenter-bench"}, outbox_, client_} {
    node_.start(now());
    thread_ = std::jthread{[this](const std::stop_token& stop) { node_.run(stop); }};
  }
  ~ProbingNode() {
    thread_.request_stop();
    thread_.join();
    node_.stop(500ms);
  }

  void observe() { node_.record({now(), probed_room(), DeviceObserved{true, Activity::idle, now(), "echo", "echo"}}); }
  void start_exam(int number) {
    node_.record({now(), probed_room(),
                  ExamStarted{.facts = {.exam = exam(number)}, .subject = Subject::patient, .source = "mpps"}});
  }
  void end_exam(int number) {
    node_.record({now(), probed_room(),
                  ExamEnded{.facts = {.exam = exam(number)}, .status = ExamStatus::completed, .images = 12}});
  }

 private:
  static KeyedHash exam(int number) { return fmt::format("k1:{:064x}", number + 1); }

  outbox::Outbox outbox_;
  mqtt::PahoClient client_;
  node::Node node_;
  std::jthread thread_;
};

/// Milliseconds from the moment an event is told the node until the kiosk's model shows it.
std::vector<double> probe(ProbingNode& node, Eyes& eyes, int first, Results& results) {
  std::vector<double> took;
  for (int i = 0; i < probes; ++i) {
    std::this_thread::sleep_for(between_probes + std::chrono::milliseconds{i * 7 % 20});
    const bool starts = i % 2 == 0;
    const auto told = Clock::now();
    starts ? node.start_exam(first + i / 2) : node.end_exam(first + i / 2);
    const auto seen = eyes.wait_for(starts ? EquipmentState::in_use : EquipmentState::ready, 10s);
    if (!seen) {
      results.trouble("latency: an event did not reach the kiosk within 10 s");
      break;
    }
    took.push_back(std::chrono::duration<double, std::milli>(*seen - told).count());
  }
  return took;
}

}  // namespace

void measure_latency(Options& options, Results& results) {
  const double background = options.ingest_rate.value_or(rate_where_none_was_measured) / 2;
  const auto count = static_cast<std::size_t>(background * 40);
  Load load = make_load(options.department, mixed_events(options.department, count, now()), 1);

  const fakes::TemporaryFolder folder;
  const fakes::MosquittoProcess broker{broker_settings};
  CollectorProcess collector{options.department, broker.url(), folder.path(), load.begins, configured_probe};
  RawMqtt line{broker.port(), "bench.load"};
  line.subscribe({wire::filter(bench_site(), "collector/status"), wire::filter(bench_site(), "collector/ack/+")});
  if (!wait_for_collector(line, 20s)) return results.trouble("latency: the collector does not come up");
  Eyes eyes{broker.url()};
  ProbingNode node{broker.url(), folder.path()};
  node.observe();
  if (!eyes.wait_for(EquipmentState::ready, 10s)) return results.trouble("latency: the kiosk does not see the room");

  const std::vector<double> alone = probe(node, eyes, 0, results);
  std::atomic<bool> enough = false;
  Sent sent;
  std::jthread loading{[&] { sent = send_as_nodes(load, line, background, [&] { return enough.load(); }); }};
  std::this_thread::sleep_for(2s);
  const std::vector<double> loaded = probe(node, eyes, probes, results);
  enough = true;
  loading.join();
  if (sent.all_acknowledged) results.trouble("latency: the background ended before the measurement did");

  results.add(
      {"latency", "event at a node to a kiosk's model, nothing else going on, p50", percentile(alone, 0.5), "ms"});
  results.add({"latency", "the same, p99", percentile(alone, 0.99), "ms"});
  results.add({"latency", "background: half of the ingest rate", background, "rows/s"});
  results.add(
      {"latency", "event at a node to a kiosk's model, with that background, p50", percentile(loaded, 0.5), "ms"});
  results.add({"latency", "the same, p99", percentile(loaded, 0.99), "ms", Target{Target::Kind::at_most, target_ms}});
}

}  // namespace isocenter::bench
