#include "kiosk/model/fault_life.hpp"

#include <gtest/gtest.h>

#include "kiosk/model/scanner.hpp"
#include "tests/kiosk/model/department_support.hpp"

namespace isocenter::kiosk {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant now = clock("10:42:00");
const Instant reported = clock("10:30:00");

wire::DeviceSnapshot broken(Instant worked_out = reported) {
  auto snapshot = down_snapshot("MR 2", reported, "table", Cause::equipment);
  snapshot.at = worked_out;
  return snapshot;
}

/// A kiosk at MR 2, down for its table since 10:30.
struct Kiosk {
  Bench bench = Bench::at_work(now);
  Scanner scanner{device("mr2"), "technologist"};
  std::uint64_t seq = 0;

  Kiosk() { shows(broken()); }

  std::vector<NewEvent> touch(std::string_view id, Instant when = now) {
    auto events = scanner.touch(id, bench.department, when);
    std::vector<BirthName> names;
    for (std::size_t i = 0; i < events.size(); ++i) names.push_back({Epoch{}, ++seq, Digest{}});
    if (!events.empty()) scanner.recorded(names, when);
    return events;
  }
  /// The collector is there, and this is its word.
  void shows(const wire::DeviceSnapshot& snapshot, Instant when = now) {
    bench.collector(when);
    bench.room("mr2", snapshot, when);
  }
  ScannerHomeView home(Instant when = now) const {
    return std::get<ScannerHomeView>(scanner.view(bench.department, new_york(), Words::english(), when).page);
  }
  /// The steps that can be touched: "acknowledged on_site repaired ".
  std::string offered(Instant when = now) const {
    const auto fault = home(when).fault;
    if (!fault) return "no fault";
    std::string all;
    for (const auto& step : fault->steps) {
      if (step.can_touch) all += step.button.id.substr(0, step.button.id.find(':')) + ' ';
    }
    return all;
  }
  std::string stands(Instant when = now) const { return home(when).fault ? home(when).fault->stands : "no fault"; }
};

FaultStepped only_step(const std::vector<NewEvent>& events) {
  EXPECT_EQ(events.size(), 1u);
  EXPECT_EQ(events.at(0).device, device("mr2"));
  return std::get<FaultStepped>(events.at(0).body);
}

TEST(FaultLife, OffersEachStepInOrder) {
  Kiosk kiosk;
  const std::vector<FaultStep> steps{FaultStep::called, FaultStep::acknowledged, FaultStep::on_site,
                                     FaultStep::repaired};
  const std::vector<std::string> offered{"called acknowledged on_site repaired ", "acknowledged on_site repaired ",
                                         "on_site repaired ", "repaired "};
  Instant when = now;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(kiosk.offered(when), offered[i]);
    const auto said = only_step(kiosk.touch(std::string{word(steps[i])} + ":f1", when));
    EXPECT_EQ(said, (FaultStepped{steps[i], "f1", when, "", "", ""}));
    when += seconds{3};
  }
  EXPECT_EQ(kiosk.offered(when), "");
}

TEST(FaultLife, AStepIsSaidOnce) {
  Kiosk kiosk;
  for (const char* id : {"called:f1", "acknowledged:f1", "on_site:f1", "repaired:f1"}) {
    EXPECT_EQ(kiosk.touch(id).size(), 1u) << id;
    EXPECT_TRUE(kiosk.touch(id, now + seconds{5}).empty()) << id;
  }
}

TEST(FaultLife, AStepMayBeSkippedAndIsThenOver) {
  Kiosk kiosk;
  kiosk.touch("on_site:f1");
  EXPECT_EQ(kiosk.offered(), "called repaired ");
  EXPECT_TRUE(kiosk.touch("acknowledged:f1").empty());
  EXPECT_EQ(kiosk.home().fault->steps[1].button.note, "");
  EXPECT_EQ(kiosk.home().fault->steps[2].button.note, "10:42");
}

TEST(FaultLife, TheVendorMayBeCalledByWhoCameFirst) {
  Kiosk kiosk;
  kiosk.touch("on_site:f1");
  const auto said = only_step(kiosk.touch("called:f1", now + minutes{5}));
  EXPECT_EQ(said.step, FaultStep::called);
  EXPECT_EQ(said.at, now + minutes{5});
  EXPECT_EQ(kiosk.stands(now + minutes{5}), "reported 17 min ago, engineer on site since 10:42");
  kiosk.touch("repaired:f1", now + minutes{6});
  EXPECT_EQ(kiosk.offered(now + minutes{6}), "");
}

TEST(FaultLife, AfterTheRepairNobodyIsCalled) {
  Kiosk kiosk;
  kiosk.touch("repaired:f1");
  EXPECT_EQ(kiosk.offered(), "");
  EXPECT_TRUE(kiosk.touch("called:f1").empty());
  EXPECT_EQ(kiosk.home().fault->steps[0].button.note, "");
}

TEST(FaultLife, SaysThatTheVendorWasCalled) {
  Kiosk kiosk;
  const auto before = kiosk.home(now + seconds{4});
  EXPECT_EQ(before.fault->steps[0].button.label, "Vendor called");
  EXPECT_EQ(before.fault->steps[0].button.note, "after the call");
  kiosk.touch("called:f1");
  const auto home = kiosk.home();
  EXPECT_EQ(home.fault->steps[0].button.note, "10:42");
  EXPECT_EQ(home.fault->stands, "reported 12 min ago, vendor called at 10:42");
  EXPECT_EQ(home.said.value().title, "Vendor called");
  EXPECT_EQ(home.said->sent, "Said at 10:42. It goes into the fault's times.");
  EXPECT_EQ(home.last_touch, "Last touch: vendor called, 10:42");
  EXPECT_EQ(kiosk.touch("undo", now + seconds{4}).size(), 1u);
  EXPECT_EQ(kiosk.home(now + seconds{4}), before);
}

TEST(FaultLife, NothingIsSaidOfWhatIsNoFaultHere) {
  Kiosk kiosk;
  for (const char* id : {"acknowledged:f2", "acknowledged:", "acknowledged", "called:f2", "released:f1", "noted:f1"}) {
    EXPECT_TRUE(kiosk.touch(id).empty()) << id;
  }
  kiosk.shows(ready_snapshot("MR 2", now));
  EXPECT_TRUE(kiosk.touch("repaired:f1").empty()) << "it is over";
  EXPECT_EQ(kiosk.offered(), "no fault");
}

TEST(FaultLife, TellsWhereItStands) {
  Kiosk kiosk;
  EXPECT_EQ(kiosk.home().fault->title, "Fault: table");
  EXPECT_EQ(kiosk.stands(), "reported 12 min ago");
  EXPECT_EQ(kiosk.stands(reported + seconds{59}), "reported just now");
  auto snapshot = broken();
  auto& fault = snapshot.faults[0];
  fault.called = clock("10:31:00");
  kiosk.shows(snapshot);
  EXPECT_EQ(kiosk.stands(), "reported 12 min ago, vendor called at 10:31");
  EXPECT_TRUE(kiosk.touch("called:f1").empty()) << "by whomever";
  EXPECT_EQ(kiosk.offered(), "acknowledged on_site repaired ");
  fault.acknowledged = clock("10:33:00");
  kiosk.shows(snapshot);
  EXPECT_EQ(kiosk.stands(), "reported 12 min ago, someone took it at 10:33");
  fault.on_site = clock("10:40:00");
  kiosk.shows(snapshot);
  EXPECT_EQ(kiosk.stands(), "reported 12 min ago, engineer on site since 10:40");
  EXPECT_EQ(kiosk.offered(), "repaired ");
  kiosk.touch("repaired:f1");
  EXPECT_EQ(kiosk.stands(), "repaired at 10:42, next: Room ready");
}

TEST(FaultLife, WhatWasSaidSurvivesASnapshotThatDoesNotKnowIt) {
  Kiosk kiosk;
  kiosk.touch("on_site:f1");
  kiosk.shows(broken(now + minutes{5}), now + minutes{5});
  EXPECT_EQ(kiosk.offered(now + minutes{5}), "called repaired ");
  EXPECT_TRUE(kiosk.touch("on_site:f1", now + minutes{5}).empty());
}

TEST(FaultLife, TheCollectorsTimeOfAStepIsTheOneShown) {
  Kiosk kiosk;
  kiosk.touch("on_site:f1");
  auto snapshot = broken(now + seconds{1});
  snapshot.faults[0].on_site = clock("10:41:00");
  kiosk.shows(snapshot);
  EXPECT_EQ(kiosk.home().fault->steps[2].button.note, "10:41");
}

TEST(FaultLife, ARepairedFaultIsGoneWithTheCollectorsNextWord) {
  Kiosk kiosk;
  kiosk.touch("repaired:f1");
  EXPECT_EQ(kiosk.offered(now + seconds{1}), "");
  kiosk.shows(ready_snapshot("MR 2", now + seconds{1}), now + seconds{1});
  EXPECT_EQ(kiosk.offered(now + seconds{1}), "no fault");
}

TEST(FaultLife, UndoTakesTheStepBack) {
  Kiosk kiosk;
  const auto before = kiosk.home(now + seconds{4});
  kiosk.touch("acknowledged:f1");
  ASSERT_TRUE(kiosk.home().said);
  EXPECT_EQ(kiosk.home().said->title, "On its way");
  EXPECT_EQ(kiosk.home().said->sent, "Said at 10:42. It goes into the fault's times.");
  EXPECT_EQ(kiosk.home().last_touch, "Last touch: help on its way, 10:42");
  const auto taken_back = kiosk.touch("undo", now + seconds{4});
  ASSERT_EQ(taken_back.size(), 1u);
  EXPECT_EQ(std::get<EventWithdrawn>(taken_back[0].body).seq, 1u);
  EXPECT_EQ(kiosk.home(now + seconds{4}), before);
  EXPECT_EQ(kiosk.touch("acknowledged:f1", now + seconds{5}).size(), 1u) << "it can be said again";
}

TEST(FaultLife, AStepThatCouldNotBeKeptCanBeTriedAgain) {
  Kiosk kiosk;
  kiosk.scanner.touch("acknowledged:f1", kiosk.bench.department, now);
  kiosk.scanner.not_recorded(now);
  EXPECT_EQ(kiosk.offered(), "called acknowledged on_site repaired ");
  EXPECT_EQ(kiosk.touch("acknowledged:f1").size(), 1u);
}

TEST(FaultLife, GoesOnWhileTheServerIsAway) {
  Kiosk kiosk;
  kiosk.bench.department.disconnected(now);
  EXPECT_EQ(kiosk.stands(now + minutes{9}), "reported at 10:30");
  const Instant later = now + minutes{20};
  for (const char* id : {"called:f1", "acknowledged:f1", "on_site:f1", "repaired:f1"}) {
    EXPECT_EQ(kiosk.touch(id, later).size(), 1u) << id;
    EXPECT_EQ(kiosk.home(later).said->sent, "Said at 11:02. It is kept, and sent once the server answers.") << id;
  }
  EXPECT_EQ(kiosk.offered(later + hours{1}), "") << "said, and remembered";
  const auto ready = kiosk.touch("ready", later + hours{1});
  ASSERT_EQ(ready.size(), 2u);
  EXPECT_EQ(std::get<DeviceDeclared>(ready[0].body).state, EquipmentState::ready);
  EXPECT_EQ(std::get<FaultStepped>(ready[1].body).step, FaultStep::released);
  EXPECT_EQ(kiosk.offered(later + hours{1}), "no fault") << "the room was released";
}

TEST(FaultLife, RoomReadyReleasesOnceWhatWasRepairedHere) {
  Kiosk kiosk;
  kiosk.touch("repaired:f1");
  kiosk.shows(ready_snapshot("MR 2", now + minutes{1}), now + minutes{1});
  EXPECT_EQ(kiosk.offered(now + minutes{1}), "no fault") << "the collector tells of it no more";
  const Instant later = now + minutes{40};
  const auto ready = kiosk.touch("ready", later);
  ASSERT_EQ(ready.size(), 2u);
  const auto& released = std::get<FaultStepped>(ready[1].body);
  EXPECT_EQ(released.step, FaultStep::released);
  EXPECT_EQ(released.fault, "f1");
  EXPECT_EQ(released.at, later);
  EXPECT_EQ(kiosk.touch("undo", later + seconds{1}).size(), 2u) << "both are taken back";
  EXPECT_EQ(kiosk.touch("ready", later + seconds{2}).size(), 2u) << "and so it is released again";
  EXPECT_EQ(kiosk.touch("ready", later + minutes{5}).size(), 1u) << "but not twice";
}

TEST(FaultLife, RoomReadyReleasesNothingThatWasNotRepaired) {
  Kiosk kiosk;
  kiosk.touch("on_site:f1");
  EXPECT_EQ(kiosk.touch("ready", now + minutes{1}).size(), 1u) << "the declaration ends it";
}

TEST(FaultLife, AFaultReportedWhileTheServerIsAwayHasALife) {
  Kiosk kiosk;
  kiosk.shows(ready_snapshot("MR 2", now - hours{1}));
  kiosk.bench.department.disconnected(now);
  kiosk.touch("fault", now + minutes{1});
  kiosk.touch("fault:console", now + minutes{1});
  kiosk.touch("done", now + minutes{1});
  const auto home = kiosk.home(now + minutes{9});
  ASSERT_TRUE(home.fault);
  EXPECT_EQ(home.fault->title, "Fault: console");
  EXPECT_EQ(only_step(kiosk.touch(home.fault->steps[1].button.id, now + minutes{9})).step, FaultStep::acknowledged);
  EXPECT_EQ(kiosk.offered(now + minutes{9}), "called on_site repaired ");
}

TEST(FaultLife, AFaultThatTheCollectorEndedStaysOverWhileItIsAway) {
  Kiosk kiosk;
  kiosk.touch("fault");
  kiosk.touch("fault:console");
  kiosk.touch("done");
  kiosk.shows(ready_snapshot("MR 2", now + minutes{10}), now + minutes{10});
  kiosk.bench.department.disconnected(now + minutes{11});
  EXPECT_EQ(kiosk.offered(now + minutes{12}), "no fault");
}

TEST(FaultLife, RoomReadyHidesTheFaultsUntilTheCollectorAnswers) {
  Kiosk kiosk;
  kiosk.touch("ready");
  EXPECT_EQ(kiosk.offered(now + seconds{1}), "no fault");
  kiosk.shows(broken(now + seconds{2}), now + seconds{2});
  EXPECT_EQ(kiosk.offered(now + seconds{2}), "called acknowledged on_site repaired ")
      << "during an exam it ends nothing";
}

TEST(FaultLife, ShowsTheWorstFaultAndLeadsToTheNext) {
  Kiosk kiosk;
  EXPECT_FALSE(kiosk.home().fault->next) << "there is one";
  auto snapshot = broken();
  snapshot.faults.push_back({"f2", "coil", Effect::limited, Cause::accessory, clock("10:35:00")});
  snapshot.faults.push_back({"f3", "console", Effect::down, Cause::equipment, clock("10:36:00")});
  kiosk.shows(snapshot);
  std::string seen;
  for (int i = 0; i < 4; ++i) {
    const auto fault = kiosk.home().fault;
    seen += fault->title + " (" + fault->next->note + "), ";
    EXPECT_TRUE(kiosk.touch("next_fault").empty());
  }
  EXPECT_EQ(seen,
            "Fault: console (1 of 3), Fault: table (2 of 3), Fault: coil or accessory (3 of 3), "
            "Fault: console (1 of 3), ");
  kiosk.scanner.tick(kiosk.bench.department, now + minutes{1});
  EXPECT_EQ(kiosk.home(now + minutes{1}).fault->title, "Fault: console") << "by itself, after a while";
}

TEST(FaultLife, OfTheFaultInTheRowNoNoteTells) {
  Kiosk kiosk;
  auto snapshot = broken();
  snapshot.faults.push_back({"f2", "coil", Effect::limited, Cause::accessory, clock("10:35:00")});
  kiosk.shows(snapshot);
  const auto tells_of_the_coil = [&] {
    const auto notes = kiosk.home().notes;
    return std::any_of(notes.begin(), notes.end(), [](const auto& note) { return note.find("coil") != note.npos; });
  };
  EXPECT_TRUE(tells_of_the_coil());
  kiosk.touch("next_fault");
  EXPECT_FALSE(tells_of_the_coil());
}

TEST(FaultLife, WhatWasSaidIsForgottenAfterTwelveHours) {
  FaultsTold told;
  told.reported({{"f1", "table", Effect::down, Cause::equipment, now}});
  told.stepped("f1", FaultStep::on_site, now + hours{1});
  told.forget_old(now + hours{12} - seconds{1});
  ASSERT_EQ(told.faults({}, now).size(), 1u);
  EXPECT_EQ(told.faults({}, now)[0].on_site, now + hours{1});
  told.forget_old(now + hours{13});
  EXPECT_EQ(told, FaultsTold{});
}

}  // namespace
}  // namespace isocenter::kiosk
