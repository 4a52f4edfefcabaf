#include <gtest/gtest.h>

#include "shared/wire/topic.hpp"
#include "tests/collector/bench.hpp"

/// What the collector says, and how often.
namespace isocenter::collector {
namespace {

using namespace test;
using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(CollectorTelling, AnswersBatchesOfAnEpochThatItCommitsTogetherOnce) {
  Bench bench;
  bench.start_collector();
  fakes::MemoryClient node{bench.broker(), "isocenter.test.agent-ct1"};
  node.start({.will = [] { return std::nullopt; },
              .connected = [] {},
              .disconnected = [](const std::string&) {},
              .received = [](const mqtt::Message&) {},
              .subscribed = [] {}});
  bench.pass(seconds{5});
  Chain chain{epoch(1)};
  chain.say(started(bench.now())).say(observed("ct1", bench.now())).say(observed("ct1", bench.now()));
  const auto topic = wire::format_topic({Bench::site(), wire::NodeEventsTopic{test::node("agent-ct1")}});
  for (std::uint64_t seq = 1; seq <= 3; ++seq) {
    node.publish(topic, wire::format_batch(chain.batch(seq, 1, bench.now())));
  }
  bench.turn(milliseconds{10});
  EXPECT_EQ(query(bench.store_path(),
                  "SELECT max(through) FROM epoch p JOIN node n ON n.id = p.node WHERE "
                  "n.name = 'agent-ct1'"),
            3);
  EXPECT_EQ(bench.broker().published("isocenter/1/test/collector/ack/agent-ct1"), 1u);
  node.publish(topic, wire::format_batch(chain.batch(1, 1, bench.now())));
  bench.turn(milliseconds{10});
  EXPECT_EQ(bench.broker().published("isocenter/1/test/collector/ack/agent-ct1"), 2u) << "a repeat is answered too";
}

TEST(CollectorTelling, LetsASnapshotRestAndForgetsNoChange) {
  Bench bench;
  bench.start_collector();
  bench.start_node("agent-ct1");
  bench.pass(seconds{5});
  bench.peer("agent-ct1").record(observed("ct1", bench.now()));
  bench.pass(seconds{1});
  const auto topic = wire::format_topic({Bench::site(), wire::CollectorDeviceTopic{device("ct1")}});
  const auto state = [&] { return wire::parse_device_snapshot(bench.broker().retained().at(topic))->state; };
  bench.peer("agent-ct1").record(exam_started("ct1", bench.now(), 1));
  bench.turn(milliseconds{10});
  EXPECT_EQ(state(), EquipmentState::in_use) << "the first change is told at once";
  const std::uint64_t told = bench.broker().published(topic);
  bench.peer("agent-ct1").record(exam_ended("ct1", bench.now(), 1));
  bench.turn(milliseconds{10});
  EXPECT_EQ(bench.broker().published(topic), told);
  bench.turn(milliseconds{100});
  EXPECT_EQ(bench.broker().published(topic), told + 1);
  EXPECT_EQ(state(), EquipmentState::ready);
}

}  // namespace
}  // namespace isocenter::collector
