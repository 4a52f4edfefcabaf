#include "collector/report/request.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "collector/report/moment.hpp"
#include "shared/config/config.hpp"

namespace isocenter::report {
namespace {

constexpr std::array formats{Format::table, Format::csv, Format::json};

template <typename Enum, std::size_t count>
Result<Enum> parse_word(std::string_view where, std::string_view text, const std::array<Enum, count>& known) {
  std::vector<std::string> words;
  for (const Enum value : known) {
    if (word(value) == text) return value;
    words.emplace_back(word(value));
  }
  if constexpr (std::is_same_v<Enum, ReportName>) {
    words.emplace_back("uptime");
    words.emplace_back("statement");
  }
  return fail(ErrorKind::invalid, std::string{where},
              fmt::format("\"{}\" is not known{}", text.substr(0, 40), mend_word(text, words)));
}

Error at(std::string_view where, Error error) {
  error.where = where;
  return error;
}

Result<std::optional<Instant>> parse_edge(const char* where, const std::optional<std::string>& text,
                                          const std::string& zone, Edge edge) {
  if (!text) return std::optional<Instant>{};
  const auto instant = parse_moment(*text, zone, edge);
  if (!instant) return tl::unexpected<Error>(at(where, instant.error()));
  return std::optional<Instant>{*instant};
}

Result<std::optional<DeviceName>> parse_device(const std::optional<std::string>& text) {
  if (!text) return std::optional<DeviceName>{};
  const auto device = DeviceName::parse(*text);
  if (!device) return tl::unexpected<Error>(at("device", device.error()));
  return std::optional<DeviceName>{*device};
}

}  // namespace

std::string_view word(ReportName name) {
  switch (name) {
    case ReportName::status: return "status";
    case ReportName::events: return "events";
    case ReportName::intervals: return "intervals";
    case ReportName::states: return "states";
    case ReportName::exams: return "exams";
  }
  return "";
}

std::string_view word(Format format) {
  switch (format) {
    case Format::table: return "table";
    case Format::csv: return "csv";
    case Format::json: return "json";
  }
  return "";
}

std::string mend_word(std::string_view word, const std::vector<std::string>& known) {
  if (const auto near = config::nearest(word, known)) return fmt::format("; did you mean \"{}\"?", *near);
  if (known.empty()) return "; there are none";
  return fmt::format("; there are {}", fmt::join(known, ", "));
}

Result<Format> parse_format(std::string_view text) { return parse_word("format", text, formats); }

Result<ReportRequest> parse_report_request(const ReportArguments& arguments, const Site& site, Instant now) {
  const auto name = parse_word("report", arguments.name, report_names);
  if (!name) return tl::unexpected<Error>(name.error());
  const auto format = parse_format(arguments.format.value_or("table"));
  if (!format) return tl::unexpected<Error>(format.error());
  const auto device = parse_device(arguments.device);
  if (!device) return tl::unexpected<Error>(device.error());
  const auto from = parse_edge("from", arguments.from, site.zone, Edge::from);
  if (!from) return tl::unexpected<Error>(from.error());
  const auto to = parse_edge("to", arguments.to, site.zone, Edge::to);
  if (!to) return tl::unexpected<Error>(to.error());
  if (*from && *to && **from >= **to) {
    return fail(ErrorKind::invalid, "to", "lies not after from; `from` belongs to the report, `to` does not");
  }
  return ReportRequest{.name = *name,
                       .format = *format,
                       .device = *device,
                       .from = *from,
                       .to = *to,
                       .now = now,
                       .site = site,
                       .known_until = std::nullopt};
}

}  // namespace isocenter::report
