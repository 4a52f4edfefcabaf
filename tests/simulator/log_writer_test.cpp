#include "tests/simulator/log_writer.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;

std::string read(const std::filesystem::path& path) {
  std::ifstream file{path};
  return {std::istreambuf_iterator<char>{file}, {}};
}

class TornLine : public testing::Test {
 protected:
  void rotate_within_a_line(Rotation rotation) {
    writer_.chatter(at_, "one");
    writer_.tear_next_line();
    writer_.chatter(at_, "two");
    EXPECT_EQ(read(log_).find("two"), std::string::npos);
    writer_.rotate(rotation);
    writer_.finish_line();
    writer_.chatter(at_, "three");
  }

  fakes::TemporaryFolder folder_;
  std::filesystem::path log_ = folder_ / "ct1.log";
  LogWriter writer_{log_, "UTC"};
  Instant at_{1'764'000'000'000ms};
  const std::string begin_ = "2025-11-24 16:00:00.000 INFO  [ui] ";
};

TEST_F(TornLine, IsFinishedInTheRenamedFile) {
  rotate_within_a_line(Rotation::renamed);
  EXPECT_EQ(read(log_.string() + ".1"), begin_ + "one\n" + begin_ + "two\n");
  EXPECT_EQ(read(log_), begin_ + "three\n");
}

class SplitLine : public TornLine, public testing::WithParamInterface<Rotation> {};

TEST_P(SplitLine, IsFinishedInTheNextFile) {
  rotate_within_a_line(GetParam());
  const std::string copy = read(log_.string() + ".1");
  const std::string rest = read(log_);
  EXPECT_EQ(copy + rest, begin_ + "one\n" + begin_ + "two\n" + begin_ + "three\n");
  EXPECT_NE(copy.back(), '\n');
}

INSTANTIATE_TEST_SUITE_P(Rotations, SplitLine, testing::Values(Rotation::copied, Rotation::reopened));

TEST_F(TornLine, ComesWithEachRotation) {
  for (int i = 0; i < 3; ++i) rotate_within_a_line(Rotation::renamed);
  EXPECT_TRUE(std::filesystem::exists(log_.string() + ".3"));
  EXPECT_EQ(read(log_.string() + ".1"), begin_ + "three\n" + begin_ + "one\n" + begin_ + "two\n");
}

}  // namespace
}  // namespace isocenter::simulator
