#pragma once

#include <cstddef>
#include <cstdint>

/// What readers take and writers keep to.
namespace isocenter::wire::json {

/// The largest number every JSON reader keeps exactly.
inline constexpr std::uint64_t max_number = 1ull << 53;
/// A text is at most this long unless said otherwise, in bytes.
inline constexpr std::size_t max_text_bytes = 256;
/// What a person may write to say why.
inline constexpr std::size_t longest_reason = 1000;

}  // namespace isocenter::wire::json
