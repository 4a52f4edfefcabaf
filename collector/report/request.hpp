#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/event.hpp"
#include "shared/core/names.hpp"
#include "shared/core/result.hpp"
#include "shared/core/time.hpp"

namespace isocenter::report {

enum class ReportName { status, events, intervals, states, exams };
enum class Format { table, csv, json };

inline constexpr std::array report_names{ReportName::status, ReportName::events, ReportName::intervals,
                                         ReportName::states, ReportName::exams};

std::string_view word(ReportName name);
std::string_view word(Format format);

/// ErrorKind::invalid names the nearest known word.
Result<Format> parse_format(std::string_view text);

/// What the site's configuration says that a report needs.
struct Site {
  std::string zone;                       ///< IANA, for local dates
  std::vector<ConfiguredDevice> devices;  ///< in the order they are shown
};

/// As typed; nothing where an option was not given.
struct ReportArguments {
  std::string name;
  std::optional<std::string> device, from, to, format;
};

struct ReportRequest {
  ReportName name = ReportName::status;
  Format format = Format::table;
  std::optional<DeviceName> device;
  std::optional<Instant> from, to;
  Instant now;
  Site site;
  /// Until when the database tells of the present, where someone knows better than the database (the living collector).
  std::optional<Instant> known_until = std::nullopt;
};

/// ErrorKind::invalid or ::malformed for wrong words and times: `where` is the option, `what` names the nearest known
/// word or the form a time has.
Result<ReportRequest> parse_report_request(const ReportArguments& arguments, const Site& site, Instant now);

/// "; did you mean "x"?" where a known word is near, else the words there are.
std::string mend_word(std::string_view word, const std::vector<std::string>& known);

}  // namespace isocenter::report
