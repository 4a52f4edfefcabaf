#include "collector/web/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <limits>
#include <sstream>

namespace isocenter::web {
namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using Labels = std::vector<ClientMetric::Label>;

/// Families in the making; keeps count of the series.
class Exposition {
 public:
  explicit Exposition(std::size_t most) : left_{most} {}

  void family(const char* name, MetricType type, const char* help) {
    MetricFamily family;
    family.name = name;
    family.help = help;
    family.type = type;
    families_.push_back(std::move(family));
  }
  void value(Labels labels, double value) {
    ClientMetric metric;
    metric.counter.value = value;
    metric.gauge.value = value;
    add(std::move(labels), std::move(metric), 1);
  }
  /// `buckets`: one more than `bounds`, not cumulative.
  template <typename Bounds, typename Buckets>
  void histogram(Labels labels, const Bounds& bounds, const Buckets& buckets, double sum) {
    ClientMetric metric;
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < buckets.size(); ++i) {
      cumulative += buckets[i];
      const double bound = i < bounds.size() ? bounds[i] : std::numeric_limits<double>::infinity();
      metric.histogram.bucket.push_back({.cumulative_count = cumulative, .upper_bound = bound});
    }
    metric.histogram.sample_count = cumulative;
    metric.histogram.sample_sum = sum;
    add(std::move(labels), std::move(metric), buckets.size() + 2);
  }
  std::string text() {
    family("isocenter_metrics_dropped_series", MetricType::Gauge, "Series left out here because there are too many.");
    left_ = 1;
    value({}, static_cast<double>(dropped_));
    std::erase_if(families_, [](const MetricFamily& family) { return family.metric.empty(); });
    std::ostringstream out;
    prometheus::TextSerializer{}.Serialize(out, families_);
    return std::move(out).str();
  }

 private:
  void add(Labels labels, ClientMetric metric, std::size_t series) {
    if (series > left_) {
      dropped_ += series;
      return;
    }
    left_ -= series;
    metric.label = std::move(labels);
    families_.back().metric.push_back(std::move(metric));
  }

  std::size_t left_;
  std::size_t dropped_ = 0;
  std::vector<MetricFamily> families_;
};

double number(std::uint64_t value) { return static_cast<double>(value); }
double seconds(Milliseconds value) { return static_cast<double>(value.count()) / 1000.0; }

void add_collector(Exposition& out, const MetricsInput& input) {
  out.family("isocenter_build_info", MetricType::Gauge, "Always 1; the labels tell what runs.");
  out.value({{"version", input.version}, {"commit", input.commit}}, 1);
  out.family("isocenter_broker_connected", MetricType::Gauge, "Whether the collector is connected to the broker.");
  out.value({}, input.figures.broker_connected ? 1 : 0);
  out.family("isocenter_events_rejected_total", MetricType::Counter,
             "Events that were no valid ones, or not for their node to say, by reason, since the collector started.");
  for (const auto& [reason, count] : input.figures.rejected) out.value({{"reason", reason}}, number(count));
  out.family("isocenter_batches_dropped_total", MetricType::Counter,
             "Messages dropped for want of room in the queue, since the collector started; nodes send them again.");
  out.value({}, number(input.figures.batches_dropped));
  out.family("isocenter_messages_foreign_total", MetricType::Counter,
             "Messages on topics that are none of the protocol's, since the collector started.");
  out.value({}, number(input.figures.messages_foreign));
}

void add_store(Exposition& out, const MetricsInput& input) {
  const collector::CommitTimes& commits = input.figures.commits;
  out.family("isocenter_store_commit_seconds", MetricType::Histogram, "How long commits to the store took.");
  out.histogram({}, collector::commit_bounds_s, commits.buckets, commits.sum_s);
  out.family("isocenter_store_wal_bytes", MetricType::Gauge, "Size of the store's write-ahead log.");
  if (input.wal_bytes) out.value({}, number(*input.wal_bytes));
  out.family("isocenter_store_free_bytes", MetricType::Gauge, "Room left on the store's file system.");
  if (input.free_bytes) out.value({}, number(*input.free_bytes));
}

/// One value per node.
template <typename Value>
void add_per_node(Exposition& out, const MetricsInput& input, const char* name, MetricType type, const char* help,
                  Value value) {
  out.family(name, type, help);
  for (const auto& [node, figures] : input.figures.nodes) out.value({{"node", node}}, value(figures));
}

void add_nodes(Exposition& out, const MetricsInput& input) {
  using Node = collector::NodeFigures;
  add_per_node(out, input, "isocenter_node_up", MetricType::Gauge, "Whether the node is heard.",
               [](const Node& node) { return node.up ? 1.0 : 0.0; });
  add_per_node(out, input, "isocenter_events_ingested_total", MetricType::Counter,
               "Events taken into the log since the collector started.",
               [](const Node& node) { return number(node.events_ingested); });
  add_per_node(out, input, "isocenter_ingest_lag_seconds", MetricType::Gauge,
               "From the time of the event last taken to its receipt.",
               [](const Node& node) { return seconds(node.ingest_lag); });
  add_per_node(out, input, "isocenter_node_clock_offset_seconds", MetricType::Gauge,
               "The collector's clock less the node's.",
               [](const Node& node) { return seconds(node.clock_difference); });
  add_per_node(out, input, "isocenter_node_outbox_events", MetricType::Gauge,
               "Events the node has written that are not in the log yet.",
               [](const Node& node) { return number(node.outbox_events); });
  add_per_node(out, input, "isocenter_batches_unreadable_total", MetricType::Counter,
               "Batches of the node that could not be read, since the collector started.",
               [](const Node& node) { return number(node.unreadable); });
  out.family("isocenter_outbox_gap_events_total", MetricType::Counter, "Events that are gone for good, by reason.");
  for (const auto& [node, figures] : input.figures.nodes) {
    for (const auto& [reason, count] : figures.gap_events) {
      out.value({{"node", node}, {"reason", reason}}, number(count));
    }
  }
}

void add_devices(Exposition& out, const MetricsInput& input) {
  out.family("isocenter_device_state", MetricType::Gauge, "1 for the state the device is in, 0 for the others.");
  for (const auto& [device, current] : input.states) {
    for (const EquipmentState state : equipment_states) {
      out.value({{"device", device}, {"state", std::string{word(state)}}}, state == current ? 1 : 0);
    }
  }
  out.family("isocenter_device_state_seconds_total", MetricType::Counter,
             "Seconds spent in each state since the collector started.");
  for (const auto& [key, spent_s] : input.derived.state_seconds) {
    out.value({{"device", key.first}, {"state", std::string{word(key.second)}}}, spent_s);
  }
  out.family("isocenter_exams_total", MetricType::Counter, "Exams that ended since the collector started, by status.");
  for (const auto& [key, count] : input.derived.exams) {
    out.value({{"device", key.first}, {"status", key.second}}, number(count));
  }
  out.family("isocenter_exam_duration_seconds", MetricType::Histogram,
             "From start to end of completed exams, by the modality's own clock.");
  for (const auto& [modality, durations] : input.derived.durations) {
    out.histogram({{"modality", modality}}, exam_bounds_s, durations.buckets, durations.sum_s);
  }
}

void add_requests(Exposition& out, const MetricsInput& input) {
  out.family("isocenter_http_requests_total", MetricType::Counter, "HTTP requests answered, by route and status.");
  for (const auto& [key, count] : input.requests) {
    out.value({{"route", key.first}, {"code", std::to_string(key.second)}}, number(count));
  }
}

}  // namespace

std::string exposition(const MetricsInput& input, std::size_t most) {
  Exposition out{most};
  add_collector(out, input);
  add_store(out, input);
  add_devices(out, input);
  add_requests(out, input);
  add_nodes(out, input);
  return out.text();
}

}  // namespace isocenter::web
