#pragma once

#include <re2/re2.h>

/// Included only where RE2 is used (pattern_list, log_patterns, log_time).
namespace isocenter::agent {

/// Bytes instead of characters, so that a line of broken UTF-8 is matched like any other; memory is bounded, so that no
/// profile can make a long line expensive; errors are returned, not printed.
inline RE2::Options byte_patterns(std::int64_t max_mem = 2 << 20) {
  RE2::Options options{RE2::Latin1};
  options.set_log_errors(false);
  options.set_max_mem(max_mem);
  return options;
}

inline re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view view(re2::StringPiece text) { return {text.data(), text.size()}; }

}  // namespace isocenter::agent
