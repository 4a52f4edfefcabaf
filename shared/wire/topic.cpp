#include "shared/wire/topic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace isocenter::wire {
namespace {

constexpr std::size_t max_levels = 8;

struct Levels {
  std::array<std::string_view, max_levels> at;
  std::size_t count = 0;
};

/// Nothing where there are more levels than any of our topics has.
std::optional<Levels> split(std::string_view text) {
  Levels levels;
  while (levels.count < max_levels) {
    const std::size_t slash = text.find('/');
    levels.at[levels.count++] = text.substr(0, slash);
    if (slash == std::string_view::npos) return levels;
    text.remove_prefix(slash + 1);
  }
  return std::nullopt;
}

/// Levels are named, never quoted: a hostile topic may hold anything.
template <typename NameType>
Result<NameType> parse_name(std::string_view text, const char* level) {
  return NameType::parse(text).map_error([&](const Error&) {
    return Error{ErrorKind::malformed, level, "is no name; use 1 to 32 of a-z, 0-9 and -"};
  });
}

tl::unexpected<Error> unknown_topic(const char* level) {
  return fail(ErrorKind::malformed, level, "is none of the topics of version 1");
}

bool is_alert_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == ':';
  };
  return !text.empty() && text.size() <= 128 && std::all_of(text.begin(), text.end(), allowed);
}

Result<NodeName> parse_node(std::string_view text) {
  Result<NodeName> node = parse_name<NodeName>(text, "node");
  if (node && *node == collector_node()) {
    return fail(ErrorKind::malformed, "node", "\"collector\" is the collector's own; call the node otherwise");
  }
  return node;
}

Result<TopicPath> parse_node_path(const Levels& levels) {
  if (levels.count < 6) return unknown_topic("kind");
  const Result<NodeName> node = parse_node(levels.at[4]);
  if (!node) return tl::unexpected<Error>{node.error()};
  const std::string_view kind = levels.at[5];
  if (levels.count == 6) {
    if (kind == "status") return NodeStatusTopic{*node};
    if (kind == "about") return NodeAboutTopic{*node};
    if (kind == "events") return NodeEventsTopic{*node};
  }
  if (levels.count == 7 && kind == "device") {
    return parse_name<DeviceName>(levels.at[6], "device").map([&](DeviceName device) -> TopicPath {
      return NodeDeviceTopic{*node, std::move(device)};
    });
  }
  return unknown_topic("kind");
}

Result<TopicPath> parse_collector_path(const Levels& levels) {
  const std::string_view kind = levels.at[4];
  if (levels.count == 5 && kind == "status") return CollectorStatusTopic{};
  if (levels.count != 6) return unknown_topic("kind");
  const std::string_view name = levels.at[5];
  if (kind == "ack") {
    return parse_node(name).map([](NodeName node) -> TopicPath { return CollectorAckTopic{std::move(node)}; });
  }
  if (kind == "device") {
    return parse_name<DeviceName>(name, "device").map([](DeviceName device) -> TopicPath {
      return CollectorDeviceTopic{std::move(device)};
    });
  }
  if (kind != "alert") return unknown_topic("kind");
  if (!is_alert_id(name)) return fail(ErrorKind::malformed, "alert", "is no alert's id; use a-z, 0-9, -, ., _ and :");
  return CollectorAlertTopic{std::string{name}};
}

struct FormatPath {
  std::string operator()(const NodeStatusTopic& topic) const { return "node/" + topic.node.text() + "/status"; }
  std::string operator()(const NodeAboutTopic& topic) const { return "node/" + topic.node.text() + "/about"; }
  std::string operator()(const NodeEventsTopic& topic) const { return "node/" + topic.node.text() + "/events"; }
  std::string operator()(const NodeDeviceTopic& topic) const {
    return "node/" + topic.node.text() + "/device/" + topic.device.text();
  }
  std::string operator()(const CollectorStatusTopic&) const { return "collector/status"; }
  std::string operator()(const CollectorAckTopic& topic) const { return "collector/ack/" + topic.node.text(); }
  std::string operator()(const CollectorDeviceTopic& topic) const { return "collector/device/" + topic.device.text(); }
  std::string operator()(const CollectorAlertTopic& topic) const { return "collector/alert/" + topic.id; }
};

}  // namespace

Result<Topic> parse_topic(std::string_view text) {
  const std::optional<Levels> levels = split(text);
  if (!levels || levels->count < 5) return unknown_topic("topic");
  if (levels->at[0] != "isocenter") return fail(ErrorKind::malformed, "root", "must be \"isocenter\"");
  if (levels->at[1] != "1") return fail(ErrorKind::unsupported, "version", "is not 1, the only one known here");
  const Result<SiteName> site = parse_name<SiteName>(levels->at[2], "site");
  if (!site) return tl::unexpected<Error>{site.error()};
  const auto whole = [&](TopicPath path) { return Topic{*site, std::move(path)}; };
  if (levels->at[3] == "node") return parse_node_path(*levels).map(whole);
  if (levels->at[3] == "collector") return parse_collector_path(*levels).map(whole);
  return fail(ErrorKind::malformed, "writer", "must be \"node\" or \"collector\"");
}

std::string format_topic(const Topic& topic) { return filter(topic.site, std::visit(FormatPath{}, topic.path)); }

std::string filter(const SiteName& site, std::string_view rest) {
  return fmt::format("isocenter/1/{}/{}", site.text(), rest);
}

}  // namespace isocenter::wire
