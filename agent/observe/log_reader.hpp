#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "agent/observe/log_memory.hpp"
#include "agent/observe/log_patterns.hpp"
#include "agent/observe/log_time.hpp"
#include "agent/observe/profile.hpp"
#include "agent/observe/sighting.hpp"
#include "shared/core/event.hpp"
#include "shared/core/result.hpp"

/// The lines of a device's log, one after the other, to what they tell. Pure: the same lines give the same events under
/// the same names, however often they are read.
namespace isocenter::agent {

/// What a reader needs to know beside the lines.
struct LogContext {
  DeviceName device;
  /// HMAC under the site key: names exams, and stands in memory for what the device calls them.
  std::function<KeyedHash(std::string_view)> hash;
  /// The text if the profile lists it, else "other".
  std::function<std::string(std::string_view)> listed;
  std::chrono::seconds open_ends_after{3600};
};

/// A rule that applied to a line.
struct LogFinding {
  const LogRule* rule = nullptr;
  std::optional<Instant> at;  ///< the line's own time
  std::vector<std::variant<Reached, EventBody>> seen;
  std::string_view why_nothing;  ///< where `seen` is empty, e.g. "remembered", "no exam was open"
};

class LogReader {
 public:
  LogReader(std::shared_ptr<const LogPatterns> patterns, LogTimes times, LogContext context, LogMemory memory = {});

  /// Takes the next line (without its newline; any bytes, cut to the length limit by whoever reads the file). `now` is
  /// used only where the line does not say the year. Rules look at lines with a time of their own, unless they say
  /// `undated`; what an undated line tells has no `at`, and is named by the last dated line and its place after it.
  std::vector<LogFinding> read(std::string_view line, Instant now);

  /// Whether what stands at the start of `bytes` begins a line of its own rather than going on with one.
  bool has_time(std::string_view bytes, Instant now) const {
    return times_.read(bytes, memory_.last_time, now).has_value();
  }

  const LogMemory& memory() const { return memory_; }
  void set_memory(LogMemory memory) { memory_ = std::move(memory); }

 private:
  void apply(const LogMatch& match, LogFinding& finding, Instant now);
  void start_exam(const LogMatch& match, LogFinding& finding);
  void end_exam(const LogMatch& match, LogFinding& finding);
  void report_fault(const LogRule& rule, LogFinding& finding);
  void repair_fault(const LogRule& rule, LogFinding& finding);
  void take_reading(const LogMatch& match, LogFinding& finding);
  void start_workstation(LogFinding& finding);
  void remember(const LogMatch& match);

  std::optional<std::string> value(const LogCapture& capture, const LogMatch& match) const;
  std::optional<double> number(const LogCapture& capture, const LogMatch& match) const;
  std::optional<std::string> reduced(std::string_view capture, std::string_view text) const;
  std::string moment(const LogFinding& finding) const;
  Instant time_in_order(const LogFinding& finding) const;

  std::shared_ptr<const LogPatterns> patterns_;
  LogTimes times_;
  LogContext context_;
  LogMemory memory_;
};

/// A reader by a profile's rules. ErrorKind::invalid for a zone this machine does not know.
Result<LogReader> make_log_reader(const Profile& profile, const DeviceName& device, const std::string& zone,
                                  std::function<KeyedHash(std::string_view)> hash);

}  // namespace isocenter::agent
