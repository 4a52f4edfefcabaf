#include "collector/collector.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "collector/verification.hpp"
#include "shared/wire/topic.hpp"
#include "tests/collector/bench.hpp"

namespace isocenter::collector {
namespace {

using namespace test;
using std::chrono::seconds;

constexpr std::string_view stored_of_agents =
    "SELECT count(*) FROM event e JOIN epoch p ON p.id = e.epoch JOIN node n ON n.id = p.node "
    "WHERE n.name LIKE 'agent-%' AND e.device IS NOT NULL AND e.fate = 'stored'";
constexpr std::string_view different_times =
    "SELECT count(DISTINCT t || device) FROM event WHERE device IS NOT NULL AND fate = 'stored'";

class CollectorBench : public testing::Test {
 protected:
  void observe(const std::string& agent, std::string_view name, int count) {
    for (int i = 0; i < count; ++i) {
      const auto activity = i % 2 == 0 ? Activity::idle : Activity::unknown;
      bench.peer(agent).record(observed(name, at(10'000 + said_++), activity));
    }
  }
  std::int64_t stored() const { return query(bench.store_path(), stored_of_agents); }
  std::int64_t silences() const {
    return query(bench.store_path(), "SELECT count(*) FROM event WHERE type = 'node.silent'");
  }
  /// Every event once, chains whole, and what is derived equal to what the log says.
  void expect_whole(int events) {
    EXPECT_EQ(stored(), events);
    EXPECT_EQ(query(bench.store_path(), different_times), events);
    Store store{bench.store_path(), Store::Use::read};
    const ChainReport report = verify_chains(store.database());
    for (const ChainFault& fault : report.faults) ADD_FAILURE() << fault.node << " " << fault.seq << " " << fault.what;
    ASSERT_TRUE(store.derived_until());
    EXPECT_EQ(state_digest(store), digest_of_log(store, *store.derived_until()));
  }

  Bench bench;
  int said_ = 0;
};

TEST_F(CollectorBench, TakesWhatNodesSay) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  bench.start_node("agent-mr1");
  observe("agent-ct1", "ct1", 50);
  observe("agent-mr1", "mr1", 50);
  ASSERT_TRUE(bench.drain());
  expect_whole(100);
  const FigureValues figures = bench.figures();
  EXPECT_EQ(figures.nodes.at("agent-ct1").events_ingested, 51u);
  EXPECT_EQ(figures.nodes.at("agent-ct1").outbox_events, 0u);
  EXPECT_TRUE(figures.nodes.at("agent-ct1").up);
}

TEST_F(CollectorBench, LosesNothingOnALossyBroker) {
  int flights = 0;
  bench.broker().set_fate([&](const fakes::MemoryBroker::Flight&) {
    using Fate = fakes::MemoryBroker::Fate;
    constexpr std::array fates{Fate::deliver, Fate::drop, Fate::deliver, Fate::duplicate, Fate::delay};
    return fates[static_cast<std::size_t>(flights++ * 7 % 11) % fates.size()];
  });
  bench.start_collector();
  bench.start_node("agent-ct1");
  for (int i = 0; i < 20; ++i) {
    observe("agent-ct1", "ct1", 10);
    bench.pass(seconds{1});
  }
  ASSERT_TRUE(bench.drain());
  expect_whole(200);
}

TEST_F(CollectorBench, GoesOnAfterItWasKilled) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  for (int kill = 0; kill < 3; ++kill) {
    observe("agent-ct1", "ct1", 30);
    bench.pass(seconds{2});
    bench.kill_collector();
    observe("agent-ct1", "ct1", 30);
    bench.pass(seconds{2});
    bench.start_collector();
  }
  ASSERT_TRUE(bench.drain());
  expect_whole(180);
  EXPECT_EQ(silences(), 0) << "the collector's absence is no silence of the nodes";
}

TEST_F(CollectorBench, GoesOnAfterTheBrokerWasKilled) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 10);
  bench.pass(seconds{5});
  bench.broker().kill();
  observe("agent-ct1", "ct1", 10);
  bench.pass(seconds{20});
  bench.broker().start();
  ASSERT_TRUE(bench.drain());
  expect_whole(20);
  EXPECT_EQ(silences(), 0);
}

TEST_F(CollectorBench, FillsItselfAfterARestoreFromAnOlderCopy) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 40);
  ASSERT_TRUE(bench.drain());
  bench.kill_collector();
  sqlite::Database{bench.store_path()}.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  std::filesystem::copy_file(bench.store_path(), bench.folder() / "backup");
  bench.start_collector();
  observe("agent-ct1", "ct1", 40);
  ASSERT_TRUE(bench.drain());
  bench.kill_collector();
  for (const char* beside : {"-wal", "-shm"}) std::filesystem::remove(bench.store_path().string() + beside);
  std::filesystem::copy_file(bench.folder() / "backup", bench.store_path(),
                             std::filesystem::copy_options::overwrite_existing);
  bench.start_collector();
  bench.pass(seconds{5});
  ASSERT_TRUE(bench.drain());
  expect_whole(80);
}

TEST_F(CollectorBench, TakesEachEventOnceFromANodePutBack) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 20);
  ASSERT_TRUE(bench.drain());
  bench.kill_node("agent-ct1");
  const auto outbox = bench.folder() / "agent-ct1.outbox";
  sqlite::Database{outbox}.execute("PRAGMA wal_checkpoint(TRUNCATE)");
  std::filesystem::copy_file(outbox, bench.folder() / "snapshot");
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 20);
  ASSERT_TRUE(bench.drain());
  bench.kill_node("agent-ct1");
  for (const char* beside : {"-wal", "-shm"}) std::filesystem::remove(outbox.string() + beside);
  std::filesystem::copy_file(bench.folder() / "snapshot", outbox, std::filesystem::copy_options::overwrite_existing);
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 20);
  ASSERT_TRUE(bench.drain());
  expect_whole(60);
  EXPECT_FALSE(bench.broker().retained().contains("isocenter/1/test/collector/alert/missing-agent-ct1"));
}

TEST_F(CollectorBench, AlertsWhereTheEpochBeforeAStartNeverCameAndWhereANodeWasPutBack) {
  bench.start_collector();
  bench.pass(seconds{2});
  Chain chain{epoch(2)};
  chain.say({bench.now(), std::nullopt, NodeStarted{.software = "x", .epoch_before = epoch(1), .last_before = 7}});
  chain.say_again(observed("ct1", bench.now()), {epoch(3), 5, Digest{}});
  fakes::MemoryClient sender{bench.broker(), "sender"};
  sender.start({.will = [] { return std::nullopt; },
                .connected = [] {},
                .disconnected = [](const std::string&) {},
                .received = [](const mqtt::Message&) {},
                .subscribed = [] {}});
  bench.pass(seconds{1});
  sender.publish(wire::format_topic({Bench::site(), wire::NodeEventsTopic{node("agent-ct1")}}),
                 wire::format_batch(chain.all(bench.now())));
  bench.pass(seconds{1});
  EXPECT_TRUE(bench.broker().retained().contains("isocenter/1/test/collector/alert/missing-agent-ct1"));
  EXPECT_TRUE(bench.broker().retained().contains("isocenter/1/test/collector/alert/rolled-back-agent-ct1"));
}

TEST_F(CollectorBench, SaysSilentAndHeardAgain) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 1);
  ASSERT_TRUE(bench.drain());
  bench.broker().lock_out("isocenter.test.agent-ct1");
  bench.broker().cut("isocenter.test.agent-ct1");
  bench.pass(seconds{20});
  EXPECT_EQ(silences(), 1);
  EXPECT_FALSE(bench.figures().nodes.at("agent-ct1").up);
  bench.broker().let_in("isocenter.test.agent-ct1");
  bench.pass(seconds{120});
  EXPECT_EQ(query(bench.store_path(), "SELECT count(*) FROM event WHERE type = 'node.heard'"), 1);
  EXPECT_EQ(query(bench.store_path(), "SELECT count(*) FROM interval WHERE device = 'ct1' AND reason LIKE 'node_%'"), 0)
      << "it was there and observing all the while";
  expect_whole(1);
}

/// How long ct1 was `unknown` because of its node, and since when.
struct Unknown {
  std::int64_t from_ms, length_ms;
};

Unknown unknown_of_ct1(const Bench& bench) {
  const std::string where = " FROM interval WHERE device = 'ct1' AND state = 'unknown' AND reason LIKE 'node_%'";
  return {query(bench.store_path(), "SELECT min(from_ms)" + where),
          query(bench.store_path(), "SELECT coalesce(sum(to_ms - from_ms), 0)" + where)};
}

TEST_F(CollectorBench, KnowsNothingOfTheTimeANodeWasDead) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  bench.peer("agent-ct1").record(observed("ct1", bench.now()));
  bench.pass(seconds{30});
  const Instant died = bench.now();
  bench.kill_node("agent-ct1");
  bench.pass(seconds{60});
  bench.start_node("agent-ct1");
  bench.peer("agent-ct1").record(observed("ct1", bench.now()));
  ASSERT_TRUE(bench.drain());
  const Unknown unknown = unknown_of_ct1(bench);
  EXPECT_NEAR(static_cast<double>(unknown.from_ms), static_cast<double>(to_unix_ms(died)), 1250);
  EXPECT_NEAR(static_cast<double>(unknown.length_ms), 60'000, 1250);
  expect_whole(2);
}

TEST_F(CollectorBench, TakesNoOldEpochForTheNewestWhereItsStartIsLost) {
  Chain old{epoch(1)};
  old.say(started(at(-9000))).say(observed("ct1", at(-8990))).say(observed("ct1", at(-8000)));
  bench.start_collector();
  bench.pass(seconds{2});
  fakes::MemoryClient resender{bench.broker(), "resender"};
  resender.start({.will = [] { return std::nullopt; },
                  .connected = [] {},
                  .disconnected = [](const std::string&) {},
                  .received = [](const mqtt::Message&) {},
                  .subscribed = [] {}});
  bench.start_node("agent-ct1");
  bench.peer("agent-ct1").record(observed("ct1", bench.now()));
  ASSERT_TRUE(bench.drain());
  wire::Batch batch = old.gap(1, 1, "forgotten", bench.now());
  const wire::Batch rest = old.batch(2, 2, bench.now());
  batch.events.insert(batch.events.end(), rest.events.begin(), rest.events.end());
  resender.publish(wire::format_topic({Bench::site(), wire::NodeEventsTopic{node("agent-ct1")}}),
                   wire::format_batch(batch));
  bench.pass(seconds{2});
  EXPECT_EQ(query(bench.store_path(), "SELECT count(*) FROM event WHERE fate = 'gap'"), 1);
  EXPECT_EQ(query(bench.store_path(), "SELECT count(*) FROM interval WHERE to_ms IS NULL AND state = 'ready'"), 1);
  expect_whole(3);
}

TEST_F(CollectorBench, CountsStartsByWhenTheyWere) {
  outbox::OutboxLimits limits;
  limits.ballast_bytes = 0;
  for (int start = 0; start < 40; ++start) {
    outbox::Outbox{bench.folder() / "agent-ct1.outbox", limits}.begin_epoch("agent test", at(-100'000 + start * 2000));
  }
  bench.start_collector();
  bench.start_node("agent-ct1");
  ASSERT_TRUE(bench.drain());
  EXPECT_EQ(bench.figures().nodes.at("agent-ct1").events_ingested, 41u);
  bench.pass(seconds{2});
  EXPECT_FALSE(bench.broker().retained().contains("isocenter/1/test/collector/alert/restarts-agent-ct1"));
  bench.pass(seconds{60});
  EXPECT_EQ(silences(), 0) << "the status has named the present epoch";
  EXPECT_TRUE(bench.figures().nodes.at("agent-ct1").up);
}

TEST_F(CollectorBench, KnowsNothingOfTheTimeANodeStoodStill) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  bench.peer("agent-ct1").record(observed("ct1", bench.now()));
  bench.pass(seconds{30});
  const Instant stopped = bench.now();
  bench.freeze("agent-ct1", true);
  bench.pass(seconds{60});
  bench.freeze("agent-ct1", false);
  bench.pass(seconds{20});
  const Unknown unknown = unknown_of_ct1(bench);
  EXPECT_NEAR(static_cast<double>(unknown.from_ms), static_cast<double>(to_unix_ms(stopped)), 1250);
  EXPECT_NEAR(static_cast<double>(unknown.length_ms), 60'000, 5'000) << "until it is judged: three heartbeats";
  expect_whole(1);
}

TEST_F(CollectorBench, KnowsOfTheTimeTheCollectorItselfWasDown) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  bench.peer("agent-ct1").record(observed("ct1", bench.now()));
  bench.pass(seconds{30});
  bench.kill_collector();
  bench.pass(seconds{60});
  bench.start_collector();
  bench.pass(seconds{30});
  EXPECT_EQ(unknown_of_ct1(bench).length_ms, 0);
  expect_whole(1);
}

TEST_F(CollectorBench, KnowsNothingOfTheTimeANodeStoodStillWhileTheCollectorWasDown) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  bench.peer("agent-ct1").record(observed("ct1", bench.now()));
  bench.pass(seconds{30});
  bench.kill_collector();
  bench.freeze("agent-ct1", true);
  bench.pass(seconds{60});
  bench.freeze("agent-ct1", false);
  bench.start_collector();
  bench.pass(seconds{60});
  EXPECT_GE(unknown_of_ct1(bench).length_ms, 60'000);
  expect_whole(1);
}

TEST_F(CollectorBench, AlertsWhereTwoBearOneName) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  bench.pass(seconds{2});
  const std::string alert = "isocenter/1/test/collector/alert/twins-agent-ct1";
  for (int cut = 0; cut < 4; ++cut) {
    bench.broker().cut("isocenter.test.agent-ct1");
    bench.pass(seconds{3});
  }
  EXPECT_FALSE(bench.broker().retained().contains(alert));
  for (int cut = 0; cut < 4; ++cut) {
    bench.broker().cut("isocenter.test.agent-ct1");
    bench.pass(seconds{3});
  }
  EXPECT_TRUE(bench.broker().retained().contains(alert));
}

TEST_F(CollectorBench, WritesConfigurationOnlyWhenItDiffers) {
  const auto loaded = [&] {
    return query(bench.store_path(), "SELECT count(*) FROM event WHERE type = 'configuration.loaded'");
  };
  for (int start = 0; start < 3; ++start) {
    bench.start_collector();
    bench.pass(seconds{1});
    bench.kill_collector();
  }
  EXPECT_EQ(loaded(), 1);
  bench.configuration().devices[0].title = "CT 1 (new)";
  bench.start_collector();
  bench.pass(seconds{1});
  EXPECT_EQ(loaded(), 2);
}

TEST_F(CollectorBench, MarksWhatANodeMayNotSayAndTakesItInOnceMended) {
  bench.start_collector();
  bench.start_node("agent-us1");
  observe("agent-us1", "us1", 5);
  ASSERT_TRUE(bench.drain());
  EXPECT_EQ(stored(), 0);
  EXPECT_EQ(bench.figures().rejected.at("the device is not configured"), 5u);
  bench.kill_collector();
  bench.configuration().devices.push_back({.name = device("us1"), .modality = "US", .node = node("agent-us1")});
  bench.start_collector();
  bench.pass(seconds{1});
  bench.kill_collector();
  Store store{bench.store_path()};
  {
    sqlite::Transaction transaction{store.database()};
    EXPECT_EQ(store.log().judge_again(Permissions{bench.configuration()}), 5u);
    rebuild(store, *store.derived_until());
    transaction.commit();
  }
  expect_whole(5);
}

TEST_F(CollectorBench, KeepsRejectedBytesInQuarantineAlone) {
  bench.start_collector();
  bench.pass(seconds{2});
  Chain chain{epoch(1)};
  std::string bytes = wire::format_event(1, observed("ct1", at(1)));
  bytes.replace(bytes.find("\"idle\""), 6, "\"DOE^JOHN\"");
  chain.say_bytes(observed("ct1", at(1)), bytes);
  fakes::MemoryClient stranger{bench.broker(), "stranger"};
  stranger.start({.will = [] { return std::nullopt; },
                  .connected = [] {},
                  .disconnected = [](const std::string&) {},
                  .received = [](const mqtt::Message&) {},
                  .subscribed = [] {}});
  bench.pass(seconds{1});
  const std::string topic = wire::format_topic({Bench::site(), wire::NodeEventsTopic{node("agent-ct1")}});
  stranger.publish(topic, wire::format_batch(chain.all(bench.now())));
  stranger.publish(topic, "{\"v\":1,\"from\":\"DOE^JANE\"");
  bench.pass(seconds{1});
  EXPECT_EQ(query(bench.store_path(), "SELECT count(*) FROM event WHERE fate = 'rejected' AND bytes IS NULL"), 1);
  EXPECT_EQ(query(bench.folder() / "isocenter.db.quarantine", "SELECT count(*) FROM refused"), 2);
  EXPECT_EQ(bench.figures().nodes.at("agent-ct1").unreadable, 1u);
  EXPECT_TRUE(bench.broker().retained().contains("isocenter/1/test/collector/alert/unreadable-agent-ct1"));
}

TEST_F(CollectorBench, PublishesWhatKiosksNeedAndClearsWhatIsNoLongerTrue) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  bench.peer("agent-ct1").record(exam_started("ct1", bench.now(), 1));
  ASSERT_TRUE(bench.drain());
  const auto& retained = bench.broker().retained();
  const auto snapshot = wire::parse_device_snapshot(retained.at("isocenter/1/test/collector/device/ct1"));
  ASSERT_TRUE(snapshot) << to_string(snapshot.error());
  EXPECT_EQ(snapshot->state, EquipmentState::in_use);
  EXPECT_TRUE(snapshot->exam);
  bench.pass(seconds{1});
  const auto status = wire::parse_collector_status(retained.at("isocenter/1/test/collector/status"));
  ASSERT_TRUE(status);
  std::uint64_t own = 0;
  for (const auto& [topic, payload] : retained) own += topic.starts_with("isocenter/1/test/collector/") ? 1 : 0;
  EXPECT_EQ(status->retained_topics, own);
  bench.configuration().devices.pop_back();  // mr1 is scrapped
  bench.kill_collector();
  bench.start_collector();
  bench.pass(seconds{5});
  EXPECT_FALSE(retained.contains("isocenter/1/test/collector/device/mr1"));
}

TEST_F(CollectorBench, EndsWhereAnotherCollectorIsAlive) {
  fakes::MemoryClient other{bench.broker(), "other"};
  other.start({.will = [] { return std::nullopt; },
               .connected = [] {},
               .disconnected = [](const std::string&) {},
               .received = [](const mqtt::Message&) {},
               .subscribed = [] {}});
  bench.broker().settle();
  const auto beat = [&] {
    other.publish_retained(
        "isocenter/1/test/collector/status",
        wire::format_collector_status(
            {.instance = std::string(32, 'f'), .started = at(0), .online = true, .version = "x", .at = bench.now()}));
  };
  beat();
  bench.broker().settle();
  bench.start_collector();
  bench.pass(seconds{2});
  beat();
  EXPECT_THROW(bench.pass(seconds{2}), ForeignCollector);
}

TEST_F(CollectorBench, GoesOnWhereAnotherCollectorIsDead) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 1);
  ASSERT_TRUE(bench.drain());
  // A broker that kept what was retained over a crash: the status of a dead one still says online.
  bench.broker().kill(true);
  bench.kill_collector();
  bench.broker().start();
  bench.start_collector();
  observe("agent-ct1", "ct1", 1);
  ASSERT_TRUE(bench.drain());
  expect_whole(2);
}

TEST_F(CollectorBench, WaitsWhileItsStoreFails) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 5);
  ASSERT_TRUE(bench.drain());
  {
    sqlite::Database blocker{bench.store_path(), sqlite::Database::Mode::read_write};
    blocker.execute("CREATE TRIGGER stop BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'stopped'); END");
  }
  observe("agent-ct1", "ct1", 5);
  bench.pass(seconds{10});
  EXPECT_EQ(bench.figures().store, "failed");
  EXPECT_EQ(stored(), 5);
  {
    sqlite::Database blocker{bench.store_path(), sqlite::Database::Mode::read_write};
    blocker.execute("DROP TRIGGER stop");
  }
  ASSERT_TRUE(bench.drain());
  expect_whole(10);
  EXPECT_EQ(bench.figures().store, "ok");
}

TEST_F(CollectorBench, SaysAfterARestartWhoWentSilentWhileItsStoreWasAway) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 1);
  ASSERT_TRUE(bench.drain());
  sqlite::Database{bench.store_path()}.execute(
      "CREATE TRIGGER stop BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'stopped'); END");
  observe("agent-ct1", "ct1", 1);
  bench.pass(seconds{1});
  EXPECT_EQ(bench.figures().store, "failed");
  const auto aside = bench.folder() / "aside";
  std::filesystem::rename(bench.store_path(), aside);
  std::filesystem::create_directory(bench.store_path());
  bench.kill_node("agent-ct1");
  bench.pass(seconds{10});
  bench.kill_collector();
  std::filesystem::remove(bench.store_path());
  std::filesystem::rename(aside, bench.store_path());
  sqlite::Database{bench.store_path()}.execute("DROP TRIGGER stop");
  bench.start_collector();
  bench.pass(seconds{10});
  EXPECT_EQ(silences(), 1);
}

TEST_F(CollectorBench, GoesOnWhereItsStoreCannotBeReadWhenItIsOnlineAgain) {
  bench.start_collector();
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 1);
  ASSERT_TRUE(bench.drain());
  bench.broker().kill();
  bench.pass(seconds{2});
  sqlite::Database{bench.store_path()}.execute("ALTER TABLE interval RENAME TO lost");
  bench.broker().start();
  EXPECT_NO_THROW(bench.pass(seconds{5}));
  EXPECT_EQ(bench.figures().store, "failed");
}

TEST_F(CollectorBench, AcknowledgesItsOwnEventsThatWereCommittedWhenItDied) {
  bench.start_collector();
  bench.pass(seconds{2});
  bench.kill_collector();
  outbox::OutboxLimits limits;
  limits.ballast_bytes = 0;
  const auto own = bench.folder() / "collector.outbox";
  {
    outbox::Outbox before{own, limits};
    before.unacknowledge(before.epochs().back().epoch, 0);
    EXPECT_GT(before.unacknowledged(), 0u);
  }
  bench.start_collector();
  bench.pass(seconds{2});
  bench.kill_collector();
  EXPECT_EQ((outbox::Outbox{own, limits}.unacknowledged()), 0u);
}

TEST_F(CollectorBench, DoesNotReadABatchOverWhichItDiedTwice) {
  bench.start_node("agent-ct1");
  observe("agent-ct1", "ct1", 5);
  bench.start_collector();
  bench.pass(seconds{2});
  bench.kill_collector();
  observe("agent-ct1", "ct1", 5);
  // As a process leaves its marks that died twice while it had the next batch in hand.
  {
    const outbox::HeldEpoch held = bench.outbox("agent-ct1").epochs().back();
    const auto events = bench.outbox("agent-ct1").read(held.epoch, held.acknowledged + 1, 100, 60'000, bench.now());
    ASSERT_EQ(events.size(), 5u);
    const wire::Batch batch{.from = "x", .epoch = held.epoch, .first = events[0].seq, .events = events};
    std::ofstream{bench.store_path().string() + ".suspects"}
        << to_string(Suspects::key_of(node("agent-ct1"), wire::format_batch(batch)).value()) << " 2\n";
  }
  bench.start_collector();
  ASSERT_TRUE(bench.drain());
  EXPECT_EQ(bench.figures().nodes.at("agent-ct1").unreadable, 1u);
  expect_whole(10);  // single events may be read, and were
}

}  // namespace
}  // namespace isocenter::collector
