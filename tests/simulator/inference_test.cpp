#include "tests/simulator/inference.hpp"

#include <gtest/gtest.h>

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;

Instant at(int second) { return Instant{1'764'000'000'000ms + second * 1000ms}; }

TrueExam exam(int from, std::optional<int> to, EndTold told, const std::string& device = "ct1") {
  TrueExam made;
  made.device = device;
  made.procedure = "CT CHEST";
  made.started = at(from);
  if (to) made.ended = at(*to);
  made.end_told = told;
  return made;
}

std::vector<TrueExam> ten_of(int length) {
  std::vector<TrueExam> exams;
  for (int i = 0; i < 10; ++i) exams.push_back(exam(100 * i, 100 * i + length + i, EndTold::at_once));
  return exams;
}

TEST(EndByRule, IsTheNextExamOnTheDevice) {
  const std::vector<TrueExam> all{exam(0, 10, EndTold::never), exam(25, 30, EndTold::at_once),
                                  exam(5, 9, EndTold::at_once, "ct2"), exam(40, 50, EndTold::at_once)};
  EXPECT_EQ(end_by_rule(all[0], all), at(25));
}

TEST(EndByRule, IsUnknownWhileNoExamFollows) {
  const std::vector<TrueExam> all{exam(0, 10, EndTold::never)};
  EXPECT_EQ(end_by_rule(all[0], all), std::nullopt);
}

TEST(EndByRule, IsTheNinthOfTenLengthsWhereThatIsSooner) {
  std::vector<TrueExam> all = ten_of(20);  // 20 to 29 s
  all.push_back(exam(2000, 2010, EndTold::never));
  all.push_back(exam(2500, 2510, EndTold::at_once));
  EXPECT_EQ(end_by_rule(all[10], all), at(2028));
}

TEST(EndByRule, HeedsNoLengthOfAnExamLeftOpenOrStoppedOrEndedLater) {
  for (int kind = 0; kind < 3; ++kind) {
    std::vector<TrueExam> all = ten_of(20);
    if (kind == 0) all[3].end_told = EndTold::never;
    if (kind == 1) all[3].completed = false;
    if (kind == 2) all[3].ended = at(3000);
    all.push_back(exam(2000, 2010, EndTold::never));
    EXPECT_EQ(end_by_rule(all[10], all), std::nullopt) << kind;
  }
}

std::string to_text(const std::vector<TrueStretch>& stretches) {
  std::string text;
  for (const TrueStretch& each : stretches) {
    text += std::string{word(each.state)} + " " + std::to_string((each.from - at(0)).count() / 1000) + "-" +
            std::to_string((each.to - at(0)).count() / 1000) + "; ";
  }
  return text;
}

std::vector<TrueStretch> day() {
  return {{"ct1", EquipmentState::ready, at(0), at(10)},
          {"ct1", EquipmentState::in_use, at(10), at(20)},
          {"ct1", EquipmentState::ready, at(20), at(30)},
          {"ct1", EquipmentState::in_use, at(30), at(40)}};
}

TEST(AsKnowable, LeavesToldEndsAlone) {
  EXPECT_EQ(to_text(as_knowable(day(), {exam(10, 20, EndTold::late), exam(30, 40, EndTold::at_once)})),
            "ready 0-10; in_use 10-20; ready 20-30; in_use 30-40; ");
}

TEST(AsKnowable, KeepsARoomInUseWhoseEndNobodyToldUntilTheNextExam) {
  EXPECT_EQ(to_text(as_knowable(day(), {exam(10, 20, EndTold::never), exam(30, 40, EndTold::at_once)})),
            "ready 0-10; in_use 10-40; ");
}

TEST(AsKnowable, KeepsItInUseToTheEndOfTheDayWhereNoExamFollows) {
  std::vector<TrueStretch> quiet_end = day();
  quiet_end.back().state = EquipmentState::ready;
  EXPECT_EQ(to_text(as_knowable(quiet_end, {exam(10, 20, EndTold::never)})), "ready 0-10; in_use 10-40; ");
}

}  // namespace
}  // namespace isocenter::simulator
