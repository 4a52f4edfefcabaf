#include <gtest/gtest.h>

#include "shared/wire/topic.hpp"
#include "tests/bench/collector_process.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/sender.hpp"
#include "tests/fakes/mosquitto.hpp"
#include "tests/fakes/temporary_folder.hpp"

/// The driver of `dev bench`, with few events: what it measures must be true before it may be fast.
namespace isocenter::bench {
namespace {

using namespace std::chrono_literals;

class IngestDriver : public testing::TestWithParam<std::size_t> {};

TEST_P(IngestDriver, GetsEveryEventIntoTheLogOnce) {
  const Department department{.nodes = 3, .devices = 6};
  const auto now = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
  Load load = make_load(department, mixed_events(department, 900, now), GetParam());
  const fakes::TemporaryFolder folder;
  const fakes::MosquittoProcess broker;
  CollectorProcess collector{department, broker.url(), folder.path(), load.begins};
  RawMqtt line{broker.port(), "bench.load"};
  line.subscribe({wire::filter(bench_site(), "collector/status"), wire::filter(bench_site(), "collector/ack/+")});
  ASSERT_TRUE(wait_for_collector(line, 20s)) << collector.output();
  const Sent sent = send_as_nodes(load, line, 0);
  EXPECT_TRUE(sent.all_acknowledged);
  EXPECT_TRUE(collector.stop()) << collector.output();
  EXPECT_EQ(collector.stored_rows(), load.events);
  EXPECT_EQ(collector.verify(), "");
}

INSTANTIATE_TEST_SUITE_P(OneByOneAndMany, IngestDriver, testing::Values(1, 100));

TEST(MixedEvents, AreTheMixThatIsPromised) {
  const Department department;
  std::map<std::string, std::size_t> counts;
  std::size_t changes = 0;
  std::map<DeviceName, bool> reachable;
  const auto events = mixed_events(department, 6400 * 2, from_unix_ms(1'795'000'000'000));
  for (const MixedEvent& mixed : events) {
    ++counts[std::string{event_type(mixed.event.body)}];
    const auto* observed = std::get_if<DeviceObserved>(&mixed.event.body);
    if (observed == nullptr) continue;
    const auto before = reachable.try_emplace(*mixed.event.device, true).first;
    if (before->second != observed->reachable) ++changes;
    before->second = observed->reachable;
  }
  EXPECT_EQ(counts["reading.taken"], events.size() * 7 / 10);
  EXPECT_EQ(counts["device.observed"], events.size() * 2 / 10);
  EXPECT_EQ(changes, events.size() * 2 / 100);
  EXPECT_EQ(counts["exam.started"], counts["exam.ended"]);
  EXPECT_EQ(counts["exam.started"] + counts["exam.ended"], events.size() / 10);
}

}  // namespace
}  // namespace isocenter::bench
