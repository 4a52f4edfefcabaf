#include "agent/dicom/dataset_shape.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "agent/dicom/dataset_text.hpp"
#include "tests/agent/dicom/mpps_datasets.hpp"

namespace isocenter::agent {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr auto both = {Encoding::implicit_little_endian, Encoding::explicit_little_endian};

/// Sequences of undefined length, `depth` deep.
Bytes nested(int depth) {
  Bytes open{0x40, 0, 0x70, 0x02, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xff, 0, 0xe0, 0xff, 0xff, 0xff, 0xff};
  Bytes close{0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0};
  Bytes bytes;
  for (int i = 0; i < depth; ++i) bytes.insert(bytes.end(), open.begin(), open.end());
  for (int i = 0; i < depth; ++i) bytes.insert(bytes.end(), close.begin(), close.end());
  return bytes;
}

TEST(FaultInShape, TakesWhatDcmtkWrites) {
  for (const Encoding encoding : both) {
    for (const bool has_lengths : {true, false}) {
      const Bytes bytes = encode(*full_create(), encoding, has_lengths);
      const auto fault = fault_in_shape(bytes, encoding);
      EXPECT_FALSE(fault) << to_string(*fault);
    }
  }
  EXPECT_FALSE(fault_in_shape({}, Encoding::explicit_little_endian));
}

TEST(FaultInShape, FindsEveryTornSequence) {
  for (const Encoding encoding : both) {
    const Bytes whole = encode(*full_create(), encoding, true);
    std::size_t right = 0;
    for (std::size_t size = 1; size < whole.size(); ++size) {
      if (!fault_in_shape(std::span{whole}.first(size), encoding)) ++right;
    }
    EXPECT_LT(right, 40u);  // only between two top elements, where a shorter dataset is one too
  }
}

TEST(FaultInShape, LimitsTheDepth) {
  EXPECT_FALSE(fault_in_shape(nested(deepest_nesting), Encoding::implicit_little_endian));
  EXPECT_TRUE(fault_in_shape(nested(deepest_nesting + 1), Encoding::implicit_little_endian));
  EXPECT_TRUE(fault_in_shape(nested(30'000), Encoding::implicit_little_endian));
}

TEST(FaultInShape, LimitsTheDepthOfDefinedLengthsToo) {
  Bytes bytes;
  for (int i = 0; i < 1000; ++i) {
    const auto little_endian = [](std::size_t value) {
      Bytes four;
      for (int byte = 0; byte < 4; ++byte) four.push_back(static_cast<std::uint8_t>(value >> 8 * byte));
      return four;
    };
    Bytes outer{0x40, 0, 0x70, 0x02};
    const auto append = [&outer](const Bytes& more) { outer.insert(outer.end(), more.begin(), more.end()); };
    append(little_endian(bytes.size() + 8));
    append({0xfe, 0xff, 0, 0xe0});
    append(little_endian(bytes.size()));
    append(bytes);
    bytes = outer;
  }
  EXPECT_TRUE(fault_in_shape(bytes, Encoding::implicit_little_endian));
}

RC_GTEST_PROP(ReadDataset, SurvivesFlippedBytes, (bool is_explicit)) {
  const Encoding encoding = is_explicit ? Encoding::explicit_little_endian : Encoding::implicit_little_endian;
  Bytes bytes = encode(*full_create(), encoding, *rc::gen::arbitrary<bool>());
  const auto flips = *rc::gen::inRange(1, 8);
  for (int i = 0; i < flips; ++i) {
    bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<std::uint8_t>();
  }
  (void)read_mpps_create({bytes, encoding, "k1:0", from_unix_ms(0)}, rules(), {"CT1", "127.0.0.1"});
  (void)read_mpps_set({bytes, encoding, "k1:0", from_unix_ms(0)}, rules(), rules().devices[0], "");
}

}  // namespace
}  // namespace isocenter::agent
