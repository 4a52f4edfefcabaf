#include "tests/bench/load.hpp"

#include <algorithm>

#include "shared/core/random.hpp"
#include "shared/wire/batch.hpp"
#include "shared/wire/event_codec.hpp"
#include "shared/wire/topic.hpp"
#include "tests/bench/raw_mqtt.hpp"

namespace isocenter::bench {
namespace {

constexpr std::size_t rfc3339_length = 24;

/// Cuts one node's events into batches as they come.
class BatchMaker {
 public:
  BatchMaker(const NodeName& node, std::size_t events_per_batch)
      : topic_{wire::format_topic({bench_site(), wire::NodeEventsTopic{node}})}, most_{events_per_batch} {
    batch_.epoch.bytes = random_128_bits();
    batch_.from = to_string(batch_.epoch);
    digest_ = wire::first_digest(batch_.epoch);
    load_.epoch = to_string(batch_.epoch);
    load_.ack_topic = wire::format_topic({bench_site(), wire::CollectorAckTopic{node}});
  }

  void add(const NewEvent& event) {
    if (batch_.events.empty()) {
      batch_.first = last_ + 1;
      batch_.after = digest_;
    }
    ++last_;
    wire::WireEvent wired{.seq = last_, .to = last_, .bytes = wire::format_event(last_, event)};
    digest_ = wire::next_digest(digest_, wired.bytes);
    batch_.events.push_back(std::move(wired));
    if (batch_.events.size() == most_) cut();
  }

  NodeLoad finish() {
    if (!batch_.events.empty()) cut();
    return std::move(load_);
  }

 private:
  void cut() {
    batch_.last = last_;
    const std::string payload = wire::format_batch(batch_);
    ReadyBatch ready{.packet = mqtt_publish(topic_, payload, false), .through = last_};
    constexpr std::string_view key = "\"sent\":\"";
    ready.sent_at = ready.packet.find(key) + key.size();
    load_.batches.push_back(std::move(ready));
    batch_.events.clear();
  }

  std::string topic_;
  std::size_t most_;
  wire::Batch batch_;
  Digest digest_;
  std::uint64_t last_ = 0;
  NodeLoad load_;
};

}  // namespace

SiteName bench_site() { return *SiteName::parse("bench"); }

Load make_load(const Department& department, const std::vector<MixedEvent>& events, std::size_t events_per_batch) {
  std::vector<BatchMaker> makers;
  for (const NodeName& node : department.node_names()) makers.emplace_back(node, events_per_batch);
  for (BatchMaker& maker : makers) maker.add({events.front().event.t, std::nullopt, NodeStarted{.software = "bench"}});
  for (const MixedEvent& mixed : events) makers[mixed.node].add(mixed.event);
  Load load{.events = events.size() + makers.size(), .begins = events.front().event.t - std::chrono::minutes{1}};
  for (BatchMaker& maker : makers) {
    load.nodes.push_back(maker.finish());
    load.batches += load.nodes.back().batches.size();
  }
  return load;
}

void stamp(ReadyBatch& batch, std::string_view now_rfc3339) {
  std::copy_n(now_rfc3339.begin(), std::min(now_rfc3339.size(), rfc3339_length),
              batch.packet.begin() + static_cast<std::ptrdiff_t>(batch.sent_at));
}

}  // namespace isocenter::bench
