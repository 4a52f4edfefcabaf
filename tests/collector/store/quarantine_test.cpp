#include "collector/store/quarantine.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "collector/store/suspects.hpp"
#include "tests/collector/chain.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::collector {
namespace {

using namespace test;

std::int64_t query(const std::filesystem::path& path, std::string_view sql) {
  sqlite::Database database{path, sqlite::Database::Mode::read_only};
  sqlite::Statement statement{database, sql};
  return statement.step() ? statement.integer(0) : -1;
}

TEST(Quarantine, KeepsTheFirstFourKilobytes) {
  const fakes::TemporaryFolder folder;
  const auto path = folder / "db.quarantine";
  Quarantine quarantine{path};
  quarantine.keep(at(0), "agent-ct1", "malformed", std::string(10'000, 'x'));
  EXPECT_EQ(query(path, "SELECT length(bytes) FROM refused"), 4096);
  struct stat about {};
  ASSERT_EQ(::stat(path.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777, 0600u);
}

TEST(Quarantine, ForgetsAfterThirtyDaysAndBeyondAThousand) {
  const fakes::TemporaryFolder folder;
  const auto path = folder / "db.quarantine";
  Quarantine quarantine{path};
  quarantine.keep(at(0), "agent-ct1", "malformed", "old");
  quarantine.keep(at(31 * 24 * 3600), "agent-ct1", "malformed", "new");
  EXPECT_EQ(query(path, "SELECT count(*) FROM refused"), 1);
  for (int i = 0; i < 1010; ++i) quarantine.keep(at(31 * 24 * 3600 + i), "agent-ct1", "malformed", "x");
  EXPECT_EQ(query(path, "SELECT count(*) FROM refused"), 1000);
}

TEST(Quarantine, ForgetsThoughNothingNewComes) {
  const fakes::TemporaryFolder folder;
  const auto path = folder / "db.quarantine";
  Quarantine quarantine{path};
  quarantine.keep(at(0), "agent-ct1", "malformed", "old");
  quarantine.forget(at(29 * 24 * 3600));
  EXPECT_EQ(query(path, "SELECT count(*) FROM refused"), 1);
  quarantine.forget(at(31 * 24 * 3600));
  EXPECT_EQ(query(path, "SELECT count(*) FROM refused"), 0);
}

TEST(Suspects, CountsDeathsOverABatchSentAgain) {
  const fakes::TemporaryFolder folder;
  const auto store = folder / "db";
  Chain chain{epoch(1)};
  chain.say(started(at(0))).say(observed("ct1", at(1)));
  const auto key = [&](std::int64_t now, std::size_t count) {
    return Suspects::key_of(node("agent-ct1"), wire::format_batch(chain.batch(1, count, at(now)))).value();
  };
  EXPECT_EQ(key(1, 2), key(99, 2)) << "sent again";
  EXPECT_NE(key(1, 2), key(1, 1)) << "single";
  const std::filesystem::path working = store.string() + ".working";
  const std::filesystem::path as_left = store.string() + ".left";
  for (int death = 1; death <= 2; ++death) {
    {
      Suspects suspects{store};
      EXPECT_EQ(suspects.deaths(key(1, 2)), death - 1);
      suspects.mark(std::vector{key(1, 2)});
      std::filesystem::copy_file(working, as_left, std::filesystem::copy_options::overwrite_existing);
    }
    std::filesystem::rename(as_left, working);  // a process that dies leaves its mark
  }
  Suspects suspects{store};
  EXPECT_EQ(suspects.deaths(key(1, 2)), 2);
  suspects.mark(std::vector{key(5, 1)});
  suspects.clear_marks();
  suspects.acquit(key(1, 2));
  const Suspects after{store};
  EXPECT_FALSE(after.any());
}

TEST(Suspects, KnowNoHeartbeat) {
  Chain chain{epoch(1)};
  chain.say(started(at(0)));
  EXPECT_FALSE(Suspects::key_of(node("agent-ct1"), wire::format_batch(chain.heartbeat(at(1)))));
  EXPECT_FALSE(Suspects::key_of(node("agent-ct1"), R"({"v": 1, "events" : [ ]})"));
  EXPECT_TRUE(Suspects::key_of(node("agent-ct1"), R"({"v": 1, "events" : [ {"seq":1}]})"));
  EXPECT_TRUE(Suspects::key_of(node("agent-ct1"), "no JSON"));
}

TEST(Suspects, MarkInPlace) {
  const fakes::TemporaryFolder folder;
  const auto store = folder / "db";
  const auto size = [&] { return std::filesystem::file_size(store.string() + ".working"); };
  Digest key;
  key.bytes.fill(1);
  Suspects suspects{store};
  const auto before = size();
  suspects.mark(std::vector<Digest>(700, key));
  EXPECT_EQ(size(), before) << "so that a full disk is no matter";
  suspects.clear_marks();
  EXPECT_EQ(size(), before);
  const Suspects after{store};
  EXPECT_FALSE(after.any());
}

}  // namespace
}  // namespace isocenter::collector
