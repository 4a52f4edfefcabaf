#include "collector/access/sessions.hpp"

#include <gtest/gtest.h>

namespace isocenter::access {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Person ann{.name = "ann", .role = Role::biomed};
const Person bob{.name = "bob", .role = Role::director};
constexpr Time start{hours{1000}};

TEST(Sessions, AreFoundByTheirIdAlone) {
  Sessions sessions{{}};
  const auto opened = sessions.open(ann, start);
  const auto* const session = sessions.find(opened.id, start, true);
  ASSERT_NE(session, nullptr);
  EXPECT_EQ(session->person, ann);
  EXPECT_EQ(session->csrf, opened.csrf);
  for (const std::string& other : {std::string{}, opened.csrf, opened.id.substr(1), opened.id + "a"}) {
    EXPECT_EQ(sessions.find(other, start, true), nullptr) << other;
  }
}

TEST(Sessions, HaveANewIdEachTime) {
  Sessions sessions{{}};
  const auto one = sessions.open(ann, start), other = sessions.open(ann, start);
  EXPECT_NE(one.id, other.id);
  EXPECT_NE(one.csrf, other.csrf);
  EXPECT_NE(one.id, one.csrf);
}

TEST(Sessions, EndWhereNobodyDoesAnything) {
  Sessions sessions{{.idle = minutes{15}, .longest = hours{8}}};
  const auto opened = sessions.open(ann, start);
  EXPECT_NE(sessions.find(opened.id, start + minutes{14}, true), nullptr);
  EXPECT_NE(sessions.find(opened.id, start + minutes{28}, false), nullptr) << "what the page asks by itself";
  EXPECT_EQ(sessions.find(opened.id, start + minutes{29}, false), nullptr) << "does not keep it alive";
  EXPECT_EQ(sessions.find(opened.id, start + minutes{29}, true), nullptr) << "and it does not come back";
}

TEST(Sessions, EndAfterTheLongestTimeWhateverIsDone) {
  Sessions sessions{{.idle = minutes{15}, .longest = hours{8}}};
  const auto opened = sessions.open(ann, start);
  for (Time now = start; now < start + hours{8}; now += minutes{10}) {
    ASSERT_NE(sessions.find(opened.id, now, true), nullptr);
  }
  EXPECT_EQ(sessions.find(opened.id, start + hours{8}, true), nullptr);
  EXPECT_EQ(sessions.end_overdue(start + hours{8}), std::vector<std::string>{"ann"});
  EXPECT_TRUE(sessions.end_overdue(start + hours{9}).empty()) << "each ends once";
}

TEST(Sessions, EndAllOfOneUser) {
  Sessions sessions{{}};
  const auto one = sessions.open(ann, start), other = sessions.open(ann, start), bobs = sessions.open(bob, start);
  EXPECT_EQ(sessions.end_all_of("ann"), 2u);
  EXPECT_EQ(sessions.find(one.id, start, true), nullptr);
  EXPECT_EQ(sessions.find(other.id, start, true), nullptr);
  EXPECT_NE(sessions.find(bobs.id, start, true), nullptr);
}

TEST(Sessions, RememberWhoseAnEndedOneWas) {
  Sessions sessions{{}};
  const auto opened = sessions.open(ann, start);
  EXPECT_EQ(sessions.end(opened.id), "ann");
  EXPECT_EQ(sessions.end(opened.id), std::nullopt);
  EXPECT_EQ(sessions.owner(opened.id), "ann");
  EXPECT_EQ(sessions.owner("never was"), std::nullopt);
}

TEST(Sessions, OfOneUserAreNotWithoutNumber) {
  Sessions sessions{{}};
  const auto bobs = sessions.open(bob, start);
  const auto first = sessions.open(ann, start);
  std::vector<Sessions::Opened> later;
  for (int i = 1; i <= 20; ++i) later.push_back(sessions.open(ann, start + seconds{i}));
  EXPECT_EQ(sessions.find(first.id, start + seconds{21}, true), nullptr) << "the one unused for longest made room";
  for (const auto& opened : later) EXPECT_NE(sessions.find(opened.id, start + seconds{21}, true), nullptr);
  EXPECT_NE(sessions.find(bobs.id, start + seconds{21}, true), nullptr);
}

}  // namespace
}  // namespace isocenter::access
