#include "kiosk/model/scanner.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "kiosk/model/fault_note.hpp"
#include "tests/kiosk/model/department_support.hpp"

namespace isocenter::kiosk {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant now = clock("10:42:00");

/// A kiosk at MR 2, whose outbox numbers what it says.
struct Kiosk {
  Bench bench = Bench::at_work(now);
  Scanner scanner{device("mr2"), "technologist"};
  std::uint64_t seq = 0;

  std::vector<NewEvent> touch(std::string_view id, Instant when) {
    const auto events = scanner.touch(id, bench.department, when);
    if (events.empty()) return events;
    std::vector<BirthName> names;
    for (std::size_t i = 0; i < events.size(); ++i) names.push_back({Epoch{}, ++seq, Digest{}});
    scanner.recorded(names, when);
    return events;
  }
  void shows(const wire::DeviceSnapshot& snapshot, Instant when = now) { bench.room("mr2", snapshot, when); }
  ScannerView look(Instant when) const { return scanner.view(bench.department, new_york(), Words::english(), when); }
  ScannerHomeView home(Instant when) const { return std::get<ScannerHomeView>(look(when).page); }
  SentView sent(Instant when) const { return std::get<SentView>(look(when).page); }
  bool is_home(Instant when) {
    scanner.tick(bench.department, when);
    return std::holds_alternative<ScannerHomeView>(look(when).page);
  }
  std::string next(Instant when) const {
    for (const Button& button : home(when).actions) {
      if (button.weight == Weight::next) return button.id;
    }
    return "none";
  }
};

wire::DeviceSnapshot in_state(EquipmentState state, const std::string& reason, Instant since) {
  auto snapshot = ready_snapshot("MR 2", since);
  snapshot.state = state;
  snapshot.reason = reason;
  snapshot.intervals = {{state, since, std::nullopt, Grade::b, false}};
  return snapshot;
}

template <typename Body>
const Body& only(const std::vector<NewEvent>& events) {
  EXPECT_EQ(events.size(), 1u);
  EXPECT_EQ(events.at(0).device, device("mr2"));
  return std::get<Body>(events.at(0).body);
}

TEST(Scanner, HomeOfARunningExam) {
  Kiosk kiosk;
  auto snapshot = exam_snapshot("MR 2", clock("10:18:50"), 28, 41);
  snapshot.intervals.insert(snapshot.intervals.begin(),
                            {{EquipmentState::in_use, clock("09:00:00"), clock("09:30:00"), Grade::a, true},
                             {EquipmentState::ready, clock("09:30:00"), clock("10:18:50"), Grade::a, false}});
  kiosk.shows(snapshot);
  const ScannerView view = kiosk.look(now);
  EXPECT_EQ(view.name, "MR 2");
  EXPECT_EQ(view.kind, "MR");
  EXPECT_EQ(view.clock, "10:42");
  EXPECT_EQ(view.kept, "");
  const ScannerHomeView home = kiosk.home(now);
  EXPECT_EQ(home.word, "In use");
  EXPECT_EQ(home.procedure, "Lumbar spine");
  EXPECT_EQ(home.figure, "23:10");
  EXPECT_EQ(home.usual, "of usual 28 to 41 min");
  EXPECT_EQ(home.likely_end, "likely to end 10:46 to 10:59");
  EXPECT_EQ(home.from_exams, "from 212 exams in this room");
  EXPECT_EQ(home.half_end_by, "half end by 28 min");
  EXPECT_EQ(home.most_end_by, "9 of 10 by 41 min");
  EXPECT_EQ(home.exams_done, "1 exam done");
  EXPECT_TRUE(home.notes.empty());
  EXPECT_EQ(kiosk.home(clock("10:50:00")).likely_end, "likely to end by 10:59");
  EXPECT_EQ(kiosk.home(clock("11:03:00")).likely_end, "3 min over usual");
  EXPECT_EQ(home.strip.window, (Period{clock("06:00:00"), clock("20:00:00")}));
  EXPECT_EQ(home.grid_labels.size(), home.strip.grid.size());
}

TEST(Scanner, SaysNothingOfTheUsualUnderTenExams) {
  Kiosk kiosk;
  auto snapshot = exam_snapshot("MR 2", clock("10:18:50"), 28, 41);
  snapshot.exam->n = 9;
  kiosk.shows(snapshot);
  const ScannerHomeView home = kiosk.home(now);
  EXPECT_EQ(home.usual + home.likely_end + home.from_exams + home.half_end_by, "");
  EXPECT_FALSE(home.progress);
}

TEST(Scanner, TheDayAtNightIsAnotherWindow) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  for (const auto& [when, from] :
       {std::pair{clock("03:00:00"), clock("00:00:00")}, std::pair{clock("22:00:00"), clock("10:00:00")}}) {
    const Strip strip = kiosk.home(when).strip;
    EXPECT_EQ(strip.window.from, from);
    EXPECT_TRUE(strip.window.contains(when));
  }
}

TEST(Scanner, NextLikelyTouch) {
  using State = EquipmentState;
  const auto next = [](const wire::DeviceSnapshot& snapshot) {
    Kiosk kiosk;
    kiosk.shows(snapshot);
    return kiosk.next(now);
  };
  EXPECT_EQ(next(exam_snapshot("MR 2", clock("10:18:50"), 28, 41)), "left_room");
  EXPECT_EQ(next(ready_snapshot("MR 2", now)), "in_room");
  EXPECT_EQ(next(in_state(State::closed, "hours", now)), "in_room");
  for (const State state : {State::down, State::limited, State::planned_down, State::quality_control, State::unknown}) {
    EXPECT_EQ(next(in_state(state, "declared", now)), "ready") << word(state);
  }
  auto ended = ready_snapshot("MR 2", clock("10:40:00"));
  ended.intervals = {{State::in_use, clock("10:10:00"), clock("10:40:00"), Grade::a, true},
                     {State::ready, clock("10:40:00"), std::nullopt, Grade::a, false}};
  EXPECT_EQ(next(ended), "left_room");
  Kiosk kiosk;
  EXPECT_EQ(kiosk.next(now), "ready") << "no word of the room yet";
  kiosk.shows(ended);
  kiosk.touch("left_room", now);
  kiosk.touch("done", now);
  EXPECT_EQ(kiosk.next(now), "in_room");
  EXPECT_EQ(kiosk.home(now).actions[2].note, "10:42");
  EXPECT_EQ(kiosk.next(now + hours{2}), "in_room");
}

TEST(Scanner, AfterPatientInRoomItIsDoneAndLeftIsNext) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  const auto step = only<ExamStepped>(kiosk.touch("in_room", now));
  EXPECT_EQ(step, (ExamStepped{std::nullopt, "in_room", now}));
  kiosk.touch("done", now);
  EXPECT_EQ(kiosk.next(now), "left_room");
  EXPECT_EQ(kiosk.home(now).actions[1].weight, Weight::done);
  EXPECT_EQ(kiosk.home(now).last_touch, "Last touch: patient in room, 10:42");
}

TEST(Scanner, DeclaresStates) {
  Kiosk kiosk;
  kiosk.shows(in_state(EquipmentState::down, "fault:table", now));
  const auto ready = only<DeviceDeclared>(kiosk.touch("ready", now));
  EXPECT_EQ(ready.state, EquipmentState::ready);
  EXPECT_EQ(ready.from, now);
  EXPECT_EQ(ready.role, "technologist");
  EXPECT_FALSE(ready.until);
  ASSERT_TRUE(kiosk.home(now).said);
  EXPECT_EQ(kiosk.home(now).said->title, "Room ready");
  EXPECT_EQ(kiosk.home(now).said->sent, "Said at 10:42. Every board shows it.");
  EXPECT_EQ(kiosk.home(now + seconds{2}).said->undo.note, "8 s left");
  EXPECT_EQ(only<DeviceDeclared>(kiosk.touch("quality_control", now)).state, EquipmentState::quality_control);
  EXPECT_TRUE(kiosk.home(now + seconds{9}).said);
  EXPECT_FALSE(kiosk.home(now + seconds{10}).said);
}

TEST(Scanner, PlannedWorkAsksUntilWhen) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  EXPECT_TRUE(kiosk.touch("planned", now).empty());
  const auto planned = std::get<PlannedView>(kiosk.look(now).page);
  std::string choices;
  for (const Button& choice : planned.choices) choices += choice.label + " " + choice.note + ", ";
  EXPECT_EQ(choices, "1 hour until 11:42, 2 hours until 12:42, 4 hours until 14:42, Rest of the day until midnight, ");
  const auto said = only<DeviceDeclared>(kiosk.touch(planned.choices[3].id, now + seconds{5}));
  EXPECT_EQ(said.state, EquipmentState::planned_down);
  EXPECT_EQ(said.until, clock("00:00:00") + hours{24});
  Kiosk other;
  other.touch("planned", clock("10:42:59"));
  const auto held = other.look(clock("10:42:59"));
  EXPECT_EQ(other.look(clock("10:43:01")).page, held.page) << "what is under the finger stays";
  other.touch("back", now);
  other.touch("planned", now);
  for (const char* id :
       {"planned:", "planned:x", "planned:1", "planned:9999999999999", "planned:99999999999999999999"}) {
    EXPECT_TRUE(other.touch(id, now).empty()) << id;
  }
  EXPECT_FALSE(other.is_home(now + seconds{29}));
  EXPECT_TRUE(other.is_home(now + seconds{30}));
}

TEST(Scanner, AFaultIsTwoTouches) {
  struct Row {
    const char* category;
    Effect effect;
    Cause cause;
  };
  const std::vector<Row> rows{
      {"table", Effect::down, Cause::equipment},    {"coil", Effect::limited, Cause::accessory},
      {"image", Effect::limited, Cause::equipment}, {"cooling", Effect::down, Cause::unexplained},
      {"console", Effect::down, Cause::equipment},  {"network", Effect::limited, Cause::it},
      {"room", Effect::down, Cause::facility},      {"other", Effect::limited, Cause::unexplained}};
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  kiosk.touch("fault", now);
  const auto choice = std::get<FaultChoiceView>(kiosk.look(now).page);
  ASSERT_EQ(choice.categories.size(), rows.size());
  std::set<FaultId> ids;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& category = choice.categories[i];
    const bool down = rows[i].effect == Effect::down;
    EXPECT_EQ(category.becomes, down ? EquipmentState::down : EquipmentState::limited);
    EXPECT_EQ(category.then, down ? "MR 2 goes down" : "MR 2 becomes limited");
    kiosk.touch("fault", now);
    const auto fault = only<FaultReported>(kiosk.touch(category.button.id, now));
    EXPECT_EQ(fault.code, rows[i].category);
    EXPECT_EQ(fault.effect, rows[i].effect) << fault.code;
    EXPECT_EQ(fault.cause, rows[i].cause) << fault.code;
    EXPECT_EQ(fault.source, "person");
    EXPECT_EQ(fault.at, now);
    EXPECT_TRUE(ids.insert(fault.fault).second);
    EXPECT_EQ(kiosk.sent(now).others.size(), down ? 1u : 0u) << fault.code;
    kiosk.touch("done", now);
  }
}

TEST(Scanner, TheFaultPageKnowsTheRunningExam) {
  Kiosk kiosk;
  kiosk.shows(exam_snapshot("MR 2", clock("10:18:50"), 28, 41));
  kiosk.touch("fault", now);
  EXPECT_EQ(std::get<FaultChoiceView>(kiosk.look(clock("10:42:03")).page).state_line,
            "In use, 23:13 of usual 28 to 41 min");
  kiosk.touch("fault:cooling", clock("10:42:06"));
  const SentView sent = kiosk.sent(clock("10:42:08"));
  EXPECT_EQ(sent.title, "Down: cooling or helium");
  EXPECT_EQ(sent.also, "The running exam, 23:18 so far, is still timed.");
  ASSERT_TRUE(sent.undo);
  EXPECT_EQ(sent.undo->note, "8 s left");
}

TEST(Scanner, AFaultCanBeToldMoreClosely) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  kiosk.touch("fault", now);
  const auto fault = only<FaultReported>(kiosk.touch("fault:cooling", now));
  const SentView sent = kiosk.sent(now);
  ASSERT_EQ(sent.more.size(), 8u);
  EXPECT_EQ(sent.more[2].id, "note:compressor_stopped") << "an MR has one";
  const auto noted = only<FaultStepped>(kiosk.touch("note:compressor_stopped", now + seconds{3}));
  EXPECT_EQ(noted, (FaultStepped{FaultStep::noted, fault.fault, now + seconds{3}, "", "", "compressor_stopped"}));
  EXPECT_EQ(kiosk.sent(now + seconds{3}).more[2].weight, Weight::on);
  EXPECT_TRUE(kiosk.touch("note:compressor_stopped", now + seconds{4}).empty()) << "said already";
  EXPECT_TRUE(kiosk.touch("note:nonsense", now + seconds{4}).empty());
  kiosk.touch("note:chiller_alarm", now + seconds{5});
  const auto taken_back = kiosk.touch("undo", now + seconds{6});
  ASSERT_EQ(taken_back.size(), 3u) << "the notes, and the report they are about";
  EXPECT_EQ(std::get<EventWithdrawn>(taken_back.front().body).seq, 3u);
  EXPECT_EQ(std::get<EventWithdrawn>(taken_back.back().body).seq, 1u);
  EXPECT_TRUE(kiosk.is_home(now + seconds{6}));
}

TEST(Scanner, ANoteGoesWithAFaultThatIsMadeLimited) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  kiosk.touch("fault", now);
  kiosk.touch("fault:console", now);
  kiosk.touch("note:very_slow", now);
  const auto events = kiosk.touch("make_limited", now + seconds{2});
  ASSERT_EQ(events.size(), 4u);
  const auto& limited = std::get<FaultReported>(events[2].body);
  const auto& noted = std::get<FaultStepped>(events[3].body);
  EXPECT_EQ(limited.effect, Effect::limited);
  EXPECT_EQ(noted.fault, limited.fault);
  EXPECT_EQ(noted.note, "very_slow");
  EXPECT_EQ(kiosk.touch("undo", now + seconds{4}).size(), 2u);
}

TEST(Scanner, AnotherModalityHasOtherWords) {
  for (const char* category : {"table", "coil", "image", "cooling", "console", "network", "room", "other"}) {
    for (const char* modality : {"MR", "CT", "US", "DX", "MG", "NM", "PT", ""}) {
      const auto notes = fault_notes(category, modality);
      EXPECT_GE(notes.size(), 4u) << category << ' ' << modality;
      EXPECT_LE(notes.size(), 8u) << category << ' ' << modality;
    }
  }
  const auto has_helium = [](const char* modality) {
    const auto notes = fault_notes("cooling", modality);
    return std::any_of(notes.begin(), notes.end(),
                       [](const FaultNote& note) { return note.word == "helium_level_low"; });
  };
  EXPECT_TRUE(has_helium("MR"));
  EXPECT_FALSE(has_helium("CT"));
}

TEST(Scanner, HomeTellsWhatWasSaidOfTheFault) {
  Kiosk kiosk;
  auto snapshot = down_snapshot("MR 2", clock("10:30:00"), "cooling", Cause::unexplained);
  snapshot.faults[0].note = "chiller_alarm";
  kiosk.shows(snapshot);
  EXPECT_EQ(kiosk.home(now).notes, (std::vector<std::string>{"since 10:30", "Chiller alarm"}));
  snapshot.faults[0].note = "of_a_newer_kiosk";
  kiosk.shows(snapshot);
  EXPECT_EQ(kiosk.home(now).notes, std::vector<std::string>{"since 10:30"});
}

TEST(Scanner, ShowsOtherRoomsOfItsKind) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  EXPECT_TRUE(kiosk.home(now).others.empty());
  kiosk.bench.room("ct1", ready_snapshot("CT 1", now), now);
  EXPECT_EQ(kiosk.home(now).others_title, "Other rooms");
  for (const char* name : {"mr1", "mr3", "mr4", "mr5"}) {
    kiosk.bench.room(name, ready_snapshot("MR " + std::string{name}.substr(2), now), now);
  }
  const ScannerHomeView home = kiosk.home(now);
  EXPECT_EQ(home.others_title, "Other rooms of this kind");
  std::string names;
  for (const Tile& tile : home.others) names += tile.name + ", ";
  EXPECT_EQ(names, "MR 1, MR 3, MR 4, ");
}

TEST(Scanner, UndoStandsAfterThePageOfTheFaultIsClosed) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  kiosk.touch("fault", now);
  kiosk.touch("fault:table", now);
  kiosk.touch("done", now + seconds{2});
  ASSERT_TRUE(kiosk.home(now + seconds{2}).said);
  EXPECT_EQ(kiosk.home(now + seconds{2}).said->title, "Down: table");
  EXPECT_EQ(only<EventWithdrawn>(kiosk.touch("undo", now + seconds{9})).seq, 1u);
}

TEST(Scanner, PagesCloseByThemselves) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  kiosk.touch("fault", now);
  EXPECT_FALSE(kiosk.is_home(now + seconds{29}));
  EXPECT_TRUE(kiosk.is_home(now + seconds{30}));
  kiosk.touch("fault", now);
  EXPECT_TRUE(kiosk.touch("fault:table", now + seconds{31}).empty()) << "that page had closed";
  kiosk.touch("fault", now);
  kiosk.touch("fault:table", now);
  EXPECT_TRUE(kiosk.sent(now + seconds{9}).undo);
  EXPECT_FALSE(kiosk.is_home(now + seconds{29}));
  EXPECT_FALSE(kiosk.sent(now + seconds{10}).undo);
  EXPECT_TRUE(kiosk.touch("undo", now + seconds{10}).empty());
  EXPECT_TRUE(kiosk.is_home(now + seconds{30}));
}

TEST(Scanner, UndoWithdrawsByTheRecordedName) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  kiosk.touch("in_room", now);
  kiosk.touch("done", now);
  const auto before = kiosk.home(now + seconds{20});
  kiosk.touch("left_room", now + seconds{20});
  const auto withdrawn = only<EventWithdrawn>(kiosk.touch("undo", now + seconds{29}));
  EXPECT_EQ(withdrawn.seq, 2u);
  EXPECT_TRUE(kiosk.is_home(now + seconds{29}));
  EXPECT_EQ(kiosk.home(now + seconds{20}), before);
  EXPECT_TRUE(kiosk.touch("undo", now + seconds{29}).empty()) << "once";
}

TEST(Scanner, ADownCanBeMadeLimited) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  kiosk.touch("fault", now);
  const auto down = only<FaultReported>(kiosk.touch("fault:console", now));
  const auto events = kiosk.touch("make_limited", now + seconds{15});
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(std::get<EventWithdrawn>(events[0].body).seq, 1u);
  const auto& limited = std::get<FaultReported>(events[1].body);
  EXPECT_EQ(limited.effect, Effect::limited);
  EXPECT_EQ(limited.code, "console");
  EXPECT_NE(limited.fault, down.fault);
  EXPECT_EQ(kiosk.sent(now + seconds{15}).title, "Limited: console");
  EXPECT_TRUE(kiosk.sent(now + seconds{15}).others.empty());
  const auto withdrawn = only<EventWithdrawn>(kiosk.touch("undo", now + seconds{20}));
  EXPECT_EQ(withdrawn.seq, 3u) << "the limited fault; the withdrawal before it stands";
}

TEST(Scanner, SaysThatATouchCouldNotBeKept) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  kiosk.scanner.touch("in_room", kiosk.bench.department, now);
  kiosk.scanner.not_recorded(now);
  EXPECT_NE(kiosk.look(now).kept.find("could not be kept"), std::string::npos);
  EXPECT_EQ(kiosk.home(now).last_touch, "");
  EXPECT_EQ(kiosk.next(now), "in_room");
  kiosk.touch("in_room", now);
  EXPECT_EQ(kiosk.look(now).kept, "");
}

TEST(Scanner, AnUndoThatCouldNotBeKeptCanBeTriedAgain) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now));
  kiosk.touch("fault", now);
  kiosk.touch("fault:table", now);
  for (const char* id : {"undo", "make_limited"}) {
    EXPECT_FALSE(kiosk.scanner.touch(id, kiosk.bench.department, now + seconds{2}).empty());
    kiosk.scanner.not_recorded(now + seconds{2});
    EXPECT_NE(kiosk.look(now + seconds{2}).kept.find("could not be kept"), std::string::npos);
    EXPECT_EQ(kiosk.sent(now + seconds{2}).title, "Down: table");
    ASSERT_TRUE(kiosk.sent(now + seconds{2}).undo);
  }
  EXPECT_EQ(only<EventWithdrawn>(kiosk.touch("undo", now + seconds{3})).seq, 1u);
}

TEST(Scanner, AFaultThatCouldNotBeKeptLeadsHome) {
  Kiosk kiosk;
  kiosk.touch("fault", now);
  EXPECT_EQ(kiosk.scanner.touch("fault:table", kiosk.bench.department, now).size(), 1u);
  kiosk.scanner.not_recorded(now);
  EXPECT_TRUE(kiosk.is_home(now));
  EXPECT_EQ(kiosk.home(now).last_touch, "");
}

TEST(Scanner, TouchesAreKeptWhileTheServerIsAway) {
  Kiosk kiosk;
  kiosk.shows(exam_snapshot("MR 2", clock("10:18:50"), 28, 41));
  kiosk.bench.department.disconnected(now);
  EXPECT_EQ(kiosk.look(now).not_confirmed, "Not confirmed since 10:42");
  EXPECT_EQ(kiosk.look(now).kept, "Touches are kept, and sent once the server answers.");
  EXPECT_EQ(kiosk.home(now + minutes{9}).figure, "since 10:18");
  EXPECT_EQ(kiosk.touch("left_room", now).size(), 1u);
  ASSERT_TRUE(kiosk.home(now).said);
  EXPECT_EQ(kiosk.home(now).said->sent, "Said at 10:42. It is kept, and sent once the server answers.");
}

TEST(Scanner, AsksAfterAnExamThatContradictsDown) {
  using State = EquipmentState;
  struct Row {
    std::vector<State> states;
    bool asks;
  };
  const std::vector<Row> rows{{{State::down, State::in_use, State::down}, true},
                              {{State::planned_down, State::in_use, State::in_use, State::planned_down}, true},
                              {{State::down, State::in_use, State::unknown, State::down}, true},
                              {{State::down, State::ready, State::in_use, State::down}, false},
                              {{State::in_use, State::down}, false},
                              {{State::down, State::unknown, State::down}, false},
                              {{State::down}, false}};
  for (const Row& row : rows) {
    Kiosk kiosk;
    auto snapshot = in_state(row.states.back(), "declared", clock("10:40:00"));
    snapshot.intervals.clear();
    Instant from = clock("09:00:00");
    for (const State state : row.states) {
      snapshot.intervals.push_back({state, from, from + minutes{10}, Grade::b, state == State::in_use});
      from += minutes{10};
    }
    snapshot.intervals.back().to.reset();
    kiosk.shows(snapshot);
    EXPECT_EQ(!kiosk.home(now).contradiction.empty(), row.asks) << row.states.size();
    EXPECT_EQ(kiosk.next(now), "ready");
  }
}

TEST(Scanner, NotesAreAtMostFourAndTellTheFaults) {
  Kiosk kiosk;
  auto snapshot = down_snapshot("MR 2", clock("10:30:00"), "cooling", Cause::unexplained);
  snapshot.exam = exam_snapshot("MR 2", clock("10:18:50"), 28, 41).exam;
  for (int i = 0; i < 5; ++i) {
    snapshot.faults.push_back({"x", "coil", Effect::limited, Cause::accessory, clock("09:50:00")});
  }
  kiosk.shows(snapshot);
  const ScannerHomeView home = kiosk.home(now);
  EXPECT_EQ(home.word, "Down: cooling or helium");
  EXPECT_EQ(home.figure, "12 min");
  ASSERT_EQ(home.notes.size(), 4u);
  EXPECT_EQ(home.notes[0], "The running exam, 23:10 so far, is still timed.");
  EXPECT_EQ(home.notes[1], "since 10:30");
  EXPECT_EQ(home.notes[2], "Limited: coil or accessory, since 09:50");
}

TEST(Scanner, AnExamUnderWhichTheRoomWentDownCountsOnce) {
  Kiosk kiosk;
  auto snapshot = in_state(EquipmentState::down, "fault:table", clock("09:20:00"));
  snapshot.intervals = {{EquipmentState::in_use, clock("08:00:00"), clock("08:20:00"), Grade::a, true},
                        {EquipmentState::in_use, clock("08:20:00"), clock("08:40:00"), Grade::a, true},
                        {EquipmentState::in_use, clock("09:00:00"), clock("09:20:00"), Grade::a, true},
                        {EquipmentState::down, clock("09:20:00"), clock("09:30:00"), Grade::b, true},
                        {EquipmentState::down, clock("09:30:00"), std::nullopt, Grade::b, false}};
  snapshot.at = now;
  kiosk.shows(snapshot);
  EXPECT_EQ(kiosk.home(now).exams_done, "3 exams done");
  snapshot.at = clock("20:00:00");
  kiosk.shows(snapshot);
  EXPECT_EQ(kiosk.home(clock("20:00:00")).exams_done, "3 exams done in 12 h") << "a snapshot reaches no further back";
}

TEST(Scanner, TheClockSetBackKeepsNoPageOpen) {
  Kiosk kiosk;
  kiosk.touch("fault", now);
  EXPECT_FALSE(kiosk.is_home(now - hours{1}));
  EXPECT_TRUE(kiosk.is_home(now - hours{1} + seconds{30}));
}

/// Random touches of what is shown, and of nothing: every button speaks, every page leads home, undo brings back.
RC_GTEST_PROP(Scanner, NoTouchLeadsAstray, ()) {
  Kiosk kiosk;
  Instant time = now;
  const auto touches = *rc::gen::inRange(1, 60);
  for (int i = 0; i < touches; ++i) {
    switch (*rc::gen::inRange(0, 6)) {
      case 0: kiosk.shows(exam_snapshot("MR 2", time - minutes{5}, 28, 41), time); break;
      case 1: kiosk.shows(ready_snapshot("MR 2", time), time); break;
      case 2: kiosk.shows(down_snapshot("MR 2", time, "table", Cause::equipment), time); break;
      default: break;
    }
    kiosk.scanner.tick(kiosk.bench.department, time);
    const auto seen = buttons(kiosk.look(time));
    RC_ASSERT(!seen.empty());
    std::set<std::string> ids;
    for (const Button& button : seen) {
      RC_ASSERT(!button.label.empty() && button.spoken.size() > 2 && button.spoken.back() == '.');
      RC_ASSERT(ids.insert(button.id).second);
    }
    auto before = kiosk.look(time);
    const bool was_home = kiosk.is_home(time);
    if (was_home) std::get<ScannerHomeView>(before.page).said.reset();  // another touch makes the last one final
    const auto& touched = seen[*rc::gen::inRange<std::size_t>(0, seen.size())].id;
    const auto events = kiosk.touch(touched, time);
    if (was_home) RC_ASSERT(touched == "undo" || touched == "ready" || events.size() <= 1u);
    if (was_home && touched != "undo" && !events.empty() && *rc::gen::arbitrary<bool>()) {
      RC_ASSERT(kiosk.touch("undo", time + seconds{9}).size() == events.size());
      RC_ASSERT(kiosk.look(time) == before);
    }
    if (!was_home && *rc::gen::inRange(0, 10) == 0) kiosk.touch("no such button", time);
    time += seconds{*rc::gen::inRange(0, 15)};
  }
  RC_ASSERT(kiosk.is_home(time + seconds{31}));
}

}  // namespace
}  // namespace isocenter::kiosk
