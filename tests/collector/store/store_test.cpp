#include "collector/store/store.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "collector/store/migrations.hpp"
#include "tests/collector/chain.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::collector {
namespace {

using namespace test;

class StoreOnDisk : public testing::Test {
 protected:
  /// Judges and appends a batch in a transaction of its own.
  static std::vector<StoredRow> take(Store& store, std::string_view name, const wire::Batch& batch) {
    const Permissions permissions{department()};
    const NodeName sender = node(name);
    ClockDifference clock;
    sqlite::Transaction transaction{store.database()};
    const Verdict verdict = judge(
        sender, batch, batch.sent, store.log().head(sender, batch.epoch), permissions,
        [&](const BirthName& birth) { return store.log().holds(sender, birth); }, clock);
    auto rows = store.log().append(sender, batch.epoch, verdict.entries, verdict.head);
    transaction.commit();
    return rows;
  }

  static mode_t mode_of(const std::filesystem::path& file) {
    struct stat about {};
    return ::stat(file.c_str(), &about) == 0 ? about.st_mode & 0777 : 0;
  }

  fakes::TemporaryFolder folder;
  std::filesystem::path path = folder / "isocenter.db";
};

Chain three_events() {
  Chain chain{epoch(1)};
  chain.say(started(at(0))).say(observed("ct1", at(1))).say(observed("ct1", at(2), Activity::exam));
  return chain;
}

TEST_F(StoreOnDisk, KeepsHeadsAndRowsAcrossAnOpening) {
  const Chain chain = three_events();
  {
    Store store{path};
    EXPECT_EQ(store.log().head(node("agent-ct1"), epoch(1)), first_head(epoch(1)));
    EXPECT_EQ(take(store, "agent-ct1", chain.all(at(3))).size(), 3u);
  }
  Store store{path};
  EXPECT_EQ(store.log().head(node("agent-ct1"), epoch(1)), (ChainHead{3, chain.digest(3)}));
  const auto rows = store.log().rows_of_device(device("ct1"), {at(0), at(10)});
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].row.id, (EventId{node("agent-ct1"), epoch(1), 2}));
  EXPECT_EQ(rows[0].row.when, at(1));
  EXPECT_EQ(rows[0].row.digest, chain.digest(2));
  EXPECT_EQ(std::get<DeviceObserved>(rows[1].row.body).activity, Activity::exam);
  EXPECT_EQ(store.log().rows_of_nodes({at(0), at(10)}).size(), 1u);
  EXPECT_EQ(store.log().devices(), (std::set{device("ct1")}));
}

TEST_F(StoreOnDisk, AnEpochWhoseStartIsLostBeginsWithTheFirstEventThatIsLeft) {
  Store store{path};
  const Chain chain = three_events();
  EXPECT_TRUE(take(store, "agent-ct1", chain.gap(1, 1, "forgotten", at(500))).empty()) << "nothing of it is left yet";
  const auto rows = take(store, "agent-ct1", chain.batch(2, 2, at(501)));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<OutboxGap>(rows[0].row.body));
  EXPECT_EQ(rows[0].row.when, rows[1].row.when);
  const auto read = store.log().rows_of_nodes({at(0), at(1000)});
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].row.when, at(1));
}

TEST_F(StoreOnDisk, AnEpochOfWhichNothingIsLeftIsNotDerivedFrom) {
  const Chain chain = three_events();
  {
    Store store{path};
    EXPECT_TRUE(take(store, "agent-ct1", chain.gap(1, 2, "forgotten", at(500))).empty());
    EXPECT_TRUE(store.log().rows_of_nodes({at(0), at(1000)}).empty());
  }
  Store again{path};
  EXPECT_EQ(take(again, "agent-ct1", chain.batch(3, 1, at(501))).size(), 2u) << "remembered across a start";
}

TEST_F(StoreOnDisk, HoldsByBirthNameAndByOwnName) {
  Store store{path};
  const NodeName sender = node("agent-ct1");
  const Chain first = three_events();
  take(store, "agent-ct1", first.batch(1, 2, at(3)));
  EXPECT_TRUE(store.log().holds(sender, first.birth(2)));
  EXPECT_FALSE(store.log().holds(sender, first.birth(3)));
  EXPECT_FALSE(store.log().holds(node("agent-mr1"), first.birth(2))) << "another node's";
  Chain second{epoch(2)};
  second.say_again(observed("ct1", at(2), Activity::exam), first.birth(3));
  take(store, "agent-ct1", second.all(at(4)));
  EXPECT_TRUE(store.log().holds(sender, first.birth(3)));
  BirthName other_past = first.birth(3);
  other_past.digest.bytes[0] ^= 1;
  EXPECT_FALSE(store.log().holds(sender, other_past)) << "another event of that number";
}

TEST_F(StoreOnDisk, TakesInWhatTheConfigurationAllowsLater) {
  Store store{path};
  Chain chain{epoch(1)};
  chain.say(started(at(0))).say(observed("us1", at(1)));
  EXPECT_EQ(take(store, "agent-us1", chain.all(at(2))).size(), 1u);
  ConfigurationLoaded mended = department();
  EXPECT_EQ(store.log().judge_again(Permissions{mended}), 0u);
  mended.devices.push_back({.name = device("us1"), .modality = "US", .node = node("agent-us1")});
  EXPECT_EQ(store.log().judge_again(Permissions{mended}), 1u);
  EXPECT_EQ(store.log().rows_of_device(device("us1"), {at(0), at(10)}).size(), 1u);
}

TEST_F(StoreOnDisk, CountsGaps) {
  Store store{path};
  take(store, "agent-ct1", three_events().gap(1, 3, "forgotten", at(3)));
  const auto gaps = store.log().gaps_since(at(0));
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_EQ(gaps.begin()->first, std::pair(node("agent-ct1"), std::string{"forgotten"}));
  EXPECT_EQ(gaps.begin()->second, 3u);
  EXPECT_TRUE(store.log().gaps_since(at(4)).empty());
}

TEST_F(StoreOnDisk, IsNobodyElsesToRead) {
  const Store store{path};
  EXPECT_EQ(mode_of(path), 0600u);
}

TEST_F(StoreOnDisk, RefusesAStoreOfANewerProgram) {
  { Store{path}.database().execute("PRAGMA user_version=99"); }
  try {
    Store{path};
    FAIL();
  } catch (const sqlite::StoreError& error) {
    EXPECT_NE(std::string{error.what()}.find("install the newer program"), std::string::npos) << error.what();
  }
}

TEST_F(StoreOnDisk, RefusesADatabaseOfSomethingElse) {
  { sqlite::Database{path}.execute("CREATE TABLE patients (name TEXT)"); }
  EXPECT_THROW(Store{path}, sqlite::StoreError);
}

TEST_F(StoreOnDisk, ReadsOnlyWhatIsThere) {
  EXPECT_THROW((Store{path, Store::Use::read}), sqlite::StoreError);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(StoreOnDisk, CopiesAnOlderStoreBeforeItMigrates) {
  sqlite::Database database{path};
  migrate(database, {"CREATE TABLE one (x INTEGER) STRICT"});
  database.execute("INSERT INTO one VALUES (7)");
  migrate(database, {"CREATE TABLE one (x INTEGER) STRICT", "DROP TABLE one"});
  const std::filesystem::path copy = path.string() + ".before-2";
  EXPECT_EQ(mode_of(copy), 0600u);
  sqlite::Database before{copy, sqlite::Database::Mode::read_only};
  sqlite::Statement statement{before, "SELECT x FROM one"};
  ASSERT_TRUE(statement.step());
  EXPECT_EQ(statement.integer(0), 7);
}

TEST_F(StoreOnDisk, LeavesNothingHalfMigrated) {
  sqlite::Database database{path};
  EXPECT_THROW(migrate(database, {"CREATE TABLE one (x INTEGER) STRICT; CREATE TABLE one (y INTEGER) STRICT"}),
               sqlite::StoreError);
  migrate(database, {"CREATE TABLE one (x INTEGER) STRICT"});
}

TEST_F(StoreOnDisk, IsHeldByOneCollectorAtATime) {
  {
    const StoreLock held{path};
    try {
      const StoreLock second{path};
      FAIL();
    } catch (const sqlite::StoreError& error) {
      EXPECT_NE(std::string{error.what()}.find("another collector"), std::string::npos);
    }
  }
  const StoreLock again{path};
}

}  // namespace
}  // namespace isocenter::collector
