#include "shared/wire/status.hpp"

#include "shared/wire/json_reader.hpp"
#include "shared/wire/json_writer.hpp"

namespace isocenter::wire {
namespace {

constexpr std::size_t max_retained_bytes = 1024 * 1024;

using json::Fields;
using json::ObjectWriter;

std::chrono::seconds read_heartbeat(Fields& root) { return std::chrono::seconds{root.integer("heartbeat_s", 1, 3600)}; }

EpochEnd read_epoch_end(Fields& end) {
  return {.epoch = end.epoch("epoch"), .last = end.number("last"), .digest = end.digest("digest")};
}

void write_epoch_end(ObjectWriter& out, const EpochEnd& end) {
  out.add("epoch", end.epoch).add("last", end.last).add("digest", end.digest);
}

NodeAbout::Sensor read_sensor(Fields& sensor) {
  return {.name = sensor.text("name"),
          .unit = sensor.text_or_empty("unit"),
          .low = sensor.optional_real("low"),
          .high = sensor.optional_real("high")};
}

NodeAbout::Device read_about_device(Fields& device) {
  return {.name = device.device("name").text(),
          .modality = device.text_or_empty("modality"),
          .sources = device.texts("sources"),
          .sensors = device.list<NodeAbout::Sensor>("sensors", read_sensor)};
}

void write_sensor(ObjectWriter& out, const NodeAbout::Sensor& sensor) {
  out.add("name", sensor.name).add_unless_empty("unit", sensor.unit).add("low", sensor.low).add("high", sensor.high);
}

void write_about_device(ObjectWriter& out, const NodeAbout::Device& device) {
  out.add("name", device.name).add_unless_empty("modality", device.modality);
  out.texts("sources", device.sources).list("sensors", device.sensors, write_sensor);
}

}  // namespace

Result<NodeStatus> parse_node_status(std::string_view payload) {
  json::Document document{payload, max_retained_bytes};
  Fields root = document.root();
  NodeStatus status{.instance = root.text("instance"),
                    .started = root.instant("started"),
                    .online = root.flag("online"),
                    .heartbeat = read_heartbeat(root),
                    .epochs = root.list<EpochEnd>("epochs", read_epoch_end),
                    .clock_synchronised = root.flag_or_false("clock_synchronised"),
                    .disk = root.text("disk", 32)};
  return document.result(std::move(status));
}

std::string format_node_status(const NodeStatus& status) {
  std::string out;
  {
    ObjectWriter root{out};
    root.add("instance", status.instance).add("started", status.started).add("online", status.online);
    root.add("heartbeat_s", status.heartbeat.count()).list("epochs", status.epochs, write_epoch_end);
    root.add("clock_synchronised", status.clock_synchronised).add("disk", status.disk);
  }
  return out;
}

Result<CollectorStatus> parse_collector_status(std::string_view payload) {
  json::Document document{payload, max_retained_bytes};
  Fields root = document.root();
  CollectorStatus status{.instance = root.text("instance"),
                         .started = root.instant("started"),
                         .online = root.flag("online"),
                         .version = root.text_or_empty("version"),
                         .heartbeat = read_heartbeat(root),
                         .retained_topics = root.number("retained_topics"),
                         .at = root.instant("at")};
  return document.result(std::move(status));
}

std::string format_collector_status(const CollectorStatus& status) {
  std::string out;
  {
    ObjectWriter root{out};
    root.add("instance", status.instance).add("started", status.started).add("online", status.online);
    root.add_unless_empty("version", status.version).add("heartbeat_s", status.heartbeat.count());
    root.add("retained_topics", status.retained_topics).add("at", status.at);
  }
  return out;
}

Result<NodeAbout> parse_node_about(std::string_view payload) {
  json::Document document{payload, max_retained_bytes};
  Fields root = document.root();
  NodeAbout about{.software = root.text("software"),
                  .devices = root.list<NodeAbout::Device>("devices", read_about_device)};
  return document.result(std::move(about));
}

std::string format_node_about(const NodeAbout& about) {
  std::string out;
  {
    ObjectWriter root{out};
    root.add("software", about.software).list("devices", about.devices, write_about_device);
  }
  return out;
}

Result<ObservedDevice> parse_observed_device(std::string_view payload) {
  json::Document document{payload, max_retained_bytes};
  Fields root = document.root();
  ObservedDevice observed{.at = root.instant("at"),
                          .reachable = root.flag("reachable"),
                          .activity = root.word<Activity>("activity"),
                          .since = root.instant("since"),
                          .reason = root.text_or_empty("reason"),
                          .source = root.text_or_empty("source")};
  return document.result(std::move(observed));
}

std::string format_observed_device(const ObservedDevice& observed) {
  std::string out;
  {
    ObjectWriter root{out};
    root.add("at", observed.at).add("reachable", observed.reachable).add("activity", observed.activity);
    root.add("since", observed.since).add_unless_empty("reason", observed.reason);
    root.add_unless_empty("source", observed.source);
  }
  return out;
}

}  // namespace isocenter::wire
