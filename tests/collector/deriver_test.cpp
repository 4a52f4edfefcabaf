#include "collector/deriver.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <memory>

#include "collector/store/state_digest.hpp"
#include "tests/collector/chain.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::collector {
namespace {

using namespace test;

/// What the nodes of a small department say in a day, each in order.
class Story {
 public:
  Story() {
    chain("collector").say({at(0), std::nullopt, department()});
    for (const auto* name : {"agent-ct1", "agent-mr1", "kiosk-ct1"}) chain(name).say(started(at(1)));
    for (const auto* name : {"ct1", "mr1"}) chain(std::string{"agent-"} + name).say(observed(name, at(2)));
  }

  Chain& chain(const std::string& name) {
    const auto found = chains_.find(name);
    if (found != chains_.end()) return found->second;
    return chains_.emplace(name, Chain{epoch(static_cast<std::uint8_t>(chains_.size() + 1))}).first->second;
  }
  std::map<std::string, Chain>& chains() { return chains_; }

  /// One more thing happens at `now`.
  void happen(std::int64_t now) {
    const std::string name = *rc::gen::element<std::string>("ct1", "mr1");
    Chain& agent = chain("agent-" + name);
    Chain& kiosk = chain("kiosk-ct1");
    const int exam = *rc::gen::inRange(1, 40);
    // A source's clock may be off, and tell late.
    const Instant told = at(now - *rc::gen::element(0, 0, 0, 3, 30, 400, 4000));
    switch (*rc::gen::inRange(0, 12)) {
      case 0:
      case 1: agent.say(exam_started(name, at(now), exam)); return;
      case 2:
      case 3: {
        NewEvent ended = exam_ended(name, at(now), exam);
        std::get<ExamEnded>(ended.body).at = told;
        agent.say(ended);
        return;
      }
      case 4: agent.say(observed(name, at(now), *rc::gen::element(Activity::idle, Activity::exam))); return;
      case 5: agent.say(observed(name, at(now), Activity::unknown, false)); return;
      case 6: agent.say(fault(name, at(now), "f" + std::to_string(exam), "log")); return;
      case 7:
        agent.say({at(now), device(name),
                   FaultStepped{.step = FaultStep::repaired, .fault = "f" + std::to_string(exam), .at = told}});
        return;
      case 8:
        kiosk.say(
            declared("ct1", at(now),
                     *rc::gen::element(EquipmentState::down, EquipmentState::ready, EquipmentState::quality_control)));
        return;
      case 9: kiosk.say(fault("ct1", at(now), "p" + std::to_string(exam), "person")); return;
      case 10:
        kiosk.say(
            {at(now), device("ct1"), EventWithdrawn{kiosk.name(), kiosk.last(), kiosk.birth(kiosk.last()).digest}});
        return;
      default: silence(name, now);
    }
  }

 private:
  void silence(const std::string& name, std::int64_t now) {
    const NodeName agent = node("agent-" + name);
    const Epoch present = chain("agent-" + name).name();
    const Instant last = at(now - *rc::gen::element(5, 30, 900));
    if (*rc::gen::arbitrary<bool>()) {
      chain("collector").say({at(now), std::nullopt, NodeSilent{agent, present, last, last, "missed"}});
    } else {
      chain("collector")
          .say(
              {at(now), std::nullopt,
               NodeHeard{
                   .node = agent, .epoch = present, .last_receipt = last, .stood_still = *rc::gen::arbitrary<bool>()}});
    }
  }

  std::map<std::string, Chain> chains_;
};

/// A store that takes events in some order and derives as it goes.
class LiveStore {
 public:
  LiveStore(const std::filesystem::path& path, std::size_t most_rows)
      : store_{std::make_unique<Store>(path)}, most_rows_{most_rows} {
    restart();
  }

  void restart() {
    sqlite::Transaction transaction{store_->database()};
    deriver_ = std::make_unique<Deriver>(*store_, most_rows_);
    transaction.commit();
  }
  /// The next `count` events of the chain, in a transaction of their own; derived as of `now`.
  void take(const std::string& name, const Chain& chain, std::size_t count, Instant now) {
    const NodeName sender = node(name);
    const ChainHead head = store_->log().head(sender, chain.name());
    const std::size_t left = chain.last() - head.through;
    const wire::Batch batch = chain.batch(head.through + 1, std::min(count, left), now);
    sqlite::Transaction transaction{store_->database()};
    ClockDifference clock;
    const Verdict verdict = judge(
        sender, batch, now, head, permissions_, [](const BirthName&) { return false; }, clock);
    deriver_->take(store_->log().append(sender, chain.name(), verdict.entries, verdict.head));
    deriver_->derive(now);
    transaction.commit();
  }
  bool has_all(const std::string& name, const Chain& chain) {
    return store_->log().head(node(name), chain.name()).through == chain.last();
  }
  void derive(Instant now) {
    sqlite::Transaction transaction{store_->database()};
    deriver_->derive(now);
    transaction.commit();
  }
  Store& store() { return *store_; }
  const Deriver& deriver() const { return *deriver_; }
  std::uint64_t reloads() const { return deriver_->reloads(); }

 private:
  std::unique_ptr<Store> store_;
  std::size_t most_rows_;
  Permissions permissions_{department()};
  std::unique_ptr<Deriver> deriver_;
};

std::string text_of(Store& store) {
  std::string text;
  for (const DeviceName& name : store.derived().devices())
    text += canonical_text(name, store.derived().read(name, Instant{}));
  return text;
}

std::string text_of_log(Store& store, Instant until) {
  std::string text;
  for (const auto& [name, nodes] : Deriver::read_observers(store)) {
    text += canonical_text(name, derive_all(store, name, nodes, until));
  }
  return text;
}

/// Delivers the whole story shuffled across nodes, as the broker and the nodes' outboxes may.
void deliver_shuffled(Story& story, LiveStore& live, std::int64_t begin, std::int64_t end) {
  std::int64_t now = begin;
  while (true) {
    std::vector<std::string> waiting;
    for (const auto& [name, chain] : story.chains()) {
      if (!live.has_all(name, chain)) waiting.push_back(name);
    }
    if (waiting.empty()) return;
    const std::string name = *rc::gen::elementOf(waiting);
    now = std::min(end, now + *rc::gen::inRange<std::int64_t>(0, 300));
    live.take(name, story.chain(name), *rc::gen::inRange<std::size_t>(1, 12), at(now));
    if (*rc::gen::inRange(0, 15) == 0) live.restart();
  }
}

RC_GTEST_PROP(Deriver, DerivesTheSameInWhateverOrderNodesAreHeard, ()) {
  Story story;
  std::int64_t now = 10;
  const int happenings = *rc::gen::inRange(5, 70);
  for (int i = 0; i < happenings; ++i) {
    now += *rc::gen::inRange<std::int64_t>(1, 600);
    story.happen(now);
  }
  const std::int64_t end = now + 10'000;
  const fakes::TemporaryFolder folder;
  LiveStore live{folder / "live.db", *rc::gen::element<std::size_t>(8, 16, 512)};
  deliver_shuffled(story, live, *rc::gen::element<std::int64_t>(10, now), end);
  live.derive(at(end));
  const std::string held = text_of(live.store());
  const std::string expected = text_of_log(live.store(), at(end));
  if (held != expected) RC_LOG() << "held:\n" << held << "\nexpected:\n" << expected;
  RC_ASSERT(held == expected);
  RC_ASSERT(state_digest(live.store()) == digest_of_log(live.store(), at(end)));

  LiveStore in_order{folder / "order.db", 512};
  for (const auto& [name, chain] : story.chains()) in_order.take(name, chain, chain.last(), at(end));
  RC_ASSERT(text_of(in_order.store()) == held);

  sqlite::Transaction transaction{live.store().database()};
  rebuild(live.store(), at(end));
  transaction.commit();
  RC_ASSERT(text_of(live.store()) == held);
}

TEST(Deriver, ChangesByItselfWhenHoursEnd) {
  const fakes::TemporaryFolder folder;
  ConfigurationLoaded loaded = department();
  loaded.zone = "UTC";
  Chain collector{epoch(1)};
  const std::int64_t day = to_unix_ms(at(0)) / 86'400'000;
  const Instant midnight = from_unix_ms(day * 86'400'000);
  for (int weekday = 1; weekday <= 7; ++weekday) loaded.devices[0].hours.push_back({weekday, 8 * 60, 18 * 60});
  collector.say({midnight, std::nullopt, loaded});
  LiveStore live{folder / "live.db", 512};
  live.take("collector", collector, 1, midnight + std::chrono::hours{1});
  live.derive(midnight + std::chrono::hours{9});
  live.derive(midnight + std::chrono::hours{19});
  const Derived derived = live.store().derived().read(device("ct1"), Instant{});
  ASSERT_EQ(derived.intervals.size(), 3u);
  EXPECT_EQ(derived.intervals[1].period.from, midnight + std::chrono::hours{8});
  EXPECT_EQ(derived.intervals[2].period.from, midnight + std::chrono::hours{18});
  EXPECT_EQ(derived.intervals[2].state, EquipmentState::closed);
}

NewEvent planned(std::int64_t said, std::int64_t from, std::int64_t until) {
  return {at(said), device("ct1"),
          DeviceDeclared{.state = EquipmentState::planned_down, .from = at(from), .until = at(until)}};
}

TEST(Deriver, TellsTheEndOfThePlannedWorkThatHolds) {
  const fakes::TemporaryFolder folder;
  Chain collector{epoch(1)};
  collector.say({at(0), std::nullopt, department()});
  Chain kiosk{epoch(2)};
  kiosk.say(planned(10, 2000, 3000)).say(planned(20, 1000, 9000)).say(planned(30, 2500, 4000));
  kiosk.say({at(40), std::nullopt, EventWithdrawn{kiosk.name(), 3, kiosk.digest(3)}});
  LiveStore live{folder / "live.db", 512};
  live.take("collector", collector, 1, at(1));
  live.take("kiosk-ct1", kiosk, 4, at(50));
  const auto told_at = [&](std::int64_t now) {
    live.derive(at(now));
    return live.deriver().planned_until(device("ct1"), at(now));
  };
  EXPECT_EQ(told_at(1500), at(9000));
  EXPECT_EQ(told_at(2600), at(3000)) << "the latest to take effect holds, and the withdrawn one never did";
  EXPECT_EQ(told_at(3500), std::nullopt);
}

TEST(Deriver, DerivesAnewWhenTheClockWasSetBack) {
  const fakes::TemporaryFolder folder;
  Story story;
  for (int i = 0; i < 60; ++i) {
    story.chain("agent-ct1").say(exam_started("ct1", at(100 + i * 1000), i));
    story.chain("agent-ct1").say(exam_ended("ct1", at(600 + i * 1000), i));
  }
  LiveStore live{folder / "live.db", 16};
  for (const auto& [name, chain] : story.chains()) live.take(name, chain, chain.last(), at(70'000));
  for (const std::int64_t now : {70'000, 59'800, 30'000, 5'000, 70'000}) {
    live.derive(at(now));
    EXPECT_EQ(text_of(live.store()), text_of_log(live.store(), at(now))) << now;
  }
}

TEST(Deriver, KeepsOnlyItsTailInMemoryYetTakesWhatComesLate) {
  const fakes::TemporaryFolder folder;
  Story story;
  for (int i = 0; i < 300; ++i) {
    story.chain("agent-ct1").say(exam_started("ct1", at(100 + i * 1000), i));
    story.chain("agent-ct1").say(exam_ended("ct1", at(600 + i * 1000), i));
  }
  story.chain("kiosk-ct1").say(fault("ct1", at(50'050), "p1", "person"));
  LiveStore live{folder / "live.db", 32};
  live.take("collector", story.chain("collector"), 1, at(1));
  for (int i = 0; i < 605; ++i) live.take("agent-ct1", story.chain("agent-ct1"), 1, at(600 + i * 500));
  EXPECT_EQ(live.reloads(), 0u);
  live.take("kiosk-ct1", story.chain("kiosk-ct1"), 9, at(400'000));
  EXPECT_EQ(live.reloads(), 1u);
  EXPECT_EQ(text_of(live.store()), text_of_log(live.store(), at(400'000)));
}

}  // namespace
}  // namespace isocenter::collector
