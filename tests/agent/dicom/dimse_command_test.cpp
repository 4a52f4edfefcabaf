#include "agent/dicom/dimse_command.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "agent/dicom/dimse_response.hpp"

namespace isocenter::agent {
namespace {

using Bytes = std::vector<std::uint8_t>;

Bytes element(std::uint16_t number, Bytes value) {
  Bytes bytes{0,
              0,
              static_cast<std::uint8_t>(number & 0xff),
              static_cast<std::uint8_t>(number >> 8),
              static_cast<std::uint8_t>(value.size()),
              0,
              0,
              0};
  for (const std::uint8_t byte : value) bytes.push_back(byte);
  return bytes;
}

Bytes join(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Bytes n_set() {
  return join({element(0x0003, {'1', '.', '2', 0}), element(0x0100, {0x20, 0x01}), element(0x0110, {7, 0}),
               element(0x0800, {0, 0}), element(0x1001, {'3', '.', '4', '5'})});
}

TEST(ReadDimseCommand, ReadsARequest) {
  const auto command = read_dimse_command(n_set());
  ASSERT_TRUE(command);
  EXPECT_EQ(*command, (DimseCommand{0x0120, 7, true, "1.2", "3.45"}));
  EXPECT_TRUE(command->is(DimseField::n_set_rq));
}

TEST(ReadDimseCommand, RefusesWhatIsTornOrMissing) {
  const Bytes whole = n_set();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Bytes torn{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)};
    const bool is_at_instance = size == whole.size() - 12;  // the instance is the last element, and optional
    EXPECT_EQ(read_dimse_command(torn).has_value(), is_at_instance) << size;
  }
}

TEST(ReadDimseCommand, RefusesOtherGroupsAndLongUids) {
  Bytes patient = n_set();
  patient[0] = 0x10;
  EXPECT_FALSE(read_dimse_command(patient));
  EXPECT_FALSE(read_dimse_command(join({n_set(), element(0x1000, Bytes(66, '1'))})));
  EXPECT_FALSE(read_dimse_command(join({n_set(), element(0x1000, {'a', 'b'})})));
  EXPECT_FALSE(read_dimse_command(join({n_set(), element(0x0110, {1})})));
}

RC_GTEST_PROP(ReadDimseCommand, SurvivesFlippedBytes, ()) {
  Bytes bytes = n_set();
  bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<std::uint8_t>();
  bytes[*rc::gen::inRange<std::size_t>(0, bytes.size())] = *rc::gen::arbitrary<std::uint8_t>();
  (void)read_dimse_command(bytes);
}

TEST(EncodeDimseResponse, LaysOutTheCommandSet) {
  const DimseCommand request{0x0120, 7, true, "1.2", "3.45"};
  const MppsAnswer answer{DimseStatus::processing_failure, "no", 0xa710, {0x00400250}, "3.45"};
  const Bytes body = join({element(0x0002, {'1', '.', '2', 0}), element(0x0100, {0x20, 0x81}), element(0x0120, {7, 0}),
                           element(0x0800, {1, 1}), element(0x0900, {0x10, 0x01}), element(0x0902, {'n', 'o'}),
                           element(0x0903, {0x10, 0xa7}), element(0x1000, {'3', '.', '4', '5'}),
                           element(0x1005, {0x40, 0, 0x50, 0x02})});
  EXPECT_EQ(encode_dimse_response(request, answer),
            join({element(0, {static_cast<std::uint8_t>(body.size()), 0, 0, 0}), body}));
}

}  // namespace
}  // namespace isocenter::agent
