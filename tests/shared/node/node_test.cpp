#include "shared/node/node.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "shared/wire/event_codec.hpp"
#include "shared/wire/topic.hpp"
#include "tests/fakes/memory_broker.hpp"
#include "tests/fakes/model_collector.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::node {
namespace {

using namespace std::chrono_literals;
using fakes::MemoryBroker;
using fakes::MemoryClient;
using fakes::ModelCollector;

const SiteName site = *SiteName::parse("general");
const std::string base = "isocenter/1/general/";

NewEvent fault(int number, Instant t) {
  return {t, *DeviceName::parse("ct1"),
          FaultReported{"f" + std::to_string(number), "E-17", Effect::down, Cause::equipment, "log", std::nullopt}};
}

/// A department in memory: a broker, a collector, and a node that can be killed and started again on its file.
class Department {
 public:
  Department() { collector.start(); }

  void start_node() {
    client = std::make_unique<MemoryClient>(broker, "isocenter.general.agent-1");
    box = std::make_unique<outbox::Outbox>(path(), outbox::OutboxLimits{.ballast_bytes = 4096});
    node = std::make_unique<Node>(NodeOptions{site, *NodeName::parse("agent-1"), "test 1", 10s}, *box, *client);
    node->start(now);
  }
  void kill_node() {
    node.reset();
    client.reset();
    box.reset();
  }
  std::filesystem::path path() const { return folder / "agent-1.outbox"; }

  void record(int events = 1) {
    for (int i = 0; i < events; ++i) node->record(fault(++recorded, now));
  }
  /// Time passes; everybody has his turns.
  void pass(std::chrono::seconds time) {
    for (int i = 0; i < time.count(); ++i) {
      now += 1s;
      monotonic += 1s;
      for (int round = 0; round < 4; ++round) {
        broker.deliver();
        collector.turn(now);
        if (node) turn();
      }
    }
  }
  void turn() {
    node->turn({.wall = now,
                .monotonic = monotonic,
                .since_boot = monotonic.time_since_epoch(),
                .undisciplined = monotonic.time_since_epoch(),
                .synchronised = true});
  }
  bool drains(std::chrono::seconds patience) {
    for (int i = 0; i < patience.count(); ++i) {
      pass(1s);
      if (node->unacknowledged() == 0) return true;
    }
    return false;
  }

  /// The faults that the collector holds, in order.
  std::vector<int> faults() const {
    std::vector<int> numbers;
    for (const auto& stored : collector.log()) {
      if (stored.event.type != "fault.reported") continue;
      const auto event = wire::parse_event(stored.event.bytes);
      numbers.push_back(std::stoi(std::get<FaultReported>(event->body).fault.substr(1)));
    }
    return numbers;
  }
  std::vector<int> expected() const {
    std::vector<int> numbers;
    for (int i = 1; i <= recorded; ++i) numbers.push_back(i);
    return numbers;
  }
  void expect_same_past() const {
    for (const outbox::HeldEpoch& held : box->epochs()) {
      const auto head = collector.heads().find({"agent-1", held.epoch});
      ASSERT_NE(head, collector.heads().end());
      EXPECT_EQ(head->second.through, held.last);
      EXPECT_EQ(head->second.digest, held.digest);
    }
  }
  std::vector<std::string> types() const {
    std::vector<std::string> all;
    for (const auto& stored : collector.log()) all.push_back(stored.event.type);
    return all;
  }
  wire::NodeStatus status() const {
    return *wire::parse_node_status(broker.retained().at(base + "node/agent-1/status"));
  }

  fakes::TemporaryFolder folder;
  MemoryBroker broker;
  MemoryClient collector_client{broker, "isocenter.general.collector"};
  ModelCollector collector{site, collector_client};
  std::unique_ptr<MemoryClient> client;
  std::unique_ptr<outbox::Outbox> box;
  std::unique_ptr<Node> node;
  Instant now = from_unix_ms(1'795'000'000'000);
  std::chrono::steady_clock::time_point monotonic{1h};
  int recorded = 0;
};

TEST(Node, BringsItsEventsToTheCollector) {
  Department department;
  department.start_node();
  department.record(3);
  ASSERT_TRUE(department.drains(5s));
  EXPECT_EQ(department.types().front(), "node.started");
  EXPECT_EQ(department.faults(), department.expected());
  department.expect_same_past();
}

TEST(Node, SendsAtOnceWhatIsRecorded) {
  Department department;
  department.start_node();
  department.pass(3s);
  department.record();
  department.turn();  // in the same second
  department.broker.deliver();
  department.collector.turn(department.now);
  EXPECT_EQ(department.faults(), department.expected());
}

TEST(Node, BringsManyEventsInFewBatches) {
  Department department;
  department.start_node();
  department.node->record([&](sqlite::Database&) {
    std::vector<NewEvent> events;
    for (int i = 0; i < 3000; ++i) events.push_back(fault(++department.recorded, department.now));
    return events;
  });
  ASSERT_TRUE(department.drains(10s));
  EXPECT_EQ(department.faults(), department.expected());
  EXPECT_LT(department.collector.batches(), 40u);
}

TEST(Node, SaysNothingOfEventsWhileTheCollectorIsAway) {
  Department department;
  department.collector.pause(department.now);
  department.start_node();
  department.record(5);
  department.pass(60s);
  EXPECT_EQ(department.broker.published(base + "node/agent-1/events"), 0u);
  EXPECT_EQ(department.node->unacknowledged(), 6u);
  EXPECT_FALSE(department.node->is_collector_online());
  department.collector.resume(department.now);
  EXPECT_TRUE(department.drains(5s));
  EXPECT_TRUE(department.node->is_collector_online());
}

TEST(Node, BeatsEveryTenSecondsWithAnEmptyBatch) {
  Department department;
  department.start_node();
  ASSERT_TRUE(department.drains(5s));
  department.pass(15s);
  const auto before = department.broker.published(base + "node/agent-1/events");
  department.pass(60s);
  EXPECT_EQ(department.broker.published(base + "node/agent-1/events") - before, 6u);
}

TEST(Node, RepeatsItsStatusOnlyUntilTheCollectorHasAllThatItNames) {
  Department department;
  department.start_node();
  department.pass(30s);
  const auto before = department.broker.published(base + "node/agent-1/status");
  department.pass(60s);
  EXPECT_EQ(department.broker.published(base + "node/agent-1/status"), before);
  EXPECT_EQ(department.status().epochs,
            (std::vector<wire::EpochEnd>{{department.box->epoch(), department.box->epochs().back().last,
                                          department.box->epochs().back().digest}}));
}

TEST(Node, RepeatsItsStatusWhileTheCollectorDoesNotTakeItsEvents) {
  Department department;
  department.collector.store = "full";
  department.start_node();
  department.pass(20s);
  const auto before = department.broker.published(base + "node/agent-1/status");
  department.pass(60s);
  EXPECT_EQ(department.broker.published(base + "node/agent-1/status") - before, 6u);
}

TEST(Node, HasANewInstanceAtEachConnectionAndSaysItInStatusAndBatch) {
  Department department;
  department.start_node();
  department.pass(5s);
  const std::string first = department.status().instance;
  department.broker.cut("isocenter.general.agent-1");
  department.pass(5s);
  EXPECT_NE(department.status().instance, first);
  EXPECT_TRUE(department.status().online);
}

TEST(Node, WritesItsStatusAgainWhenItReadsAForeignOne) {
  Department department;
  department.start_node();
  department.pass(5s);
  MemoryClient other{department.broker, "late-will"};
  other.start({});
  department.broker.deliver();
  wire::NodeStatus late = department.status();
  late.instance = "an earlier one";
  late.online = false;
  other.publish_retained(base + "node/agent-1/status", wire::format_node_status(late));
  department.pass(11s);
  EXPECT_TRUE(department.status().online);
  // And not more often than it beats, however often it is overwritten.
  const auto before = department.broker.published(base + "node/agent-1/status");
  for (int i = 0; i < 30; ++i) {
    other.publish_retained(base + "node/agent-1/status", wire::format_node_status(late));
    department.pass(1s);
  }
  EXPECT_LE(department.broker.published(base + "node/agent-1/status") - before, 30u + 4u);
}

TEST(Node, LeavesAnOfflineStatusWhenItStopsAndWhenItIsKilled) {
  Department department;
  department.start_node();
  department.pass(3s);
  const std::string instance = department.status().instance;
  department.node->stop(1s);
  EXPECT_FALSE(department.status().online);
  EXPECT_EQ(department.status().instance, instance);
  department.kill_node();
  department.start_node();
  department.pass(3s);
  EXPECT_TRUE(department.status().online);
  department.kill_node();
  department.broker.deliver();
  EXPECT_FALSE(department.status().online);
}

TEST(Node, PublishesItsDevicesAtEachConnectAndClearsThoseItNoLongerHas) {
  Department department;
  department.start_node();
  const wire::ObservedDevice seen = [] {
    wire::ObservedDevice device;
    device.reachable = true;
    return device;
  }();
  department.node->set_device(*DeviceName::parse("ct1"), seen);
  department.node->set_device(*DeviceName::parse("ct2"), seen);
  department.node->set_about({.software = "test 1", .devices = {}});
  department.pass(3s);
  EXPECT_TRUE(department.broker.retained().contains(base + "node/agent-1/device/ct2"));
  department.kill_node();
  department.start_node();  // its configuration names ct1 only
  department.node->set_device(*DeviceName::parse("ct1"), seen);
  department.pass(3s);
  EXPECT_TRUE(department.broker.retained().contains(base + "node/agent-1/device/ct1"));
  EXPECT_FALSE(department.broker.retained().contains(base + "node/agent-1/device/ct2"));
  EXPECT_FALSE(department.broker.retained().contains(base + "node/agent-1/about"));
  department.node->clear_devices();
  department.pass(1s);
  EXPECT_FALSE(department.broker.retained().contains(base + "node/agent-1/device/ct1"));
}

TEST(Node, PublishesItsRetainedTopicsAgainAfterTheBrokerLostThem) {
  Department department;
  department.start_node();
  department.node->set_device(*DeviceName::parse("ct1"), wire::ObservedDevice{});
  department.pass(3s);
  department.broker.kill();
  department.record(2);
  department.pass(5s);
  department.broker.start();
  ASSERT_TRUE(department.drains(5s));
  EXPECT_TRUE(department.broker.retained().contains(base + "node/agent-1/device/ct1"));
  EXPECT_TRUE(department.status().online);
  EXPECT_EQ(department.faults(), department.expected());
}

TEST(Node, ARestartedCollectorIsAskedAndGetsTheRest) {
  Department department;
  department.start_node();
  department.record(4);
  ASSERT_TRUE(department.drains(5s));
  const auto backup = department.collector.back_up();
  department.record(6);
  ASSERT_TRUE(department.drains(5s));
  department.collector.pause(department.now);
  department.collector.restore(backup);
  department.pass(2s);
  department.collector.resume(department.now);
  department.pass(2s);
  ASSERT_TRUE(department.drains(20s));
  EXPECT_EQ(department.faults(), department.expected());
  department.expect_same_past();
}

TEST(Node, ACollectorThatLostAllGetsEarlierEpochsToo) {
  Department department;
  for (int start = 0; start < 3; ++start) {
    department.start_node();
    department.record(3);
    ASSERT_TRUE(department.drains(10s));
    if (start < 2) department.kill_node();
  }
  department.collector.pause(department.now);
  department.collector.restore({});
  department.pass(1s);
  department.collector.resume(department.now);
  department.pass(12s);
  ASSERT_TRUE(department.drains(30s));
  EXPECT_EQ(department.faults(), department.expected());
  department.expect_same_past();
}

TEST(Node, TellsTheRestoredCollectorOfAGapWhereItsRowsAreForgotten) {
  Department department;
  department.start_node();
  department.record(3);
  ASSERT_TRUE(department.drains(5s));
  const auto backup = department.collector.back_up();
  department.record(3);
  ASSERT_TRUE(department.drains(5s));
  department.box->forget(department.now + 8 * 24h);
  department.record(1);
  ASSERT_TRUE(department.drains(5s));
  department.collector.pause(department.now);
  department.collector.restore(backup);
  department.pass(1s);
  department.collector.resume(department.now);
  department.pass(12s);
  ASSERT_TRUE(department.drains(30s));
  EXPECT_EQ(department.faults(), (std::vector<int>{1, 2, 3, 7}));
  ASSERT_EQ(department.types().size(), 6u);
  EXPECT_EQ(department.types().at(4), "outbox.gap");
  EXPECT_EQ(department.collector.log().at(4).event.seq, 5u);
  EXPECT_EQ(department.collector.log().at(4).event.to, 7u);
  department.expect_same_past();
}

TEST(Node, WaitsWhileTheCollectorsStoreIsFull) {
  Department department;
  department.start_node();
  ASSERT_TRUE(department.drains(5s));
  department.collector.store = "full";
  department.record(3);
  department.pass(60s);
  EXPECT_EQ(department.node->unacknowledged(), 3u);
  department.collector.store = "ok";
  EXPECT_TRUE(department.drains(15s));
  EXPECT_EQ(department.faults(), department.expected());
}

TEST(Node, GetsPastAnEventThatTheCollectorCannotRead) {
  Department department;
  department.start_node();
  ASSERT_TRUE(department.drains(5s));
  department.collector.can_read = [](const wire::Batch& batch) {
    return std::none_of(batch.events.begin(), batch.events.end(),
                        [](const wire::WireEvent& event) { return event.bytes.find("\"f5\"") != std::string::npos; });
  };
  department.node->record([&](sqlite::Database&) {
    std::vector<NewEvent> events;
    for (int i = 0; i < 10; ++i) events.push_back(fault(++department.recorded, department.now));
    return events;
  });
  ASSERT_TRUE(department.drains(60s));
  EXPECT_EQ(department.faults(), (std::vector<int>{1, 2, 3, 4, 6, 7, 8, 9, 10}));
  department.expect_same_past();
}

/// Puts the node's files back to where they were at `save`: a virtual machine resumed from a snapshot.
class Snapshot {
 public:
  explicit Snapshot(Department& department) : department_{department} {
    for (const char* suffix : suffixes) {
      const auto from = department_.path().string() + suffix;
      if (std::filesystem::exists(from)) std::filesystem::copy(from, copy_.path().string() + "/box" + suffix);
    }
  }
  void put_back() {
    department_.kill_node();
    for (const char* suffix : suffixes) {
      const auto to = department_.path().string() + suffix;
      std::filesystem::remove(to);
      const auto from = copy_.path().string() + "/box" + suffix;
      if (std::filesystem::exists(from)) std::filesystem::copy(from, to);
    }
  }

 private:
  static constexpr std::array suffixes{"", "-wal"};
  Department& department_;
  fakes::TemporaryFolder copy_;
};

TEST(Node, ARolledBackNodeLosesAndDoublesNothing) {
  for (const int ahead : {0, 1, 5, 20}) {
    Department department;
    department.start_node();
    department.record(4);
    ASSERT_TRUE(department.drains(5s));
    department.broker.lock_out("isocenter.general.agent-1");
    department.broker.cut("isocenter.general.agent-1");
    department.record(3);  // not acknowledged when the snapshot is taken
    Snapshot snapshot{department};
    department.broker.let_in("isocenter.general.agent-1");
    department.record(5);
    ASSERT_TRUE(department.drains(20s));
    const int before = department.recorded;
    snapshot.put_back();
    // The machine goes on where the snapshot was, and ahead of what the collector holds before it hears that.
    department.broker.lock_out("isocenter.general.agent-1");
    department.start_node();
    department.record(ahead);
    department.broker.let_in("isocenter.general.agent-1");
    ASSERT_TRUE(department.drains(60s)) << ahead;
    department.pass(15s);
    EXPECT_EQ(department.faults().size(), static_cast<std::size_t>(department.recorded)) << ahead;
    std::vector<int> sorted = department.faults();
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(sorted, department.expected()) << before << "+" << ahead;
  }
}

TEST(Node, WritesPausesAndClockSteps) {
  Department department;
  department.start_node();
  department.pass(3s);
  department.now += 10min;
  department.monotonic += 10min;
  department.pass(3s);
  department.now += 1h;
  department.pass(3s);
  ASSERT_TRUE(department.drains(20s));
  const auto types = department.types();
  EXPECT_EQ(std::count(types.begin(), types.end(), "node.paused"), 1);
  EXPECT_EQ(std::count(types.begin(), types.end(), "clock.stepped"), 1);
}

TEST(Node, ARecordThatFailsLeavesNothingBehind) {
  Department department;
  department.start_node();
  department.node->record([](sqlite::Database& database) {
    database.execute("CREATE TABLE position (at INTEGER)");
    return std::vector<NewEvent>{};
  });
  const auto failing = [&](sqlite::Database& database) -> std::vector<NewEvent> {
    database.execute("INSERT INTO position VALUES (1)");
    throw std::runtime_error{"the source is gone"};
  };
  EXPECT_THROW(department.node->record(failing), std::runtime_error);
  department.record(2);
  ASSERT_TRUE(department.drains(5s));
  EXPECT_EQ(department.faults(), department.expected());
  department.node->record([](sqlite::Database& database) {
    sqlite::Statement count{database, "SELECT count(*) FROM position"};
    EXPECT_TRUE(count.step());
    EXPECT_EQ(count.integer(0), 0);
    return std::vector<NewEvent>{};
  });
}

TEST(Node, AFullDiskIsSaidInTheStatusAndOverWhenThereIsRoom) {
  Department department;
  department.start_node();
  department.node->record([&](sqlite::Database&) {
    std::vector<NewEvent> events;
    for (int i = 0; i < 300; ++i) events.push_back(fault(++department.recorded, department.now));
    return events;
  });
  ASSERT_TRUE(department.drains(10s));
  // The database can grow no more, and nothing acknowledged is left to forget.
  department.box->make_room();
  department.box->database().execute("PRAGMA max_page_count=1");
  int taken = 0;
  try {
    for (;; ++taken) department.node->record(fault(department.recorded + taken + 1, department.now));
  } catch (const sqlite::StoreError& error) {
    EXPECT_TRUE(error.is_full());
  }
  department.recorded += taken;
  EXPECT_EQ(department.node->disk(), "full");
  EXPECT_TRUE(
      department.node->record({department.now, *DeviceName::parse("ct1"), ReadingTaken{"t", 1, "Cel"}}).empty());
  department.pass(11s);
  EXPECT_EQ(department.status().disk, "full");
  department.box->database().execute("PRAGMA max_page_count=1000000");
  ASSERT_TRUE(department.drains(60s));
  department.pass(75s);
  EXPECT_NE(department.status().disk, "full");
  EXPECT_EQ(department.faults(), department.expected());
  department.expect_same_past();
}

TEST(Node, GoesOnWhereTheDiskHasLostWhatTheCollectorHasAlready) {
  Department department;
  department.start_node();
  department.record(20);
  ASSERT_TRUE(department.drains(10s));
  department.broker.cut("isocenter.general.agent-1");
  department.record(5);
  department.box->database().execute("DELETE FROM outbox_rows WHERE seq <= 21");
  ASSERT_TRUE(department.drains(60s));
  department.record(1);
  ASSERT_TRUE(department.drains(10s));
  EXPECT_EQ(department.faults(), department.expected());
  department.expect_same_past();
}

TEST(Node, AsksWhereTheDigestBeforeWhatItSendsIsLost) {
  Department department;
  department.start_node();
  department.record(20);
  ASSERT_TRUE(department.drains(10s));
  department.box->database().execute("DELETE FROM outbox_rows WHERE seq <= 21");
  department.record(2);
  department.box->database().execute("DELETE FROM outbox_rows WHERE seq <= 21");
  ASSERT_TRUE(department.drains(60s));
  EXPECT_EQ(department.faults(), department.expected());
  department.expect_same_past();
}

RC_GTEST_PROP(NodeStory, EveryEventArrivesOnceInOrder, ()) {
  Department department;
  department.start_node();
  std::vector<MemoryBroker::Fate> fates;
  std::size_t next_fate = 0;
  const auto luck = *rc::gen::container<std::vector<int>>(64, rc::gen::inRange(0, 10));
  department.broker.set_fate([&](const MemoryBroker::Flight&) {
    const int one = luck[next_fate++ % luck.size()];
    return one < 6   ? MemoryBroker::Fate::deliver
           : one < 8 ? MemoryBroker::Fate::drop
           : one < 9 ? MemoryBroker::Fate::duplicate
                     : MemoryBroker::Fate::delay;
  });
  const auto steps = *rc::gen::resize(40, rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 20)));
  for (const int step : steps) {
    if (step < 8) {
      department.record(step);
    } else if (step < 14) {
      department.pass(std::chrono::seconds{step - 7});
    } else if (step == 14) {
      department.kill_node();
      department.start_node();
    } else if (step == 15) {
      department.broker.cut("isocenter.general.agent-1");
    } else if (step == 16) {
      department.broker.kill();
      department.broker.start();
    } else if (step == 17) {
      department.broker.cut("isocenter.general.collector");
    } else if (step == 18) {
      department.collector.pause(department.now);
      department.pass(2s);
      department.collector.resume(department.now);
    } else {
      department.box->forget(department.now + 8 * 24h);
    }
  }
  department.broker.set_fate({});
  RC_ASSERT(department.drains(300s));
  department.pass(12s);
  RC_ASSERT(department.faults() == department.expected());
  for (const outbox::HeldEpoch& held : department.box->epochs()) {
    const auto head = department.collector.heads().find({"agent-1", held.epoch});
    RC_ASSERT(head != department.collector.heads().end());
    RC_ASSERT(head->second.through == held.last);
    RC_ASSERT(head->second.digest == held.digest);
  }
}

}  // namespace
}  // namespace isocenter::node
