#include "shared/outbox/window.hpp"

#include <gtest/gtest.h>

namespace isocenter::outbox {
namespace {

using namespace std::chrono_literals;

Epoch epoch(std::uint8_t n) {
  Epoch made;
  made.bytes.fill(n);
  return made;
}

Digest digest(std::uint64_t n) {
  Digest made;
  made.bytes[0] = static_cast<std::uint8_t>(n);
  made.bytes[1] = static_cast<std::uint8_t>(n >> 8);
  return made;
}

HeldEpoch holds(std::uint8_t n, std::uint64_t acknowledged, std::uint64_t last) {
  return {.epoch = epoch(n), .acknowledged = acknowledged, .last = last, .digest = digest(last)};
}

/// A node whose digest at n is digest(n), talking with the collector "c1"; time starts at 0.
class WindowOf {
 public:
  explicit WindowOf(std::vector<HeldEpoch> epochs) {
    window.set_epochs(epochs);
    window.set_collector("c1");
  }

  Moment at(std::chrono::milliseconds since = 0ms) const { return {std::chrono::steady_clock::time_point{since}, 0.0}; }

  Heeded hear(std::uint8_t of, std::uint64_t through, std::chrono::milliseconds since = 0ms) {
    return hear(answer(of, through), since);
  }
  Heeded hear(const wire::Acknowledgement& answer, std::chrono::milliseconds since = 0ms) {
    return window.heed(
        answer,
        [this](const Epoch&, std::uint64_t seq) {
          return seq == forgotten ? std::nullopt : std::optional{digest(seq)};
        },
        at(since));
  }
  static wire::Acknowledgement answer(std::uint8_t of, std::uint64_t through) {
    wire::Acknowledgement made;
    made.from = "c1";
    made.epoch = epoch(of);
    made.through = through;
    made.digest = digest(through);
    return made;
  }
  wire::Acknowledgement unreadable(std::uint8_t of, std::uint64_t through) const {
    wire::Acknowledgement made = answer(of, through);
    made.unreadable = true;
    return made;
  }

  /// Sends what may be sent in batches of `events`; says how many batches.
  int send(std::uint64_t events = 1, std::chrono::milliseconds since = 0ms) {
    int batches = 0;
    while (const auto errand = window.next(at(since))) {
      const std::uint64_t size = std::min<std::uint64_t>(events, errand->most_events);
      window.sent(*errand, std::min(errand->first + size - 1, last), at(since));
      ++batches;
    }
    return batches;
  }

  Window window;
  std::uint64_t last = 1'000'000;
  std::uint64_t forgotten = 0;
};

template <typename T>
bool is(const Heeded& heeded) {
  return std::holds_alternative<T>(heeded.consequence);
}

TEST(Window, SendsNothingWithoutACollector) {
  Window window;
  window.set_epochs({holds(1, 0, 5)});
  EXPECT_FALSE(window.next({}).has_value());
}

TEST(Window, BeginsBehindWhatIsAcknowledged) {
  WindowOf node{{holds(1, 3, 5)}};
  EXPECT_EQ(node.window.next(node.at()), (Errand{epoch(1), 4, Window::most_events}));
}

TEST(Window, SendsEarlierEpochsToTheirEndFirst) {
  WindowOf node{{holds(1, 0, 2), holds(2, 0, 1)}};
  node.last = 2;
  EXPECT_EQ(node.send(2), 1);  // epoch 2 waits until epoch 1 is acknowledged
  node.hear(1, 2);
  EXPECT_EQ(node.window.next(node.at()), (Errand{epoch(2), 1, Window::most_events}));
}

TEST(Window, GrowsByOneWithEachAcknowledgementUpTo32) {
  WindowOf node{{holds(1, 0, 1'000'000)}};
  EXPECT_EQ(node.send(), 1);
  for (std::uint64_t through = 1; through <= 100; ++through) {
    node.hear(1, through);
    node.send();
    EXPECT_LE(node.window.in_flight(), Window::most_in_flight);
  }
  EXPECT_EQ(node.window.in_flight(), Window::most_in_flight);
}

TEST(Window, HalvesWhenTheOldestBatchTimesOutAndSendsAllAgain) {
  WindowOf node{{holds(1, 0, 1'000'000)}};
  for (std::uint64_t through = 1; through <= 16; ++through) {
    node.send();
    node.hear(1, through);
  }
  node.send();
  EXPECT_EQ(node.window.in_flight(), 17u);
  EXPECT_FALSE(node.window.time_out(node.at(1999ms)));
  EXPECT_TRUE(node.window.time_out(node.at(2000ms)));
  EXPECT_EQ(node.window.next(node.at(2000ms))->first, 17u);
  EXPECT_EQ(node.send(1, 2000ms), 8);
}

TEST(Window, DoublesItsTimeOutUpToAMinuteUntilThereIsProgress) {
  WindowOf node{{holds(1, 0, 10)}};
  auto now = 0ms;
  for (const auto expected : {2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
    node.send(1, now);
    EXPECT_FALSE(node.window.time_out(node.at(now + expected - 1ms)));
    now += expected;
    EXPECT_TRUE(node.window.time_out(node.at(now))) << expected.count();
  }
  node.send(1, now);
  node.hear(1, 1, now);
  node.send(1, now);
  EXPECT_TRUE(node.window.time_out(node.at(now + 2s)));
}

TEST(Window, JitterLengthensTheTimeOut) {
  WindowOf node{{holds(1, 0, 1)}};
  node.window.sent(*node.window.next(node.at()), 1, {node.at().at, 0.5});
  EXPECT_FALSE(node.window.time_out(node.at(2499ms)));
  EXPECT_TRUE(node.window.time_out(node.at(2500ms)));
}

TEST(Window, AHigherAnswerMovesOnALowerOneTakesBackAnEqualOneDoesNothing) {
  WindowOf node{{holds(1, 5, 9)}};
  EXPECT_TRUE(is<Nothing>(node.hear(1, 5)));
  const Heeded on = node.hear(1, 7);
  ASSERT_TRUE(is<MovedOn>(on));
  EXPECT_EQ(std::get<MovedOn>(on.consequence).through, 7u);
  const Heeded back = node.hear(1, 2);
  ASSERT_TRUE(is<TakenBack>(back));
  EXPECT_EQ(std::get<TakenBack>(back.consequence).through, 2u);
  EXPECT_EQ(node.window.next(node.at())->first, 3u);
}

TEST(Window, EqualAnswersToAWindowOfBatchesDoNotSendThemAgain) {
  WindowOf node{{holds(1, 0, 100)}};
  for (std::uint64_t through = 1; through <= 10; ++through) {
    node.send();
    node.hear(1, through);
  }
  node.send();
  for (int i = 0; i < 10; ++i) node.hear(1, 10);  // the first of eleven is lost, the others are refused
  EXPECT_EQ(node.send(), 0);
}

TEST(Window, ANumberItNeverWroteIsARollback) {
  WindowOf node{{holds(1, 5, 9)}};
  EXPECT_TRUE(is<RolledBack>(node.hear(1, 10)));
}

TEST(Window, AnotherDigestIsARollback) {
  WindowOf node{{holds(1, 5, 9)}};
  wire::Acknowledgement other = WindowOf::answer(1, 7);
  other.digest = digest(99);
  EXPECT_TRUE(is<RolledBack>(node.hear(other)));
}

TEST(Window, AForgottenDigestIsAdoptedAndNoDifference) {
  WindowOf node{{holds(1, 5, 9)}};
  node.forgotten = 3;
  wire::Acknowledgement lower = WindowOf::answer(1, 3);
  lower.digest = digest(77);
  const Heeded heeded = node.hear(lower);
  EXPECT_TRUE(is<TakenBack>(heeded));
  EXPECT_EQ(heeded.adopt, digest(77));
}

TEST(Window, HavingNothingNeedsNoDigest) {
  WindowOf node{{holds(1, 5, 9)}};
  wire::Acknowledgement none = WindowOf::answer(1, 0);
  none.digest = digest(55);
  EXPECT_TRUE(is<TakenBack>(node.hear(none)));
}

TEST(Window, HeedsOnlyTheInstanceOfTheCollectorsStatus) {
  WindowOf node{{holds(1, 5, 9)}};
  wire::Acknowledgement foreign = WindowOf::answer(1, 2);
  foreign.from = "c0";
  EXPECT_TRUE(is<Nothing>(node.hear(foreign)));
  EXPECT_EQ(node.window.unanswered().size(), 1u);
}

TEST(Window, IgnoresAnswersAboutAnEpochItDoesNotKnow) {
  WindowOf node{{holds(1, 5, 9)}};
  EXPECT_TRUE(is<Nothing>(node.hear(2, 17)));
}

TEST(Window, AsksForEveryEpochUntilThePresentCollectorHasAnswered) {
  WindowOf node{{holds(1, 2, 2), holds(2, 0, 0), holds(3, 1, 4)}};
  EXPECT_EQ(node.window.unanswered(), (std::vector{epoch(1), epoch(2), epoch(3)}));
  node.hear(2, 0);
  EXPECT_EQ(node.window.unanswered(), (std::vector{epoch(1), epoch(3)}));
  node.window.set_collector("c2");
  EXPECT_EQ(node.window.unanswered().size(), 3u);
}

TEST(Window, ConfirmedMeansAcknowledgedByThePresentCollector) {
  WindowOf node{{holds(1, 2, 2)}};
  EXPECT_FALSE(node.window.is_confirmed(epoch(1), 2));
  node.hear(1, 2);
  EXPECT_TRUE(node.window.is_confirmed(epoch(1), 2));
  node.window.set_collector("c2");
  EXPECT_FALSE(node.window.is_confirmed(epoch(1), 2));
}

TEST(Window, AnotherCollectorGetsAllThatIsUnacknowledgedAgain) {
  WindowOf node{{holds(1, 3, 9)}};
  node.send(6);
  node.window.set_collector("c2");
  EXPECT_EQ(node.window.next(node.at())->first, 4u);
}

TEST(Window, WaitsWhileTheStoreIsNotOkAndCountsNoTimeOuts) {
  WindowOf node{{holds(1, 0, 9)}};
  node.send();
  wire::Acknowledgement full;
  full.from = "c1";
  full.store = "full";
  node.hear(full);
  EXPECT_FALSE(node.window.next(node.at(1h)).has_value());
  EXPECT_FALSE(node.window.time_out(node.at(1h)));
  node.hear(1, 0, 1h);
  EXPECT_EQ(node.window.next(node.at(1h))->first, 1u);
}

TEST(Window, SendsTheEventsOfAnUnreadableBatchOneByOne) {
  WindowOf node{{holds(1, 0, 9)}};
  node.send(3);
  EXPECT_TRUE(is<Nothing>(node.hear(node.unreadable(1, 0))));
  EXPECT_FALSE(node.window.next(node.at()).has_value());  // late answers to other batches come first
  EXPECT_EQ(node.window.next(node.at(2s)), (Errand{epoch(1), 1, 1}));
  for (std::uint64_t seq = 1; seq <= 3; ++seq) {
    EXPECT_EQ(node.window.next(node.at(2s))->most_events, 1u);
    EXPECT_EQ(node.send(3, 2s), 1);
    node.hear(1, seq, 2s);
  }
  EXPECT_EQ(node.window.next(node.at(2s)), (Errand{epoch(1), 4, Window::most_events}));
}

TEST(Window, KeepsTheNextBatchBackUntilTheLastSingleEventIsAnswered) {
  WindowOf node{{holds(1, 0, 9)}};
  node.send(1);
  node.hear(node.unreadable(1, 0));
  EXPECT_EQ(node.send(1, 10s), 1);
  EXPECT_FALSE(node.window.next(node.at(10s)).has_value());
}

TEST(Window, GivesUpAnEventAfterThreeAnswersThatItCannotBeRead) {
  WindowOf node{{holds(1, 0, 9)}};
  node.send(3);
  node.hear(node.unreadable(1, 0));
  auto now = 0ms;
  for (int answers = 1; answers <= 3; ++answers) {
    now += 10s;
    ASSERT_EQ(node.send(3, now), 1);
    const Heeded heeded = node.hear(node.unreadable(1, 0), now);
    ASSERT_EQ(is<GiveUp>(heeded), answers == 3);
    if (const auto* given_up = std::get_if<GiveUp>(&heeded.consequence)) {
      EXPECT_EQ(given_up->seq, 1u);
    }
  }
}

TEST(Window, LateUnreadableAnswersDoNotCountAgainstTheNextEvent) {
  WindowOf node{{holds(1, 0, 100)}};
  for (std::uint64_t through = 1; through <= 20; ++through) {
    node.send();
    node.hear(1, through);
  }
  node.send();
  EXPECT_GT(node.window.in_flight(), 10u);
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(is<Nothing>(node.hear(node.unreadable(1, 20))));
  EXPECT_EQ(node.send(1, 10s), 1);
  EXPECT_TRUE(is<MovedOn>(node.hear(1, 21, 10s)));
}

TEST(Window, AnUnreadableAnswerWithoutEpochIsAboutWhatIsBeingSent) {
  WindowOf node{{holds(1, 0, 9)}};
  node.send(3);
  wire::Acknowledgement unreadable;
  unreadable.from = "c1";
  unreadable.unreadable = true;
  node.hear(unreadable);
  EXPECT_EQ(node.window.next(node.at(10s)), (Errand{epoch(1), 1, 1}));
}

TEST(Window, TimeOutsAloneNeverGiveAnythingUp) {
  WindowOf node{{holds(1, 0, 1)}};
  auto now = 0ms;
  for (int i = 0; i < 100; ++i) {
    node.send(1, now);
    now += 2min;
    EXPECT_TRUE(node.window.time_out(node.at(now)));
  }
  EXPECT_EQ(node.window.next(node.at(now))->first, 1u);
}

}  // namespace
}  // namespace isocenter::outbox
