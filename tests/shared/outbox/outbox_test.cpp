#include "shared/outbox/outbox.hpp"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

#include "shared/wire/event_codec.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::outbox {
namespace {

using namespace std::chrono_literals;

constexpr Instant noon = from_unix_ms(1'795'000'000'000);
constexpr OutboxLimits small{.ballast_bytes = 64 * 1024};

NewEvent reading(double value, Instant t = noon) {
  return {t, *DeviceName::parse("ct1"), ReadingTaken{"tube_temperature", value, "Cel"}};
}
NewEvent fault(const std::string& id, Instant t = noon) {
  return {t, *DeviceName::parse("ct1"), FaultReported{id, "E-17", Effect::down, Cause::equipment, "log", std::nullopt}};
}

class OutboxTest : public testing::Test {
 protected:
  std::filesystem::path path() const { return folder_ / "node.outbox"; }
  void open(OutboxLimits limits = small) {
    box_.reset();
    box_ = std::make_unique<Outbox>(path(), limits);
  }
  void start(OutboxLimits limits = small) {
    open(limits);
    box_->begin_epoch("test 1", noon);
  }
  void write(const NewEvent& event) { box_->write({&event, 1}); }
  void write_faults(int count) {
    std::vector<NewEvent> events;
    for (int i = 0; i < count; ++i) events.push_back(fault("f" + std::to_string(i)));
    box_->write(events);
  }
  std::vector<wire::WireEvent> read(std::uint64_t first = 1) {
    return box_->read(box_->epoch(), first, 1000, 1'000'000, noon);
  }
  /// The first number of `epoch` that is not forgotten.
  std::uint64_t oldest(const Epoch& epoch) {
    for (const wire::WireEvent& event : box_->read(epoch, 1, 1000, 1'000'000, noon)) {
      if (event.type != "outbox.gap") return event.seq;
    }
    return 0;
  }
  std::uint64_t oldest() { return oldest(box_->epochs().back().epoch); }
  const HeldEpoch& present() const { return box_->epochs().back(); }
  /// "seq-to type [reason]" of what is read from `first` on.
  std::vector<std::string> outline(std::uint64_t first = 1) {
    std::vector<std::string> lines;
    for (const wire::WireEvent& event : read(first)) {
      std::string line = std::to_string(event.seq) + "-" + std::to_string(event.to) + " " + event.type;
      if (event.type == "outbox.gap") {
        line += " " + std::get<OutboxGap>(wire::parse_event(event.bytes)->body).reason;
      }
      lines.push_back(line);
    }
    return lines;
  }
  /// Whether the chain of what is read from 1 on ends in the digest at `last`.
  void expect_sound_chain() {
    Digest digest = wire::first_digest(box_->epoch());
    std::uint64_t next = 1;
    for (const wire::WireEvent& event : read()) {
      EXPECT_EQ(event.seq, next);
      digest = wire::digest_after(digest, event);
      EXPECT_EQ(box_->digest_at(box_->epoch(), event.to), digest);
      next = event.to + 1;
    }
    EXPECT_EQ(next, present().last + 1);
    EXPECT_EQ(digest, present().digest);
  }

  fakes::TemporaryFolder folder_;
  std::unique_ptr<Outbox> box_;
};

TEST_F(OutboxTest, BeginsItsFirstEpochWithNodeStarted) {
  start();
  EXPECT_EQ(outline(), std::vector<std::string>{"1-1 node.started"});
  const auto event = wire::parse_event(read().at(0).bytes);
  const auto& started = std::get<NodeStarted>(event->body);
  EXPECT_EQ(started.software, "test 1");
  EXPECT_FALSE(started.epoch_before.has_value());
}

TEST_F(OutboxTest, NamesTheEpochBeforeItsLastNumberAndTheLastSignOfLife) {
  start();
  write_faults(2);
  box_->note_alive(noon + 60s);
  const Epoch before = box_->epoch();
  start();
  const auto started = std::get<NodeStarted>(wire::parse_event(read().at(0).bytes)->body);
  EXPECT_EQ(started.epoch_before, before);
  EXPECT_EQ(started.last_before, 3u);
  EXPECT_EQ(started.alive_until, noon + 60s);
  EXPECT_EQ(box_->epochs().size(), 2u);
}

TEST_F(OutboxTest, ChainsDigestsAsTheCollectorComputesThem) {
  start();
  write_faults(20);
  expect_sound_chain();
}

TEST_F(OutboxTest, GivesNamesThatUndoCanPointAt) {
  start();
  const NewEvent event = fault("f1");
  const std::vector<BirthName> names = box_->write({&event, 1});
  ASSERT_EQ(names.size(), 1u);
  EXPECT_EQ(names[0].epoch, box_->epoch());
  EXPECT_EQ(names[0].seq, 2u);
  EXPECT_EQ(box_->digest_at(box_->epoch(), 2), names[0].digest);
  EXPECT_EQ(box_->find(box_->epoch(), 2)->type, "fault.reported");
}

TEST_F(OutboxTest, EventsAreAsTheyWereAfterBeingKilled) {
  start();
  write_faults(5);
  const auto before = read();
  const Epoch epoch = box_->epoch();
  // What a killed program leaves: the files as they are, nothing closed.
  const std::filesystem::path copy = folder_ / "copy.outbox";
  for (const char* suffix : {"", "-wal"}) std::filesystem::copy(path().string() + suffix, copy.string() + suffix);
  Outbox after{copy, small};
  EXPECT_EQ(after.read(epoch, 1, 1000, 1'000'000, noon), before);
  EXPECT_EQ(after.unacknowledged(), 6u);
}

TEST_F(OutboxTest, WhatIsRolledBackWasNeverWritten) {
  start();
  {
    sqlite::Transaction transaction{box_->database()};
    const NewEvent event = fault("f1");
    box_->append({&event, 1});
    EXPECT_EQ(present().last, 1u);  // not yet to be seen by the sender
  }
  box_->settle();
  EXPECT_EQ(present().last, 1u);
  write(fault("f2"));
  EXPECT_EQ(outline(), (std::vector<std::string>{"1-1 node.started", "2-2 fault.reported"}));
  expect_sound_chain();
}

TEST_F(OutboxTest, CommitsTogetherWithTheOwnersTables) {
  start();
  box_->database().execute("CREATE TABLE position (at INTEGER)");
  sqlite::Transaction transaction{box_->database()};
  box_->database().execute("INSERT INTO position VALUES (42)");
  const std::vector<NewEvent> events{fault("f1"), fault("f2")};
  box_->append(std::span{events}.first(1));
  box_->append(std::span{events}.last(1));
  transaction.commit();
  box_->settle();
  EXPECT_EQ(present().last, 3u);
  expect_sound_chain();
}

TEST_F(OutboxTest, RefusesAnEventThatNoBatchCanCarry) {
  start();
  ExamUpdated updated;
  updated.facts.exam = "k1:" + std::string(64, 'a');
  updated.facts.orders.assign(1000, updated.facts.exam);
  const NewEvent event{noon, *DeviceName::parse("ct1"), updated};
  EXPECT_THROW(box_->write({&event, 1}), EventTooLong);
  EXPECT_EQ(present().last, 1u);
}

TEST_F(OutboxTest, ReadsAtMostSoManyBytesAndEventsButAtLeastOne) {
  start();
  write_faults(5);
  EXPECT_EQ(box_->read(box_->epoch(), 1, 1000, 10, noon).size(), 1u);
  EXPECT_EQ(box_->read(box_->epoch(), 1, 3, 1'000'000, noon).size(), 3u);
  const std::size_t two = read().at(0).bytes.size() + read().at(1).bytes.size() + 2;
  EXPECT_EQ(box_->read(box_->epoch(), 1, 1000, two, noon).size(), 2u);
}

TEST_F(OutboxTest, CountsWhatWaitsForTheCollector) {
  start();
  write_faults(4);
  EXPECT_EQ(box_->unacknowledged(), 5u);
  box_->acknowledge(box_->epoch(), 3, noon);
  EXPECT_EQ(box_->unacknowledged(), 2u);
  open();
  EXPECT_EQ(box_->unacknowledged(), 2u);
  box_->unacknowledge(box_->epochs().at(0).epoch, 1);
  EXPECT_EQ(box_->unacknowledged(), 4u);
}

TEST_F(OutboxTest, KeepsWhatIsAcknowledgedForSevenDaysThenAGapStandsForIt) {
  start();
  write_faults(5);
  const auto digest = box_->digest_at(box_->epoch(), 4);
  box_->acknowledge(box_->epoch(), 4, noon);
  box_->forget(noon + 7 * 24h - 1ms);
  EXPECT_EQ(oldest(), 1u);
  box_->forget(noon + 7 * 24h + 1ms);
  EXPECT_EQ(oldest(), 5u);
  EXPECT_EQ(outline(),
            (std::vector<std::string>{"1-4 outbox.gap forgotten", "5-5 fault.reported", "6-6 fault.reported"}));
  EXPECT_EQ(outline(3).at(0), "3-4 outbox.gap forgotten");
  EXPECT_EQ(read().at(0).stated, digest);
  EXPECT_FALSE(box_->digest_at(box_->epoch(), 2).has_value());
  EXPECT_EQ(box_->find(box_->epoch(), 2), std::nullopt);
}

TEST_F(OutboxTest, AdoptsTheCollectorsDigestInsideAGap) {
  start();
  write_faults(5);
  box_->acknowledge(box_->epoch(), 6, noon);
  box_->forget(noon + 8 * 24h);
  ASSERT_EQ(outline(), std::vector<std::string>{"1-6 outbox.gap forgotten"});
  Digest said;
  said.bytes[3] = 9;
  box_->adopt_digest(box_->epoch(), 2, said);
  box_->unacknowledge(box_->epoch(), 2);
  EXPECT_EQ(box_->digest_at(box_->epoch(), 2), said);
  EXPECT_EQ(outline(3), std::vector<std::string>{"3-6 outbox.gap forgotten"});
  EXPECT_EQ(box_->unacknowledged(), 4u);
}

TEST_F(OutboxTest, ForgetsNothingByAgeWhileNothingKeepsTheClockRight) {
  start();
  write_faults(5);
  box_->acknowledge(box_->epoch(), 6, noon);
  box_->forget(noon + 5 * 365 * 24h, false);
  EXPECT_EQ(oldest(), 1u);
  box_->forget(noon + 5 * 365 * 24h, true);
  EXPECT_EQ(oldest(), 0u);
}

TEST_F(OutboxTest, ForgetsNothingByAgeForSevenDaysAfterTheClockWasSet) {
  start();
  const HeldEpoch first = present();
  box_->acknowledge(first.epoch, 1, noon);
  start();
  write_faults(5);
  box_->acknowledge(box_->epoch(), 6, noon);
  const Instant ahead = noon + 5 * 365 * 24h;
  write({ahead, std::nullopt, ClockStepped{5 * 365 * 24h}});
  open();
  box_->forget(ahead + 1min);
  box_->forget(ahead + 7 * 24h - 1ms);
  EXPECT_EQ(box_->epochs().size(), 2u);
  EXPECT_EQ(oldest(first.epoch), 1u);
  EXPECT_EQ(oldest(), 1u);
  box_->forget(ahead + 7 * 24h);
  EXPECT_EQ(oldest(), 7u);  // its clock.stepped waits for the collector
}

TEST_F(OutboxTest, ASmallStepOfTheClockChangesNothing) {
  start();
  box_->acknowledge(box_->epoch(), 1, noon);
  write({noon + 8 * 24h, std::nullopt, ClockStepped{2s}});
  box_->forget(noon + 8 * 24h);
  EXPECT_EQ(oldest(), 2u);
}

TEST_F(OutboxTest, AdoptsTheCollectorsDigestWhereTheRowIsLost) {
  start();
  write_faults(5);
  box_->acknowledge(box_->epoch(), 3, noon);
  box_->database().execute("DELETE FROM outbox_rows WHERE seq IN (2, 3)");
  ASSERT_FALSE(box_->digest_at(box_->epoch(), 3).has_value());
  Digest said;
  said.bytes[3] = 9;
  box_->adopt_digest(box_->epoch(), 3, said);
  EXPECT_EQ(box_->digest_at(box_->epoch(), 3), said);
  EXPECT_EQ(outline().at(1), "2-3 outbox.gap damaged");
}

TEST_F(OutboxTest, AnEpochWithoutRowsStaysKnownFor90Days) {
  start();
  write_faults(1);
  const HeldEpoch first = present();
  start();
  box_->acknowledge(first.epoch, 2, noon);
  box_->forget(noon + 8 * 24h);
  ASSERT_EQ(box_->epochs().size(), 2u);
  EXPECT_EQ(box_->epochs()[0].last, 2u);
  EXPECT_EQ(box_->epochs()[0].digest, first.digest);
  EXPECT_EQ(oldest(first.epoch), 0u);
  box_->forget(noon + 97 * 24h);
  EXPECT_EQ(box_->epochs().size(), 2u);
  box_->forget(noon + 99 * 24h);
  EXPECT_EQ(box_->epochs().size(), 1u);
}

TEST_F(OutboxTest, OverItsLimitForgetsAcknowledgedThenTelemetryNeverFaults) {
  start({.max_bytes = 1, .ballast_bytes = 64 * 1024});  // always over
  write(fault("old"));
  box_->acknowledge(box_->epoch(), 2, noon);
  write(reading(1));
  write(fault("new"));
  write(reading(2));
  write(reading(3));
  box_->forget(noon);
  EXPECT_EQ(outline(), (std::vector<std::string>{"1-2 outbox.gap forgotten", "3-3 reading.taken", "4-4 fault.reported",
                                                 "5-5 reading.taken", "6-6 reading.taken"}));
  const auto end = present().digest;
  box_->forget(noon);
  EXPECT_EQ(outline(), (std::vector<std::string>{"1-2 outbox.gap forgotten", "3-3 outbox.gap full",
                                                 "4-4 fault.reported", "5-6 outbox.gap full"}));
  EXPECT_EQ(present().digest, end);
  expect_sound_chain();
  box_->forget(noon);
  EXPECT_EQ(outline().size(), 4u);
}

TEST_F(OutboxTest, WhatWasDroppedForWantOfRoomBecomesOneGapInTheEnd) {
  start({.max_bytes = 1, .ballast_bytes = 64 * 1024});
  write(reading(1));
  write(fault("f"));
  write(reading(2));
  box_->forget(noon);
  box_->acknowledge(box_->epoch(), 4, noon);
  box_->forget(noon + 1h);
  EXPECT_EQ(outline(), std::vector<std::string>{"1-4 outbox.gap forgotten"});
}

TEST_F(OutboxTest, FullStoreRefusesTelemetryAndThrowsForTheRestUntilThereIsRoom) {
  start();
  box_->database().execute("CREATE TABLE filler (bytes BLOB)");
  write_faults(200);
  box_->acknowledge(box_->epoch(), 150, noon);
  box_->database().execute("PRAGMA max_page_count=1");  // SQLite takes the present size as the least
  int written = 0;
  const auto write_until_full = [&] {
    for (;; written += 10) write_faults(10);
  };
  try {
    write_until_full();
    FAIL();
  } catch (const sqlite::StoreError& error) {
    EXPECT_TRUE(error.is_full());
  }
  const std::uint64_t last = present().last;
  EXPECT_EQ(last, 201u + static_cast<std::uint64_t>(written));
  box_->make_room();
  EXPECT_EQ(box_->disk(), "full");
  write(reading(1));
  EXPECT_EQ(box_->refused(), 1u);
  EXPECT_EQ(present().last, last);
  write(fault("has room"));  // where acknowledged rows were
  EXPECT_EQ(present().last, last + 1);
  expect_sound_chain();
  box_->forget(noon);  // the disk itself has room: the ballast comes back
  EXPECT_NE(box_->disk(), "full");
  write(reading(2));
  EXPECT_EQ(present().last, last + 2);
}

TEST_F(OutboxTest, HoldsBallastBesideItself) {
  start({.ballast_bytes = 100'000});
  EXPECT_EQ(std::filesystem::file_size(path().string() + ".ballast"), 100'000u);
  box_->make_room();
  EXPECT_FALSE(std::filesystem::exists(path().string() + ".ballast"));
}

/// On a disk of its own with half a megabyte; exits with 0 where all is well.
[[noreturn]] void open_on_a_full_disk(const std::filesystem::path& folder) {
  constexpr int not_allowed = 77;
  if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) _exit(not_allowed);
  if (mount("none", folder.c_str(), "tmpfs", 0, "size=512k") != 0) _exit(not_allowed);
  try {
    const OutboxLimits limits{.ballast_bytes = 256 * 1024};
    const std::filesystem::path path = folder / "node.outbox";
    std::make_unique<Outbox>(path, limits)->begin_epoch("test 1", noon);
    std::ofstream filler{folder / "filler"};
    while (filler << 'x' << std::flush) {
    }
    Outbox box{path, limits};
    box.begin_epoch("test 1", noon);
    _exit(box.disk() == "full" ? 0 : 1);
  } catch (const std::exception& error) {
    const auto* store = dynamic_cast<const sqlite::StoreError*>(&error);
    std::cerr << error.what() << " " << (store != nullptr ? store->code() : 0) << std::endl;
    _exit(2);
  }
}

TEST_F(OutboxTest, OpensOnAFullDiskByGivingUpItsBallast) {
  const pid_t child = fork();
  if (child == 0) open_on_a_full_disk(folder_.path());
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  if (WEXITSTATUS(status) == 77) GTEST_SKIP() << "needs the right to mount";
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST_F(OutboxTest, PutsADamagedFileAsideAndBeginsAnew) {
  start();
  write_faults(100);
  box_.reset();
  {
    std::fstream file{path(), std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(4096 + 200);
    file << std::string(30'000, '\x5a');
  }
  open();
  ASSERT_TRUE(box_->damage().has_value());
  EXPECT_NE(box_->damage()->find("put aside"), std::string::npos) << *box_->damage();
  EXPECT_EQ(box_->disk(), "damaged");
  box_->begin_epoch("test 1", noon);
  EXPECT_EQ(present().last, 1u);
  const auto is_aside = [](const auto& entry) {
    return entry.path().filename().string().starts_with("node.outbox.damaged-");
  };
  EXPECT_TRUE(std::any_of(std::filesystem::directory_iterator{folder_.path()}, {}, is_aside));
}

TEST_F(OutboxTest, TakesOverWhatCanBeReadOfADamagedFile) {
  start();
  write_faults(500);
  box_->acknowledge(box_->epoch(), 3, noon);
  box_->database().execute("CREATE TABLE position (file TEXT PRIMARY KEY, at INTEGER) WITHOUT ROWID");
  box_->database().execute("INSERT INTO position VALUES ('a \"log\"', 42)");
  const HeldEpoch before = present();
  const auto old = read();
  box_.reset();
  const auto size = static_cast<std::streamoff>(std::filesystem::file_size(path()));
  {
    std::fstream file{path(), std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(size / 2 / 4096 * 4096);  // a page in the midst of the rows
    file << std::string(4096, '\x5a');
  }
  open();
  ASSERT_TRUE(box_->damage().has_value());
  ASSERT_EQ(box_->epochs().size(), 1u);
  EXPECT_EQ(present().epoch, before.epoch);
  EXPECT_EQ(present().last, before.last);
  EXPECT_EQ(present().digest, before.digest);
  EXPECT_EQ(present().acknowledged, 3u);
  sqlite::Statement position{box_->database(), "SELECT file, at FROM position"};
  ASSERT_TRUE(position.step());
  EXPECT_EQ(position.text(0), "a \"log\"");
  EXPECT_EQ(position.integer(1), 42);

  const auto events = box_->read(before.epoch, 1, 1000, 10'000'000, noon);
  std::size_t whole = 0;
  Digest digest = wire::first_digest(before.epoch);
  std::uint64_t next = 1;
  for (const wire::WireEvent& event : events) {
    EXPECT_EQ(event.seq, next);
    next = event.to + 1;
    digest = wire::digest_after(digest, event);
    if (event.type == "outbox.gap") continue;
    ++whole;
    EXPECT_EQ(event.bytes, old.at(event.seq - 1).bytes);
  }
  EXPECT_EQ(digest, before.digest);
  EXPECT_EQ(next, before.last + 1);
  EXPECT_GT(whole, 400u);
  EXPECT_LT(whole, 501u);
  open();
  EXPECT_FALSE(box_->damage().has_value());
}

TEST_F(OutboxTest, AnEpochWithoutANameIsDamage) {
  start();
  start();
  write_faults(2);
  box_->database().execute("UPDATE outbox_epochs SET epoch = 'no epoch' WHERE number = 1");
  EXPECT_THROW(box_->rename_after_rollback(box_->epoch(), noon), sqlite::StoreError);
  EXPECT_FALSE(box_->epochs().empty());  // not half read
  const Epoch whole = box_->epoch();
  open();
  EXPECT_TRUE(box_->damage().has_value());
  ASSERT_EQ(box_->epochs().size(), 1u);
  EXPECT_EQ(present().epoch, whole);
  EXPECT_EQ(box_->unacknowledged(), 4u);
}

TEST_F(OutboxTest, PutsAFileAsideThatIsNoDatabase) {
  std::ofstream{path()} << std::string(5000, 'x');
  open();
  EXPECT_TRUE(box_->damage().has_value());
}

TEST_F(OutboxTest, RefusesASecondProgramInWords) {
  open();
  try {
    Outbox second{path(), small};
    FAIL();
  } catch (const sqlite::StoreError& error) {
    EXPECT_NE(std::string{error.what()}.find("another program uses this outbox"), std::string::npos) << error.what();
  }
}

TEST_F(OutboxTest, RefusesAFolderThatIsNotThereInWords) {
  try {
    Outbox nowhere{folder_ / "no" / "node.outbox", small};
    FAIL();
  } catch (const sqlite::StoreError& error) {
    EXPECT_NE(std::string{error.what()}.find("must exist and be writable"), std::string::npos) << error.what();
  }
}

TEST_F(OutboxTest, ARowChangedByTheDiskBecomesAGapAndTheRestGoesOn) {
  start();
  write_faults(3);
  box_->database().execute("UPDATE outbox_rows SET bytes = replace(bytes, 'E-17', 'E-18') WHERE seq = 3");
  EXPECT_EQ(outline(), (std::vector<std::string>{"1-1 node.started", "2-2 fault.reported", "3-3 outbox.gap damaged",
                                                 "4-4 fault.reported"}));
}

TEST_F(OutboxTest, ARowThatIsGoneBecomesAGapWithWhatFollowsIt) {
  start();
  write_faults(3);
  box_->database().execute("DELETE FROM outbox_rows WHERE seq IN (2, 4)");
  EXPECT_EQ(outline(),
            (std::vector<std::string>{"1-1 node.started", "2-3 outbox.gap damaged", "4-4 outbox.gap damaged"}));
  expect_sound_chain();
}

TEST_F(OutboxTest, GivesUpAnUnreadableEventAndKeepsItsBytesAside) {
  start();
  write_faults(3);
  const std::string bytes = read().at(1).bytes;
  box_->give_up_on(box_->epoch(), 2, noon);
  EXPECT_EQ(outline(), (std::vector<std::string>{"1-1 node.started", "2-2 outbox.gap unreadable", "3-3 fault.reported",
                                                 "4-4 fault.reported"}));
  expect_sound_chain();
  sqlite::Statement kept{box_->database(), "SELECT seq, bytes FROM outbox_damaged"};
  ASSERT_TRUE(kept.step());
  EXPECT_EQ(kept.integer(0), 2);
  EXPECT_EQ(kept.text(1), bytes);
}

TEST_F(OutboxTest, RollbackMovesAllThatIsHeldUnderItsBirthName) {
  start();
  write_faults(2);
  box_->acknowledge(box_->epoch(), 2, noon);
  const Epoch before = box_->epoch();
  const auto old = read();
  const auto old_digest = box_->digest_at(before, 3);
  EXPECT_EQ(box_->rename_after_rollback(before, noon + 5s), 3u);

  EXPECT_NE(box_->epoch(), before);
  EXPECT_EQ(box_->epochs().size(), 1u);  // the closed one is no longer spoken of
  EXPECT_EQ(box_->unacknowledged(), 4u);
  const auto renamed = read();
  ASSERT_EQ(renamed.size(), 4u);
  const auto started = std::get<NodeStarted>(wire::parse_event(renamed[0].bytes)->body);
  EXPECT_EQ(started.epoch_before, before);
  EXPECT_EQ(started.last_before, 3u);
  EXPECT_EQ(started.alive_until, noon + 5s);
  EXPECT_EQ(renamed[3].was, (BirthName{before, 3, *old_digest}));
  EXPECT_EQ(wire::parse_event(renamed[3].bytes), wire::parse_event(old[2].bytes));
  EXPECT_EQ(renamed[3].t, old[2].t);
  expect_sound_chain();
}

TEST_F(OutboxTest, RollbackGivesUpWhatTheDiskHasChangedAndSaysHowMuch) {
  start({.max_bytes = 1, .ballast_bytes = 64 * 1024});
  write_faults(3);
  write(reading(1));
  write(reading(2));
  write(fault("last"));
  box_->forget(noon);  // the readings become a gap
  const Epoch before = box_->epoch();
  box_->database().execute("UPDATE outbox_rows SET bytes = replace(bytes, 'E-17', 'E-18') WHERE seq = 4");
  box_->database().execute("DELETE FROM outbox_rows WHERE seq = 2");
  EXPECT_EQ(box_->rename_after_rollback(before, noon), 3u);
  std::vector<std::string> expected{"1-1 node.started",   "2-2 node.started",       "3-3 outbox.gap damaged",
                                    "4-4 fault.reported", "5-5 outbox.gap damaged", "6-7 outbox.gap full",
                                    "8-8 fault.reported"};
  EXPECT_EQ(outline(), expected);
  EXPECT_EQ(read().at(3).was->seq, 3u);
  EXPECT_EQ(read().at(6).was->seq, 7u);
  expect_sound_chain();
}

TEST_F(OutboxTest, ABirthNameIsKeptThroughEveryLaterRenaming) {
  start();
  write_faults(1);
  const BirthName born{box_->epoch(), 2, *box_->digest_at(box_->epoch(), 2)};
  box_->rename_after_rollback(box_->epoch(), noon);
  box_->rename_after_rollback(box_->epoch(), noon);
  const auto events = read();
  const auto found =
      std::find_if(events.begin(), events.end(), [](const auto& e) { return e.type == "fault.reported"; });
  ASSERT_NE(found, events.end());
  EXPECT_EQ(found->was, born);
  EXPECT_NE(found->bytes.find(R"("was":{"epoch":")" + to_string(born.epoch)), std::string::npos);
  EXPECT_EQ(found->bytes.find("was"), found->bytes.rfind("was"));
  expect_sound_chain();
}

TEST_F(OutboxTest, RollbackOfAnEarlierEpochTakesTheLaterOnesAlong) {
  start();
  write_faults(1);
  const Epoch first = box_->epoch();
  start();
  write(fault("later"));
  const Epoch second = box_->epoch();
  box_->rename_after_rollback(first, noon);
  std::vector<std::pair<bool, std::uint64_t>> born;
  for (const auto& event : read(2)) born.emplace_back(event.was->epoch == second, event.was->seq);
  EXPECT_EQ(born, (std::vector<std::pair<bool, std::uint64_t>>{{false, 1}, {false, 2}, {true, 1}, {true, 2}}));
  open();
  EXPECT_EQ(box_->epochs().size(), 1u);
}

TEST_F(OutboxTest, ManyStartsMakeManyDifferentEpochs) {
  std::set<Epoch> seen;
  for (int i = 0; i < 5; ++i) {
    start();
    EXPECT_TRUE(seen.insert(box_->epoch()).second);
  }
  EXPECT_EQ(box_->epochs().size(), 5u);
}

}  // namespace
}  // namespace isocenter::outbox
