#include "agent/observe/log_lines.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace isocenter::agent {
namespace {

using namespace std::string_literals;
using Lines = std::vector<std::string>;

/// All lines of `bytes`, handed over in pieces of `piece` bytes more each time nothing whole was there.
Lines all_lines(const std::string& bytes, std::size_t piece, std::uint64_t* cut = nullptr) {
  Lines lines;
  std::size_t done = 0;
  std::size_t have = 0;
  bool skipping = false;
  while (done < bytes.size()) {
    const bool is_final = have >= bytes.size();
    const auto batch = split_lines(std::string_view{bytes}.substr(done, have - done), skipping, 3, is_final);
    for (const auto line : batch.lines) lines.emplace_back(line);
    if (cut != nullptr) *cut += batch.cut;
    done += batch.consumed;
    skipping = batch.skipping;
    if (batch.consumed == 0 || done == have) have = std::min(bytes.size(), have + piece);
  }
  return lines;
}

TEST(SplitLines, EndsALineAtLfOrCrLfAndLeavesEmptyOnesOut) {
  EXPECT_EQ(all_lines("a\nb\r\n\n\r\nc\n", 100), (Lines{"a", "b", "c"}));
}

TEST(SplitLines, WaitsForTheEndOfTheLastLine) {
  const auto batch = split_lines("a\nb", false, 10);
  EXPECT_EQ(batch.lines.size(), 1u);
  EXPECT_EQ(batch.consumed, 2u);
  EXPECT_EQ(split_lines("a\nb", false, 10, true).lines.size(), 2u);
}

TEST(SplitLines, StopsAtTheMostLines) {
  const auto batch = split_lines("a\nb\nc\n", false, 2);
  EXPECT_EQ(batch.lines.size(), 2u);
  EXPECT_EQ(batch.consumed, 4u);
}

TEST(SplitLines, LeavesOutNulsBeforeALineOnly) {
  EXPECT_EQ(all_lines("\0\0\0a\0b\n\0\0c\n"s, 2), (Lines{"a\0b"s, "c"}));
  EXPECT_EQ(split_lines("\0\0\0"s, false, 10).consumed, 3u);
}

TEST(SplitLines, CutsALineThatIsTooLongAndCountsTheRest) {
  for (const std::size_t piece : {std::size_t{1000}, std::size_t{100'000}, std::size_t{1'000'000}}) {
    std::uint64_t cut = 0;
    const std::string whole = "a\n" + std::string(max_line_bytes, 'x') + std::string(200'000, 'y') + "\nb\n";
    EXPECT_EQ(all_lines(whole, piece, &cut), (Lines{"a", std::string(max_line_bytes, 'x'), "b"})) << piece;
    EXPECT_EQ(cut, 200'000u) << piece;
  }
}

RC_GTEST_PROP(SplitLines, TheSameWhateverThePieces, (const std::string& text, unsigned char piece)) {
  std::string bytes;
  for (const char c : text) bytes += c % 5 == 0 ? '\n' : c % 7 == 0 ? '\0' : c;
  RC_ASSERT(all_lines(bytes, 1u + piece) == all_lines(bytes, bytes.size() + 1));
}

}  // namespace
}  // namespace isocenter::agent
