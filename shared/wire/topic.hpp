#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "shared/core/names.hpp"
#include "shared/core/result.hpp"

/// The topics of docs/protocol.md, all below "isocenter/1/{site}/".
namespace isocenter::wire {

struct NodeStatusTopic {
  NodeName node;
  bool operator==(const NodeStatusTopic&) const = default;
};
struct NodeAboutTopic {
  NodeName node;
  bool operator==(const NodeAboutTopic&) const = default;
};
struct NodeEventsTopic {
  NodeName node;
  bool operator==(const NodeEventsTopic&) const = default;
};
struct NodeDeviceTopic {
  NodeName node;
  DeviceName device;
  bool operator==(const NodeDeviceTopic&) const = default;
};
struct CollectorStatusTopic {
  bool operator==(const CollectorStatusTopic&) const = default;
};
struct CollectorAckTopic {
  NodeName node;
  bool operator==(const CollectorAckTopic&) const = default;
};
struct CollectorDeviceTopic {
  DeviceName device;
  bool operator==(const CollectorDeviceTopic&) const = default;
};
struct CollectorAlertTopic {
  std::string id;
  bool operator==(const CollectorAlertTopic&) const = default;
};

using TopicPath = std::variant<NodeStatusTopic, NodeAboutTopic, NodeEventsTopic, NodeDeviceTopic, CollectorStatusTopic,
                               CollectorAckTopic, CollectorDeviceTopic, CollectorAlertTopic>;

struct Topic {
  SiteName site;
  TopicPath path;
  bool operator==(const Topic&) const = default;
};

/// ErrorKind::unsupported for another protocol version, else ErrorKind::malformed; `where` is the level that failed.
Result<Topic> parse_topic(std::string_view text);
std::string format_topic(const Topic& topic);

/// A subscription filter: every node's events, statuses …, with '+' for the name. E.g. filter(site, "node/+/events").
std::string filter(const SiteName& site, std::string_view rest);

}  // namespace isocenter::wire
