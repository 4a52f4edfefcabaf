#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/observe/log_rule.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

namespace isocenter::agent {

/// Why `format` cannot be used, with the mend; nothing where it can.
std::optional<std::string> time_format_error(const LogTimeFormat& format);

/// Reads the times of log lines. Immutable and cheap to copy.
///
/// A year that is not written: a log runs forward, so it is the first year that puts the line no more than a day before
/// the one last dated (new year's eve included); where none was, the last that is not ahead of now. A weekday that is
/// written must fit. An hour that daylight saving repeats: the second one as soon as the first would run backwards.
class LogTimes {
 public:
  /// ErrorKind::invalid for an unknown IANA zone or a format that cannot be used.
  static Result<LogTimes> make(const std::vector<LogTimeFormat>& formats, const std::string& zone);

  /// The line's own time, by the first format that fits; nothing where it has none that an event can carry (1970 to
  /// 9999). `last`: of the line before that had
  /// one.
  std::optional<Instant> read(std::string_view line, std::optional<Instant> last, Instant now) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace isocenter::agent
