#include "tests/simulator/demo/compare_exams.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

const std::string key(32, 'k');

Instant at(int second) { return Instant{1'764'000'000'000ms + second * 1000ms}; }

TrueExam exam(int number, int from, std::optional<int> to, EndTold told) {
  return {.sop_instance_uid = "1.2." + std::to_string(number),
          .study_instance_uid = "1.3",
          .accession_numbers = {"A1"},
          .device = "ct1",
          .procedure = "CT CHEST",
          .started = at(from),
          .ended = to ? std::optional{at(*to)} : std::nullopt,
          .reason = "",
          .clock = 0ms,
          .end_told = told};
}

/// The row of an exam as a collector without fault tells it, but for its end.
json row_of(const TrueExam& exam, std::optional<Instant> ended, bool inferred) {
  return {{"exam", keyed_hash(key, exam.sop_instance_uid)},
          {"orders", {keyed_hash(key, exam.accession_numbers.front())}},
          {"study", keyed_hash(key, exam.study_instance_uid)},
          {"device", exam.device},
          {"procedure", exam.procedure},
          {"subject", "patient"},
          {"status", exam.is_end_told() ? "completed" : "in_progress"},
          {"reason", ""},
          {"inferred", inferred},
          {"started", format_rfc3339(exam.started + exam.clock)},
          {"started_seen", format_rfc3339(exam.started)},
          {"ended", ended ? json(format_rfc3339(*ended)) : json()}};
}

std::vector<std::string> differences(const std::vector<json>& rows, const std::vector<TrueExam>& exams) {
  return ExamsCheck{json(rows), exams, key, at(100)}.all().differences;
}

const TrueExam told = exam(1, 0, 10, EndTold::at_once);
const TrueExam left_open = exam(2, 20, 30, EndTold::never);
const TrueExam next = exam(3, 40, 50, EndTold::at_once);

TEST(ExamsCheck, AgreesWhereEachEndIsTheOneItMustBe) {
  const std::vector<json> rows{row_of(told, at(10), false), row_of(left_open, at(40), true),
                               row_of(next, at(50), false)};
  EXPECT_EQ(differences(rows, {told, left_open, next}), std::vector<std::string>{});
  const json report = rows;
  const ExamsCheck check{report, {told, left_open, next}, key, at(100)};
  EXPECT_EQ(check.inferred().collector, "1");
  EXPECT_EQ(check.inferred().simulator, "1");
}

TEST(ExamsCheck, GoesByTheModalitysOwnClock) {
  TrueExam behind = told;
  behind.clock = -3min;
  EXPECT_EQ(differences({row_of(behind, at(10) - 3min, false)}, {behind}), std::vector<std::string>{});
  EXPECT_EQ(differences({row_of(behind, at(10), false)}, {behind}).size(), 1u);
}

TEST(ExamsCheck, FindsAnEndThatIsASecondOff) {
  EXPECT_EQ(differences({row_of(told, at(11), false)}, {told}).size(), 1u);
}

TEST(ExamsCheck, FindsAnEndByRuleThoughItWasTold) {
  EXPECT_EQ(differences({row_of(told, at(10), true)}, {told}).size(), 1u);
}

TEST(ExamsCheck, FindsNoEndByRuleWhereThereMustBeOne) {
  EXPECT_EQ(differences({row_of(left_open, {}, false), row_of(next, at(50), false)}, {left_open, next}).size(), 1u);
}

TEST(ExamsCheck, FindsAnotherEndThanTheRuleGives) {
  EXPECT_EQ(differences({row_of(left_open, at(30), true), row_of(next, at(50), false)}, {left_open, next}).size(), 1u);
}

TEST(ExamsCheck, FindsAnExamThatIsMissingOrTooMuchOrThereTwice) {
  const json row = row_of(told, at(10), false);
  EXPECT_EQ(differences({}, {told}).size(), 1u);
  EXPECT_EQ(differences({row, row_of(next, at(50), false)}, {told}).size(), 1u);
  EXPECT_EQ(differences({row, row}, {told}).size(), 1u);
}

TEST(ExamsCheck, LetsAnExamThatRunsWhenTheDayEndsBeOpen) {
  const TrueExam running = exam(4, 90, {}, EndTold::never);
  EXPECT_EQ(differences({row_of(running, {}, false)}, {running}), std::vector<std::string>{});
}

TEST(ExamsCheck, CountsTwoStepsOfOneOrder) {
  const json rows{row_of(told, at(10), false), row_of(next, at(50), false)};
  const ExamsCheck check{rows, {told, next}, key, at(100)};
  const std::vector<Comparison> mess = check.mess({"ct1"});
  const auto row = std::find_if(mess.begin(), mess.end(),
                                [](const Comparison& each) { return each.figure == "orders in two steps"; });
  ASSERT_NE(row, mess.end());
  EXPECT_EQ(row->collector, "1");
  EXPECT_EQ(row->simulator, "1");
}

}  // namespace
}  // namespace isocenter::simulator
