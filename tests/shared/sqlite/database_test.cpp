#include "shared/sqlite/database.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>

#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::sqlite {
namespace {

class DatabaseTest : public testing::Test {
 protected:
  std::filesystem::path file() const { return folder_ / "test.db"; }

  /// A table `note (id, text)`, empty.
  Database with_table() const {
    Database database{file()};
    database.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT");
    return database;
  }

  fakes::TemporaryFolder folder_;
};

using DatabaseFile = DatabaseTest;
using StatementTest = DatabaseTest;
using TransactionTest = DatabaseTest;

void insert(Database& database, std::string_view text) {
  Statement statement{database, "INSERT INTO note (text) VALUES (?)"};
  statement.bind(1, text).run();
}

std::int64_t count(Database& database) {
  Statement statement{database, "SELECT count(*) FROM note"};
  return statement.step() ? statement.integer(0) : -1;
}

/// What `work` throws, as a primary result code; SQLITE_OK where it throws nothing.
template <typename Work>
int failure(Work work) {
  try {
    work();
  } catch (const StoreError& error) {
    return error.code() & 0xff;
  }
  return SQLITE_OK;
}

TEST_F(DatabaseFile, IsReadableByItsOwnerOnly) {
  Database database = with_table();
  insert(database, "x");
  for (const char* name : {"test.db", "test.db-wal"}) {
    struct stat status {};
    ASSERT_EQ(::stat((folder_ / name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777u, 0600u) << name;
  }
}

TEST_F(DatabaseFile, IsWalAndFullySynchronous) {
  Database database{file()};
  Statement mode{database, "PRAGMA journal_mode"};
  ASSERT_TRUE(mode.step());
  EXPECT_EQ(mode.text(0), "wal");
  Statement synchronous{database, "PRAGMA synchronous"};
  ASSERT_TRUE(synchronous.step());
  EXPECT_EQ(synchronous.integer(0), 2);
}

TEST_F(DatabaseFile, ThatCannotBeMadeIsNamedWithTheMend) {
  try {
    Database{folder_ / "absent" / "test.db"};
    FAIL() << "opened";
  } catch (const StoreError& error) {
    EXPECT_EQ(error.code() & 0xff, SQLITE_CANTOPEN);
    EXPECT_NE(std::string_view{error.what()}.find("absent/test.db"), std::string_view::npos);
    EXPECT_NE(std::string_view{error.what()}.find("folder must exist"), std::string_view::npos);
  }
}

TEST_F(DatabaseFile, IsNotMadeByReadWrite) {
  EXPECT_EQ(failure([&] { Database{file(), Database::Mode::read_write}; }), SQLITE_CANTOPEN);
  EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(DatabaseFile, OfAnotherKindIsRefused) {
  std::ofstream{file()} << std::string(4096, 'x');
  EXPECT_EQ(failure([&] { Database{file()}; }), SQLITE_NOTADB);
}

TEST_F(DatabaseFile, IsFullAlsoWhereTheIndexOfItsLogCannotGrow) {
  EXPECT_TRUE((StoreError{SQLITE_IOERR_SHMSIZE, ""}.is_full()));
  EXPECT_FALSE((StoreError{SQLITE_IOERR_READ, ""}.is_full()));
}

TEST_F(DatabaseFile, ThatIsNoSoundDatabaseIsDamaged) {
  std::ofstream{file()} << std::string(4096, 'x');
  try {
    Database{file()};
    FAIL() << "opened";
  } catch (const StoreError& error) {
    EXPECT_TRUE(error.is_damaged());
  }
  EXPECT_TRUE(StoreError::damaged("").is_damaged());
  EXPECT_FALSE(StoreError{"of a later version"}.is_damaged());
}

TEST_F(DatabaseFile, OpenedReadOnlyTakesNoWrites) {
  Database writer = with_table();
  insert(writer, "x");
  Database reader{file(), Database::Mode::read_only};
  EXPECT_EQ(count(reader), 1);
  EXPECT_EQ(failure([&] { insert(reader, "y"); }), SQLITE_READONLY);
  EXPECT_EQ(count(reader), 1);
}

TEST_F(DatabaseFile, ThatIsFullSaysSoAndServesAgainWithRoom) {
  Database database = with_table();
  database.execute("PRAGMA max_page_count=8");
  try {
    for (int i = 0; i < 1000; ++i) insert(database, std::to_string(i) + std::string(500, 'x'));
    FAIL() << "never full";
  } catch (const StoreError& error) {
    EXPECT_TRUE(error.is_full()) << error.what();
    EXPECT_FALSE(error.is_constraint());
  }
  EXPECT_FALSE(database.in_transaction());
  database.execute("PRAGMA max_page_count=1000");
  insert(database, "room again");
}

TEST_F(DatabaseFile, HeldByAnotherWriterIsBusy) {
  Database first = with_table();
  const Transaction held{first};
  Database second{file(), Database::Mode::read_write, 0};
  EXPECT_EQ(failure([&] { Transaction{second}; }), SQLITE_BUSY);
  EXPECT_EQ(count(second), 0);  // readers go on
}

TEST_F(StatementTest, TakesAndGivesEveryKindOfValue) {
  Database database{file()};
  database.execute("CREATE TABLE kind (i INTEGER, r REAL, t TEXT, b BLOB, n TEXT) STRICT");
  const std::array<std::uint8_t, 3> blob{0, 255, 7};
  Statement insert_all{database, "INSERT INTO kind VALUES (?, ?, ?, ?, ?)"};
  insert_all.bind(1, std::int64_t{-5})
      .bind(2, 2.5)
      .bind(3, std::string_view{"a\0b", 3})
      .bind_blob(4, blob)
      .bind_null(5);
  insert_all.run();
  EXPECT_EQ(database.changes(), 1);
  EXPECT_EQ(database.last_insert_id(), 1);

  Statement select{database, "SELECT i, r, t, b, n FROM kind"};
  ASSERT_TRUE(select.step());
  EXPECT_EQ(select.integer(0), -5);
  EXPECT_EQ(select.real(1), 2.5);
  EXPECT_EQ(select.text(2), (std::string{"a\0b", 3}));
  EXPECT_TRUE(std::ranges::equal(select.blob(3), blob));
  EXPECT_TRUE(select.is_null(4));
  EXPECT_EQ(select.text_view(4), "");
  EXPECT_FALSE(select.step());
  EXPECT_TRUE(select.step());  // from the beginning again
}

TEST_F(StatementTest, KeepsEmptyApartFromAbsent) {
  Database database{file()};
  Statement select{database, "SELECT ?, ?, ?"};
  select.bind(1, std::string_view{}).bind_blob(2, {}).bind_optional(3, std::optional<std::int64_t>{});
  ASSERT_TRUE(select.step());
  EXPECT_FALSE(select.is_null(0));
  EXPECT_FALSE(select.is_null(1));
  EXPECT_TRUE(select.is_null(2));
}

TEST_F(StatementTest, ServesAgainAfterAnError) {
  Database database = with_table();
  Statement statement{database, "INSERT INTO note (text) VALUES (?)"};
  statement.bind(1, std::string_view{"x"}).run();
  try {
    statement.run();
    FAIL() << "took a repeat";
  } catch (const StoreError& error) {
    EXPECT_TRUE(error.is_constraint());
    EXPECT_NE(std::string_view{error.what()}.find("test.db"), std::string_view::npos);
  }
  statement.bind(1, std::string_view{"y"}).run();
  EXPECT_EQ(count(database), 2);
}

TEST_F(StatementTest, OfBrokenSqlThrows) {
  Database database{file()};
  EXPECT_EQ(failure([&] { Statement{database, "SELEKT 1"}; }), SQLITE_ERROR);
}

TEST_F(TransactionTest, RollsBackUnlessCommitted) {
  Database database = with_table();
  {
    const Transaction transaction{database};
    insert(database, "x");
    EXPECT_TRUE(database.in_transaction());
  }
  EXPECT_FALSE(database.in_transaction());
  EXPECT_EQ(count(database), 0);
  {
    Transaction transaction{database};
    insert(database, "x");
    transaction.commit();
  }
  EXPECT_EQ(count(database), 1);
}

TEST_F(TransactionTest, RollsBackWhatAnExceptionInterrupts) {
  Database database = with_table();
  EXPECT_EQ(failure([&] {
              Transaction transaction{database};
              insert(database, "x");
              insert(database, "x");
              transaction.commit();
            }),
            SQLITE_CONSTRAINT);
  EXPECT_EQ(count(database), 0);
}

TEST_F(TransactionTest, OnAFullDiskLeavesNothingAndTheNextOneWorks) {
  Database database = with_table();
  database.execute("PRAGMA max_page_count=8");
  EXPECT_EQ(failure([&] {
              Transaction transaction{database};
              for (int i = 0; i < 1000; ++i) insert(database, std::to_string(i) + std::string(500, 'x'));
              transaction.commit();
            }),
            SQLITE_FULL);
  EXPECT_EQ(count(database), 0);
  Transaction transaction{database};
  insert(database, "small");
  transaction.commit();
  EXPECT_EQ(count(database), 1);
}

TEST_F(TransactionTest, IsSeenByOthersOnlyOnceCommitted) {
  Database database = with_table();
  Database reader{file(), Database::Mode::read_only};
  Transaction transaction{database};
  insert(database, "x");
  EXPECT_EQ(count(reader), 0);
  transaction.commit();
  EXPECT_EQ(count(reader), 1);
}

}  // namespace
}  // namespace isocenter::sqlite
