#include <gtest/gtest.h>

#include "shared/wire/batch.hpp"

// The values were worked out by Python's hashlib, not by libsodium:
//   d0 = hashlib.blake2b(b"000102030405060708090a0b0c0d0e0f", digest_size=16)
//   d1 = hashlib.blake2b(d0.digest() + event_bytes, digest_size=16), and so on; .hexdigest() each.
namespace isocenter::wire {
namespace {

const Epoch epoch = *parse_epoch("000102030405060708090a0b0c0d0e0f");

TEST(Digests, BeginWithTheEpochsCharacters) {
  EXPECT_EQ(to_string(first_digest(epoch)), "9c22349a3f8364724090f6f61ffb0a32");
  EXPECT_EQ(to_string(first_digest(Epoch{})), "89ba0e6797deef83e988be31c85d429d");
}

TEST(Digests, ChainTheBytesOfEachEvent) {
  const Digest first =
      next_digest(first_digest(epoch), R"({"seq":1,"t":"2026-11-24T14:40:04.123Z","type":"node.started","data":{}})");
  EXPECT_EQ(to_string(first), "d10cde6b94777518b0ca3a65a92042a3");
  const Digest second =
      next_digest(first, R"({"seq":2,"t":"2026-11-24T14:40:05.000Z","type":"reading.taken","device":"mr1",)"
                         R"("data":{"sensor":"Hélium","value":61.5,"unit":"%"}})");
  EXPECT_EQ(to_string(second), "68d45bb7fe2da14e480e7ef397124981");
}

TEST(Digests, TakeTheLargestEvent) {
  EXPECT_EQ(to_string(next_digest(Digest{}, std::string(max_event_bytes, 'x'))), "1941bababa97aea48774f3cd2ccb7733");
}

TEST(Digests, OfAGapAreTheStatedOnes) {
  const Digest stated = *parse_digest("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
  const WireEvent gap{.seq = 1, .to = 5, .type = "outbox.gap", .stated = stated, .bytes = "{}"};
  EXPECT_EQ(digest_after(first_digest(epoch), gap), stated);
  const WireEvent event{.seq = 1, .to = 1, .type = "node.started", .bytes = "{}"};
  EXPECT_EQ(digest_after(first_digest(epoch), event), next_digest(first_digest(epoch), "{}"));
}

}  // namespace
}  // namespace isocenter::wire
