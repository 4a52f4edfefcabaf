#pragma once

#include "collector/contract/covered_time.hpp"
#include "collector/contract/read_contracts.hpp"
#include "collector/statement/account.hpp"

namespace isocenter::statement::testing {

inline Instant at(const std::string& text) { return parse_rfc3339(text).value(); }

inline Place place(std::int64_t row, const std::string& node = "kiosk-mr2") {
  Place made{{NodeName::parse(node).value(), {}, static_cast<std::uint64_t>(row)}, {}, row};
  made.id.epoch.bytes.fill(0x5a);
  made.digest.bytes.fill(static_cast<std::uint8_t>(row));
  return made;
}

/// MR 2 of the mock-up in October 2026, New York: planned work on the 22nd, a cut of the network on the 17th, five
/// outages and a limitation; biomed re-classified the one of the 30th as planned work.
inline constexpr std::string_view mr_2026 = R"([[contract]]
name = "mr-2026"
vendor = "Example Imaging"
devices = ["mr2"]
zone = "America/New_York"
starts = 2026-01-01
ends = 2026-12-31
period = "month"
covered.mon = ["07:00-19:00"]
covered.tue = ["07:00-19:00"]
covered.wed = ["07:00-19:00"]
covered.thu = ["07:00-19:00"]
covered.fri = ["07:00-19:00"]
covered.sat = ["08:00-12:00"]
guaranteed_percent = 97.0
response_hours = 4.0
annual_price = "180000.00"
currency = "USD"
credit = [ { below_percent = 97.0, credit_percent = 2.0 }, { below_percent = 95.0, credit_percent = 5.0 } ]
)";

class SampleMonth {
 public:
  SampleMonth() {
    using S = EquipmentState;
    stretch(S::ready, "2026-09-30T00:00:00Z", "2026-10-06T13:14:20Z");
    stretch(S::down, "2026-10-06T13:14:20Z", "2026-10-06T17:52:05Z", Cause::equipment, "fault:cold_head");
    stretch(S::ready, "2026-10-06T17:52:05Z", "2026-10-14T20:41:12Z");
    stretch(S::down, "2026-10-14T20:41:12Z", "2026-10-15T12:20:30Z", Cause::equipment, "fault:rf_amplifier");
    stretch(S::limited, "2026-10-15T12:20:30Z", "2026-10-15T16:50:30Z", Cause::accessory, "declared");
    stretch(S::ready, "2026-10-15T16:50:30Z", "2026-10-17T14:31:00Z");
    stretch(S::unknown, "2026-10-17T14:31:00Z", "2026-10-17T15:04:40Z", {}, "node_silent");
    stretch(S::in_use, "2026-10-17T15:04:40Z", "2026-10-22T11:00:00Z");
    stretch(S::planned_down, "2026-10-22T11:00:00Z", "2026-10-22T14:30:00Z", {}, "declared");
    stretch(S::down, "2026-10-22T14:30:00Z", "2026-10-22T14:47:25Z", {}, "overran");
    stretch(S::ready, "2026-10-22T14:47:25Z", "2026-10-28T17:05:10Z");
    stretch(S::down, "2026-10-28T17:05:10Z", "2026-10-28T17:31:52Z", Cause::equipment, "fault:table");
    stretch(S::ready, "2026-10-28T17:31:52Z", "2026-10-30T16:10:00Z");
    stretch(S::down, "2026-10-30T16:10:00Z", "2026-10-30T16:58:30Z", Cause::facility, "declared");
    stretch(S::ready, "2026-10-30T16:58:30Z", "2026-11-05T00:00:00Z");
    history.faults = {fault("f-cold", "cold_head", "2026-10-06T13:14:20Z", "2026-10-06T13:20:00Z",
                            "2026-10-06T15:00:00Z", "2026-10-06T17:40:00Z", "2026-10-06T17:52:05Z"),
                      fault("f-rf", "rf_amplifier", "2026-10-14T20:41:12Z", "2026-10-14T20:51:32Z",
                            "2026-10-15T18:58:05Z", "2026-10-15T19:12:47Z", "2026-10-15T12:20:30Z"),
                      fault("f-table", "table", "2026-10-28T17:05:10Z", std::nullopt, std::nullopt, std::nullopt,
                            "2026-10-28T17:31:52Z")};
    history.corrections = {{.said = {.from = at("2026-10-30T16:10:00Z"),
                                     .to = at("2026-10-30T16:58:30Z"),
                                     .reading = Reading::reclassified,
                                     .state = S::planned_down,
                                     .cause = {},
                                     .reason = "the fire-alarm test was the building's, announced on 23 October",
                                     .by = "ann"},
                            .at = at("2026-11-02T13:00:00Z"),
                            .place = place(90, "collector")}};
    history.known_until = at("2026-11-03T13:12:00Z");
  }

  Account account() const { return Account{terms, covered, history}; }
  contract::ContractPeriod october() const { return contract::periods_of(terms).at(9); }

  /// Each line has the event that began it.
  Statement statement(std::int64_t edition = 1) const {
    const Account account = this->account();
    std::int64_t row = 100;
    const auto find = [&](const Roots& roots) {
      ++row;
      return Found{{{roots.when.from, "device.declared", place(row), std::string{word(roots.state)} + ", made up"}},
                   "technologist, kiosk-mr2"};
    };
    return {.site = "General Hospital, Imaging",
            .terms = terms,
            .version = 2,
            .terms_digest = {},
            .device = {"mr2", "MR 2", "Example Imaging", "Aera 1.5 T", "40217"},
            .period = october(),
            .ended = true,
            .edition = edition,
            .tzdata = "2026f",
            .log_to = history.known_until,
            .log_row = 1291044,
            .recorded = account.recorded(october()),
            .corrected = account.corrected(october()),
            .lines = account.lines(october(), find),
            .figures = {}};
  }

  contract::Contract terms = contract::parse_contracts(mr_2026, "sample").value().front();
  std::vector<contract::CoveredPiece> covered = contract::covered_time(terms).value();
  History history{
      .device = DeviceName::parse("mr2").value(), .intervals = {}, .faults = {}, .corrections = {}, .known_until = {}};

 private:
  void stretch(EquipmentState state, const char* from, const char* to, std::optional<Cause> cause = {},
               const char* reason = "answers") {
    history.intervals.push_back({.device = history.device,
                                 .state = state,
                                 .period = {at(from), at(to)},
                                 .cause = cause,
                                 .grade = Grade::b,
                                 .reason = reason,
                                 .source = "kiosk-mr2",
                                 .exam = {},
                                 .began_by = {}});
  }
  using Time = std::optional<std::string>;
  collector::FaultRow fault(const char* name, const char* code, const char* reported, const Time& called,
                            const Time& on_site, const Time& repaired, const char* closed) const {
    const auto time = [](const Time& text) { return text ? std::optional{at(*text)} : std::nullopt; };
    return {.fault = name,
            .device = history.device,
            .code = code,
            .effect = Effect::down,
            .cause = Cause::equipment,
            .source = "person",
            .reported = at(reported),
            .called = time(called),
            .acknowledged = {},
            .on_site = time(on_site),
            .repaired = time(repaired),
            .released = {},
            .closed = at(closed),
            .closed_by = "repaired",
            .note = {}};
  }
};

}  // namespace isocenter::statement::testing
