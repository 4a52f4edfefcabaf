#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/shared/wire/generators.hpp"

// Retained payloads: statuses, what nodes tell of themselves, snapshots and alerts.
namespace isocenter::wire {
namespace {

template <typename T>
void expect_read_again(const T& value, Result<T> (*parse)(std::string_view), std::string (*format)(const T&)) {
  const std::string payload = format(value);
  const Result<T> read = parse(payload);
  if (!read) RC_FAIL(to_string(read.error()) + " in " + payload);
  RC_ASSERT(*read == value);
}

RC_GTEST_PROP(NodeStatus, ReadsWhatItWrites, ()) {
  expect_read_again(generate::node_status(), parse_node_status, format_node_status);
}
RC_GTEST_PROP(CollectorStatus, ReadsWhatItWrites, ()) {
  expect_read_again(generate::collector_status(), parse_collector_status, format_collector_status);
}
RC_GTEST_PROP(NodeAbout, ReadsWhatItWrites, ()) {
  expect_read_again(generate::node_about(), parse_node_about, format_node_about);
}
RC_GTEST_PROP(ObservedDevice, ReadsWhatItWrites, ()) {
  expect_read_again(generate::observed_device(), parse_observed_device, format_observed_device);
}
RC_GTEST_PROP(DeviceSnapshot, ReadsWhatItWrites, ()) {
  expect_read_again(generate::device_snapshot(), parse_device_snapshot, format_device_snapshot);
}
TEST(DeviceSnapshot, OfAnOlderCollectorTellsNoLifeOfAFault) {
  const Result<DeviceSnapshot> read = parse_device_snapshot(
      R"({"at":"2026-11-24T14:40:04Z","order":1,"state":"down","since":"2026-11-24T14:40:00Z","grade":"B",)"
      R"("faults":[{"fault":"f1","code":"table","effect":"down","cause":"equipment","since":"2026-11-24T14:40:00Z"}]})");
  ASSERT_TRUE(read) << read.error().where;
  ASSERT_EQ(read->faults.size(), 1u);
  EXPECT_FALSE(read->faults[0].called || read->faults[0].acknowledged || read->faults[0].on_site);
}
RC_GTEST_PROP(Alert, ReadsWhatItWrites, ()) { expect_read_again(generate::alert(), parse_alert, format_alert); }

TEST(NodeStatus, IsWrittenAsTheProtocolSays) {
  const NodeStatus status{.instance = "i1",
                          .started = from_unix_ms(1'795'531'204'130),
                          .online = true,
                          .heartbeat = std::chrono::seconds{10},
                          .epochs = {{Epoch{}, 7, Digest{}}},
                          .clock_synchronised = true,
                          .disk = "ok"};
  EXPECT_EQ(format_node_status(status),
            R"({"instance":"i1","started":"2026-11-24T14:40:04.130Z","online":true,"heartbeat_s":10,)"
            R"("epochs":[{"epoch":"00000000000000000000000000000000","last":7,)"
            R"("digest":"00000000000000000000000000000000"}],"clock_synchronised":true,"disk":"ok"})");
}

TEST(ParseNodeStatus, NamesTheFieldThatCannotBeRead) {
  const struct {
    const char* payload;
    const char* where;
  } cases[] = {
      {R"({})", "instance"},
      {R"({"instance":"i"})", "started"},
      {R"({"instance":"i","started":"2026-11-24T14:40:04Z","online":"yes"})", "online"},
      {R"({"instance":"i","started":"2026-11-24T14:40:04Z","online":true,"heartbeat_s":0})", "heartbeat_s"},
      {R"({"instance":"i","started":"2026-11-24T14:40:04Z","online":true,"heartbeat_s":10,"epochs":[{},{}]})",
       "epochs[0].epoch"},
  };
  for (const auto& each : cases) {
    const Result<NodeStatus> status = parse_node_status(each.payload);
    ASSERT_FALSE(status) << each.payload;
    EXPECT_EQ(status.error().where, each.where) << each.payload;
  }
}

TEST(ParseDeviceSnapshot, NamesTheFieldThatCannotBeRead) {
  DeviceSnapshot snapshot{.intervals = {{}, {}}};
  std::string payload = format_device_snapshot(snapshot);
  payload.replace(payload.rfind("\"D\""), 3, "\"E\"");
  const Result<DeviceSnapshot> read = parse_device_snapshot(payload);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().where, "intervals[1].grade");
}

TEST(RetainedPayloads, TornAnywhereAreRefused) {
  const DeviceSnapshot snapshot{.title = "CT 1",
                                .exam = DeviceSnapshot::Exam{.exam = "k1:" + std::string(64, 'a')},
                                .intervals = {{}},
                                .faults = {{.fault = "f", .code = "c"}},
                                .due = {{.check = "qa"}}};
  const std::string payload = format_device_snapshot(snapshot);
  ASSERT_TRUE(parse_device_snapshot(payload));
  for (std::size_t length = 0; length < payload.size(); ++length) {
    EXPECT_FALSE(parse_device_snapshot(std::string_view{payload}.substr(0, length))) << length;
  }
}

TEST(FormatAlert, KeepsALongSentence) {
  const Alert alert{"node-silent:agent-ct1", from_unix_ms(0), "critical", "agent-ct1", std::string(900, 'x')};
  EXPECT_EQ(parse_alert(format_alert(alert)).value(), alert);
}

}  // namespace
}  // namespace isocenter::wire
