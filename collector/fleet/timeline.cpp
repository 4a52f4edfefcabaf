#include "collector/fleet/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collector/analytics/state_times.hpp"
#include "collector/contract/covered_time.hpp"
#include "collector/fleet/json.hpp"
#include "collector/report/corrections.hpp"
#include "collector/report/queries.hpp"
#include "collector/statement/correction.hpp"
#include "collector/store/contract_versions.hpp"
#include "collector/store/derived_columns.hpp"

namespace isocenter::fleet {
namespace {

using collector::FaultRow;
using collector::StateInterval;

/// Those that touch the window, whole, by time.
std::vector<StateInterval> read_intervals(const TimelineWanted& wanted, sqlite::Database& database) {
  sqlite::Statement rows{
      database,
      fmt::format("SELECT {} FROM interval WHERE device = ?1 AND {} AND (to_ms IS NULL OR to_ms > ?2) ORDER BY from_ms",
                  collector::interval_columns, collector::interval_touches)};
  rows.bind(1, std::string_view{wanted.device.text()});
  rows.bind(2, to_unix_ms(wanted.window.from)).bind(3, to_unix_ms(wanted.window.to));
  std::vector<StateInterval> intervals;
  while (rows.step()) intervals.push_back(collector::read_interval(rows, wanted.device));
  return intervals;
}

Json began_json(const std::optional<collector::EventId>& began) {
  if (!began) return nullptr;
  return {{"node", began->node.text()}, {"epoch", to_string(began->epoch)}, {"seq", began->seq}};
}

Json corrected_json(const statement::ReadTime& time, const std::vector<statement::Correction>& corrections) {
  if (time.corrections.empty()) return nullptr;
  const IntervalCorrected& last = corrections[time.corrections.back()].said;
  const bool is_changed = !(time.recorded == time.corrected);
  return {{"state", is_changed ? Json(std::string{word(time.corrected.state)}) : Json(nullptr)},
          {"cause", is_changed ? word_or_null(time.corrected.cause) : Json(nullptr)},
          {"reading", word(last.reading)}};
}

/// `closed` that nobody observed is told as unknown, as everywhere outside.
contract::StateTime told(const StateInterval& interval) {
  return {interval.period, analytics::counted_as(interval.state, interval.grade), interval.cause};
}

Json intervals_json(const std::vector<StateInterval>& intervals, const DeviceName& device, sqlite::Database& database) {
  const auto corrections = report::read_corrections(device, database);
  std::vector<contract::StateTime> times;
  for (const StateInterval& interval : intervals) times.push_back(told(interval));
  Json list = Json::array();
  for (const statement::ReadTime& time : statement::read_corrected(times, corrections)) {
    const StateInterval& of = intervals[time.of];
    list.push_back({{"from", format_rfc3339(time.recorded.when.from)},
                    {"to", time_or_null(time.recorded.when.to)},
                    {"state", word(time.recorded.state)},
                    {"cause", word_or_null(time.recorded.cause)},
                    {"grade", word(of.grade)},
                    {"reason", text_or_null(of.reason)},
                    {"source", text_or_null(of.source)},
                    {"exam", of.exam ? Json(*of.exam) : Json(nullptr)},
                    {"began", began_json(of.began_by)},
                    {"corrected", corrected_json(time, corrections)}});
  }
  return list;
}

Json bucket_json(Period bucket, const analytics::TimeInStates& times) {
  Json ms = Json::object();
  for (const EquipmentState state : equipment_states) {
    const auto time = times[index_of(state)];
    if (time > Milliseconds{0}) ms[std::string{word(state)}] = time.count();
  }
  return {{"from", format_rfc3339(bucket.from)}, {"to", format_rfc3339(bucket.to)}, {"ms", std::move(ms)}};
}

/// As many of one length as the answer may have, up to what is known.
Json buckets_json(const std::vector<StateInterval>& intervals, const TimelineWanted& wanted, Instant known_to) {
  Json list = Json::array();
  const Milliseconds length = wanted.window.length();
  auto next = intervals.begin();
  for (int number = 0; number < wanted.most; ++number) {
    const Period bucket{wanted.window.from + length * number / wanted.most,
                        std::min(wanted.window.from + length * (number + 1) / wanted.most, known_to)};
    if (bucket.empty()) break;
    analytics::StateTimes times{bucket};
    while (next != intervals.end() && next->period.to <= bucket.from) ++next;
    for (auto interval = next; interval != intervals.end() && interval->period.from < bucket.to; ++interval) {
      times.add(told(*interval).state, interval->period);
    }
    list.push_back(bucket_json(bucket, times.times()));
  }
  return list;
}

/// Covered hours of the contracts in force, as one; nothing where they are too many pieces to draw.
std::optional<std::vector<Period>> covered_in(const TimelineWanted& wanted, sqlite::Database& database) {
  std::vector<Period> pieces;
  for (const collector::ContractVersion& version : collector::contract_versions(database)) {
    const bool is_its = std::ranges::find(version.terms.devices, wanted.device) != version.terms.devices.end();
    const auto covered = version.in_force && is_its ? contract::covered_time(version.terms)
                                                    : Result<std::vector<contract::CoveredPiece>>{};
    if (!covered) continue;
    for (const contract::CoveredPiece& piece : *covered) {
      const Period part{std::max(piece.when.from, wanted.window.from), std::min(piece.when.to, wanted.window.to)};
      if (!part.empty()) pieces.push_back(part);
    }
  }
  std::ranges::sort(pieces);
  std::vector<Period> merged;
  for (const Period& piece : pieces) {
    if (!merged.empty() && piece.from <= merged.back().to) {
      merged.back().to = std::max(merged.back().to, piece.to);
    } else {
      merged.push_back(piece);
    }
  }
  if (merged.size() > static_cast<std::size_t>(wanted.most)) return std::nullopt;
  return merged;
}

Json exams_json(const TimelineWanted& wanted, sqlite::Database& database) {
  constexpr std::chrono::hours longest_exam{24};
  sqlite::Statement rows{database,
                         "SELECT exam, procedure, running_from, running_to, status, subject FROM exam WHERE device = "
                         "?1 AND running_from >= ?2 AND running_from < ?3 AND (running_to IS NULL OR running_to > ?4) "
                         "ORDER BY running_from"};
  rows.bind(1, std::string_view{wanted.device.text()});
  rows.bind(2, to_unix_ms(wanted.window.from - longest_exam)).bind(3, to_unix_ms(wanted.window.to));
  rows.bind(4, to_unix_ms(wanted.window.from));
  Json list = Json::array();
  while (rows.step()) {
    list.push_back({{"exam", rows.text(0)},
                    {"procedure", text_or_null(rows.text_view(1))},
                    {"started", format_rfc3339(from_unix_ms(rows.integer(2)))},
                    {"ended", rows.is_null(3) ? Json(nullptr) : Json(format_rfc3339(from_unix_ms(rows.integer(3))))},
                    {"status", rows.text(4)},
                    {"subject", text_or_null(rows.text_view(5))}});
  }
  return list;
}

Json faults_json(const TimelineWanted& wanted, sqlite::Database& database) {
  sqlite::Statement rows{database, "SELECT " + std::string{collector::fault_columns} +
                                       " FROM fault WHERE device = ?1 AND reported < ?3 AND (closed IS NULL OR closed "
                                       "> ?2) ORDER BY reported"};
  rows.bind(1, std::string_view{wanted.device.text()});
  rows.bind(2, to_unix_ms(wanted.window.from)).bind(3, to_unix_ms(wanted.window.to));
  Json list = Json::array();
  while (rows.step()) {
    const FaultRow fault = collector::read_fault(rows, wanted.device);
    list.push_back({{"fault", fault.fault},
                    {"code", fault.code},
                    {"effect", word(fault.effect)},
                    {"reported", format_rfc3339(fault.reported)},
                    {"closed", time_or_null(fault.closed)}});
  }
  return list;
}

}  // namespace

std::string timeline_answer(const TimelineWanted& wanted, sqlite::Database& database) {
  const auto known_to = report::committed_until(database);
  const std::vector<StateInterval> intervals = read_intervals(wanted, database);
  const bool are_many = intervals.size() > static_cast<std::size_t>(wanted.most);
  Json answer{{"device", wanted.device.text()},
              {"from", format_rfc3339(wanted.window.from)},
              {"to", format_rfc3339(wanted.window.to)},
              {"known_to", time_or_null(known_to)},
              {"kind", are_many ? "buckets" : "intervals"}};
  answer["intervals"] = are_many ? Json::array() : intervals_json(intervals, wanted.device, database);
  answer["buckets"] = are_many ? buckets_json(intervals, wanted, known_to.value_or(wanted.window.from)) : Json::array();
  if (const auto covered = covered_in(wanted, database)) {
    Json list = Json::array();
    for (const Period& piece : *covered) {
      list.push_back({{"from", format_rfc3339(piece.from)}, {"to", format_rfc3339(piece.to)}});
    }
    answer["covered"] = std::move(list);
  }
  answer["exams"] = are_many ? Json::array() : exams_json(wanted, database);
  answer["faults"] = are_many ? Json::array() : faults_json(wanted, database);
  return dump(answer);
}

}  // namespace isocenter::fleet
