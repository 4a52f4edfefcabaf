#include "collector/fleet/fleet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "collector/contract/format_contract.hpp"
#include "collector/contract/projection.hpp"
#include "collector/fleet/device_now.hpp"
#include "collector/fleet/json.hpp"
#include "collector/fleet/past.hpp"
#include "collector/report/corrections.hpp"
#include "collector/report/queries.hpp"
#include "collector/statement/document.hpp"
#include "collector/store/contract_versions.hpp"

namespace isocenter::fleet {
namespace {

using collector::FaultRow;
using contract::Contract;
using contract::ContractPeriod;
using contract::LocalDate;
using contract::Outlook;

constexpr std::chrono::days strip_days{30};

/// Ten-thousandths of a millisecond; whole ones without a point.
Json ms_json(std::int64_t e4) {
  if (e4 % 10'000 == 0) return e4 / 10'000;
  return static_cast<double>(e4) / 10'000;
}

Json fault_json(const std::optional<FaultRow>& fault) {
  if (!fault) return nullptr;
  return {{"fault", fault->fault},
          {"code", fault->code},
          {"effect", word(fault->effect)},
          {"reported", format_rfc3339(fault->reported)},
          {"called", time_or_null(fault->called)},
          {"acknowledged", time_or_null(fault->acknowledged)},
          {"on_site", time_or_null(fault->on_site)}};
}

Json percent_json(const contract::Percent& percent) { return text_or_null(statement::percent_text(percent)); }

std::string tenths_text(std::int64_t tenths) { return fmt::format("{}.{}", tenths / 10, tenths % 10); }

Json ends_json(const std::optional<contract::Ends>& ends) {
  if (!ends) return nullptr;
  return {{"low_percent", tenths_text(ends->low)},
          {"median_percent", tenths_text(ends->median)},
          {"high_percent", tenths_text(ends->high)},
          {"stretches", ends->stretches},
          {"worse", ends->worse},
          {"failures", ends->failures},
          {"repair_ms", ends->repair ? Json(ends->repair->count()) : Json(nullptr)}};
}

/// What every row of a contract shares.
struct RunningContract {
  Contract terms;
  ContractPeriod period;
  std::vector<contract::CoveredPiece> pieces;  ///< of the terms reaching back
};

/// The contracts in force whose period runs at `known_until`.
Result<std::vector<RunningContract>> running_contracts(Instant known_until, sqlite::Database& database) {
  std::vector<RunningContract> running;
  for (collector::ContractVersion& version : collector::contract_versions(database)) {
    if (!version.in_force) continue;
    const LocalDate today = contract::day_of(version.terms.zone, known_until);
    const auto periods = contract::periods_of(version.terms);
    const auto period = std::ranges::find_if(periods, [&](const auto& each) { return each.contains(today); });
    if (period == periods.end()) continue;
    auto pieces = contract::covered_time(contract::reaching_back(version.terms, *period, known_until));
    if (!pieces) return tl::unexpected<Error>{pieces.error()};
    running.push_back({std::move(version.terms), *period, std::move(*pieces)});
  }
  return running;
}

/// Reads what rows are made of.
class FleetReader {
 public:
  FleetReader(const report::Site& site, Instant known_until, sqlite::Database& database)
      : site_{site}, known_until_{known_until}, database_{database}, corrections_{report::read_corrections(database)} {}

  const DeviceNow& now(const DeviceName& device) {
    const auto found = now_.find(device);
    if (found != now_.end()) return found->second;
    return now_.emplace(device, read_now(device, known_until_, database_)).first->second;
  }

  /// Of the days looked back and the period, as it is read now.
  contract::Past past(const RunningContract& running, const DeviceName& device) {
    const Instant begin = contract::begin_of_day(running.terms.zone, running.period.from);
    const Instant from = std::min(begin, known_until_ - contract::days_looked_back - std::chrono::days{1});
    contract::Past past = past_.read(device, running.terms, from, known_until_, corrections_[device]);
    past.booked = now(device).booked;
    return past;
  }

  /// Title and modality; one that is configured no longer has its name alone.
  std::pair<std::string, std::string> called(const DeviceName& device) const {
    const auto found = std::ranges::find(site_.devices, device, &ConfiguredDevice::name);
    if (found == site_.devices.end()) return {device.text(), ""};
    return {found->title, found->modality};
  }

 private:
  const report::Site& site_;
  Instant known_until_;
  sqlite::Database& database_;
  std::map<DeviceName, std::vector<statement::Correction>> corrections_;
  PastReader past_{database_};
  std::map<DeviceName, DeviceNow> now_;
};

Json days_json(const RunningContract& running, const contract::Past& past) {
  const auto reckoned = contract::reckon(running.terms, past.times, past.faults);
  const std::chrono::sys_days today = contract::day_of(running.terms.zone, past.known_until);
  std::map<LocalDate, std::vector<contract::CoveredPiece>> by_day;
  for (const contract::CoveredPiece& piece : running.pieces) {
    if (piece.day > LocalDate{today - strip_days} && piece.day <= LocalDate{today}) by_day[piece.day].push_back(piece);
  }
  Json days = Json::array();
  for (auto day = today - strip_days + std::chrono::days{1}; day <= today; day += std::chrono::days{1}) {
    const auto sums = contract::tally(by_day[day], {day, day}, reckoned, past.known_until);
    days.push_back({{"day", contract::date_text(day)},
                    {"covered_ms", sums.whole().count()},
                    {"down_ms", sums.down.count()},
                    {"limited_ms", sums.limited.count()},
                    {"planned_ms", sums.planned.count()},
                    {"unknown_ms", sums.unknown.count()}});
  }
  return days;
}

Json figures_json(const Contract& terms, const Outlook& outlook) {
  const contract::Uptime& uptime = outlook.so_far;
  contract::Percent guaranteed;
  if (terms.guaranteed_percent) guaranteed = terms.guaranteed_percent->units * 100;
  return {{"uptime_percent", percent_json(uptime.uptime)},
          {"worst_percent", percent_json(uptime.worst)},
          {"best_percent", percent_json(uptime.best)},
          {"guaranteed_percent", percent_json(guaranteed)},
          {"covered_ms", uptime.covered.count()},
          {"covered_whole_ms", outlook.covered_whole.count()},
          {"lost_ms", ms_json(uptime.lost_e4)},
          {"losses", outlook.losses},
          {"unknown_ms", outlook.tally.unknown.count()},
          {"planned_ms", outlook.tally.planned.count()},
          {"excluded_ms", outlook.tally.excluded.count()},
          {"allowance_ms", ms_json(outlook.allowance_e4)},
          {"planned_ahead_ms", ms_json(outlook.planned_ahead_e4)},
          {"left_ms", ms_json(outlook.left_e4)},
          {"credit_so_far", statement::money_text(outlook.credit_so_far)},
          {"currency", terms.currency},
          {"standing", word(outlook.standing)},
          {"broke_at", time_or_null(outlook.broke_at)},
          {"breaks_at", time_or_null(outlook.breaks_at)},
          {"ends", ends_json(outlook.ends)},
          {"ends_why", outlook.ends ? Json(nullptr) : Json("too_few_losses")}};
}

Json row_json(const RunningContract& running, const DeviceName& device, FleetReader& reader, const Outlook& outlook,
              const contract::Past& past) {
  const auto [title, modality] = reader.called(device);
  Json row{{"contract", running.terms.name},
           {"vendor", running.terms.vendor},
           {"device", device.text()},
           {"title", title},
           {"modality", modality},
           {"now", now_json(reader.now(device))},
           {"fault", fault_json(reader.now(device).fault)},
           {"period",
            {{"from", contract::date_text(running.period.from)},
             {"to", contract::date_text(running.period.to)},
             {"length", word(running.terms.period)}}}};
  row.update(figures_json(running.terms, outlook));
  row["days"] = days_json(running, past);
  return row;
}

/// Calls take(contract, device, outlook, past) for each running contract's devices; `only`: of this one.
template <typename Take>
Result<void> for_each(FleetReader& reader, const DeviceName* only, Instant known_until, sqlite::Database& database,
                      Take take) {
  const auto contracts = running_contracts(known_until, database);
  if (!contracts) return tl::unexpected<Error>{contracts.error()};
  for (const RunningContract& running : *contracts) {
    for (const DeviceName& device : running.terms.devices) {
      if (only != nullptr && device != *only) continue;
      const contract::Past past = reader.past(running, device);
      take(running, device, contract::project(running.terms, running.period, running.pieces, past), past);
    }
  }
  return {};
}

Json counts_json(const report::Site& site, FleetReader& reader) {
  std::map<EquipmentState, int> counts;
  for (const ConfiguredDevice& device : site.devices) ++counts[reader.now(device.name).state()];
  Json json = Json::object();
  for (const EquipmentState state : equipment_states) json[std::string{word(state)}] = counts[state];
  return json;
}

}  // namespace

Result<std::string> fleet_answer(const report::Site& site, Instant now, sqlite::Database& database) {
  const auto committed = report::committed_until(database);
  const Instant known_until = committed.value_or(now);
  FleetReader reader{site, known_until, database};
  Json rows = Json::array(), uncovered = Json::array(), credits = Json::array();
  std::map<std::string, contract::Hundredths> credit;
  std::set<DeviceName> covered;
  std::size_t unexplained = 0;
  const auto done = for_each(reader, nullptr, known_until, database,
                             [&](const RunningContract& running, const DeviceName& device, const Outlook& outlook,
                                 const contract::Past& past) {
                               rows.push_back(row_json(running, device, reader, outlook, past));
                               credit[running.terms.currency].units += outlook.credit_so_far.units;
                               unexplained += outlook.unexplained;
                               covered.insert(device);
                             });
  if (!done) return tl::unexpected<Error>{done.error()};
  for (const auto& [currency, amount] : credit) {
    credits.push_back({{"currency", currency}, {"amount", statement::money_text(amount)}});
  }
  for (const ConfiguredDevice& device : site.devices) {
    if (covered.contains(device.name)) continue;
    const DeviceNow& state = reader.now(device.name);
    uncovered.push_back({{"device", device.name.text()},
                         {"title", device.title},
                         {"modality", device.modality},
                         {"now", now_json(state)},
                         {"fault", fault_json(state.fault)}});
  }
  return dump({{"as_of", format_rfc3339(now)},
               {"log_to", time_or_null(committed)},
               {"counts", counts_json(site, reader)},
               {"credit_so_far", std::move(credits)},
               {"unexplained", unexplained},
               {"rows", std::move(rows)},
               {"uncovered", std::move(uncovered)}});
}

Result<std::string> contracts_answer(const DeviceName& device, const report::Site& site, Instant now,
                                     sqlite::Database& database) {
  const Instant known_until = report::committed_until(database).value_or(now);
  FleetReader reader{site, known_until, database};
  Json rows = Json::array();
  const auto done =
      for_each(reader, &device, known_until, database,
               [&](const RunningContract& running, const DeviceName& each, const Outlook& outlook,
                   const contract::Past& past) { rows.push_back(row_json(running, each, reader, outlook, past)); });
  if (!done) return tl::unexpected<Error>{done.error()};
  return dump(rows);
}

}  // namespace isocenter::fleet
