#include "collector/publisher.hpp"

#include "shared/wire/topic.hpp"

namespace isocenter::collector {

Publisher::Publisher(SiteName site) : status_topic_{wire::format_topic({site, wire::CollectorStatusTopic{}})} {}

void Publisher::set(const std::string& topic, std::string payload, Connection& connection) {
  std::string& held = topics_[topic];
  if (held == payload) return;
  held = std::move(payload);
  connection.publish_retained(topic, held);
}

void Publisher::clear(const std::string& topic, Connection& connection) {
  if (topics_.erase(topic) != 0) connection.publish_retained(topic, {});
}

void Publisher::publish_all(Connection& connection, Instant now) {
  for (const auto& [topic, payload] : topics_) connection.publish_retained(topic, payload);
  publish_status(connection, now);
}

void Publisher::publish_status(Connection& connection, Instant now) {
  connection.publish_retained(status_topic_, wire::format_collector_status(connection.status(true, topics(), now)));
}

bool Publisher::take_back(const std::string& topic, const std::string& payload, Connection& connection) {
  if (payload.empty()) return false;
  if (topic == status_topic_) {
    const auto status = wire::parse_collector_status(payload);
    return !status || status->instance != connection.instance();
  }
  if (!topics_.contains(topic)) connection.publish_retained(topic, {});
  return false;
}

}  // namespace isocenter::collector
