#include "shared/core/digest.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <unordered_set>

namespace isocenter {
namespace {

TEST(Hex, IsThirtyTwoLowerCaseCharacters) {
  const Result<Epoch> epoch = parse_epoch("000102030405060708090a0b0c0d0eff");
  ASSERT_TRUE(epoch);
  EXPECT_EQ(epoch->bytes[1], 1);
  EXPECT_EQ(epoch->bytes[15], 255);
  EXPECT_EQ(to_string(*epoch), "000102030405060708090a0b0c0d0eff");
}

TEST(Hex, RefusesOtherTexts) {
  for (const char* text : {"", "00", "000102030405060708090A0B0C0D0EFF", "000102030405060708090a0b0c0d0ef",
                           "000102030405060708090a0b0c0d0efff", "000102030405060708090a0b0c0d0efg",
                           "0x0102030405060708090a0b0c0d0eff", " 00102030405060708090a0b0c0d0eff"}) {
    ASSERT_FALSE(parse_digest(text)) << text;
    EXPECT_EQ(parse_digest(text).error().kind, ErrorKind::malformed);
  }
}

RC_GTEST_PROP(Hex, ReadsWhatItWrites, ()) {
  Digest digest;
  for (std::uint8_t& byte : digest.bytes) byte = *rc::gen::arbitrary<std::uint8_t>();
  RC_ASSERT(parse_digest(to_string(digest)).value() == digest);
}

TEST(Hex, ServesAsAKey) {
  const std::unordered_set<Digest> digests{Digest{}, *parse_digest("000102030405060708090a0b0c0d0eff"), Digest{}};
  EXPECT_EQ(digests.size(), 2u);
}

}  // namespace
}  // namespace isocenter
