#pragma once

#include <random>
#include <set>
#include <string>
#include <vector>

#include "collector/contract/contract.hpp"
#include "collector/report/uptime.hpp"

namespace isocenter::contract::testing {

/// Contracts and histories drawn from a seed, so that a failure can be drawn again.
class Draw {
 public:
  explicit Draw(std::uint32_t seed) : random_{seed} {}

  int from(int least, int most) { return std::uniform_int_distribution<int>{least, most}(random_); }
  bool one_in(int count) { return from(1, count) == 1; }
  template <typename T>
  T of(const std::vector<T>& all) {
    return all[static_cast<std::size_t>(from(0, static_cast<int>(all.size()) - 1))];
  }
  template <typename T>
  void shuffle(std::vector<T>& all) {
    std::shuffle(all.begin(), all.end(), random_);
  }

  /// Of one to forty days, where the clocks are likely to change.
  Contract contract() {
    struct Place {
      std::string zone;
      int year;
      unsigned month;
    };
    const Place place = of<Place>({{"America/New_York", 2026, 3},
                                   {"America/New_York", 2026, 10},
                                   {"Europe/London", 2026, 3},
                                   {"Europe/London", 2026, 10},
                                   {"Australia/Lord_Howe", 2026, 4},
                                   {"Australia/Lord_Howe", 2026, 9},
                                   {"Asia/Pyongyang", 2015, 8},
                                   {"Asia/Pyongyang", 2018, 5},
                                   {"America/Sao_Paulo", 2017, 2},
                                   {"America/Sao_Paulo", 2017, 10},
                                   {"Asia/Beirut", 2026, 3},
                                   {"Atlantic/Azores", 2026, 10},
                                   {"America/St_Johns", 2010, 10},
                                   {"Pacific/Apia", 2011, 12},
                                   {"Africa/Casablanca", 2026, 2},
                                   {"Asia/Kolkata", 2028, 2},
                                   {"UTC", 2026, 12}});
    Contract drawn;
    drawn.name = "drawn";
    drawn.vendor = "Example Imaging";
    drawn.devices = {DeviceName::parse("mr1").value()};
    drawn.zone = place.zone;
    const auto first = std::chrono::sys_days{std::chrono::year{place.year} / std::chrono::month{place.month} / 1};
    drawn.starts = first + std::chrono::days{from(0, 27)};
    drawn.ends = std::chrono::sys_days{drawn.starts} + std::chrono::days{one_in(3) ? from(0, 3) : from(0, 40)};
    drawn.period = of<PeriodLength>({PeriodLength::month, PeriodLength::quarter, PeriodLength::year});
    for (int i = from(1, 8); i > 0; --i) drawn.covered.push_back(span());
    for (int i = from(0, 4); i > 0; --i)
      drawn.holidays.insert(std::chrono::sys_days{drawn.starts} + std::chrono::days{from(-1, 41)});
    if (one_in(2)) {
      drawn.guaranteed_percent = TenThousandths{from(0, 1'000'000)};
    } else {
      drawn.allowed_lost_hours = TenThousandths{from(0, 500'000)};
    }
    terms(drawn);
    drawn.annual_price = Hundredths{from(0, 90'000'000)};
    drawn.currency = "USD";
    for (int i = from(0, 3); i > 0; --i)
      drawn.credit.push_back({TenThousandths{from(900'000, 1'000'000) + i}, TenThousandths{from(0, 1'000'000)}});
    drawn.credit_per_hour = Hundredths{one_in(2) ? 0 : from(0, 100'000)};
    drawn.credit_cap_percent = TenThousandths{from(0, 1'000'000)};
    return drawn;
  }

  /// By time, none overlapping, of multiples of `grain`, within a week of the contract.
  std::vector<StateTime> times(const Contract& contract, Milliseconds grain) {
    const Instant end = std::chrono::sys_days{contract.ends} + std::chrono::days{7};
    std::vector<StateTime> all;
    Instant from_here = std::chrono::sys_days{contract.starts} - std::chrono::days{from(-2, 7)};
    while (from_here < end && !one_in(400)) {
      const Instant to = std::min(end, from_here + length(grain));
      if (!one_in(6)) all.push_back({{from_here, to}, state(), cause()});
      from_here = to;
    }
    return all;
  }

  /// Reported within the contract; nothing later than a week after it, which is as far as anybody looks.
  std::vector<FaultLife> faults(const Contract& contract, Milliseconds grain) {
    const Instant begin = std::chrono::sys_days{contract.starts} - std::chrono::days{1};
    const Instant end = std::chrono::sys_days{contract.ends} + std::chrono::days{7};
    const auto days = static_cast<int>((std::chrono::sys_days{contract.ends} - begin) / std::chrono::days{1});
    std::vector<FaultLife> all;
    for (int i = from(0, days + 6); i > 0; --i) {
      FaultLife fault{};
      fault.reported = begin + std::chrono::days{from(0, days)} + length(grain) % std::chrono::days{1};
      if (!one_in(4)) fault.called = std::min(end, fault.reported + length(grain) % std::chrono::hours{3});
      if (!one_in(4)) fault.closed = std::min(end, fault.reported + length(grain) + length(grain));
      if (!one_in(4)) fault.released = std::min(end, fault.closed.value_or(fault.reported) + length(grain));
      all.push_back(fault);
    }
    return all;
  }

 private:
  LocalSpan span() {
    const int begin = one_in(3) ? from(0, 5) * 60 : from(0, 1439);
    return {from(1, 7), begin, begin + (one_in(4) ? 1440 : from(1, 1440))};
  }
  void terms(Contract& drawn) {
    drawn.planned_down = of<PlannedDown>({PlannedDown::excluded, PlannedDown::lost, PlannedDown::up});
    drawn.limited_weight = TenThousandths{of<int>({0, 3333, 5000, 10'000, from(0, 10'000)})};
    drawn.unknown = of<UnknownTime>({UnknownTime::excluded, UnknownTime::up, UnknownTime::down});
    for (int i = from(0, 3); i > 0; --i)
      drawn.excluded_causes.insert(of<Cause>({Cause::facility, Cause::user, Cause::it, Cause::unexplained}));
    drawn.minimum_outage = std::chrono::minutes{one_in(3) ? 0 : one_in(2) ? from(1, 600) : 15 * from(1, 24)};
    drawn.outage_starts = of<OutageStarts>({OutageStarts::observed, OutageStarts::reported});
    drawn.outage_ends = of<OutageEnds>({OutageEnds::repaired, OutageEnds::released});
  }
  Milliseconds length(Milliseconds grain) {
    const auto most = static_cast<int>(std::chrono::hours{one_in(6) ? 60 : 6} / grain);
    const Milliseconds drawn = grain * from(1, most);
    // Often quarters of an hour, so that lengths meet the minimum outage exactly.
    const Milliseconds quarter = std::chrono::minutes{15};
    return one_in(2) && drawn > quarter ? drawn - drawn % quarter : drawn;
  }
  EquipmentState state() {
    if (!one_in(3)) return of<EquipmentState>({EquipmentState::down, EquipmentState::limited, EquipmentState::in_use});
    return of<EquipmentState>({equipment_states.begin(), equipment_states.end()});
  }
  std::optional<Cause> cause() {
    if (one_in(3)) return std::nullopt;
    return of<Cause>({Cause::facility, Cause::user, Cause::it, Cause::equipment, Cause::unexplained});
  }

  std::mt19937 random_;
};

/// The report's rows of one device.
inline std::vector<report::Row> rows_of(const Contract& contract, const report::DeviceHistory& history) {
  report::CollectRows collected;
  const auto written = report::write_uptime(
      {.contracts = {contract}, .from = {}, .to = {}, .known_until = {}}, [&](const DeviceName&) { return history; },
      collected);
  if (!written) throw std::runtime_error{to_string(written.error())};
  return collected.report.rows;
}

}  // namespace isocenter::contract::testing
