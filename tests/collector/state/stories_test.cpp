#include <gtest/gtest.h>

#include "tests/collector/state/story.hpp"

namespace isocenter::collector::testing {
namespace {

/// A story and, written by hand, what follows:
///   HH:MM STATE GRADE [exam=ID] [because=REASON] [cause=CAUSE] [by=SOURCE]   an interval until the next one, all of
///   them exam ID FROM-TO STATUS [inferred] [orders=a,b] [COLUMN=TIME]            an exam, those of interest fault ID
///   FROM-TO CLOSED_BY                                              a fault, those of interest against ID STATE a
///   contradiction, all of them
struct Case {
  const char* name;
  const char* told;
  const char* expected;
};

void PrintTo(const Case& tale, std::ostream* out) { *out << tale.name; }

std::string shown(const StateInterval& interval) {
  std::string text = clock_text(interval.period.from) + " " + std::string{word(interval.state)} + " " +
                     std::string{word(interval.grade)};
  if (interval.exam) text += " exam=" + *interval.exam;
  return text;
}

std::string shown(const std::vector<StateInterval>& intervals) {
  std::string text;
  for (const StateInterval& interval : intervals) text += shown(interval) + " because=" + interval.reason + "\n";
  return text;
}

void expect_interval(const Line& line, const StateInterval& actual) {
  std::string text = line.word(0) + " " + line.word(1) + " " + line.word(2);
  if (const auto exam = line.find("exam")) text += " exam=" + *exam;
  EXPECT_EQ(text, shown(actual));
  if (const auto reason = line.find("because")) {
    EXPECT_EQ(*reason, actual.reason) << text;
  }
  if (const auto source = line.find("by")) {
    EXPECT_EQ(*source, actual.source) << text;
  }
  if (const auto cause = line.find("cause")) {
    EXPECT_EQ(*cause, actual.cause ? word(*actual.cause) : "none") << text;
  }
}

std::string span_text(Instant from, Instant to) { return clock_text(from) + "-" + clock_text(to); }

void expect_exam(const Line& line, const Derived& derived) {
  const auto exam = std::find_if(derived.exams.begin(), derived.exams.end(),
                                 [&](const ExamRow& row) { return row.exam == line.word(1); });
  ASSERT_NE(exam, derived.exams.end()) << line.word(1);
  EXPECT_EQ(line.word(2), span_text(exam->running.from, exam->running.to)) << exam->exam;
  EXPECT_EQ(line.word(3), word(exam->status)) << exam->exam;
  EXPECT_EQ(line.has("inferred"), exam->inferred) << exam->exam;
  const std::map<std::string, std::optional<Instant>> columns{
      {"arrived", exam->arrived}, {"in_room", exam->in_room},     {"started", exam->started},
      {"ended", exam->ended},     {"left_room", exam->left_room}, {"images_complete", exam->images_complete}};
  for (const auto& [column, actual] : columns) {
    if (const auto told = line.find(column)) {
      EXPECT_EQ(*told, actual ? clock_text(*actual) : "none") << column;
    }
  }
  std::string orders;
  for (const KeyedHash& order : exam->orders) orders += (orders.empty() ? "" : ",") + order;
  if (const auto told = line.find("orders")) {
    EXPECT_EQ(*told, orders);
  }
}

void expect_fault(const Line& line, const Derived& derived) {
  const auto fault = std::find_if(derived.faults.begin(), derived.faults.end(),
                                  [&](const FaultRow& row) { return row.fault == line.word(1); });
  ASSERT_NE(fault, derived.faults.end()) << line.word(1);
  EXPECT_EQ(line.word(2), span_text(fault->reported, fault->closed.value_or(end_of_time)));
  EXPECT_EQ(line.word(3), fault->closed_by);
  EXPECT_EQ(line.find("note").value_or(""), fault->note);
}

class Stories : public ::testing::TestWithParam<Case> {};

TEST_P(Stories, EndsAsWrittenByHand) {
  const Story story{GetParam().told};
  const Derived derived = story.derived();
  std::vector<Line> intervals;
  std::vector<Contradiction> contradictions;
  for (const Line& line : lines_of(GetParam().expected)) {
    if (line.word(0) == "exam") {
      expect_exam(line, derived);
    } else if (line.word(0) == "fault") {
      expect_fault(line, derived);
    } else if (line.word(0) == "against") {
      const auto found =
          std::find_if(derived.contradictions.begin(), derived.contradictions.end(), [&](const Contradiction& listed) {
            return listed.exam == line.word(1) && word(listed.declared) == line.word(2);
          });
      ASSERT_NE(found, derived.contradictions.end()) << line.word(1);
      contradictions.push_back(*found);
    } else {
      intervals.push_back(line);
    }
  }
  EXPECT_EQ(contradictions, derived.contradictions);
  ASSERT_EQ(intervals.size(), derived.intervals.size()) << shown(derived.intervals);
  for (std::size_t index = 0; index < intervals.size(); ++index) {
    expect_interval(intervals[index], derived.intervals[index]);
    const bool last = index + 1 == intervals.size();
    EXPECT_EQ(derived.intervals[index].period.to, last ? end_of_time : derived.intervals[index + 1].period.from);
  }
  ASSERT_FALSE(derived.intervals.empty());
  EXPECT_EQ(derived.intervals.front().period.from, story.from);
}

constexpr Case told[] = {
    {"PlainExam",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts orders=o1
        08:20 agent exam e1 ends
        now 09:00)",
     R"(07:00 ready C because=answers by=agent
        08:00 in_use A exam=e1 because=exam
        08:20 ready A because=exam_ended
        exam e1 08:00-08:20 completed orders=o1 started=08:00 ended=08:20)"},
    {"ExamStillRuns",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        now 08:10)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        exam e1 08:00-open in_progress ended=none)"},
    {"DiscontinuedExamProvesTheMachineToo",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:05 agent exam e1 ends discontinued
        now 09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:05 ready A
        exam e1 08:00-08:05 discontinued)"},
    {"PersonsFaultDuringAnExamTakesTheRoomDownAtOnce",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:10 kiosk fault f1 down
        08:20 agent exam e1 ends
        09:00 kiosk fault f1 repaired
        now 10:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:10 down B because=fault:table cause=equipment by=kiosk
        09:00 ready C
        fault f1 08:10-09:00 repaired)"},
    {"AFaultIsToldMoreCloselyTheLatestWordCounts",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk fault f1 down
        08:01 kiosk fault f1 noted note=chiller_alarm
        08:02 kiosk fault f1 noted note=water_on_floor
        08:03 kiosk withdraws
        now 10:00)",
     R"(07:00 ready C
        08:00 down B because=fault:table cause=equipment by=kiosk
        fault f1 08:00-open note=chiller_alarm)"},
    {"LogFaultDuringAnExamTakesTheRoomDownAfterIt",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:10 agent fault f1 down
        08:20 agent exam e1 ends
        09:00 agent fault f1 repaired
        now 10:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:20 down A because=fault:table by=agent
        09:00 ready C)"},
    {"AgentDiesDuringAnExam",
     R"(usual 30
        07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:10:30 collector silent agent until=08:10
        now 09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:10 unknown D because=node_silent by=nobody
        exam e1 08:00-08:30 in_progress inferred)"},
    {"PhantomUnderADeclaredDown",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk declares down cause=facility
        08:10 agent exam e1 starts phantom
        08:20 agent exam e1 ends
        now 09:00)",
     R"(07:00 ready C
        08:00 down B because=declared cause=facility
        exam e1 08:10-08:20 completed)"},
    {"PhantomIsQualityControlAndProvesNothing",
     R"(07:00 agent started
        07:00 agent sees idle
        08:10 agent exam e1 starts phantom
        08:20 agent exam e1 ends
        now 09:00)",
     R"(07:00 ready C
        08:10 quality_control A because=phantom
        08:20 ready C)"},
    {"QualityControlSeenInALog",
     R"(07:00 agent started
        07:00 agent sees idle
        07:30 agent sees quality_control
        07:45 agent sees idle
        now 09:00)",
     R"(07:00 ready C
        07:30 quality_control A because=activity
        07:45 ready C)"},
    {"LimitedThenAStoppingFault",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk fault coil limited code=coil
        08:30 agent exam e1 starts
        08:50 agent exam e1 ends
        09:00 kiosk fault f2 down
        09:30 kiosk fault f2 repaired
        10:00 kiosk fault coil repaired
        now 11:00)",
     R"(07:00 ready C
        08:00 limited B because=fault:coil
        08:30 limited A exam=e1
        08:50 limited B
        09:00 down B
        09:30 limited B
        10:00 ready C)"},
    {"LogLimitIsGradeA",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent fault coil limited
        09:00 agent exam e1 starts
        09:10 agent exam e1 ends
        now 10:00)",
     R"(07:00 ready C
        08:00 limited A
        09:00 limited A exam=e1
        09:10 limited A
        fault coil 08:00-open )"},
    {"PlannedWorkOverrunsUntilTheNextExam",
     R"(07:00 agent started
        07:00 agent sees idle
        07:30 kiosk declares planned_down from=08:00 until=09:00
        10:00 agent exam e1 starts
        10:20 agent exam e1 ends
        now 11:00)",
     R"(07:00 ready C
        08:00 planned_down B because=declared
        09:00 down B because=overran
        10:00 in_use A exam=e1
        10:20 ready A)"},
    {"PlannedWorkOverrunsUntilReady",
     R"(07:00 agent started
        07:00 agent sees idle
        07:30 kiosk declares planned_down until=09:00
        09:20 kiosk declares ready
        now 11:00)",
     R"(07:00 ready C
        07:30 planned_down B
        09:00 down B because=overran
        09:20 ready B because=declared by=kiosk)"},
    {"WhatIsDeclaredBeforePlannedWorkBeginsDoesNotCallItOff",
     R"(07:00 agent started
        07:00 agent sees idle
        07:30 kiosk declares planned_down from=08:00 until=09:00
        07:40 kiosk declares ready
        08:30 kiosk declares ready
        now 10:00)",
     R"(07:00 ready C
        07:40 ready B
        08:00 planned_down B
        08:30 ready B)"},
    {"AfterPlannedWorkThatExamEndedWhatWasDeclaredBeforeHoldsAgain",
     R"(07:00 agent started
        07:00 agent sees idle
        07:10 kiosk declares limited cause=accessory
        07:30 kiosk declares planned_down until=09:00
        09:20 agent exam e1 starts
        09:40 agent exam e1 ends
        now 11:00)",
     R"(07:00 ready C
        07:10 limited B because=declared cause=accessory
        07:30 planned_down B
        09:00 down B because=overran
        09:20 limited A exam=e1
        09:40 limited B)"},
    {"ExamUnderPlannedWork",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk declares planned_down until=10:00
        08:30 agent exam e1 starts
        08:50 agent exam e1 ends
        now 09:30)",
     R"(07:00 ready C
        08:00 planned_down B
        08:30 in_use A exam=e1
        08:50 planned_down B
        against e1 planned_down)"},
    {"ExamThatRunsIntoPlannedWorkIsNoContradiction",
     R"(07:00 agent started
        07:00 agent sees idle
        07:10 kiosk declares planned_down from=08:00 until=10:00
        07:50 agent exam e1 starts
        08:10 agent exam e1 ends
        now 09:30)",
     R"(07:00 ready C
        07:50 in_use A exam=e1
        08:10 planned_down B)"},
    {"ExamBegunAfterDeclaredDown",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk declares down
        09:00 agent exam e1 starts
        09:20 agent exam e1 ends
        now 10:00)",
     R"(07:00 ready C
        08:00 down B
        09:00 in_use A exam=e1
        09:20 down B
        against e1 down)"},
    {"ExamBegunUnderAPersonsFaultDoesNotEndIt",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk fault f1 down
        09:00 agent exam e1 starts
        09:20 agent exam e1 ends
        now 10:00)",
     R"(07:00 ready C
        08:00 down B
        09:00 in_use A exam=e1
        09:20 down B
        fault f1 08:00-open
        against e1 down)"},
    {"DeclaredDownDuringAnExam",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:10 kiosk declares down
        08:12 kiosk declares ready
        08:20 agent exam e1 ends
        now 09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:10 down B
        08:12 in_use A exam=e1
        08:20 ready A)"},
    {"QualityControlForgotten",
     R"(07:00 agent started
        07:00 agent sees idle
        07:10 kiosk declares quality_control
        09:00 agent exam e1 starts
        09:20 agent exam e1 ends
        now 10:00)",
     R"(07:00 ready C
        07:10 quality_control B because=declared cause=none
        09:00 in_use A exam=e1
        09:20 ready A)"},
    {"QualityControlDeclaredDuringAnExam",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:10 kiosk declares quality_control
        08:20 agent exam e1 ends
        now 09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:10 quality_control B)"},
    {"QualityControlOverADownComesBackToItAndListsTheExam",
     R"(07:00 agent started
        07:00 agent sees idle
        07:10 kiosk declares down
        08:00 kiosk declares quality_control
        09:00 agent exam e1 starts
        09:20 agent exam e1 ends
        now 10:00)",
     R"(07:00 ready C
        07:10 down B
        08:00 quality_control B
        09:00 in_use A exam=e1
        09:20 down B
        against e1 down)"},
    {"UndoBackToLimited",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk fault coil limited
        09:00 kiosk fault f2 down
        09:00:30 kiosk withdraws
        now 10:00)",
     R"(07:00 ready C
        08:00 limited B)"},
    {"UndoOfReadyOpensTheFaultAgain",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk fault f1 down
        09:00 kiosk declares ready
        09:00:40 kiosk withdraws
        now 10:00)",
     R"(07:00 ready C
        08:00 down B
        fault f1 08:00-open )"},
    {"UndoComesTooLate",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk declares down
        08:01:01 kiosk withdraws
        now 10:00)",
     R"(07:00 ready C
        08:00 down B)"},
    {"UndoOfAnUndoIsNothing",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk declares down
        08:00:10 kiosk withdraws
        08:00:20 kiosk withdraws
        now 10:00)",
     R"(07:00 ready C)"},
    {"UndoNamesTheBirthOfARenamedEvent",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk declares down born=17
        08:00:10 kiosk withdraws born=17
        now 10:00)",
     R"(07:00 ready C)"},
    {"UnknownSubjectCountsAsAPatient",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts unknown
        08:20 agent exam e1 ends
        now 09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:20 ready A)"},
    {"NightWithADeadNode",
     R"(00:00 collector loads node=agent hours=07:00-19:00
        07:00 agent started
        07:00 agent sees idle
        18:00:30 collector silent agent until=18:00
        2/08:00 agent started alive=18:00
        2/08:00 agent sees idle
        now 2/09:00)",
     R"(07:00 ready C
        18:00 unknown D because=node_silent
        19:00 closed D because=hours by=calendar
        2/07:00 unknown D
        2/08:00 ready C)"},
    {"NightWithALiveNode",
     R"(00:00 collector loads node=agent hours=07:00-19:00
        07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:20 agent exam e1 ends
        18:50 agent exam e2 starts
        19:10 agent exam e2 ends
        now 2/09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:20 ready A
        18:50 in_use A exam=e2
        19:10 closed C
        2/07:00 ready C)"},
    {"LogFaultEndsWithTheFirstCompletedExam",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent fault f1 down
        09:00 agent exam e1 starts phantom
        09:10 agent exam e1 ends
        10:00 agent exam e2 starts
        10:10 agent exam e2 ends discontinued
        11:00 agent exam e3 starts
        11:10 agent exam e3 ends
        now 12:00)",
     R"(07:00 ready C
        08:00 down A
        10:00 in_use A exam=e2
        10:10 down A
        11:00 in_use A exam=e3
        11:10 ready A
        fault f1 08:00-11:10 exam_completed)"},
    {"LogFaultIsNotEndedByTheExamItCameIn",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:10 agent fault f1 down
        08:20 agent exam e1 ends
        now 12:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:20 down A
        fault f1 08:10-open )"},
    {"RoomReadyDuringAnExamEndsNothing",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:10 kiosk declares ready
        08:20 agent exam e1 ends
        now 09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:20 ready A)"},
    {"RoomReadyReleasesItsFaults",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk fault f1 down
        08:05 agent fault f2 limited
        08:30 kiosk fault f1 called
        09:00 kiosk declares ready
        now 10:00)",
     R"(07:00 ready C
        08:00 down B
        09:00 ready B
        fault f1 08:00-09:00 room_ready
        fault f2 08:05-09:00 room_ready)"},
    {"TwoNodesDeclareAtTheSameInstant",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk-b declares down
        08:00 kiosk-a declares limited
        now 10:00)",
     R"(07:00 ready C
        08:00 down B by=kiosk-b)"},
    {"LateNSetCorrectsAnInferredEnd",
     R"(usual 15
        07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        09:30 agent exam e1 ends
        now 10:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        09:30 ready A
        exam e1 08:00-09:30 completed)"},
    {"NobodyEndedItSoItsUsualLengthDoes",
     R"(usual 15
        07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        now 10:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:15 ready C
        exam e1 08:00-08:15 in_progress inferred ended=08:15)"},
    {"NobodyEndedItSoTheProfileDoes",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts ends_after=40
        10:00 agent exam e2 starts
        now 12:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:40 ready C
        10:00 in_use A exam=e2
        11:00 ready C)"},
    {"NextExamEndsAnOpenOne",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:25 agent exam e2 starts
        08:40 agent exam e2 ends
        now 10:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:25 in_use A exam=e2
        08:40 ready A
        exam e1 08:00-08:25 in_progress inferred)"},
    {"WorkstationRestartEndsAnOpenExam",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:25 agent sees workstation
        now 10:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:25 ready C
        exam e1 08:00-08:25 in_progress inferred)"},
    {"PauseIsCutExactly",
     R"(07:00 agent started
        07:00 agent sees idle
        08:10:07 agent paused from=08:00:03 to=08:10:07
        now 09:00)",
     R"(07:00 ready C
        08:00:03 unknown D because=node_paused
        08:10:07 ready C)"},
    {"MachineStoodStill",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00:30 collector silent agent until=08:00
        09:00 collector heard agent last=08:00 stood_still
        now 10:00)",
     R"(07:00 ready C
        08:00 unknown D because=node_stood_still
        09:00 ready C)"},
    {"WhatAClockYearsBehindSaysIsNotHeeded",
     R"(10/07:00 agent started
        10/07:00 agent sees idle
        10/08:00 agent exam e1 starts at=1/08:00
        10/08:20 agent exam e1 ends at=1/08:20
        window 10/07:00
        now 10/09:00)",
     R"(10/07:00 ready C
        10/08:00 in_use A exam=e1
        10/08:20 ready A
        exam e1 10/08:00-10/08:20 completed started=08:00 ended=08:20)"},
    {"NetworkCutIsNoGap",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00:30 collector silent agent until=08:00
        08:20 agent exam e1 starts
        08:40 agent exam e1 ends
        09:00 collector heard agent last=08:00
        now 10:00)",
     R"(07:00 ready C
        08:20 in_use A exam=e1
        08:40 ready A)"},
    {"CollectorDownIsNoGap",
     R"(07:00 agent started
        07:00 agent sees idle
        08:20 agent exam e1 starts
        08:40 agent exam e1 ends
        09:00 collector started alive=08:00
        now 10:00)",
     R"(07:00 ready C
        08:20 in_use A exam=e1
        08:40 ready A)"},
    {"SilentNodeIsUnknownUntilItIsHeard",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00:30 collector silent agent until=08:00
        now 10:00)",
     R"(07:00 ready C
        08:00 unknown D)"},
    {"DeadNodeAndItsNewEpoch",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00:30 collector silent agent until=08:00
        08:30 agent started alive=08:01:10
        08:30:05 agent sees idle
        now 10:00)",
     R"(07:00 ready C
        08:01:10 unknown D because=node_silent
        08:30 ready C)"},
    {"ExamAtADeadNodesDeviceIsNotInUse",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:10:30 collector silent agent until=08:10
        08:20 agent started alive=08:10
        08:30 agent exam e1 ends
        now 10:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:10 unknown D
        08:20 in_use A exam=e1
        08:30 ready A)"},
    {"DownSaidByAPersonStandsWithoutANode",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk fault f1 down
        08:10:30 collector silent agent until=08:10
        09:00 kiosk fault f1 repaired
        now 10:00)",
     R"(07:00 ready C
        08:00 down B
        09:00 unknown D)"},
    {"LimitedAndLogFaultsDoNotStandWithoutANode",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent fault f1 down
        08:05 kiosk declares limited
        08:10:30 collector silent agent until=08:10
        now 10:00)",
     R"(07:00 ready C
        08:00 down A
        08:10 unknown D)"},
    {"DeviceSilentSinceItsLastAnswer",
     R"(07:00 agent started
        07:00 agent sees idle
        08:01 agent sees silent since=08:00
        08:30 agent sees idle
        now 10:00)",
     R"(07:00 ready C
        08:00 unknown D because=device_silent
        08:30 ready C)"},
    {"LimitedStandsWhileTheDeviceIsSilent",
     R"(07:00 agent started
        07:00 agent sees idle
        07:30 kiosk declares limited
        08:01 agent sees silent since=08:00
        now 10:00)",
     R"(07:00 ready C
        07:30 limited B)"},
    {"NotSeenYet",
     R"(07:00 agent started
        07:05 agent sees idle
        now 10:00)",
     R"(07:00 unknown D because=not_seen_yet
        07:05 ready C)"},
    {"DeviceWithoutANode",
     R"(00:00 collector loads
        08:00 kiosk declares down
        09:00 kiosk declares ready
        now 10:00)",
     R"(07:00 unknown D because=no_node
        08:00 down B
        09:00 unknown D)"},
    {"HoursAbsentAreNeverClosed",
     R"(07:00 agent started
        07:00 agent sees idle
        now 2/07:00)",
     R"(07:00 ready C)"},
    {"SpanOverMidnight",
     R"(00:00 collector loads node=agent hours=22:00-06:00
        00:00 agent started
        00:00 agent sees idle
        window 00:00
        now 2/08:00)",
     R"(00:00 ready C
        06:00 closed C
        22:00 ready C
        2/06:00 closed C)"},
    {"NightInWhichTheClockGoesForward",  // Sunday 8 March 2026, New York: 02:00 EST (07:00 UTC) becomes 03:00 EDT
     R"(00:00 collector loads node=agent hours=01:30-04:00 zone=America/New_York
        00:00 agent started
        00:00 agent sees idle
        window 7/00:00
        now 7/12:00)",
     R"(7/00:00 closed C
        7/06:30 ready C
        7/08:00 closed C)"},
    {"HoursThatTheClockSkipsAreNone",
     R"(00:00 collector loads node=agent hours=02:15-02:45 zone=America/New_York
        00:00 agent started
        00:00 agent sees idle
        window 6/00:00
        now 8/12:00)",
     R"(6/00:00 closed C
        6/07:15 ready C
        6/07:45 closed C
        8/06:15 ready C
        8/06:45 closed C)"},
    {"HoursThatTheClockRepeatsCountTwice",  // Sunday 1 November 2026: 02:00 EDT (06:00 UTC) becomes 01:00 EST
     R"(00:00 collector loads node=agent hours=01:15-01:45 zone=America/New_York
        00:00 agent started
        00:00 agent sees idle
        window 245/00:00
        now 245/12:00)",
     R"(245/00:00 closed C
        245/05:15 ready C
        245/05:45 closed C
        245/06:15 ready C
        245/06:45 closed C)"},
    {"ConfigurationChangedAtNoon",
     R"(00:00 collector loads node=agent hours=07:00-19:00
        12:00 collector loads node=agent hours=07:00-16:00
        07:00 agent started
        07:00 agent sees idle
        now 2/08:00)",
     R"(07:00 ready C
        16:00 closed C
        2/07:00 ready C)"},
    {"AnotherNodeTakesOver",
     R"(00:00 collector loads node=agent
        12:00 collector loads node=agent-b
        07:00 agent started
        07:00 agent sees idle
        11:00 agent-b started
        11:00 agent-b sees idle
        12:30 agent-b sees idle
        now 13:00)",
     R"(07:00 ready C by=agent
        12:00 unknown D because=not_seen_yet
        12:30 ready C by=agent-b)"},
    {"ClockThatIsAheadIsBroughtBack",
     R"(07:00 agent started clock=600
        07:00 agent sees idle clock=600
        08:00 agent exam e1 starts clock=600 at=08:10
        08:20 agent exam e1 ends clock=600 at=08:30
        now 09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:20 ready A
        exam e1 08:00-08:20 completed started=08:10 ended=08:30)"},
    {"EventFrom2099CountsFromItsReceipt",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk declares down clock=2300000000
        09:00 kiosk declares ready
        now 10:00)",
     R"(07:00 ready C
        08:00 down B
        09:00 ready B)"},
    {"SourceClockFiveMinutesBehind",  // the first message is all that is known of the clock; later the least counts
     R"(07:00 agent started
        07:00 agent sees idle
        08:00:01 agent exam e1 starts at=07:55
        08:20:05 agent exam e1 ends at=08:15
        09:00:30 agent exam e2 starts at=08:55
        09:20 agent exam e2 ends at=09:14:55
        now 10:00)",
     R"(07:00 ready C
        08:00:01 in_use A exam=e1
        08:20:01 ready A
        09:00:05 in_use A exam=e2
        09:20 ready A)"},
    {"CheckPassedGivesB",
     R"(07:00 agent started
        07:00 agent sees idle
        07:30 agent check failed
        08:00 agent check passed
        now 10:00)",
     R"(07:00 ready C
        08:00 ready B because=check_passed)"},
    {"RestartOfTheNodeForgetsWhatWasProven",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:20 agent exam e1 ends
        09:00 agent started alive=09:00
        now 10:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:20 ready A
        09:00 ready C)"},
    {"DoubledAndReorderedMessages",
     R"(07:00 agent started
        07:00 agent sees idle
        07:59 agent exam e1 ends at=08:20
        08:00 agent exam e1 starts orders=o1
        08:01 agent exam e1 starts orders=o2 at=08:01
        08:20 agent exam e1 ends discontinued
        now 09:00)",
     R"(07:00 ready C
        08:00 ready A
        exam e1 08:00-08:00 completed orders=o1,o2 started=08:00)"},
    {"GroupCaseServesSeveralOrders",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts orders=o1
        08:05 agent exam e1 updated orders=o2,o1
        08:20 agent exam e1 ends orders=o3
        now 09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:20 ready A
        exam e1 08:00-08:20 completed orders=o1,o2,o3)"},
    {"OneOrderSeveralSteps",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts orders=o1
        08:20 agent exam e1 ends
        08:20 agent exam e2 starts orders=o1
        08:30 agent exam e2 ends
        now 09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:20 in_use A exam=e2
        08:30 ready A
        exam e1 08:00-08:20 completed orders=o1
        exam e2 08:20-08:30 completed orders=o1)"},
    {"StepsFindTheirExam",
     R"(07:00 agent started
        07:00 agent sees idle
        07:40 kiosk step arrived
        07:55 kiosk step in_room
        08:00 agent exam e1 starts
        08:05 kiosk step arrived
        08:19 kiosk step images_complete
        08:20 agent exam e1 ends
        08:24 kiosk step left_room exam=e1
        08:30 agent exam e2 starts
        now 08:40)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:20 ready A
        08:30 in_use A exam=e2
        exam e1 08:00-08:20 completed arrived=07:40 in_room=07:55 images_complete=08:19 left_room=08:24
        exam e2 08:30-open in_progress arrived=08:05 in_room=none)"},
    {"AnExamThatLostItsStartIsNone",
     R"(07:00 agent started
        07:00 agent sees idle
        08:20 agent exam e1 ends
        now 09:00)",
     R"(07:00 ready C)"},
    {"ExamOutlastsAllOfThePlannedWork",
     R"(07:00 agent started
        07:00 agent sees idle
        07:10 kiosk declares planned_down from=08:00 until=10:00
        07:50 agent exam e1 starts ends_after=240
        10:20 agent exam e1 ends
        now 11:00)",
     R"(07:00 ready C
        07:50 in_use A exam=e1
        10:20 down B because=overran)"},
    {"QualityControlDeclaredDoesNotStandWithoutANode",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 kiosk declares quality_control
        08:10:30 collector silent agent until=08:10
        now 10:00)",
     R"(07:00 ready C
        08:00 quality_control B
        08:10 unknown D)"},
    {"ExamOnASilentDeviceIsNotInUse",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:11 agent sees silent since=08:10
        08:15 agent sees exam
        08:20 agent exam e1 ends
        now 09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        08:10 unknown D because=device_silent
        08:15 in_use A exam=e1
        08:20 ready A)"},
    {"PhantomOnASilentDeviceIsNotSeen",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts phantom
        08:11 agent sees silent since=08:10
        09:00 agent exam e1 ends
        now 10:00)",
     R"(07:00 ready C
        08:00 quality_control A
        08:10 unknown D)"},
    {"SeenAtWorkOutsideTheHoursIsNotClosed",
     R"(00:00 collector loads node=agent hours=07:00-19:00
        07:00 agent started
        07:00 agent sees idle
        18:50 agent sees exam
        19:30 agent sees idle
        now 21:00)",
     R"(07:00 ready C
        19:30 closed C)"},
    {"ExamThatBeginsWithTheQualityControlDoesNotEndIt",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        08:00 kiosk declares quality_control
        08:20 agent exam e1 ends
        now 09:00)",
     R"(07:00 ready C
        08:00 quality_control B)"},
    {"NothingRunsLongerThanADay",
     R"(07:00 agent started
        07:00 agent sees idle
        08:00 agent exam e1 starts
        3/08:00 agent exam e1 ends
        now 3/09:00)",
     R"(07:00 ready C
        08:00 in_use A exam=e1
        2/08:00 ready C
        exam e1 08:00-2/08:00 completed ended=3/08:00)"},
};

INSTANTIATE_TEST_SUITE_P(All, Stories, ::testing::ValuesIn(told),
                         [](const ::testing::TestParamInfo<Case>& tale) { return std::string{tale.param.name}; });

}  // namespace
}  // namespace isocenter::collector::testing
