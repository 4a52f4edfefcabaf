#include "shared/wire/topic.hpp"

#include <gtest/gtest.h>

namespace isocenter::wire {
namespace {

const SiteName site = *SiteName::parse("general");
const NodeName node = *NodeName::parse("agent-ct1");
const DeviceName device = *DeviceName::parse("ct1");

struct TopicCase {
  const char* text;
  TopicPath path;
};

const TopicCase topics[] = {
    {"isocenter/1/general/node/agent-ct1/status", NodeStatusTopic{node}},
    {"isocenter/1/general/node/agent-ct1/about", NodeAboutTopic{node}},
    {"isocenter/1/general/node/agent-ct1/events", NodeEventsTopic{node}},
    {"isocenter/1/general/node/agent-ct1/device/ct1", NodeDeviceTopic{node, device}},
    {"isocenter/1/general/collector/status", CollectorStatusTopic{}},
    {"isocenter/1/general/collector/ack/agent-ct1", CollectorAckTopic{node}},
    {"isocenter/1/general/collector/device/ct1", CollectorDeviceTopic{device}},
    {"isocenter/1/general/collector/alert/node-silent:agent-ct1", CollectorAlertTopic{"node-silent:agent-ct1"}},
};

TEST(FormatTopic, WritesEachTopicOfTheProtocol) {
  for (const TopicCase& each : topics) EXPECT_EQ(format_topic({site, each.path}), each.text);
}

TEST(ParseTopic, ReadsWhatIsFormatted) {
  for (const TopicCase& each : topics) {
    const Result<Topic> topic = parse_topic(each.text);
    ASSERT_TRUE(topic) << each.text << ": " << to_string(topic.error());
    EXPECT_EQ(*topic, (Topic{site, each.path})) << each.text;
  }
}

TEST(ParseTopic, TellsAnotherProtocolVersionApart) {
  const Result<Topic> topic = parse_topic("isocenter/2/general/node/agent-ct1/status");
  ASSERT_FALSE(topic);
  EXPECT_EQ(topic.error().kind, ErrorKind::unsupported);
  EXPECT_EQ(topic.error().where, "version");
}

TEST(ParseTopic, NamesTheLevelThatFailed) {
  const struct {
    const char* text;
    const char* where;
  } cases[] = {
      {"", "topic"},
      {"isocenter", "topic"},
      {"isocenter/1/general/node", "topic"},
      {"Isocenter/1/general/node/agent-ct1/status", "root"},
      {"isocenter/1/General/node/agent-ct1/status", "site"},
      {"isocenter/1//node/agent-ct1/status", "site"},
      {"isocenter/1/general/kiosk/agent-ct1/status", "writer"},
      {"isocenter/1/general/node/Agent-CT1/status", "node"},
      {"isocenter/1/general/node/+/status", "node"},
      {"isocenter/1/general/node/collector/status", "node"},
      {"isocenter/1/general/node/123456789012345678901234567890123/status", "node"},
      {"isocenter/1/general/node/agent-ct1", "kind"},
      {"isocenter/1/general/node/agent-ct1/status/", "kind"},
      {"isocenter/1/general/node/agent-ct1/device", "kind"},
      {"isocenter/1/general/node/agent-ct1/device/CT1", "device"},
      {"isocenter/1/general/node/agent-ct1/device/ct1/x", "kind"},
      {"isocenter/1/general/node/agent-ct1/device/ct1/x/y/z", "topic"},
      {"isocenter/1/general/collector/state", "kind"},
      {"isocenter/1/general/collector/ack/collector", "node"},
      {"isocenter/1/general/collector/alert/", "alert"},
      {"isocenter/1/general/collector/alert/a b", "alert"},
      {"isocenter/1/general/collector/alert", "kind"},
  };
  for (const auto& each : cases) {
    const Result<Topic> topic = parse_topic(each.text);
    ASSERT_FALSE(topic) << each.text;
    EXPECT_EQ(topic.error().kind, ErrorKind::malformed) << each.text;
    EXPECT_EQ(topic.error().where, each.where) << each.text;
  }
}

TEST(Filter, StandsUnderTheSite) { EXPECT_EQ(filter(site, "node/+/events"), "isocenter/1/general/node/+/events"); }

}  // namespace
}  // namespace isocenter::wire
