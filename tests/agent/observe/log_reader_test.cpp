#include "agent/observe/log_reader.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/agent/observe/log_support.hpp"

namespace isocenter::agent {
namespace {

using test::at;
using test::events_of;
using test::make_reader;
using test::read_all;
using test::Seen;

constexpr std::string_view head = R"(
modality = "CT"
procedures = ["CT CHEST", "CT HEAD"]
[[sensor]]
name = "tube_heat"
unit = "%"
[[log.time]]
format = "%Y-%m-%d %H:%M:%E*S"
)";

Profile profile_with(std::string_view rules) {
  auto profile = parse_profile(std::string{head} + std::string{rules});
  if (!profile) throw std::runtime_error{to_string(profile.error())};
  return *profile;
}

Profile exam_profile() {
  return profile_with(R"toml(
[[log.rule]]
name = "prepared"
match = 'prepared id=(?P<uid>\d+) estimate=(?P<estimate>\S+) protocol="(?P<protocol>[^"]*)"'
remember = ["uid", "estimate", "protocol"]
[[log.rule]]
name = "started"
match = 'STARTED'
means = "exam.started"
key = "{uid}"
procedure = "{protocol}"
estimate_s = "{estimate}"
[[log.rule]]
name = "finished"
match = 'FINISHED(?: id=(?P<uid>\d+))?'
means = "exam.ended"
key = "{uid}"
discontinued_below = 0.9
reason = "110513"
[[log.rule]]
name = "boot"
match = 'BOOT'
means = "workstation.started"
)toml");
}

Profile fault_profile() {
  return profile_with(R"(
[[log.rule]]
name = "arc"
match = 'ARC!'
means = "fault.reported"
code = "tube_arc"
effect = "limited"
cause = "equipment"
[[log.rule]]
name = "arc cleared"
match = 'ARC OVER'
means = "fault.repaired"
code = "tube_arc"
)");
}

TEST(LogReader, JoinsAnExamFromRememberedLines) {
  auto reader = make_reader(exam_profile(), "UTC");
  const auto seen = read_all(reader, {"2026-11-24 08:00:00.000 prepared id=7 estimate=100 protocol=\"ct chest\"",
                                      "2026-11-24 08:00:10.000 STARTED", "2026-11-24 08:01:50.000 FINISHED"});
  const auto started = events_of<ExamStarted>(seen);
  ASSERT_EQ(started.size(), 1u);
  EXPECT_EQ(started[0].at, at("2026-11-24T08:00:10Z"));
  EXPECT_EQ(started[0].facts.procedure, "CT CHEST");
  EXPECT_EQ(started[0].facts.exam, "k1:exam/ct1/k1:capture/7/1795507210000");
  EXPECT_EQ(started[0].subject, Subject::unknown);
  EXPECT_EQ(started[0].source, "log");
  EXPECT_EQ(started[0].open_ends_after, std::chrono::hours{1});
  const auto ended = events_of<ExamEnded>(seen);
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].facts.exam, started[0].facts.exam);
  EXPECT_EQ(ended[0].status, ExamStatus::completed);
  EXPECT_EQ(ended[0].reason, "");
}

TEST(LogReader, AShorterShareOfTheEstimateWasDiscontinued) {
  for (const auto& [end, status] : {std::pair{"2026-11-24 08:01:39.999 FINISHED", ExamStatus::discontinued},
                                    std::pair{"2026-11-24 08:01:40.000 FINISHED", ExamStatus::completed}}) {
    auto reader = make_reader(exam_profile(), "UTC");
    const auto ended =
        events_of<ExamEnded>(read_all(reader, {"2026-11-24 08:00:00.000 prepared id=7 estimate=100 protocol=\"x\"",
                                               "2026-11-24 08:00:10.000 STARTED", end}));
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0].status, status);
    EXPECT_EQ(ended[0].reason, status == ExamStatus::discontinued ? "110513" : "");
  }
}

TEST(LogReader, ForgetsWhatAnExamHasUsed) {
  auto reader = make_reader(exam_profile(), "UTC");
  const auto started = events_of<ExamStarted>(read_all(
      reader,
      {"2026-11-24 08:00:00.000 prepared id=7 estimate=100 protocol=\"CT HEAD\"", "2026-11-24 08:00:10.000 STARTED",
       "2026-11-24 08:01:50.000 FINISHED", "2026-11-24 08:02:10.000 STARTED"}));
  ASSERT_EQ(started.size(), 2u);
  EXPECT_EQ(started[1].facts.procedure, std::nullopt);
  EXPECT_EQ(reader.memory().exam->estimate_s, std::nullopt);
  EXPECT_NE(started[0].facts.exam, started[1].facts.exam);
}

TEST(LogReader, AnEndWithoutAStartTellsNothing) {
  auto reader = make_reader(exam_profile(), "UTC");
  const auto findings = reader.read("2026-11-24 08:01:50.000 FINISHED", test::now);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_TRUE(findings[0].seen.empty());
  EXPECT_EQ(findings[0].why_nothing, "no exam was open");
}

TEST(LogReader, AnEndOfAnotherExamTellsNothing) {
  auto reader = make_reader(exam_profile(), "UTC");
  const auto seen = read_all(
      reader, {"2026-11-24 08:00:00.000 prepared id=7 estimate=100 protocol=\"x\"", "2026-11-24 08:00:10.000 STARTED",
               "2026-11-24 08:00:20.000 FINISHED id=6", "2026-11-24 08:01:50.000 FINISHED id=7"});
  const auto ended = events_of<ExamEnded>(seen);
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].at, at("2026-11-24T08:01:50Z"));
}

TEST(LogReader, AStartOfTheWorkstationForgetsTheExam) {
  auto reader = make_reader(exam_profile(), "UTC");
  const auto seen = read_all(
      reader, {"2026-11-24 08:00:10.000 STARTED", "2026-11-24 08:01:00.000 BOOT", "2026-11-24 08:01:50.000 FINISHED"});
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(std::get<Reached>(seen[1]), (Reached{true, "workstation_started"}));
}

TEST(LogReader, TheSameLinesGiveTheSameEvents) {
  const std::vector<std::string> lines{"2026-11-24 08:00:00.000 prepared id=7 estimate=100 protocol=\"x\"",
                                       "2026-11-24 08:00:10.000 STARTED", "2026-11-24 08:01:50.000 FINISHED"};
  auto first = make_reader(exam_profile(), "UTC");
  auto second = make_reader(exam_profile(), "UTC");
  EXPECT_EQ(read_all(first, lines), read_all(second, lines));
}

TEST(LogReader, AnUnlistedProcedureIsOther) {
  auto reader = make_reader(exam_profile(), "UTC");
  const auto started = events_of<ExamStarted>(
      read_all(reader, {"2026-11-24 08:00:00.000 prepared id=7 estimate=100 protocol=\"DOE^JANE head\"",
                        "2026-11-24 08:00:10.000 STARTED"}));
  ASSERT_EQ(started.size(), 1u);
  EXPECT_EQ(started[0].facts.procedure, "other");
}

TEST(LogReader, KeepsNoCaptureAsItWasWritten) {
  auto profile = exam_profile();
  LogContext context{DeviceName::parse("ct1").value(), [](std::string_view) { return KeyedHash{"k1:hash"}; },
                     [&profile](std::string_view text) { return listed_procedure(profile, text); }};
  LogReader reader{profile.log_patterns, LogTimes::make(profile.log.times, "UTC").value(), std::move(context)};
  reader.read("2026-11-24 08:00:00.000 prepared id=4713 estimate=DOE protocol=\"DOE^JANE\"", test::now);
  const std::string kept = to_json(reader.memory());
  EXPECT_EQ(kept.find("4713"), std::string::npos) << kept;
  EXPECT_EQ(kept.find("DOE"), std::string::npos) << kept;
  EXPECT_NE(kept.find("other"), std::string::npos) << kept;
}

TEST(LogReader, ReportsAFaultOnceUntilItIsCleared) {
  auto reader = make_reader(fault_profile(), "UTC");
  const auto seen = read_all(
      reader, {"2026-11-24 08:00:00.000 ARC!", "2026-11-24 08:00:05.000 ARC!", "2026-11-24 08:09:59.000 ARC!",
               "2026-11-24 08:10:00.000 ARC OVER", "2026-11-24 08:10:01.000 ARC OVER", "2026-11-24 08:10:02.000 ARC!"});
  const auto reported = events_of<FaultReported>(seen);
  ASSERT_EQ(reported.size(), 2u);
  EXPECT_EQ(reported[0], (FaultReported{"ct1-tube_arc-1795507200000", "tube_arc", Effect::limited, Cause::equipment,
                                        "log", at("2026-11-24T08:00:00Z")}));
  EXPECT_EQ(reported[1].fault, "ct1-tube_arc-1795507802000");
  const auto stepped = events_of<FaultStepped>(seen);
  ASSERT_EQ(stepped.size(), 1u);
  EXPECT_EQ(stepped[0].fault, reported[0].fault);
  EXPECT_EQ(stepped[0].step, FaultStep::repaired);
  EXPECT_EQ(stepped[0].at, at("2026-11-24T08:10:00Z"));
}

TEST(LogReader, AFaultSaidAgainMuchLaterIsAnotherOneAndOneLineClearsBoth) {
  auto reader = make_reader(fault_profile(), "UTC");
  const auto seen = read_all(
      reader, {"2026-11-24 08:00:00.000 ARC!", "2026-11-24 08:10:00.001 ARC!", "2026-11-24 08:20:00.000 ARC OVER"});
  EXPECT_EQ(events_of<FaultReported>(seen).size(), 2u);
  EXPECT_EQ(events_of<FaultStepped>(seen).size(), 2u);
  EXPECT_TRUE(reader.memory().faults.empty());
}

TEST(LogReader, RemembersABoundedNumberOfFaults) {
  auto reader = make_reader(fault_profile(), "UTC");
  for (int hour = 0; hour < 24; ++hour) {
    reader.read("2026-11-24 " + std::string{hour < 10 ? "0" : ""} + std::to_string(hour) + ":00:00.000 ARC!",
                test::now);
  }
  EXPECT_EQ(reader.memory().faults.size(), 16u);
}

TEST(LogReader, TakesReadingsAndRefusesWhatIsNoNumber) {
  auto reader = make_reader(profile_with(R"(
[[log.rule]]
name = "heat"
match = 'heat=(?P<heat>\S+)'
means = "reading.taken"
sensor = "tube_heat"
value = "{heat}"
)"),
                            "UTC");
  const auto readings = events_of<ReadingTaken>(
      read_all(reader, {"2026-11-24 08:00:00.000 heat=41.5", "2026-11-24 08:00:01.000 heat=41,5",
                        "2026-11-24 08:00:02.000 heat=-1e2", "2026-11-24 08:00:03.000 heat=nan",
                        "2026-11-24 08:00:04.000 heat=1e999", "2026-11-24 08:00:05.000 heat=41.5C"}));
  ASSERT_EQ(readings.size(), 3u);
  EXPECT_EQ(readings[0], (ReadingTaken{"tube_heat", 41.5, "%"}));
  EXPECT_EQ(readings[1], (ReadingTaken{"tube_heat", 41.5, "%"}));
  EXPECT_EQ(readings[2], (ReadingTaken{"tube_heat", -100, "%"}));
}

TEST(LogReader, ALineWithoutATimeTellsNothingUnlessItsRuleSaysSo) {
  auto silent = make_reader(fault_profile(), "UTC");
  EXPECT_TRUE(read_all(silent, {"2026-11-24 08:00:00.000 x", "  ARC!"}).empty());

  auto profile = fault_profile();
  for (LogRule& rule : profile.log.rules) rule.undated = true;
  profile.log_patterns = LogPatterns::make(profile.log).value();
  auto reader = make_reader(profile, "UTC");
  const auto reported =
      events_of<FaultReported>(read_all(reader, {"2026-11-24 08:00:00.000 x", "  ARC!", "  ARC OVER", "  ARC!"}));
  ASSERT_EQ(reported.size(), 2u);
  EXPECT_EQ(reported[0].at, std::nullopt);
  EXPECT_EQ(reported[0].fault, "ct1-tube_arc-1795507200000.1");
  EXPECT_EQ(reported[1].fault, "ct1-tube_arc-1795507200000.3");
}

TEST(LogReader, EveryRuleThatFitsApplies) {
  auto reader = make_reader(profile_with(R"(
[[log.rule]]
name = "begun"
match = 'QC (?:begun|both)'
means = "quality_control.started"
[[log.rule]]
name = "passed"
match = 'QC both'
means = "check.done"
check = "daily"
outcome = "passed"
)"),
                            "UTC");
  const auto seen = read_all(reader, {"2026-11-24 08:00:00.000 QC both"});
  ASSERT_EQ(seen.size(), 2u);
  EXPECT_EQ(events_of<DeviceObserved>(seen).at(0).activity, Activity::quality_control);
  EXPECT_EQ(events_of<CheckDone>(seen).at(0), (CheckDone{"daily", "passed"}));
}

TEST(LogReader, ToleratesBrokenUtf8AndNul) {
  using namespace std::string_literals;
  auto reader = make_reader(fault_profile(), "UTC");
  EXPECT_EQ(read_all(reader, {"2026-11-24 08:00:00.000 \xc3\x28\xff\0 ARC!\xf0"s}).size(), 1u);
}

TEST(LogReader, GoesOnFromItsMemory) {
  const auto profile = exam_profile();
  auto first = make_reader(profile, "UTC");
  read_all(first, {"2026-11-24 08:00:00.000 prepared id=7 estimate=100 protocol=\"CT CHEST\""});
  auto second = make_reader(profile, "UTC", log_memory_from_json(to_json(first.memory())));
  const auto started = read_all(second, {"2026-11-24 08:00:10.000 STARTED"});
  ASSERT_EQ(started.size(), 1u);
  auto third = make_reader(profile, "UTC", log_memory_from_json(to_json(second.memory())));
  const auto ended = events_of<ExamEnded>(read_all(third, {"2026-11-24 08:00:50.000 FINISHED"}));
  ASSERT_EQ(ended.size(), 1u);
  EXPECT_EQ(ended[0].facts.exam, events_of<ExamStarted>(started).at(0).facts.exam);
  EXPECT_EQ(ended[0].status, ExamStatus::discontinued);
}

TEST(LogMemory, IsEmptyWhereItsTextIsDamaged) {
  for (const std::string_view text : {"", "{", "null", "[]", R"({"captures":{}})", R"({"captures":7})"}) {
    EXPECT_EQ(log_memory_from_json(text), LogMemory{}) << text;
  }
}

TEST(LogMemory, ComesBackFromItsText) {
  LogMemory memory;
  memory.captures = {{"uid", "k1:ab"}, {"protocol", "CT CHEST"}};
  memory.exam = LogMemory::Exam{"k1:1", "k1:2", at("2026-11-24T08:00:00Z"), 13.5};
  memory.faults = {{"tube_arc", "ct1-tube_arc-1", at("2026-11-24T08:00:00Z")}};
  memory.last_time = at("2026-11-24T08:00:01Z");
  memory.undated = 3;
  EXPECT_EQ(log_memory_from_json(to_json(memory)), memory);
}

RC_GTEST_PROP(LogReader, AnyBytesAndAnyCutLeaveItStanding, (std::vector<std::string> lines, std::size_t cut)) {
  static const auto profile = exam_profile();
  auto whole = make_reader(profile, "UTC");
  auto before = make_reader(profile, "UTC");
  cut = lines.empty() ? 0 : cut % (lines.size() + 1);
  const auto middle = lines.begin() + static_cast<std::ptrdiff_t>(cut);
  for (std::string& line : lines) {
    if (line.size() % 2 == 0) line = "2026-11-24 08:00:00.00" + std::to_string(line.size() % 10) + " STARTED" + line;
  }
  const auto expected = read_all(whole, lines);
  auto seen = read_all(before, {lines.begin(), middle});
  auto after = make_reader(profile, "UTC", log_memory_from_json(to_json(before.memory())));
  for (auto& one : read_all(after, {middle, lines.end()})) seen.push_back(one);
  RC_ASSERT(seen == expected);
}

}  // namespace
}  // namespace isocenter::agent
