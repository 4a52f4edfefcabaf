#include "collector/contract/read_contracts.hpp"

#include <cctz/time_zone.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "shared/config/config.hpp"
#include "shared/config/spans.hpp"

namespace isocenter::contract {
namespace {

using config::Document;
using config::Table;

/// The earliest and latest years that a contract's file may name; the log's own times end with the year 9999.
constexpr int first_year = 1970, last_year = 9998;
constexpr int longest_years = 50;
/// A contract's terms go into one event of the log.
constexpr std::size_t longest_name = 100, most_devices = 200, most_holidays = 800;

template <typename Enum, std::size_t count>
Enum read_word(Table& table, std::string_view key, const std::array<Enum, count>& known, Enum fallback) {
  const auto text = table.optional_text(key);
  if (!text) return fallback;
  std::vector<std::string> words;
  for (const Enum value : known) {
    if (word(value) == *text) return value;
    words.emplace_back(word(value));
  }
  table.reject(key, fmt::format("\"{}\" is not known; use {}", text->substr(0, 40), fmt::join(words, ", ")));
  return fallback;
}

constexpr std::array period_lengths{PeriodLength::month, PeriodLength::quarter, PeriodLength::year};
constexpr std::array planned_downs{PlannedDown::excluded, PlannedDown::lost, PlannedDown::up};
constexpr std::array unknown_times{UnknownTime::excluded, UnknownTime::up, UnknownTime::down};
constexpr std::array outage_starts{OutageStarts::observed, OutageStarts::reported};
constexpr std::array outage_ends{OutageEnds::repaired, OutageEnds::released};

/// A number with at most four decimals, from 0 to `most`.
std::optional<TenThousandths> read_decimal(Table& table, std::string_view key, double most) {
  const auto number = table.optional_number(key);
  if (!number) return std::nullopt;
  const double units = *number * 10'000;
  const bool is_within = *number >= 0 && *number <= most;
  if (is_within && std::abs(units - std::round(units)) < 1e-3) return TenThousandths{std::llround(units)};
  table.reject(key, fmt::format("must be a number from 0 to {} with at most 4 decimals", most));
  return std::nullopt;
}

/// "180000.00": money, which no binary fraction holds, so it stands in quotes.
std::optional<Hundredths> parse_money(std::string_view text) {
  const std::size_t dot = text.find('.');
  const std::string_view whole = text.substr(0, dot);
  const std::string_view cents = dot == text.npos ? std::string_view{} : text.substr(dot + 1);
  const auto is_digits = [](std::string_view digits) {
    return std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  };
  if (whole.empty() || whole.size() > 12 || !is_digits(whole) || !is_digits(cents)) return std::nullopt;
  if (dot != text.npos && (cents.empty() || cents.size() > 2)) return std::nullopt;
  std::int64_t units = 0;
  std::from_chars(whole.data(), whole.data() + whole.size(), units);
  units *= 100;
  if (!cents.empty()) units += (cents[0] - '0') * 10 + (cents.size() > 1 ? cents[1] - '0' : 0);
  return Hundredths{units};
}

Hundredths read_money(Table& table, std::string_view key) {
  const std::string text = table.text(key, "180000.00");
  if (!table.has(key)) return {};
  const auto money = parse_money(text);
  if (!money) table.reject(key, "must be an amount in quotes with at most 2 decimals, e.g. \"180000.00\"");
  return money.value_or(Hundredths{});
}

std::optional<LocalDate> read_date(Table& table, std::string_view key) {
  const LocalDate date = table.date(key);
  if (!date.ok()) return std::nullopt;  // the table has said so
  const int year = static_cast<int>(date.year());
  if (year >= first_year && year <= last_year) return date;
  table.reject(key, fmt::format("must be a day of the years {} to {}", first_year, last_year));
  return std::nullopt;
}

void read_days(Table& table, Contract& contract) {
  const auto starts = read_date(table, "starts"), ends = read_date(table, "ends");
  if (!starts || !ends) return;
  contract.starts = *starts;
  contract.ends = *ends;
  if (*ends < *starts) table.reject("ends", "lies before `starts`; it is the contract's last day");
  if (*ends >= *starts + std::chrono::years{longest_years}) {
    table.reject("ends", fmt::format("lies {} years after `starts` or more; mend the year", longest_years));
  }
}

std::vector<DeviceName> read_devices(Table& table, const std::vector<DeviceName>& known) {
  std::vector<DeviceName> devices;
  std::vector<std::string> names;
  for (const DeviceName& device : known) names.push_back(device.text());
  for (const std::string& text : table.texts_or("devices", {})) {
    const auto device = DeviceName::parse(text);
    if (!device) {
      table.reject("devices", device.error().what);
    } else if (!known.empty() && std::find(known.begin(), known.end(), *device) == known.end()) {
      const auto near = config::nearest(text, names);
      table.reject("devices", fmt::format("no [[device]] of the site is called \"{}\"{}", text,
                                          near ? fmt::format("; did you mean \"{}\"?", *near) : "; mend the name"));
    } else if (std::find(devices.begin(), devices.end(), *device) != devices.end()) {
      table.reject("devices", fmt::format("\"{}\" stands here twice; each is measured once", text));
    } else {
      devices.push_back(*device);
    }
  }
  if (!table.has("devices")) {
    table.reject("", "`contract.devices` is missing; add devices = [\"mr1\"]");
  } else if (devices.size() > most_devices) {
    table.reject("devices", fmt::format("names more than {}; make two contracts of it", most_devices));
  } else if (devices.empty()) {
    table.reject("devices", "names none; give at least one, e.g. [\"mr1\"]");
  }
  return devices;
}

std::set<Cause> read_causes(Table& table) {
  std::vector<std::string_view> words;
  for (const Cause cause : causes) words.push_back(isocenter::word(cause));
  std::set<Cause> read;
  for (const std::string& text : table.texts_or("excluded_causes", {})) {
    const auto cause = from_word<Cause>(text);
    if (cause) {
      read.insert(*cause);
    } else {
      table.reject("excluded_causes",
                   fmt::format("\"{}\" is no cause; there are {}", text.substr(0, 40), fmt::join(words, ", ")));
    }
  }
  return read;
}

std::vector<CreditStep> read_credit(Table& table) {
  std::vector<CreditStep> steps;
  for (Table& step : table.tables("credit")) {
    const auto below = read_decimal(step, "below_percent", 100), credit = read_decimal(step, "credit_percent", 100);
    if (!below && !step.has("below_percent")) step.reject("", "`below_percent` is missing");
    if (!credit && !step.has("credit_percent")) step.reject("", "`credit_percent` is missing");
    if (!below || !credit) continue;
    const auto same = std::find_if(steps.begin(), steps.end(),
                                   [&](const CreditStep& other) { return other.below_percent == *below; });
    if (same != steps.end()) step.reject("below_percent", "stands here twice; which credit is owed?");
    steps.push_back({*below, *credit});
  }
  return steps;
}

void read_guarantee(Table& table, Contract& contract) {
  contract.guaranteed_percent = read_decimal(table, "guaranteed_percent", 100);
  contract.allowed_lost_hours = read_decimal(table, "allowed_lost_hours", 9000);
  const bool has_percent = table.has("guaranteed_percent"), has_hours = table.has("allowed_lost_hours");
  if (has_percent == has_hours) {
    table.reject("", has_percent ? "`guaranteed_percent` and `allowed_lost_hours` both stand here; give one of the two"
                                 : "a guarantee is missing; give `guaranteed_percent` or `allowed_lost_hours`");
  }
}

void read_terms(Table& table, Contract& contract) {
  contract.planned_down = read_word(table, "planned_down", planned_downs, contract.planned_down);
  contract.unknown = read_word(table, "unknown", unknown_times, contract.unknown);
  contract.limited_weight = read_decimal(table, "limited_weight", 1).value_or(contract.limited_weight);
  contract.excluded_causes = read_causes(table);
  contract.minimum_outage = std::chrono::minutes{table.integer_or("minimum_outage_minutes", 0, 0, 1'000'000)};
  contract.outage_starts = read_word(table, "outage_starts", outage_starts, contract.outage_starts);
  contract.outage_ends = read_word(table, "outage_ends", outage_ends, contract.outage_ends);
  contract.response_hours = read_decimal(table, "response_hours", 9000);
}

void read_money_terms(Table& table, Contract& contract) {
  contract.annual_price = read_money(table, "annual_price");
  contract.currency = table.text("currency");
  const bool is_currency =
      contract.currency.size() == 3 &&
      std::all_of(contract.currency.begin(), contract.currency.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  if (table.has("currency") && !is_currency)
    table.reject("currency", "must be three capitals (ISO 4217), e.g. \"USD\"");
  contract.credit = read_credit(table);
  if (table.has("credit_per_hour")) contract.credit_per_hour = read_money(table, "credit_per_hour");
  contract.credit_cap_percent = read_decimal(table, "credit_cap_percent", 100).value_or(contract.credit_cap_percent);
}

Contract read_contract(Table table, const std::vector<DeviceName>& known) {
  Contract contract;
  contract.name = table.text("name");
  contract.vendor = table.text("vendor");
  for (const auto& [key, text] : {std::pair{"name", &contract.name}, {"vendor", &contract.vendor}}) {
    if (!table.has(key)) continue;
    if (text->empty()) table.reject(key, "must not be empty");
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
    if (std::ranges::any_of(*text, is_control)) table.reject(key, "holds a control character; write one line of text");
    if (text->size() > longest_name) table.reject(key, fmt::format("is longer than {} bytes", longest_name));
  }
  contract.devices = read_devices(table, known);
  contract.zone = table.text("zone");
  cctz::time_zone zone;
  if (table.has("zone") && !cctz::load_time_zone(contract.zone, &zone)) {
    table.reject("zone", "no such time zone on this machine; use an IANA name such as America/New_York");
  }
  read_days(table, contract);
  table.text("period");
  contract.period = read_word(table, "period", period_lengths, PeriodLength::month);
  auto covered = table.optional_table("covered");
  contract.covered = config::read_spans(covered);
  if (contract.covered.empty()) table.reject("", "covers no time; add e.g. covered.mon = [\"07:00-19:00\"]");
  for (const LocalDate& day : table.dates_or("holidays", {})) contract.holidays.insert(day);
  if (contract.holidays.size() > most_holidays) {
    table.reject("holidays", fmt::format("are more than {}; leave out those of other years", most_holidays));
  }
  read_guarantee(table, contract);
  read_terms(table, contract);
  read_money_terms(table, contract);
  return contract;
}

/// Each error says its own place.
Result<std::vector<Contract>> read(Document document, const std::vector<DeviceName>& known) {
  Table root = document.root();
  std::vector<Contract> contracts;
  for (Table& table : root.tables("contract")) {
    Contract contract = read_contract(table, known);
    const auto same = std::find_if(contracts.begin(), contracts.end(),
                                   [&](const Contract& other) { return other.name == contract.name; });
    if (same != contracts.end()) {
      table.reject("name", fmt::format("\"{}\" stands here twice; give each contract its own name", contract.name));
    }
    contracts.push_back(std::move(contract));
  }
  if (contracts.empty()) root.reject("", "holds no [[contract]]; firmware-configs/contracts.example.toml shows one");
  const auto errors = document.finish();
  if (!errors.empty()) return fail(ErrorKind::invalid, "", config::to_string(errors));
  return contracts;
}

}  // namespace

Result<std::vector<Contract>> read_contracts(const std::filesystem::path& path, const std::vector<DeviceName>& known) {
  auto document = Document::read(path);
  if (!document) return tl::unexpected<Error>{document.error()};
  return read(std::move(*document), known);
}

Result<std::vector<Contract>> parse_contracts(std::string_view text, const std::filesystem::path& named,
                                              const std::vector<DeviceName>& known) {
  auto document = Document::parse(text, named);
  if (!document) return tl::unexpected<Error>{document.error()};
  return read(std::move(*document), known);
}

}  // namespace isocenter::contract
