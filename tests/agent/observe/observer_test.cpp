#include "agent/observe/observer.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <rapidcheck/gtest.h>

namespace isocenter::agent {
namespace {

const DeviceName ct1 = *DeviceName::parse("ct1");

Instant at(int seconds) { return from_unix_ms(1'795'000'000'000 + 1000LL * seconds); }

Sighting reached(int t, const std::string& source, bool answered) {
  return {ct1, at(t), source, Reached{answered, answered ? "ok" : "no_answer"}};
}
Sighting started(int t, const std::string& exam, Subject subject = Subject::patient, const std::string& from = "mpps") {
  ExamStarted body;
  body.facts.exam = exam;
  body.subject = subject;
  body.source = from;
  return {ct1, at(t), from, EventBody{body}};
}
Sighting ended(int t, const std::string& exam, const std::string& from = "mpps") {
  ExamEnded body;
  body.facts.exam = exam;
  return {ct1, at(t), from, EventBody{body}};
}
Sighting log_activity(int t, Activity activity) {
  return {ct1, at(t), "log", EventBody{DeviceObserved{true, activity, at(t), "qa_mode", "log"}}};
}
Sighting workstation_start(int t) { return {ct1, at(t), "log", Reached{true, "workstation_started"}}; }

/// "t reachable activity reason source since" of each device.observed, the types of all else.
std::vector<std::string> story(const std::vector<Sighting>& sightings, const ObserverRules& rules = {},
                               const ObserverMemory& remembered = {}) {
  DeviceObserver observer{ct1, rules, remembered};
  std::vector<std::string> lines;
  for (const Sighting& sighting : sightings) {
    for (const NewEvent& event : observer.observe(sighting)) {
      const auto seconds = [](Instant t) { return std::to_string((t - at(0)).count() / 1000); };
      const auto* const observed = std::get_if<DeviceObserved>(&event.body);
      lines.push_back(observed == nullptr ? seconds(event.t) + " " + std::string{event_type(event.body)}
                                          : seconds(event.t) + (observed->reachable ? " up " : " away ") +
                                                std::string{word(observed->activity)} + " " + observed->reason + " " +
                                                observed->source + " since " + seconds(observed->since));
    }
  }
  return lines;
}

struct Case {
  const char* name;
  std::vector<Sighting> sightings;
  std::vector<std::string> expected;
  ObserverRules rules = {};
  ObserverMemory remembered = {};
};

class Observer : public testing::TestWithParam<Case> {};

TEST_P(Observer, Tells) {
  const Case& given = GetParam();
  EXPECT_EQ(story(given.sightings, given.rules, given.remembered), given.expected);
}

const std::vector<Case> cases{
    {"OnceAfterStart", {reached(0, "echo", true), reached(30, "echo", true)}, {"0 up unknown ok echo since 0"}},
    {"NothingWhileOneProbeIsMissed", {reached(0, "echo", false)}, {}},
    {"AwayAtStart",
     {reached(0, "echo", false), reached(30, "echo", false), reached(60, "echo", false)},
     {"30 away unknown no_answer echo since 0"}},
    {"AwaySinceTheFirstMissed",
     {reached(0, "echo", true), reached(30, "echo", false), reached(60, "echo", false), reached(90, "echo", true)},
     {"0 up unknown ok echo since 0", "60 away unknown no_answer echo since 30", "90 up unknown ok echo since 90"}},
    {"OneAnswerForgivesMisses",
     {reached(0, "echo", true), reached(30, "echo", false), reached(60, "echo", true), reached(90, "echo", false)},
     {"0 up unknown ok echo since 0"}},
    {"DebounceByTheProfile",
     {reached(0, "echo", true), reached(30, "echo", false), reached(60, "echo", false), reached(90, "echo", false)},
     {"0 up unknown ok echo since 0", "90 away unknown no_answer echo since 30"},
     {.missed_probes = 3}},
    {"EchoOutranksTcp",
     {reached(0, "tcp", true), reached(1, "echo", false), reached(30, "tcp", true), reached(31, "echo", false)},
     {"0 up unknown ok tcp since 0", "31 away unknown no_answer echo since 1"}},
    {"TcpDoesNotOverruleEcho",
     {reached(0, "echo", true), reached(1, "tcp", false), reached(31, "tcp", false), reached(61, "tcp", false)},
     {"0 up unknown ok echo since 0"}},
    {"MissOvertakenByAnAnswerIsNone",
     {reached(10, "echo", true), reached(8, "echo", false), reached(30, "echo", false)},
     {"10 up unknown ok echo since 10"}},
    {"ClockSetBackDoesNotHideMisses",
     {reached(4000, "echo", true), reached(400, "echo", false), reached(430, "echo", false)},
     {"4000 up unknown ok echo since 4000", "430 away unknown no_answer echo since 400"}},
    {"ExamOfAPatient",
     {reached(0, "echo", true), started(5, "a"), ended(9, "a")},
     {"0 up unknown ok echo since 0", "5 exam.started", "5 up exam exam_started mpps since 5", "9 exam.ended",
      "9 up idle exam_ended mpps since 9"}},
    {"ExamOfUnknownSubjectIsAnExam",
     {started(5, "a", Subject::unknown)},
     {"5 exam.started", "5 up exam message mpps since 5"}},
    {"PhantomIsQualityControl",
     {reached(0, "echo", true), started(5, "a", Subject::phantom)},
     {"0 up unknown ok echo since 0", "5 exam.started", "5 up quality_control exam_started mpps since 5"}},
    {"MppsMessageIsAnAnswer",
     {reached(0, "echo", false), reached(30, "echo", false), started(35, "a"), reached(60, "echo", false)},
     {"30 away unknown no_answer echo since 0", "35 exam.started", "35 up exam message mpps since 35"}},
    {"ConsoleThatDiesDuringAnExamIsAway",
     {reached(0, "echo", true), started(5, "a"), reached(30, "echo", false), reached(60, "echo", false),
      reached(90, "echo", true)},
     {"0 up unknown ok echo since 0", "5 exam.started", "5 up exam exam_started mpps since 5",
      "60 away unknown no_answer echo since 30", "90 up exam ok echo since 90"}},
    {"LogLineIsNoAnswerWhereAProbeSpeaks",
     {reached(0, "echo", false), reached(30, "echo", false), log_activity(40, Activity::quality_control)},
     {"30 away unknown no_answer echo since 0"}},
    {"LogLineIsAnAnswerWhereNoProbeSpeaks",
     {log_activity(40, Activity::quality_control)},
     {"40 up quality_control message log since 40"}},
    {"LogActivityCountsWhileNoExamIsOpen",
     {reached(0, "echo", true), log_activity(3, Activity::quality_control), started(5, "a"),
      log_activity(6, Activity::idle)},
     {"0 up unknown ok echo since 0", "3 up quality_control qa_mode log since 3", "5 exam.started",
      "5 up exam exam_started mpps since 5"}},
    {"NextExamEndsTheOneLeftOpen",
     {started(0, "a"), started(50, "b"), ended(60, "a"), ended(70, "b")},
     {"0 exam.started", "0 up exam message mpps since 0", "50 exam.started", "60 exam.ended", "70 exam.ended",
      "70 up idle exam_ended mpps since 70"}},
    {"ExamNobodyEndsIsOverdue",
     {started(0, "a"), reached(30, "echo", true), reached(130, "echo", true), ended(140, "a")},
     {"0 exam.started", "0 up exam message mpps since 0", "130 up unknown exam_overdue mpps since 100",
      "140 exam.ended", "140 up idle exam_ended mpps since 140"},
     {.open_ends_after = std::chrono::seconds{100}}},
    {"WorkstationStartEndsTheExam",
     {reached(0, "echo", true), started(5, "a"), workstation_start(40)},
     {"0 up unknown ok echo since 0", "5 exam.started", "5 up exam exam_started mpps since 5",
      "40 up idle workstation_started log since 40"}},
    {"EachWorkstationStartIsTold",
     {workstation_start(40), workstation_start(80)},
     {"40 up idle workstation_started log since 40", "80 up idle workstation_started log since 80"}},
    {"SupportingSourceIsNotPassedOn",
     {started(0, "a"), started(5, "b", Subject::patient, "log"), ended(8, "a"), ended(9, "b", "log")},
     {"0 up unknown message mpps since 0", "5 exam.started", "5 up exam exam_started log since 5", "9 exam.ended",
      "9 up idle exam_ended log since 9"},
     {.exam_source = "log"}},
    {"SupportingLogIsNotPassedOn", {started(5, "b", Subject::patient, "log")}, {"5 up unknown message log since 5"}},
    {"ExamUnderWayIsRememberedOverARestart",
     {reached(0, "echo", true), ended(9, "a")},
     {"0 up exam ok echo since 0", "9 exam.ended", "9 up idle exam_ended mpps since 9"},
     {},
     {Activity::exam, OpenExam{"a", at(-10)}}},
    {"FaultsAndReadingsPassAsTheyAre",
     {reached(0, "echo", true),
      {ct1, at(1), "log", EventBody{FaultReported{}}},
      {ct1, at(2), "workstation", EventBody{ReadingTaken{}}}},
     {"0 up unknown ok echo since 0", "1 fault.reported", "2 reading.taken"}},
    {"ReadingAloneSaysNothingOfReachability",
     {{ct1, at(2), "workstation", EventBody{ReadingTaken{}}}},
     {"2 reading.taken"}},
};

INSTANTIATE_TEST_SUITE_P(Stories, Observer, testing::ValuesIn(cases),
                         [](const auto& tested) { return std::string{tested.param.name}; });

rc::Gen<Sighting> any_sighting(int t) {
  const auto probe =
      rc::gen::map(rc::gen::tuple(rc::gen::element<std::string>("echo", "tcp"), rc::gen::arbitrary<bool>()),
                   [t](const auto& drawn) { return reached(t, std::get<0>(drawn), std::get<1>(drawn)); });
  const auto exam = rc::gen::element(started(t, "a"), started(t, "b", Subject::phantom), ended(t, "a"), ended(t, "b"),
                                     log_activity(t, Activity::idle), log_activity(t, Activity::quality_control),
                                     started(t, "c", Subject::patient, "log"));
  return rc::gen::weightedOneOf<Sighting>({{3, probe}, {2, exam}});
}

std::vector<Sighting> any_sightings() {
  std::vector<Sighting> sightings(*rc::gen::inRange<std::size_t>(1, 60), reached(0, "echo", true));
  int t = 0;
  for (Sighting& sighting : sightings) sighting = *any_sighting(t += *rc::gen::inRange(0, 40));
  return sightings;
}

const DeviceObserved* observed_in(const std::vector<NewEvent>& events) {
  const DeviceObserved* found = nullptr;
  for (const NewEvent& event : events) {
    if (const auto* const body = std::get_if<DeviceObserved>(&event.body)) found = body;
  }
  return found;
}

RC_GTEST_PROP(ObserverOfAnything, TellsExactlyTheChanges, ()) {
  DeviceObserver observer{ct1, {}};
  std::optional<wire::ObservedDevice> before;
  for (const Sighting& sighting : any_sightings()) {
    const auto events = observer.observe(sighting);
    const auto& now = observer.observed();
    const bool changed = now && (!before || before->reachable != now->reachable || before->activity != now->activity);
    const DeviceObserved* const told = observed_in(events);
    RC_ASSERT((told != nullptr) == changed);
    if (told != nullptr) {
      RC_ASSERT(told->reachable == now->reachable && told->activity == now->activity);
      RC_ASSERT(told->since <= sighting.t);
      RC_ASSERT(told->reachable || told->activity == Activity::unknown);
    }
    before = now;
  }
}

RC_GTEST_PROP(ObserverOfAnything, GoesOnAfterARestartWhereItWas, ()) {
  DeviceObserver through{ct1, {}};
  DeviceObserver restarted{ct1, {}};
  const std::vector<Sighting> sightings = any_sightings();
  const std::size_t restart = *rc::gen::inRange<std::size_t>(0, sightings.size());
  for (std::size_t i = 0; i < sightings.size(); ++i) {
    if (i == restart) restarted = DeviceObserver{ct1, {}, restarted.memory()};
    const auto a = through.observe(sightings[i]);
    const auto b = restarted.observe(sightings[i]);
    const auto others = [](const std::vector<NewEvent>& events) {
      return std::count_if(events.begin(), events.end(),
                           [](const NewEvent& event) { return !std::holds_alternative<DeviceObserved>(event.body); });
    };
    RC_ASSERT(others(a) == others(b));
  }
  const Sighting last = reached(3000, "echo", true);
  through.observe(last);
  restarted.observe(last);
  RC_ASSERT(through.memory() == restarted.memory());
  RC_ASSERT(through.observed()->reachable && restarted.observed()->reachable);
  RC_ASSERT(through.observed()->activity == restarted.observed()->activity);
}

RC_GTEST_PROP(ObserverOfAnything, IsReachableWhenItsMostTellingSourceAnswers, ()) {
  DeviceObserver observer{ct1, {}};
  for (const Sighting& sighting : any_sightings()) observer.observe(sighting);
  observer.observe(reached(3000, "echo", true));
  RC_ASSERT(observer.observed()->reachable);
  observer.observe(reached(3030, "echo", false));
  RC_ASSERT(observer.observed()->reachable);
  observer.observe(reached(3060, "echo", false));
  RC_ASSERT(!observer.observed()->reachable);
  RC_ASSERT(observer.observed()->since == at(3030));
}

}  // namespace
}  // namespace isocenter::agent
