#pragma once

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "collector/contract/contract.hpp"
#include "collector/contract/reckoning.hpp"

/// The rules of docs/contracts.md once more, minute by minute: slow, plain, and of whole minutes only. It shares
/// nothing with the engine but what a contract and an interval are.
namespace isocenter::contract::testing {

struct MinuteSums {
  std::int64_t covered_ms = 0, lost_e4 = 0, planned_ms = 0, unknown_ms = 0, excluded_ms = 0, whole_ms = 0;
};

class MinuteEngine {
 public:
  MinuteEngine(const Contract& contract, const std::vector<StateTime>& times, const std::vector<FaultLife>& faults)
      : contract_{contract}, faults_{faults}, begin_{std::chrono::sys_days{contract.starts} - std::chrono::days{10}} {
    const Instant end = std::chrono::sys_days{contract.ends} + std::chrono::days{10};
    minutes_.resize(static_cast<std::size_t>((end - begin_) / std::chrono::minutes{1}));
    for (const StateTime& time : times) {
      for (std::size_t i = place(time.when.from); i < place(time.when.to); ++i) minutes_.at(i).said = &time;
    }
    judge_each();
    judge_outages();
  }

  /// By the number of the calendar's month, quarter or year.
  std::map<int, MinuteSums> sums() const {
    std::map<int, MinuteSums> all;
    cctz::time_zone zone;
    if (!cctz::load_time_zone(contract_.zone, &zone)) throw std::runtime_error{contract_.zone};
    // No local date lies more than a day from its UTC one.
    const std::size_t last = place(std::chrono::sys_days{contract_.ends} + std::chrono::days{3});
    for (std::size_t i = place(std::chrono::sys_days{contract_.starts} - std::chrono::days{2}); i < last; ++i) {
      const auto local = cctz::convert(std::chrono::floor<cctz::seconds>(when(i)), zone);
      if (covers(local)) add(minutes_[i].is, all[number(local)]);
    }
    return all;
  }

  int number(int year, int month) const {
    switch (contract_.period) {
      case PeriodLength::month: return year * 12 + month - 1;
      case PeriodLength::quarter: return year * 4 + (month - 1) / 3;
      case PeriodLength::year: break;
    }
    return year;
  }

 private:
  enum class Is { nothing_lost, down, limited, planned, unknown, left_out };
  struct Minute {
    const StateTime* said = nullptr;
    Is is = Is::unknown;
  };

  std::size_t place(Instant at) const { return static_cast<std::size_t>((at - begin_) / std::chrono::minutes{1}); }
  Instant when(std::size_t i) const { return begin_ + std::chrono::minutes{i}; }
  bool is(std::size_t i, EquipmentState state) const {
    return i < minutes_.size() && minutes_[i].said != nullptr && minutes_[i].said->state == state;
  }

  void judge_each() {
    for (Minute& minute : minutes_) {
      if (minute.said == nullptr) continue;
      const EquipmentState state = minute.said->state;
      minute.is = Is::nothing_lost;
      if (state == EquipmentState::unknown) minute.is = Is::unknown;
      if (state == EquipmentState::planned_down) minute.is = Is::planned;
      if (state == EquipmentState::limited) minute.is = Is::limited;
      if (state == EquipmentState::down) minute.is = Is::down;
      const Cause cause = minute.said->cause ? *minute.said->cause : Cause::unexplained;
      const bool may_be_left_out = minute.is == Is::limited || minute.is == Is::down;
      if (may_be_left_out && contract_.excluded_causes.count(cause) > 0) minute.is = Is::left_out;
    }
  }

  void judge_outages() {
    std::vector<std::pair<std::size_t, std::size_t>> outages;
    for (std::size_t i = 0; i < minutes_.size(); ++i) {
      if (!is(i, EquipmentState::down)) continue;
      if (i == 0 || !is(i - 1, EquipmentState::down)) outages.emplace_back(i, i);
      outages.back().second = i + 1;
    }
    struct Tail {
      std::size_t from, to;
      Is as;
    };
    std::vector<Tail> tails;
    for (const auto& [first, last] : outages) {
      const Is as_last = minutes_[last - 1].is;
      const bool is_short = static_cast<std::int64_t>(last - first) < contract_.minimum_outage.count();
      const std::size_t told = told_in(first, last), counts_from = is_short ? minutes_.size() : told;
      for (std::size_t i = first; i < last; ++i) {
        if (minutes_[i].is == Is::down && i < counts_from) minutes_[i].is = Is::nothing_lost;
      }
      if (!is_short && contract_.outage_ends == OutageEnds::released)
        tails.push_back({std::max(last, told), released_after(first, last), as_last});
    }
    for (const Tail& tail : tails) {
      for (std::size_t i = tail.from; i < tail.to; ++i) {
        if (!is(i, EquipmentState::in_use)) minutes_.at(i).is = tail.as;
      }
    }
  }

  bool is_open_in(const FaultLife& fault, std::size_t first, std::size_t last) const {
    return fault.reported < when(last) && (!fault.closed || *fault.closed > when(first));
  }
  std::size_t told_in(std::size_t first, std::size_t last) const {
    if (contract_.outage_starts == OutageStarts::observed) return first;
    std::size_t told = minutes_.size();
    for (const FaultLife& fault : faults_) {
      if (is_open_in(fault, first, last) && fault.called) told = std::min(told, place(*fault.called));
    }
    return told;
  }
  std::size_t released_after(std::size_t first, std::size_t last) const {
    std::size_t released = last;
    for (const FaultLife& fault : faults_) {
      if (is_open_in(fault, first, last) && fault.released) released = std::max(released, place(*fault.released));
    }
    return released;
  }

  int number(cctz::civil_second local) const { return number(static_cast<int>(local.year()), local.month()); }

  bool covers(cctz::civil_second local) const {
    const LocalDate date = std::chrono::year{static_cast<int>(local.year())} / local.month() / local.day();
    if (date < contract_.starts || date > contract_.ends || contract_.holidays.count(date) > 0) return false;
    const int today = static_cast<int>(cctz::get_weekday(cctz::civil_day{local})) + 1;
    const int yesterday = today == 1 ? 7 : today - 1;
    const int minute = local.hour() * 60 + local.minute();
    for (const LocalSpan& span : contract_.covered) {
      if (span.weekday == today && minute >= span.from_minute && minute < span.to_minute) return true;
      if (span.weekday == yesterday && minute + 1440 < span.to_minute) return true;
    }
    return false;
  }

  void add(Is is, MinuteSums& sums) const {
    constexpr std::int64_t minute = 60'000;
    bool is_in_c = true;
    std::int64_t weight_e4 = 0;
    switch (is) {
      case Is::nothing_lost: break;
      case Is::down: weight_e4 = 10'000; break;
      case Is::limited: weight_e4 = contract_.limited_weight.units; break;
      case Is::planned:
        sums.planned_ms += minute;
        is_in_c = contract_.planned_down != PlannedDown::excluded;
        weight_e4 = contract_.planned_down == PlannedDown::lost ? 10'000 : 0;
        break;
      case Is::unknown:
        sums.unknown_ms += minute;
        is_in_c = contract_.unknown != UnknownTime::excluded;
        weight_e4 = contract_.unknown == UnknownTime::down ? 10'000 : 0;
        break;
      case Is::left_out:
        sums.excluded_ms += minute;
        is_in_c = false;
        break;
    }
    sums.whole_ms += minute;
    if (is_in_c) sums.covered_ms += minute;
    sums.lost_e4 += minute * weight_e4;
  }

  const Contract& contract_;
  const std::vector<FaultLife>& faults_;
  Instant begin_;
  std::vector<Minute> minutes_;
};

}  // namespace isocenter::contract::testing
