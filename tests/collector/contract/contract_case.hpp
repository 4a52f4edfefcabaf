#pragma once

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "collector/contract/read_contracts.hpp"
#include "collector/report/uptime.hpp"

/// How the worked cases are written, and how they are held against the engine.
///
/// `terms` are lines of a [[contract]]; they replace those of `usual_terms`. `daily = [...]` stands for all seven days.
/// `times` are lines "state from to [cause]" of mr1, or of the device that a line "device mr2" named before; "otherwise
/// ready" fills what is open. Times are local, "2026-06-01T10:00"; one with Z is UTC; an end may leave its date out.
/// `faults` are lines "reported T [called T] [released T] [closed T]".
/// `rows` tell a report's row: "FROM/TO C=8h L=1h P=2h U=1h X=30m 87.500000 (worst..best) margin=-12m credit=5.00".
/// What is 0 is left out but for the margin, and worst and best where both equal the uptime; "none" is no percentage.
namespace isocenter::contract::testing {

struct Case {
  std::string name, terms, times;
  std::vector<std::string> rows;
  std::string faults{};
};

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    line.erase(0, line.find_first_not_of(' '));
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

inline std::vector<std::string> words_of(const std::string& line) {
  std::istringstream in{line};
  return {std::istream_iterator<std::string>{in}, {}};
}

/// A Monday of ten covered hours; its price is 100.00, its allowance 1 h.
inline const std::vector<std::string> usual_terms{R"(name = "mr-2026")",          R"(vendor = "Example Imaging")",
                                                  R"(devices = ["mr1"])",         R"(zone = "UTC")",
                                                  R"(starts = 2026-06-01)",       R"(ends = 2026-06-01)",
                                                  R"(period = "month")",          R"(daily = ["08:00-18:00"])",
                                                  R"(guaranteed_percent = 90.0)", R"(annual_price = "36500.00")",
                                                  R"(currency = "USD")"};

/// What of a line two lines may not both say.
inline std::string subject_of(const std::string& line) {
  std::string key = line.substr(0, line.find_first_of(" ="));
  if (key == "daily" || key.starts_with("covered")) return "covered";
  if (key == "allowed_lost_hours") return "guaranteed_percent";
  return key;
}

inline std::string contract_text(const std::string& terms) {
  std::vector<std::string> all = lines_of(terms);
  const std::size_t given = all.size();
  for (const std::string& usual : usual_terms) {
    bool is_replaced = false;
    for (std::size_t i = 0; i < given; ++i) is_replaced |= subject_of(all[i]) == subject_of(usual);
    if (!is_replaced) all.push_back(usual);
  }
  std::string text = "[[contract]]\n";
  for (const std::string& line : all) {
    if (!line.starts_with("daily")) {
      text += line + "\n";
      continue;
    }
    for (const char* day : {"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
      text += fmt::format("covered.{}{}\n", day, line.substr(5));
  }
  return text;
}

inline Contract contract_of(const std::string& terms) {
  const auto contracts = parse_contracts(contract_text(terms), "case.toml");
  if (!contracts) throw std::runtime_error{to_string(contracts.error())};
  return contracts->front();
}

inline Instant instant_of(const std::string& text, const std::string& zone) {
  const bool is_utc = text.ends_with('Z');
  std::string whole = is_utc ? text.substr(0, text.size() - 1) : text;
  if (whole.size() == 16) whole += ":00";
  const auto naive = parse_rfc3339(whole + "Z");
  if (!naive) throw std::runtime_error{text + ": " + naive.error().what};
  if (is_utc) return *naive;
  cctz::time_zone rules;
  if (!cctz::load_time_zone(zone, &rules)) throw std::runtime_error{zone};
  const auto second = std::chrono::floor<cctz::seconds>(*naive);
  const auto meant = rules.lookup(cctz::convert(second, cctz::utc_time_zone()));
  if (meant.kind != cctz::time_zone::civil_lookup::UNIQUE) throw std::runtime_error{text + " is no single instant"};
  return meant.pre + std::chrono::duration_cast<Milliseconds>(*naive - second);
}

/// Puts `ready` where nothing is said, from a week before the contract to a week after it.
inline std::vector<StateTime> filled(std::vector<StateTime> times, const Contract& contract) {
  std::sort(times.begin(), times.end(), [](const auto& a, const auto& b) { return a.when.from < b.when.from; });
  std::vector<StateTime> all;
  Instant from = std::chrono::sys_days{contract.starts} - std::chrono::days{7};
  for (const StateTime& time : times) {
    if (from < time.when.from) all.push_back({{from, time.when.from}, EquipmentState::ready});
    all.push_back(time);
    from = time.when.to;
  }
  all.push_back({{from, std::chrono::sys_days{contract.ends} + std::chrono::days{7}}, EquipmentState::ready});
  return all;
}

inline std::map<std::string, report::DeviceHistory> histories_of(const Case& one, const Contract& contract) {
  std::map<std::string, report::DeviceHistory> histories;
  std::string device = "mr1";
  for (const std::string& line : lines_of(one.times)) {
    const auto words = words_of(line);
    if (words[0] == "device") {
      device = words[1];
    } else if (words[0] == "otherwise") {
      histories[device].times = filled(histories[device].times, contract);
    } else {
      const auto state = from_word<EquipmentState>(words.at(0));
      if (!state) throw std::runtime_error{line};
      const std::string to = words.at(2).size() < 16 ? words[1].substr(0, 11) + words[2] : words[2];
      std::optional<Cause> cause;
      if (words.size() > 3) cause = from_word<Cause>(words[3]);
      if (cause.has_value() != (words.size() > 3)) throw std::runtime_error{line};
      histories[device].times.push_back(
          {{instant_of(words[1], contract.zone), instant_of(to, contract.zone)}, *state, cause});
    }
  }
  for (const std::string& line : lines_of(one.faults)) {
    const auto words = words_of(line);
    FaultLife fault{};
    for (std::size_t i = 0; i + 1 < words.size(); i += 2) {
      const Instant when = instant_of(words[i + 1], contract.zone);
      if (words[i] == "reported") fault.reported = when;
      if (words[i] == "called") fault.called = when;
      if (words[i] == "released") fault.released = when;
      if (words[i] == "closed") fault.closed = when;
    }
    histories["mr1"].faults.push_back(fault);
  }
  return histories;
}

/// Ten-thousandths of a millisecond as "-1h30m2s3.0004ms"; "0" for none.
inline std::string duration_text(std::int64_t e4) {
  std::string text = e4 < 0 ? "-" : "";
  if (e4 < 0) e4 = -e4;
  for (const auto& [unit, size] :
       {std::pair<const char*, std::int64_t>{"h", 36'000'000'000}, {"m", 600'000'000}, {"s", 10'000'000}}) {
    if (e4 >= size) text += fmt::format("{}{}", e4 / size, unit);
    e4 %= size;
  }
  if (e4 != 0) text += report::to_text(report::Decimal{.units = e4, .places = 4}) + "ms";
  return text.empty() ? "0" : text;
}

/// A cell of whole or decimal milliseconds.
inline std::int64_t e4_of(const report::Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return *whole * 10'000;
  const auto& decimal = std::get<report::Decimal>(cell);
  if (decimal.places != 4) throw std::runtime_error{"milliseconds have 4 decimals"};
  return decimal.units;
}

inline std::string row_text(const report::Row& row) {
  const auto text = [&](std::size_t column) { return report::to_text(row.at(column)); };
  const auto percent = [&](std::size_t column) { return text(column).empty() ? "none" : text(column); };
  std::string all = text(1) == "mr1" ? "" : text(1) + " ";
  all += fmt::format("{}/{} C={}", text(2), text(3), duration_text(e4_of(row.at(4))));
  for (const auto& [name, column] : {std::pair{"L", 5u}, {"P", 6u}, {"U", 7u}, {"X", 8u}}) {
    if (e4_of(row.at(column)) != 0) all += fmt::format(" {}={}", name, duration_text(e4_of(row.at(column))));
  }
  all += " " + percent(9);
  if (text(10) != text(9) || text(11) != text(9)) all += fmt::format(" ({}..{})", percent(10), percent(11));
  if (!text(13).empty()) all += " margin=" + duration_text(e4_of(row.at(13)));
  if (text(14) != "0.00") all += " credit=" + (text(14).empty() ? "none" : text(14));
  return all;
}

inline std::vector<std::string> rows_of(const Case& one) {
  const Contract contract = contract_of(one.terms);
  const auto histories = histories_of(one, contract);
  report::CollectRows collected;
  const auto written = report::write_uptime(
      {.contracts = {contract}, .from = {}, .to = {}, .known_until = {}},
      [&](const DeviceName& device) {
        const auto found = histories.find(device.text());
        return found == histories.end() ? report::DeviceHistory{} : found->second;
      },
      collected);
  if (!written) throw std::runtime_error{to_string(written.error())};
  std::vector<std::string> rows;
  for (const report::Row& row : collected.report.rows) rows.push_back(row_text(row));
  return rows;
}

inline void check(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    try {
      EXPECT_EQ(rows_of(one), one.rows) << one.name;
    } catch (const std::exception& wrong) {
      ADD_FAILURE() << one.name << ": the case itself is wrong: " << wrong.what();
    }
  }
}

}  // namespace isocenter::contract::testing
