#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/event.hpp"

namespace isocenter::agent {

/// What a log reader must know of the lines before. It is kept beside the position in the file, so a capture stands
/// here as what it is for: a hash, a listed text or a number, never as the line's own words.
struct LogMemory {
  struct Exam {
    KeyedHash exam;
    KeyedHash key;  ///< empty: the device named none
    std::optional<Instant> at;
    std::optional<double> estimate_s;
    bool operator==(const Exam&) const = default;
  };
  struct Fault {
    std::string code;
    FaultId fault;
    Instant last_line;  ///< when a line last said so
    bool operator==(const Fault&) const = default;
  };

  std::map<std::string, std::string, std::less<>> captures;
  std::optional<Exam> exam;
  std::vector<Fault> faults;         ///< reported, not cleared; oldest first
  std::optional<Instant> last_time;  ///< of the last line that had one
  std::int64_t undated = 0;          ///< lines with a meaning since then: tells those apart that have no time

  bool operator==(const LogMemory&) const = default;
};

std::string to_json(const LogMemory& memory);

/// Empty where the text is not what to_json made: better to forget than to stand still.
LogMemory log_memory_from_json(std::string_view text);

}  // namespace isocenter::agent
