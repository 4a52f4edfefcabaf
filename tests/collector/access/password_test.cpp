#include "collector/access/password.hpp"

#include <gtest/gtest.h>

#include "collector/access/secret.hpp"

namespace isocenter::access {
namespace {

TEST(CheckPassword, TakesAnyTwelveCharactersThatFewOthersUse) {
  for (const char* good :
       {"four words in a row", "Tr0ub4dor&3xyz", "äöüßäöüß-ÄÖÜ", "            x", "頭部頭部画像診断部門長室"}) {
    EXPECT_TRUE(check_password("ann", good)) << good;
  }
  EXPECT_TRUE(check_password("ann", std::string(128, 'a') + std::string(128, 'b')));
}

struct Case {
  const char* user;
  std::string password;
  const char* says;
};

TEST(CheckPassword, SaysWhatIsWrongAndNeverQuotesIt) {
  const std::vector<Case> cases{
      {"ann", "", "too short"},
      {"ann", "eleven char", "too short"},
      {"ann", "äöüäöüäöüäö", "too short"},  // 11 characters of 22 bytes
      {"ann", std::string(128, 'a') + std::string(129, 'b'), "too long"},
      {"ann", "password1234", "most used"},
      {"ann", "PassWord1234", "most used"},
      {"ann", "QWERTYUIOP123", "most used"},
      {"ann", "111111111111", "most used"},
      {"ann", "abcabcabcabc", "most used"},
      {"ann", "hospitalhospital", "most used"},
      {"josephine", "my JosePhine is well", "the user's name"},
  };
  for (const Case& example : cases) {
    const auto checked = check_password(example.user, example.password);
    ASSERT_FALSE(checked) << example.password;
    EXPECT_NE(checked.error().what.find(example.says), std::string::npos) << checked.error().what;
    const bool is_quoted =
        !example.password.empty() && to_string(checked.error()).find(example.password) != std::string::npos;
    EXPECT_FALSE(is_quoted) << checked.error().what;
  }
  EXPECT_TRUE(check_password("al", "all my loving words")) << "two letters are in many a word by chance";
}

TEST(HashPassword, IsArgon2idWithItsOwnSalt) {
  const std::string one = hash_password("four words in a row", Cost::least);
  const std::string other = hash_password("four words in a row", Cost::least);
  EXPECT_TRUE(one.starts_with("$argon2id$"));
  EXPECT_NE(one, other);
  EXPECT_TRUE(is_password("four words in a row", one));
  EXPECT_FALSE(is_password("four words in a roW", one));
  EXPECT_FALSE(is_password("", one));
  EXPECT_FALSE(is_password("four words in a row", "no hash"));
  EXPECT_FALSE(is_password("", ""));
}

TEST(HashPassword, TakesSixtyFourMegabytesOfAttackers) {
  EXPECT_TRUE(hash_password("four words in a row").starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
  EXPECT_TRUE(nobodys_hash().starts_with("$argon2id$v=19$m=65536,t=2,p=1$")) << "an unknown user costs as much";
}

TEST(Secret, IsLongAndNeverTheSame) {
  const std::string secret = make_secret();
  EXPECT_EQ(secret.size(), 32u);  // 192 bits
  EXPECT_NE(secret, make_secret());
  EXPECT_EQ(hash_of(secret), hash_of(secret));
  EXPECT_NE(hash_of(secret), hash_of(make_secret()));
  EXPECT_TRUE(is_same_secret(secret, std::string{secret}));
  EXPECT_FALSE(is_same_secret(secret, secret.substr(1)));
  EXPECT_FALSE(is_same_secret(secret, ""));
}

}  // namespace
}  // namespace isocenter::access
