#include "collector/access/users_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::access {
namespace {

constexpr Instant now = from_unix_ms(1'790'000'000'000);

class UsersFiles : public testing::Test {
 protected:
  std::filesystem::path path() const { return folder / "isocenter.db.users"; }
  std::vector<std::string> changes(UsersFile& file) {
    std::vector<std::string> words;
    for (const PendingAudit& audit : file.pending_audits()) {
      words.push_back(audit.change.user + " " + audit.change.change + " " + audit.change.role + " " + audit.change.by);
    }
    return words;
  }

  fakes::TemporaryFolder folder;
};

TEST_F(UsersFiles, AreNobodyElsesToRead) {
  UsersFile file{path()};
  ASSERT_TRUE(file.add("ann", Role::administrator, "$hash", "root", now));
  for (const auto& entry : std::filesystem::directory_iterator{folder.path()}) {
    struct stat status {};
    ASSERT_EQ(::stat(entry.path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777, 0600u) << entry.path();
  }
  EXPECT_EQ(UsersFile::beside("/var/lib/isocenter.db"), "/var/lib/isocenter.db.users");
}

TEST_F(UsersFiles, KeepUsersAndEachChangeForTheLog) {
  UsersFile file{path()};
  ASSERT_TRUE(file.add("ann", Role::administrator, "$one", "root", now));
  ASSERT_TRUE(file.add("bob", Role::technologist, "$two", "ann", now));
  EXPECT_FALSE(file.add("bob", Role::director, "$three", "ann", now)) << "the name is taken";
  ASSERT_TRUE(file.set_role("bob", Role::director, "ann", now));
  ASSERT_TRUE(file.set_role("bob", Role::director, "ann", now)) << "nothing changes, nothing is told";
  ASSERT_TRUE(file.set_password("bob", "$four", "bob", now));
  ASSERT_TRUE(file.remove("bob", "ann", now));
  EXPECT_EQ(changes(file),
            (std::vector<std::string>{"ann added administrator root", "bob added technologist ann",
                                      "bob role director ann", "bob password director bob", "bob removed  ann"}));
  for (const PendingAudit& audit : file.pending_audits()) file.forget_audit(audit.id);
  EXPECT_TRUE(file.pending_audits().empty());
  UsersFile again{path()};
  ASSERT_EQ(again.users().size(), 1u);
  EXPECT_EQ(again.users()[0].name, "ann");
  EXPECT_EQ(again.users()[0].password_hash, "$one");
}

TEST_F(UsersFiles, NeverLoseTheLastAdministrator) {
  UsersFile file{path()};
  ASSERT_TRUE(file.add("ann", Role::administrator, "$one", "root", now));
  ASSERT_TRUE(file.add("bob", Role::director, "$two", "root", now));
  EXPECT_FALSE(file.remove("ann", "ann", now));
  EXPECT_FALSE(file.set_role("ann", Role::director, "ann", now));
  ASSERT_TRUE(file.set_role("bob", Role::administrator, "ann", now));
  EXPECT_TRUE(file.remove("ann", "bob", now));
}

TEST_F(UsersFiles, SayWhereThereIsNoSuchUserOrToken) {
  UsersFile file{path()};
  EXPECT_FALSE(file.remove("ann", "root", now));
  EXPECT_FALSE(file.set_role("ann", Role::biomed, "root", now));
  EXPECT_FALSE(file.set_password("ann", "$", "root", now));
  EXPECT_FALSE(file.add_token("ann", "grafana", Role::technologist, hash_of("t"), "root", now));
  EXPECT_FALSE(file.remove_token(1, "root", now));
  EXPECT_TRUE(file.pending_audits().empty());
}

TEST_F(UsersFiles, GiveATokenNoMoreThanItsOwnerMay) {
  UsersFile file{path()};
  ASSERT_TRUE(file.add("ann", Role::administrator, "$one", "root", now));
  ASSERT_TRUE(file.add("bob", Role::director, "$two", "root", now));
  EXPECT_FALSE(file.add_token("bob", "grafana", Role::administrator, hash_of("t"), "ann", now));
  for (const std::string& name : {std::string{}, std::string{" "}, std::string{"a\nb"}, std::string(65, 'a')}) {
    const auto refused = file.add_token("bob", name, Role::director, hash_of("t"), "ann", now);
    ASSERT_FALSE(refused) << name;
    EXPECT_EQ(refused.error().where, "name");
  }
  ASSERT_TRUE(file.add_token("bob", "grafana", Role::director, hash_of("t"), "ann", now));
  ASSERT_TRUE(file.set_role("bob", Role::technologist, "ann", now));
  ASSERT_EQ(file.tokens().size(), 1u);
  EXPECT_EQ(file.tokens()[0].role, Role::technologist);
  EXPECT_EQ(file.tokens()[0].hash, hash_of("t"));
  ASSERT_TRUE(file.remove("bob", "ann", now));
  EXPECT_TRUE(file.tokens().empty()) << "it goes with its owner";
}

TEST_F(UsersFiles, NoticeWhatAnotherProgramChanges) {
  UsersFile serving{path()};
  const std::int64_t before = serving.version();
  EXPECT_EQ(serving.version(), before);
  UsersFile command{path()};
  ASSERT_TRUE(command.add("ann", Role::administrator, "$one", "root", now));
  EXPECT_NE(serving.version(), before);
  EXPECT_EQ(serving.users().size(), 1u);
}

TEST_F(UsersFiles, OfALaterProgramAreLeftAlone) {
  { UsersFile file{path()}; }
  { sqlite::Database{path()}.execute("PRAGMA user_version=2"); }
  EXPECT_THROW(UsersFile{path()}, sqlite::StoreError);
}

}  // namespace
}  // namespace isocenter::access
