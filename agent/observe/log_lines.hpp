#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace isocenter::agent {

/// What a line may hold; the rest of a longer one is dropped and counted.
inline constexpr std::size_t max_line_bytes = 64 * 1024;

/// The whole lines at the start of some bytes of a log.
struct LineBatch {
  /// Without line end, empty ones left out. NULs before a line are left out too: a writer that keeps its place in a
  /// file that was truncated leaves a gap of them.
  std::vector<std::string_view> lines;
  std::size_t consumed = 0;  ///< bytes that are done with; the next call begins behind them
  bool skipping = false;     ///< the next bytes belong to a line that was too long
  std::uint64_t cut = 0;     ///< bytes dropped from lines that were too long
};

/// `skipping`: as the call before said. `is_final`: no more bytes will come, so the last line needs no line end.
LineBatch split_lines(std::string_view bytes, bool skipping, std::size_t max_lines, bool is_final = false);

}  // namespace isocenter::agent
