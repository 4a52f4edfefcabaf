#include "agent/probe/log_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "agent/observe/log_lines.hpp"
#include "tests/agent/probe/log_support.hpp"

namespace isocenter::agent {
namespace {

using test::line;
using test::LogFileTest;
using Numbers = std::vector<int>;

TEST_F(LogFileTest, ReadsAFileThatAppearsFromItsStart) {
  look(2);
  ASSERT_EQ(said.size(), 1u);
  EXPECT_NE(said[0].find("is not there yet"), std::string::npos);
  writer.write(line(1) + line(2));
  look();
  writer.write(line(3));
  look(2);
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3}));
}

TEST_F(LogFileTest, BeginsAtTheEndOfAFileItFinds) {
  writer.write(line(1) + line(2));
  look();
  writer.write(line(3));
  look();
  EXPECT_EQ(sink.told(), (Numbers{3}));
}

TEST_F(LogFileTest, LooksAtNoFileWithinATransaction) {
  writer.write(line(1));
  const std::filesystem::path away = scratch.path() / "away";
  sink.before = [&] { std::filesystem::rename(log, away); };
  sink.after = [&] { std::filesystem::rename(away, log); };
  look();
  EXPECT_TRUE(sink.told().empty());  // found, and begun at its end
}

TEST_F(LogFileTest, BeginsBehindTheLineThatWasBeingWritten) {
  writer.write("2026-11-24 08:00:00.000 INFO ");
  look();
  writer.write("number=1;\n" + line(2));
  look();
  EXPECT_EQ(sink.told(), (Numbers{2}));
}

TEST_F(LogFileTest, ReadsWhatItFindsWhereToldTo) {
  writer.write(line(1) + line(2));
  start(true);
  look();
  EXPECT_EQ(sink.told(), (Numbers{1, 2}));
}

TEST_F(LogFileTest, AFileThatAppearedWhileTheAgentWasAwayIsReadFromItsStart) {
  look();
  agent.reset();
  writer.write(line(1));
  start();
  look();
  EXPECT_EQ(sink.told(), (Numbers{1}));
}

TEST_F(LogFileTest, AFileThatAppearedAndWasRotatedWhileTheAgentWasAwayIsRead) {
  look();
  agent.reset();
  writer.write(line(1));
  rename_to(1);
  writer.reopen();
  writer.write(line(2));
  start();
  look(3);
  EXPECT_EQ(sink.told(), (Numbers{1, 2}));
}

TEST_F(LogFileTest, APartialLineWaitsForItsEnd) {
  look();
  writer.write(line(1) + "2026-11-24 08:00:00.000 INFO number=");
  look(3);
  writer.write("2");
  kill_and_start();
  look();
  writer.write("2;\n");
  look();
  EXPECT_EQ(sink.told(), (Numbers{1, 22}));
}

TEST_F(LogFileTest, GoesOnAfterAKill) {
  look();
  writer.write(line(1));
  look();
  kill_and_start();
  look();
  agent.reset();
  writer.write(line(2));
  start();
  look();
  EXPECT_EQ(sink.told(), (Numbers{1, 2}));
}

TEST_F(LogFileTest, FollowsARename) {
  look();
  writer.write(line(1));
  look();
  writer.write(line(2));  // not seen before the renaming
  rename_to(1);
  look();
  writer.write(line(3));  // the writer still holds the old file
  writer.reopen();
  writer.write(line(4));
  look(4);
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3, 4}));
  EXPECT_TRUE(said.size() <= 1);
}

TEST_F(LogFileTest, APartialLineIsFinishedInTheRenamedFile) {
  look();
  writer.write(line(1) + "2026-11-24 08:00:00.000 INFO number=");
  look();
  rename_to(1);
  test::LogWriter other{log};
  other.write(line(3));
  look(2);
  writer.write("2;\n");
  look(4);
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3}));
}

TEST_F(LogFileTest, ALastLineWithoutEndCountsWhereItsFileIsPutAsideForGood) {
  look();
  writer.write(line(1) + "2026-11-24 08:00:00.000 INFO number=2;");
  look();
  rename_to(1);
  writer.reopen();
  writer.write(line(3));
  look(10);
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3}));
}

TEST_F(LogFileTest, ALineTornByARenameGoesOnWhereTheNextFileBeginsWithoutATime) {
  look();
  const std::string torn = test::line(2);
  writer.write(test::line(1) + torn.substr(0, 30));
  look();
  rename_to(1);
  writer.reopen();
  writer.write(torn.substr(30) + test::line(3));
  look(8);
  EXPECT_EQ(sink.told(), (std::vector{1, 2, 3}));
}

TEST_F(LogFileTest, FollowsSeveralRenamesAtOnce) {
  look();
  writer.write(line(1));
  look();
  for (int i = 2; i < 6; ++i) {
    writer.write(line(i));
    for (int old = i; old > 1; --old) {
      if (std::filesystem::exists(rotated(old - 1))) std::filesystem::rename(rotated(old - 1), rotated(old));
    }
    rename_to(1);
    writer.reopen();
  }
  writer.write(line(6));
  look(8);
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3, 4, 5, 6}));
}

TEST_F(LogFileTest, FollowsSeveralRenamesAfterAKill) {
  look();
  writer.write(line(1, 300));
  look();
  agent.reset();
  writer.write(line(2));
  for (int i = 3; i < 6; ++i) {
    std::filesystem::rename(log, scratch.path() / ("ct1.log-2026112" + std::to_string(i)));
    writer.reopen();
    writer.write(line(i));
  }
  start();
  look(8);
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3, 4, 5}));
}

TEST_F(LogFileTest, ReadsARenamedFileToItsEndThoughItHasNoNameAnyMore) {
  look();
  writer.write(line(1));
  look();
  writer.write(line(2));
  std::filesystem::remove(log);
  look();
  writer.write(line(3));
  writer.reopen();
  writer.write(line(4));
  look(4);
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3, 4}));
}

TEST_F(LogFileTest, FollowsACopyTruncate) {
  look();
  writer.write(line(1));
  look();
  writer.write(line(2));
  copy_truncate_to(1);
  writer.write(line(3));
  look(3);
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3}));
}

TEST_F(LogFileTest, FollowsACopyTruncateAfterWhichMoreWasWrittenThanBefore) {
  look();
  writer.write(line(1));
  look();
  writer.write(line(2));
  copy_truncate_to(1);
  writer.write(line(3, 200) + line(4, 200));
  kill_and_start();
  look(3);
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3, 4}));
}

TEST_F(LogFileTest, FollowsACopyTruncateBeforeAnythingWasRead) {
  look();
  writer.write("");
  look();  // the file is there, and empty
  writer.write(line(1));
  copy_truncate_to(1);
  writer.write(line(2));
  look(3);
  EXPECT_EQ(sink.told(), (Numbers{1, 2}));
}

TEST_F(LogFileTest, ALineTornByACopyTruncateIsOneLine) {
  for (const bool killed : {false, true}) {
    const int base = killed ? 10 : 0;
    look();
    writer.write(line(base + 1) + "2026-11-24 08:00:00.000 INFO number=");
    look();
    copy_truncate_to(killed ? 1 : 2);
    look(2);
    if (killed) kill_and_start();
    look(2);
    writer.write(std::to_string(base + 2) + ";\n" + line(base + 3));
    look(3);
  }
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3, 11, 12, 13}));
}

TEST_F(LogFileTest, AWriterThatKeepsItsPlaceLeavesNuls) {
  look();
  writer.write(line(1, 1000));
  look();
  const auto length = std::filesystem::file_size(log);
  copy_truncate_to(1);
  std::filesystem::resize_file(log, length);  // a gap of NULs, then the next line
  writer.write(line(2));
  look(3);
  writer.write(line(3));
  look();
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3}));
}

TEST_F(LogFileTest, ATruncatedFileIsReadFromItsStart) {
  look();
  writer.write(line(1, 50));
  look();
  std::filesystem::resize_file(log, 0);
  look();
  writer.write(line(2));
  look();
  std::filesystem::resize_file(log, 0);
  writer.write(line(3, 500));  // longer than what was read: only its content tells
  look();
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3}));
  EXPECT_EQ(agent->counts().lost_bytes, 0u);
}

TEST_F(LogFileTest, AFileThatBeginsAlikeIsToldByWhatStandsBeforeThePlace) {
  const std::string banner = std::string(400, '=') + "\n";
  look();
  writer.write(banner + line(1));
  look();
  std::filesystem::resize_file(log, 0);
  writer.write(banner + line(2) + line(3));
  kill_and_start();
  look();
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3}));
}

TEST_F(LogFileTest, CountsWhatWasTruncatedUnread) {
  look();
  writer.write(line(1));
  look();
  sink.fails = 1;
  writer.write(line(2));
  EXPECT_THROW(look(), sqlite::StoreError);
  writer.write("unfinished");
  sink.fails = 1;
  EXPECT_THROW(look(), sqlite::StoreError);
  std::filesystem::resize_file(log, 0);
  look();
  writer.write(line(3));
  look();
  EXPECT_EQ(sink.told(), (Numbers{1, 3}));
  EXPECT_EQ(agent->counts().lost_bytes, line(2).size() + std::string{"unfinished"}.size());
  kill_and_start();
  look();
  EXPECT_EQ(agent->counts().lost_bytes, line(2).size() + std::string{"unfinished"}.size());
}

TEST_F(LogFileTest, ANumberThatWasReusedIsAnotherFile) {
  look();
  writer.write(line(1));
  look();
  agent.reset();
  writer.reopen();
  // What a reused inode looks like: the same file, other content. Whether the kernel reuses one is its own affair.
  std::ofstream{log, std::ios::trunc} << line(2, 300) << line(3, 300);
  start();
  look();
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3}));
}

TEST_F(LogFileTest, AFileReplacedByItsOwnCopyGoesOn) {
  look();
  writer.write(line(1));
  look();
  std::filesystem::copy_file(log, scratch.path() / "new");
  std::filesystem::rename(scratch.path() / "new", log);
  writer.reopen();
  writer.write(line(2));
  look(3);
  EXPECT_EQ(sink.told(), (Numbers{1, 2}));
}

TEST_F(LogFileTest, TheLogOfASecondScannerIsNoRotatedOne) {
  const auto is_rotated = [&](const char* of, const char* name) {
    const std::filesystem::path beside = scratch.path() / name;
    std::ofstream{beside} << "x";
    const bool found = !rotated_files(scratch.path() / of).empty();
    std::filesystem::remove(beside);
    return found;
  };
  for (const char* const one :
       {"ct.log.1", "ct.log-20261124", "ct.log.2026-11-24_07", "ct.1.log", "ct-2026-11-24.log"}) {
    EXPECT_TRUE(is_rotated("ct.log", one)) << one;
  }
  EXPECT_TRUE(is_rotated("trace", "trace.1"));
  for (const char* const other :
       {"ct.log", "ct-2.log", "ct2.log", "ct.log.1.gz", "ct.log.bak", "mr.log.1", "ct.log.", "ct.", "x", "ct.log.x1"}) {
    EXPECT_FALSE(is_rotated("ct.log", other)) << other;
  }
}

TEST_F(LogFileTest, AFailedCommitIsTriedAgain) {
  look();
  writer.write(line(1));
  for (int i = 0; i < 3; ++i) {
    sink.fails = 1;
    EXPECT_THROW(look(), sqlite::StoreError);
  }
  look();
  EXPECT_EQ(sink.told(), (Numbers{1}));
}

TEST_F(LogFileTest, AFailedCommitKeepsAFileThatHasNoNameAnyMore) {
  look();
  writer.write(line(1));
  look();
  writer.write(line(2));
  std::filesystem::remove(log);
  writer.reopen();
  writer.write(line(3));
  for (int i = 0; i < 4; ++i) {
    sink.fails = 1;
    EXPECT_THROW(look(), sqlite::StoreError);
  }
  look(4);
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3}));
}

TEST_F(LogFileTest, AFailureAtTheVeryFirstLookLosesNothing) {
  writer.write(line(1));
  sink.fails = 1;
  EXPECT_THROW(look(), sqlite::StoreError);
  look();
  writer.write(line(2));
  look();
  EXPECT_EQ(sink.told(), (Numbers{2}));
}

TEST_F(LogFileTest, AtMostFiveHundredLinesGoIntoATransaction) {
  look();
  std::string text;
  Numbers expected;
  for (int i = 0; i < 1234; ++i) {
    text += line(i);
    expected.push_back(i);
  }
  writer.write(text);
  look();
  EXPECT_EQ(sink.told(), expected);
  EXPECT_EQ(sink.most, 500u);
}

TEST_F(LogFileTest, LinesThatTellNothingCostNoCommitEach) {
  look();
  writer.write("2026-11-24 08:00:00.000 nothing\n");
  look();
  const int before = sink.commits;
  for (int i = 0; i < 20; ++i) {
    writer.write("2026-11-24 08:00:00.000 nothing\n");
    look();
  }
  EXPECT_EQ(sink.commits, before);
  look();
  now += std::chrono::minutes{1};
  writer.write("2026-11-24 08:00:00.000 nothing\n");
  look();
  EXPECT_EQ(sink.commits, before + 1);
}

TEST_F(LogFileTest, AnEndlessLineIsCutAndCounted) {
  look();
  writer.write(line(1) + "2026-11-24 08:00:00.000 number=2;" + std::string(max_line_bytes, 'x'));
  look();
  writer.write(std::string(1'000'000, 'x'));
  look();
  kill_and_start();
  writer.write(" number=9;\n" + line(3));
  look();
  EXPECT_EQ(sink.told(), (Numbers{1, 2, 3}));
  const std::uint64_t whole = std::string{"2026-11-24 08:00:00.000 number=2;"}.size() + max_line_bytes + 1'000'000 + 10;
  EXPECT_EQ(agent->counts().cut_bytes, whole - max_line_bytes);
}

TEST_F(LogFileTest, AFolderThatMayNotBeEnteredIsSaidOnce) {
  constexpr ::uid_t nobody = 65534;
  const ::uid_t self = ::geteuid();
  look();
  writer.write(line(1));
  std::filesystem::permissions(scratch.path(), std::filesystem::perms::none);
  const auto before = said.size();
  if (self == 0) {
    ASSERT_EQ(::seteuid(nobody), 0);  // root may enter any folder
  }
  look(3);
  ASSERT_EQ(::seteuid(self), 0);
  std::filesystem::permissions(scratch.path(), std::filesystem::perms::owner_all);
  EXPECT_EQ(said.size(), before + 1);
  look();
  EXPECT_EQ(sink.told(), (Numbers{1}));
}

TEST_F(LogFileTest, AFolderInPlaceOfTheLogIsAnError) {
  look();
  std::filesystem::create_directory(log);
  EXPECT_THROW(look(), std::system_error);
  std::filesystem::remove(log);
  writer.write(line(1));
  look();
  EXPECT_EQ(sink.told(), (Numbers{1}));
}

TEST_F(LogFileTest, APositionComesBackAsItWasWritten) {
  LogPosition position;
  position.file = {42, 18'446'744'073'709'551'615ull, 77};
  position.live = {1, 2, 3};
  position.offset = 7;
  position.past = {7, "aa", 5, "bb"};
  position.seen_size = 9;
  position.skipping = true;
  position.known = {{42, 3, 1}, {42, 18'446'744'073'709'551'614ull, -1}};
  position.lost_bytes = 1;
  position.cut_bytes = 2;
  position.memory.captures = {{"uid", "k1:x"}};
  EXPECT_EQ(read_log_position(sink.database(), test::ct1, "/other"), std::nullopt);
  write_log_position(sink.database(), test::ct1, "/other", position);
  EXPECT_EQ(read_log_position(sink.database(), test::ct1, "/other"), position);
}

}  // namespace
}  // namespace isocenter::agent
