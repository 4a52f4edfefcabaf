#include <gtest/gtest.h>

#include "agent/dicom/keyed_hash.hpp"
#include "agent/dicom/sop_uid.hpp"

namespace isocenter::agent {
namespace {

TEST(KeyedHasher, IsHmacSha256UnderTheSiteKey) {
  // printf %s A1234567 | openssl dgst -sha256 -mac HMAC -macopt hexkey:000102…1f
  std::string key;
  for (char byte = 0; byte < 32; ++byte) key += byte;
  const auto hasher = KeyedHasher::make(3, key).value();
  EXPECT_EQ(hasher.hash("A1234567"), "k3:9722a3814c2f7760969270ca28275e09d7557ddda59236e3b71c81b5412dc645");
}

TEST(KeyedHasher, HeedsNoPadding) {
  const auto hasher = KeyedHasher::make(1, std::string(32, 'k')).value();
  EXPECT_EQ(hasher.hash(" A1 "), hasher.hash("A1"));
  EXPECT_EQ(hasher.hash(std::string{"1.2.3\0", 6}), hasher.hash("1.2.3"));
  EXPECT_NE(hasher.hash("A1"), hasher.hash("A2"));
}

TEST(KeyedHasher, RefusesAWrongKey) {
  EXPECT_FALSE(KeyedHasher::make(1, "short"));
  EXPECT_FALSE(KeyedHasher::make(0, std::string(32, 'k')));
}

TEST(UidFromUuid, IsTheDecimalNumber) {
  // PS3.5 B.2: f81d4fae-7dec-11d0-a765-00a0c91e6bf6
  EXPECT_EQ(
      uid_from_uuid({0xf8, 0x1d, 0x4f, 0xae, 0x7d, 0xec, 0x11, 0xd0, 0xa7, 0x65, 0x00, 0xa0, 0xc9, 0x1e, 0x6b, 0xf6}),
      "2.25.329800735698586629295641978511506172918");
  EXPECT_EQ(uid_from_uuid({}), "2.25.0");
}

TEST(MakeUid, IsNewEachTime) {
  EXPECT_NE(make_uid(), make_uid());
  EXPECT_LE(make_uid().size(), 64u);
}

}  // namespace
}  // namespace isocenter::agent
