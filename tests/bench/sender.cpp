#include "tests/bench/sender.hpp"

#include <charconv>
#include <map>

#include "shared/core/time.hpp"
#include "shared/wire/status.hpp"
#include "shared/wire/topic.hpp"

namespace isocenter::bench {
namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

constexpr std::size_t window = 32;  ///< docs/protocol.md: batches in flight of one node
constexpr std::size_t most_unsent_bytes = 256 * 1024;
constexpr auto answer_patience = 2s;
constexpr auto give_up_after = 30s;

/// The wall clock as the wire writes it, worked out once a millisecond.
class Stamp {
 public:
  const std::string& now() {
    const auto wall = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    if (wall != at_) text_ = format_rfc3339(at_ = wall);
    return text_;
  }

 private:
  Instant at_{};
  std::string text_;
};

/// How many batches may have been sent by now.
class Pace {
 public:
  explicit Pace(double per_s) : per_s_{per_s} {}
  bool allows(std::size_t sent) const {
    return per_s_ <= 0 || double(sent) < per_s_ * std::chrono::duration<double>(Clock::now() - start_).count() + 1;
  }
  Clock::time_point start() const { return start_; }

 private:
  double per_s_;
  Clock::time_point start_ = Clock::now();
};

struct NodeProgress {
  NodeLoad* load = nullptr;
  std::size_t next = 0;          ///< batch
  std::size_t acknowledged = 0;  ///< batches
  Clock::time_point moved{};
};

std::uint64_t number_after(std::string_view payload, std::string_view key) {
  const std::size_t found = payload.find(key);
  std::uint64_t number = 0;
  if (found == std::string_view::npos) return 0;
  std::from_chars(payload.data() + found + key.size(), payload.data() + payload.size(), number);
  return number;
}

void take_answer(NodeProgress& node, std::string_view payload) {
  if (payload.find(node.load->epoch) == std::string_view::npos) return;
  const std::uint64_t through = number_after(payload, "\"through\":");
  const std::size_t before = node.acknowledged;
  const auto& batches = node.load->batches;
  while (node.acknowledged < batches.size() && batches[node.acknowledged].through <= through) ++node.acknowledged;
  node.next = std::max(node.next, node.acknowledged);
  if (node.acknowledged != before) node.moved = Clock::now();
}

}  // namespace

Sent send_blindly(Load& load, RawMqtt& line, double batches_per_s) {
  Stamp stamps;
  const Pace pace{batches_per_s};
  std::size_t sent = 0;
  for (std::size_t round = 0; sent < load.batches; ++round) {
    for (NodeLoad& node : load.nodes) {
      if (round >= node.batches.size()) continue;
      while (!pace.allows(sent) || line.waiting() > most_unsent_bytes) line.move(100us, nullptr);
      stamp(node.batches[round], stamps.now());
      line.append(node.batches[round].packet);
      ++sent;
    }
  }
  while (line.waiting() > 0) line.move(1ms, nullptr);
  return {.took = Clock::now() - pace.start(), .events = load.events};
}

Sent send_as_nodes(Load& load, RawMqtt& line, double batches_per_s, const std::function<bool()>& stop) {
  std::vector<NodeProgress> nodes;
  std::map<std::string, NodeProgress*, std::less<>> by_topic;
  const Pace pace{batches_per_s};
  for (NodeLoad& node : load.nodes) nodes.push_back({.load = &node, .moved = pace.start()});
  for (NodeProgress& node : nodes) by_topic[node.load->ack_topic] = &node;
  const auto received = [&](std::string_view topic, std::string_view payload) {
    const auto found = by_topic.find(topic);
    if (found != by_topic.end()) take_answer(*found->second, payload);
  };
  Stamp stamps;
  Sent result{.events = load.events};
  std::size_t sent = 0;
  while (!stop || !stop()) {
    std::size_t acknowledged = 0;
    bool full = true;
    Clock::time_point moved = pace.start();
    for (NodeProgress& node : nodes) {
      auto& batches = node.load->batches;
      acknowledged += node.acknowledged;
      moved = std::max(moved, node.moved);
      if (node.acknowledged == batches.size()) continue;
      const bool waits = node.next > node.acknowledged;
      if (waits && Clock::now() - node.moved > answer_patience) {
        result.sent_again += node.next - node.acknowledged;
        node.next = node.acknowledged;
        node.moved = Clock::now();
      }
      // A few at a time, so that all nodes take turns as many would.
      for (int turn = 0; turn < 4 && node.next < batches.size() && node.next < node.acknowledged + window; ++turn) {
        if (line.waiting() > most_unsent_bytes || !pace.allows(sent)) break;
        if (node.next == node.acknowledged) node.moved = Clock::now();
        stamp(batches[node.next], stamps.now());
        line.append(batches[node.next++].packet);
        ++sent;
        full = false;
      }
    }
    result.took = Clock::now() - pace.start();
    result.all_acknowledged = acknowledged == load.batches;
    if (result.all_acknowledged || Clock::now() - moved > give_up_after) return result;
    line.move(full ? 200us : 0us, received);
  }
  return result;
}

bool wait_for_collector(RawMqtt& line, std::chrono::milliseconds patience) {
  bool online = false;
  const auto status_topic = wire::format_topic({bench_site(), wire::CollectorStatusTopic{}});
  const auto until = Clock::now() + patience;
  while (!online && Clock::now() < until) {
    line.move(10ms, [&](std::string_view topic, std::string_view payload) {
      const auto status = wire::parse_collector_status(payload);
      online = online || (topic == status_topic && status && status->online);
    });
  }
  return online;
}

}  // namespace isocenter::bench
