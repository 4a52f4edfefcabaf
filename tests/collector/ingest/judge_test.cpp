#include "collector/ingest/judge.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "tests/collector/chain.hpp"

namespace isocenter::collector {
namespace {

using namespace test;

/// A log in memory that judges as the collector does.
struct Log {
  ConfigurationLoaded configuration = department();
  Permissions permissions{configuration};
  std::map<Epoch, ChainHead> heads;
  std::map<Epoch, ClockDifference> clocks;
  std::set<BirthName> born;
  std::vector<LogEntry> entries;

  ChainHead head(const Epoch& name) { return heads.try_emplace(name, first_head(name)).first->second; }
  Verdict take(std::string_view name, const wire::Batch& batch, Instant received) {
    Verdict verdict = judge(
        node(name), batch, received, head(batch.epoch), permissions,
        [&](const BirthName& birth) { return born.contains(birth); }, clocks[batch.epoch]);
    heads[batch.epoch] = verdict.head;
    for (const LogEntry& entry : verdict.entries) {
      if (entry.fate == Fate::stored) born.insert(entry.was.value_or(BirthName{batch.epoch, entry.seq, entry.digest}));
      entries.push_back(entry);
    }
    return verdict;
  }
};

Chain three_events() {
  Chain chain{epoch(1)};
  chain.say(started(at(0))).say(observed("ct1", at(1))).say(observed("ct1", at(2), Activity::exam));
  return chain;
}

TEST(Judge, StoresWhatContinuesTheChain) {
  Log log;
  const Chain chain = three_events();
  const Verdict verdict = log.take("agent-ct1", chain.all(at(3)), at(3));
  EXPECT_TRUE(verdict.continues);
  EXPECT_EQ(verdict.head, (ChainHead{3, chain.digest(3)}));
  ASSERT_EQ(verdict.entries.size(), 3u);
  for (const LogEntry& entry : verdict.entries) EXPECT_EQ(entry.fate, Fate::stored) << entry.why;
  EXPECT_EQ(verdict.entries[1].device, "ct1");
}

TEST(Judge, AnswersARepeatWithWhatIsHeld) {
  Log log;
  const Chain chain = three_events();
  log.take("agent-ct1", chain.all(at(3)), at(3));
  const Verdict again = log.take("agent-ct1", chain.batch(2, 2, at(4)), at(4));
  EXPECT_FALSE(again.continues);
  EXPECT_TRUE(again.entries.empty());
  EXPECT_EQ(again.head, (ChainHead{3, chain.digest(3)}));
}

TEST(Judge, RefusesABatchThatStartsTooFarOn) {
  Log log;
  const Chain chain = three_events();
  const Verdict verdict = log.take("agent-ct1", chain.batch(2, 2, at(3)), at(3));
  EXPECT_FALSE(verdict.continues);
  EXPECT_EQ(verdict.head, first_head(epoch(1)));
}

TEST(Judge, RefusesAnotherPast) {
  Log log;
  const Chain chain = three_events();
  log.take("agent-ct1", chain.batch(1, 2, at(3)), at(3));
  Chain other{epoch(1)};
  other.say(started(at(0))).say(observed("ct1", at(9))).say(observed("ct1", at(10)));
  const Verdict verdict = log.take("agent-ct1", other.batch(3, 1, at(11)), at(11));
  EXPECT_FALSE(verdict.continues);
  EXPECT_EQ(verdict.head, (ChainHead{2, chain.digest(2)}));
}

TEST(Judge, TakesAGapForWhatItStandsFor) {
  Log log;
  const Chain chain = three_events();
  const Verdict verdict = log.take("agent-ct1", chain.gap(1, 2, "forgotten", at(3)), at(3));
  ASSERT_EQ(verdict.entries.size(), 1u);
  EXPECT_EQ(verdict.entries[0].fate, Fate::gap);
  EXPECT_EQ(verdict.entries[0].why, "forgotten");
  EXPECT_EQ(verdict.entries[0].last, 2u);
  EXPECT_EQ(log.take("agent-ct1", chain.batch(3, 1, at(4)), at(4)).head.through, 3u);
}

TEST(Judge, RejectsABrokenEventWithItsFieldAndNeverItsValue) {
  Log log;
  Chain chain{epoch(1)};
  const NewEvent event = observed("ct1", at(1));
  std::string bytes = wire::format_event(1, event);
  bytes.replace(bytes.find("\"idle\""), 6, "\"DOE^JOHN\"");
  chain.say_bytes(event, bytes);
  const Verdict verdict = log.take("agent-ct1", chain.all(at(2)), at(2));
  ASSERT_EQ(verdict.entries.size(), 1u);
  EXPECT_EQ(verdict.entries[0].fate, Fate::rejected);
  EXPECT_EQ(verdict.entries[0].why, "invalid data.activity");
  EXPECT_EQ(verdict.head, (ChainHead{1, chain.digest(1)}));
}

TEST(Judge, KeepsAnEventOfUnknownType) {
  Log log;
  Chain chain{epoch(1)};
  chain.say({at(1), device("ct1"), UnknownEvent{"coil2.swapped"}});
  const LogEntry entry = log.take("agent-ct1", chain.all(at(2)), at(2)).entries.at(0);
  EXPECT_EQ(entry.fate, Fate::stored);
  EXPECT_EQ(entry.type, "coil2.swapped");
}

TEST(Judge, SkipsAnEventHeldUnderItsBirthName) {
  Log log;
  const Chain first = three_events();
  log.take("agent-ct1", first.batch(1, 2, at(3)), at(3));
  Chain second{epoch(2)};
  second.say(started(at(5)));
  second.say_again(observed("ct1", at(1)), first.birth(2));
  second.say_again(observed("ct1", at(2), Activity::exam), first.birth(3));
  const Verdict verdict = log.take("agent-ct1", second.all(at(6)), at(6));
  EXPECT_EQ(verdict.entries[1].fate, Fate::repeated);
  EXPECT_TRUE(verdict.entries[1].bytes.empty());
  EXPECT_EQ(verdict.entries[2].fate, Fate::stored);
  // And the other way round: what came renamed is not taken again under its own name.
  const Verdict late = log.take("agent-ct1", first.batch(3, 1, at(7)), at(7));
  EXPECT_EQ(late.entries.at(0).fate, Fate::repeated);
}

TEST(Judge, PlacesTimesOnTheCollectorsClock) {
  Log log;
  Chain slow{epoch(1)};
  slow.say(started(at(0)));
  EXPECT_EQ(log.take("agent-ct1", slow.all(at(0)), at(90)).entries[0].when, at(90)) << "90 s slow";
  Chain right{epoch(2)};
  right.say(started(at(100)));
  EXPECT_EQ(log.take("agent-mr1", right.all(at(100)), at(101)).entries[0].when, at(100)) << "under 2 s nothing";
}

TEST(Judge, CountsWhatComesFromADayAheadFromItsReceipt) {
  Log log;
  Chain chain{epoch(1)};
  chain.say(started(at(0))).say(observed("ct1", at(100'000)));
  const Verdict verdict = log.take("agent-ct1", chain.all(at(1)), at(1));
  EXPECT_EQ(verdict.entries[1].when, at(1));
  EXPECT_EQ(verdict.entries[1].why, "ahead");
  EXPECT_EQ(verdict.entries[1].fate, Fate::stored);
}

TEST(Judge, MeasuresTheClockAnewAfterItWasSet) {
  Log log;
  Chain chain{epoch(1)};
  chain.say(started(at(0)));
  log.take("agent-ct1", chain.all(at(0)), at(600));  // ten minutes slow
  chain.say(observed("ct1", at(10)))
      .say({at(620), std::nullopt, ClockStepped{std::chrono::seconds{600}}})
      .say(observed("ct1", at(630)));
  const Verdict verdict = log.take("agent-ct1", chain.batch(2, 3, at(640)), at(640));
  EXPECT_EQ(verdict.entries[0].when, at(610)) << "said before the step, by the clock of then";
  EXPECT_EQ(verdict.entries[2].when, at(630)) << "said after it";
}

TEST(Judge, PlacesWhatWasSaidBeforeTheFirstBatchByTheStepsInIt) {
  Log log;  // a dead real-time clock that NTP sets twice before anything is sent
  Chain chain{epoch(1)};
  chain.say(started(at(0)))
      .say({at(605), std::nullopt, ClockStepped{std::chrono::seconds{600}}})
      .say(observed("ct1", at(610)))
      .say({at(3620), std::nullopt, ClockStepped{std::chrono::seconds{3000}}})
      .say(observed("ct1", at(3630)));
  const Verdict verdict = log.take("agent-ct1", chain.all(at(3640)), at(3640));
  EXPECT_EQ(verdict.entries[0].when, at(3600));
  EXPECT_EQ(verdict.entries[2].when, at(3610));
  EXPECT_EQ(verdict.entries[4].when, at(3630));
}

RC_GTEST_PROP(Judge, TakesEachEventOnceInOrderWhateverIsSent, ()) {
  const auto count = *rc::gen::inRange<std::uint64_t>(1, 30);
  Chain chain{epoch(1)};
  for (std::uint64_t i = 0; i < count; ++i) chain.say(observed("ct1", at(static_cast<std::int64_t>(i))));
  Log log;
  for (int turn = 0; turn < 60; ++turn) {
    const auto first = *rc::gen::inRange<std::uint64_t>(1, count + 1);
    const auto most = *rc::gen::inRange<std::uint64_t>(0, count - first + 2);
    log.take("agent-ct1", chain.batch(first, most, at(100)), at(100));
  }
  log.take("agent-ct1", chain.batch(log.head(epoch(1)).through + 1, count - log.head(epoch(1)).through, at(100)),
           at(100));
  RC_ASSERT(log.entries.size() == count);
  for (std::uint64_t i = 0; i < count; ++i) RC_ASSERT(log.entries[i].seq == i + 1);
  RC_ASSERT(log.head(epoch(1)) == (ChainHead{count, chain.digest(count)}));
}

}  // namespace
}  // namespace isocenter::collector
