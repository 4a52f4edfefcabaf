#include "collector/fleet/device.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <algorithm>

#include "collector/analytics/usual_length.hpp"
#include "collector/contract/covered_time.hpp"
#include "collector/fleet/device_now.hpp"
#include "collector/fleet/json.hpp"
#include "collector/fleet/reliability.hpp"
#include "collector/report/queries.hpp"
#include "collector/store/contract_versions.hpp"
#include "collector/store/derived_columns.hpp"

namespace isocenter::fleet {
namespace {

using collector::FaultRow;
using collector::StateInterval;

constexpr std::chrono::days fault_days{90}, failure_days{365};

Json ms_or_null(const std::optional<Milliseconds>& ms) { return ms ? Json(ms->count()) : Json(nullptr); }

/// A device's rows of the derived tables.
class DeviceReader {
 public:
  DeviceReader(const DeviceName& device, Instant known_to, sqlite::Database& database)
      : device_{device}, known_to_{known_to}, database_{database} {}

  /// By time, those that touch the period; what still lasts ends with what is known.
  std::vector<StateInterval> down_in(Period period) {
    sqlite::Statement rows = intervals(
        fmt::format("AND {} AND state = 'down' AND from_ms < ?3 AND (to_ms IS NULL OR to_ms > ?2) ORDER BY from_ms",
                    collector::may_cost),
        collector::by_may_cost);
    rows.bind(2, to_unix_ms(period.from)).bind(3, to_unix_ms(period.to));
    std::vector<StateInterval> down;
    while (rows.step()) {
      down.push_back(collector::read_interval(rows, device_));
      down.back().period.to = std::min(down.back().period.to, known_to_);
    }
    return down;
  }

  /// Newest first.
  std::vector<FaultRow> faults(std::string_view condition, Instant from) {
    sqlite::Statement rows{database_, "SELECT " + std::string{collector::fault_columns} +
                                          " FROM fault WHERE device = ?1 AND " + std::string{condition} +
                                          " ORDER BY reported DESC, fault"};
    rows.bind(1, std::string_view{device_.text()}).bind(2, to_unix_ms(from));
    std::vector<FaultRow> faults;
    while (rows.step()) faults.push_back(collector::read_fault(rows, device_));
    return faults;
  }

  std::int64_t count_exams(std::string_view condition, Period period) {
    sqlite::Statement rows{database_,
                           "SELECT count(*) FROM exam WHERE device = ?1 AND subject <> 'phantom' AND "
                           "running_from >= ?2 AND running_from < ?3 AND " +
                               std::string{condition}};
    rows.bind(1, std::string_view{device_.text()});
    rows.bind(2, to_unix_ms(period.from)).bind(3, to_unix_ms(period.to));
    return rows.step() ? rows.integer(0) : 0;
  }

  /// The exam of the last interval, and how long its procedure usually takes here.
  Json exam(const KeyedHash& exam) {
    sqlite::Statement row{database_, "SELECT procedure, running_from FROM exam WHERE device = ?1 AND exam = ?2"};
    row.bind(1, std::string_view{device_.text()}).bind(2, std::string_view{exam});
    if (!row.step()) return nullptr;
    const std::string procedure = row.text(0);
    const auto lengths = completed(procedure);
    const auto usual = analytics::usual_length(lengths);
    const auto seconds = [](Milliseconds ms) { return std::chrono::duration<double>(ms).count(); };
    return {{"procedure", text_or_null(procedure)},
            {"started", format_rfc3339(from_unix_ms(row.integer(1)))},
            {"p50_s", usual ? Json(seconds(usual->p50)) : Json(nullptr)},
            {"p90_s", usual ? Json(seconds(usual->p90)) : Json(nullptr)},
            {"n", lengths.size()}};
  }

  /// Since when the device is known of, at most as long as `from` says.
  Instant known_from(Instant from) {
    sqlite::Statement first = intervals("ORDER BY from_ms LIMIT 1");
    return first.step() ? std::max(from, collector::read_interval(first, device_).period.from) : known_to_;
  }

 private:
  sqlite::Statement intervals(std::string_view rest, std::string_view index = {}) {
    sqlite::Statement rows{database_, fmt::format("SELECT {} FROM interval {} WHERE device = ?1 {}",
                                                  collector::interval_columns, index, rest)};
    rows.bind(1, std::string_view{device_.text()});
    return rows;
  }

  /// How long the last completed exams of the procedure took, the newest first.
  std::vector<Milliseconds> completed(const std::string& procedure) {
    sqlite::Statement rows{database_,
                           "SELECT running_to - running_from FROM exam WHERE device = ?1 AND procedure = ?2 "
                           "AND status = 'completed' AND inferred = 0 AND running_to IS NOT NULL ORDER BY "
                           "running_to DESC LIMIT ?3"};
    rows.bind(1, std::string_view{device_.text()}).bind(2, std::string_view{procedure});
    rows.bind(3, static_cast<std::int64_t>(analytics::most_lengths));
    std::vector<Milliseconds> lengths;
    while (rows.step()) lengths.emplace_back(rows.integer(0));
    return lengths;
  }

  const DeviceName& device_;
  Instant known_to_;
  sqlite::Database& database_;
};

Json fault_json(const FaultRow& fault) {
  return {{"fault", fault.fault},
          {"code", fault.code},
          {"effect", word(fault.effect)},
          {"cause", word(fault.cause)},
          {"source", text_or_null(fault.source)},
          {"reported", format_rfc3339(fault.reported)},
          {"called", time_or_null(fault.called)},
          {"acknowledged", time_or_null(fault.acknowledged)},
          {"on_site", time_or_null(fault.on_site)},
          {"repaired", time_or_null(fault.repaired)},
          {"released", time_or_null(fault.released)},
          {"closed", time_or_null(fault.closed)},
          {"note", text_or_null(fault.note)}};
}

Json faults_json(const std::vector<FaultRow>& faults, const std::vector<StateInterval>& down) {
  Json list = Json::array();
  for (const FaultRow& fault : faults) {
    Json json = fault_json(fault);
    Milliseconds sum{0};
    for (const StateInterval& interval : down) {
      const auto common = overlap(interval.period, {fault.reported, fault.closed.value_or(end_of_time)});
      if (common) sum += common->length();
    }
    if (fault.closed) json["down_ms"] = sum.count();
    list.push_back(std::move(json));
  }
  return list;
}

/// Covered hours of the contracts in force within the period; where there are none, all of it.
Milliseconds at_risk(const DeviceName& device, Period period, sqlite::Database& database) {
  Milliseconds covered{0};
  bool has_contract = false;
  for (const collector::ContractVersion& version : collector::contract_versions(database)) {
    const bool is_its = std::ranges::find(version.terms.devices, device) != version.terms.devices.end();
    if (!version.in_force || !is_its || has_contract) continue;
    contract::Contract terms = version.terms;
    terms.starts = std::max(terms.starts, contract::day_of(terms.zone, period.from));
    terms.ends = std::min(terms.ends, contract::day_of(terms.zone, period.to));
    if (terms.ends < terms.starts) continue;
    const auto pieces = contract::covered_time(terms);
    if (!pieces) continue;
    has_contract = true;
    for (const contract::CoveredPiece& piece : *pieces) {
      if (const auto common = overlap(piece.when, period)) covered += common->length();
    }
  }
  return has_contract ? covered : period.length();
}

/// Stretches of touching down intervals.
std::int64_t count_failures(const std::vector<StateInterval>& down) {
  std::int64_t failures = 0;
  for (std::size_t i = 0; i < down.size(); ++i) {
    if (i == 0 || down[i - 1].period.to != down[i].period.from) ++failures;
  }
  return failures;
}

Json reliability_json(const Reliability& found) {
  return {{"days", failure_days.count()},
          {"failures", found.failures},
          {"mtbf_covered_ms", ms_or_null(found.mtbf)},
          {"mtbf_low_ms", ms_or_null(found.mtbf_low)},
          {"mtbf_high_ms", ms_or_null(found.mtbf_high)},
          {"repair_p50_ms", ms_or_null(found.repair_p50)},
          {"repair_p90_ms", ms_or_null(found.repair_p90)},
          {"n", found.repairs}};
}

/// The instant the local day of `now` began; in UTC where the machine does not know the zone.
Instant begin_of_today(const std::string& zone, Instant now) {
  cctz::time_zone found = cctz::utc_time_zone();
  cctz::load_time_zone(zone, &found);
  const auto day = cctz::civil_day{cctz::convert(std::chrono::floor<std::chrono::seconds>(now), found)};
  return std::chrono::time_point_cast<Milliseconds>(cctz::convert(day, found));
}

std::vector<Milliseconds> repairs_of(const std::vector<FaultRow>& faults) {
  std::vector<Milliseconds> repairs;
  for (const FaultRow& fault : faults) {
    const auto over = fault.repaired ? fault.repaired : fault.closed;
    if (fault.effect == Effect::down && over && *over > fault.reported) repairs.push_back(*over - fault.reported);
  }
  return repairs;
}

}  // namespace

std::string device_answer(const ConfiguredDevice& device, const std::string& zone, const std::string& contracts,
                          Instant now, sqlite::Database& database) {
  const Instant known_to = report::committed_until(database).value_or(now);
  DeviceReader reader{device.name, known_to, database};
  const DeviceNow present = read_now(device.name, known_to, database);
  const Period year{reader.known_from(known_to - failure_days), known_to};
  const auto down = reader.down_in({known_to - failure_days, known_to});
  const Period today{begin_of_today(zone, now), now + Milliseconds{1}};
  const bool runs = present.last && present.last->exam;
  Json answer{{"as_of", format_rfc3339(known_to)},
              {"device", device.name.text()},
              {"title", device.title},
              {"room", text_or_null(device.room)},
              {"modality", text_or_null(device.modality)},
              {"manufacturer", text_or_null(device.manufacturer)},
              {"model", text_or_null(device.model)},
              {"serial", text_or_null(device.serial)},
              {"installed", text_or_null(device.installed)},
              {"node", device.node ? Json(device.node->text()) : Json(nullptr)},
              {"now", now_json(present)},
              {"exam", runs ? reader.exam(*present.last->exam) : Json(nullptr)},
              {"contracts", Json::parse(contracts)}};
  answer["faults_open"] = faults_json(reader.faults("closed IS NULL AND reported > ?2", Instant{}), down);
  answer["faults_closed"] = faults_json(reader.faults("closed > ?2", known_to - fault_days), down);
  answer["reliability"] =
      reliability_json(reliability(at_risk(device.name, year, database), count_failures(down),
                                   repairs_of(reader.faults("closed > ?2", known_to - failure_days))));
  answer["today"] = {{"exams_done", reader.count_exams("status = 'completed'", today)}, {"running", runs ? 1 : 0}};
  return dump(answer);
}

}  // namespace isocenter::fleet
