#include "collector/web/shared_answer.hpp"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace isocenter::web {
namespace {

using namespace std::chrono_literals;

class SharedAnswers : public testing::Test {
 protected:
  /// How many answers were made when it is got.
  std::string get() {
    return shared.get(changes, now, [&] { return Response{.status = status, .body = std::to_string(++made)}; }).body;
  }
  void change() { changes.note(std::vector{DeviceName::parse("mr1").value()}, false); }

  Changes changes;
  SharedAnswer shared;
  SharedAnswer::Time now{1h};
  int made = 0;
  int status = 200;
};

TEST_F(SharedAnswers, IsMadeOnceForAllThatWereToldTheSame) {
  change();
  changes.note_told(changes.latest());
  for (int i = 0; i < 20; ++i) EXPECT_EQ(get(), "1");
}

TEST_F(SharedAnswers, IsMadeAnewForWhoWasToldOfMore) {
  get();
  change();
  EXPECT_EQ(get(), "1") << "nobody was told yet";
  changes.note_told(changes.latest());
  EXPECT_EQ(get(), "2");
  EXPECT_EQ(get(), "2");
}

TEST_F(SharedAnswers, KnowsNothingOfWhatIsNotedWhileItIsMade) {
  shared.get(changes, now, [&] {
    change();
    return Response{.body = "made before the change"};
  });
  changes.note_told(changes.latest());
  EXPECT_EQ(get(), "1");
}

TEST_F(SharedAnswers, GrowsNoOlderThanASecond) {
  get();
  now += 999ms;
  EXPECT_EQ(get(), "1");
  now += 1ms;
  EXPECT_EQ(get(), "2");
}

TEST_F(SharedAnswers, KeepsNoProblem) {
  status = 503;
  EXPECT_EQ(get(), "1");
  status = 200;
  EXPECT_EQ(get(), "2");
  EXPECT_EQ(get(), "2");
}

TEST_F(SharedAnswers, WhoComesWhileOneIsMadeGetsThatOne) {
  std::promise<void> begun, may_end;
  auto first = std::async(std::launch::async, [&] {
    return shared.get(changes, now, [&] {
      begun.set_value();
      may_end.get_future().wait();
      return Response{.body = "first"};
    });
  });
  begun.get_future().wait();
  auto second = std::async(std::launch::async, [&] { return get(); });
  may_end.set_value();
  EXPECT_EQ(first.get().body, "first");
  EXPECT_EQ(second.get(), "first");
}

TEST(Changes, RemembersTheFurthestThatAnybodyWasTold) {
  Changes changes;
  EXPECT_EQ(changes.told(), 0u);
  changes.note_told(5);
  changes.note_told(3);
  EXPECT_EQ(changes.told(), 5u);
}

}  // namespace
}  // namespace isocenter::web
