#include "collector/report/uptime.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <map>

#include "collector/contract/contract_period.hpp"
#include "collector/contract/covered_time.hpp"
#include "collector/contract/format_contract.hpp"
#include "collector/contract/uptime.hpp"
#include "collector/report/corrections.hpp"
#include "collector/report/touching.hpp"

namespace isocenter::report {
namespace {

using contract::Contract;
using contract::ContractPeriod;
using contract::LocalDate;

constexpr std::string_view uptime_columns[] = {"contract",           "device",         "period_from",   "period_to",
                                               "covered_ms",         "lost_ms",        "planned_ms",    "unknown_ms",
                                               "excluded_ms",        "uptime_percent", "worst_percent", "best_percent",
                                               "guaranteed_percent", "margin_ms",      "credit",        "currency"};

Cell percent_cell(const contract::Percent& percent) {
  if (!percent) return std::monostate{};
  return Decimal{.units = *percent, .places = 6, .keeps_zeros = true};
}

Cell guaranteed_cell(const Contract& terms) {
  if (!terms.guaranteed_percent) return std::monostate{};
  return Decimal{.units = terms.guaranteed_percent->units * 100, .places = 6, .keeps_zeros = true};
}

Row row_of(const Contract& terms, const DeviceName& device, const ContractPeriod& period,
           const contract::CoveredTally& tally, bool has_ended) {
  const contract::Uptime uptime = contract::judge(terms, period, tally);
  const bool has_margin = has_ended && uptime.margin_e4;
  return {terms.name,
          device.text(),
          contract::date_text(period.from),
          contract::date_text(period.to),
          std::int64_t{uptime.covered.count()},
          Decimal{.units = uptime.lost_e4, .places = 4},
          std::int64_t{tally.planned.count()},
          std::int64_t{tally.unknown.count()},
          std::int64_t{tally.excluded.count()},
          percent_cell(uptime.uptime),
          percent_cell(uptime.worst),
          percent_cell(uptime.best),
          guaranteed_cell(terms),
          has_margin ? Cell{Decimal{.units = *uptime.margin_e4, .places = 4}} : Cell{},
          has_ended ? Cell{Decimal{.units = uptime.credit.units, .places = 2, .keeps_zeros = true}} : Cell{},
          terms.currency};
}

/// A contract's periods that the request touches and that have begun.
std::vector<ContractPeriod> periods_asked(const UptimeRequest& request, const Contract& terms) {
  std::vector<ContractPeriod> asked;
  for (const ContractPeriod& period : contract::periods_of(terms)) {
    const bool is_before = request.from && period.to < *request.from,
               is_after = request.to && *request.to < period.from;
    const bool has_begun =
        !request.known_until || contract::begin_of_day(terms.zone, period.from) < *request.known_until;
    if (!is_before && !is_after && has_begun) asked.push_back(period);
  }
  return asked;
}

bool has_ended(const Contract& terms, const ContractPeriod& period, const std::optional<Instant>& known_until) {
  return !known_until || contract::end_of_day(terms.zone, period.to) <= *known_until;
}

std::optional<Instant> optional_instant(const sqlite::Statement& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional{from_unix_ms(row.integer(column))};
}

}  // namespace

Result<void> write_uptime(const UptimeRequest& request,
                          const std::function<DeviceHistory(const DeviceName&)>& history_of, RowSink& sink) {
  sink.begin(uptime_columns);
  for (const Contract& terms : request.contracts) {
    const auto pieces = contract::covered_time(terms);
    if (!pieces) return tl::unexpected<Error>{pieces.error()};
    const auto periods = periods_asked(request, terms);
    for (const DeviceName& device : terms.devices) {
      const DeviceHistory history = history_of(device);
      const auto reckoned = contract::reckon(terms, history.times, history.faults);
      for (const ContractPeriod& period : periods) {
        const auto tally = contract::tally(*pieces, period, reckoned, request.known_until.value_or(end_of_time));
        sink.row(row_of(terms, device, period, tally, has_ended(terms, period, request.known_until)));
      }
    }
  }
  sink.end();
  return {};
}

DeviceHistory read_history(const DeviceName& device, Instant known_until, sqlite::Database& database) {
  DeviceHistory history;
  TouchingIntervals intervals{database};
  intervals.ask(device, {Instant{}, known_until});
  while (intervals.step()) {
    const sqlite::Statement& row = intervals.row();
    const Instant to = row.is_null(3) ? known_until : from_unix_ms(row.integer(3));
    const auto state = from_word<EquipmentState>(intervals.exported_state());
    const Period when{from_unix_ms(row.integer(2)), std::min(to, known_until)};
    if (!state || when.empty()) continue;
    const auto cause = row.is_null(4) ? std::nullopt : from_word<Cause>(row.text(4));
    history.times.push_back({when, *state, cause});
  }
  history.times = statement::corrected(history.times, read_corrections(device, database));
  sqlite::Statement faults{database,
                           "SELECT reported, called, released, closed FROM fault WHERE device = ?1 ORDER BY reported"};
  faults.bind(1, std::string_view{device.text()});
  while (faults.step()) {
    history.faults.push_back({from_unix_ms(faults.integer(0)), optional_instant(faults, 1), optional_instant(faults, 2),
                              optional_instant(faults, 3)});
  }
  return history;
}

}  // namespace isocenter::report
