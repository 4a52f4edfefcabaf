#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "shared/core/equipment_state.hpp"
#include "shared/core/event.hpp"
#include "shared/core/names.hpp"

/// Service contracts: what a vendor promised, what it kept, and what it owes. docs/contracts.md has the rules.
namespace isocenter::contract {

using LocalDate = std::chrono::year_month_day;

/// Exact decimals: percentages, weights and hours in ten-thousandths, money in hundredths.
struct TenThousandths {
  std::int64_t units = 0;
  auto operator<=>(const TenThousandths&) const = default;
};
struct Hundredths {
  std::int64_t units = 0;
  auto operator<=>(const Hundredths&) const = default;
};

enum class PeriodLength { month, quarter, year };
enum class PlannedDown { excluded, lost, up };
enum class UnknownTime { excluded, up, down };
enum class OutageStarts { observed, reported };
enum class OutageEnds { repaired, released };

inline constexpr std::array causes{Cause::equipment,   Cause::accessory, Cause::facility,
                                   Cause::it,          Cause::user,      Cause::consumable,
                                   Cause::third_party, Cause::access,    Cause::unexplained};

/// Below this uptime so much of the period's price is credited; of several the lowest that is reached counts.
struct CreditStep {
  TenThousandths below_percent;
  TenThousandths credit_percent;
  bool operator==(const CreditStep&) const = default;
};

struct Contract {
  std::string name, vendor;
  std::vector<DeviceName> devices;  ///< each is measured by itself
  std::string zone;                 ///< IANA
  LocalDate starts{}, ends{};       ///< `ends` is the last day
  PeriodLength period = PeriodLength::month;
  std::vector<LocalSpan> covered;
  std::set<LocalDate> holidays;  ///< nothing within these local days is covered
  // One of the two is given.
  std::optional<TenThousandths> guaranteed_percent, allowed_lost_hours;
  PlannedDown planned_down = PlannedDown::excluded;
  TenThousandths limited_weight{5000};  ///< 0 … 1
  UnknownTime unknown = UnknownTime::excluded;
  std::set<Cause> excluded_causes;
  std::chrono::minutes minimum_outage{0};
  OutageStarts outage_starts = OutageStarts::observed;
  OutageEnds outage_ends = OutageEnds::repaired;
  std::optional<TenThousandths> response_hours;
  Hundredths annual_price;  ///< of one device
  std::string currency;     ///< ISO 4217
  std::vector<CreditStep> credit;
  Hundredths credit_per_hour;
  TenThousandths credit_cap_percent{1'000'000};
  bool operator==(const Contract&) const = default;
};

/// The words of these in the contract's file.
std::string_view word(PeriodLength length);
std::string_view word(PlannedDown policy);
std::string_view word(UnknownTime policy);
std::string_view word(OutageStarts policy);
std::string_view word(OutageEnds policy);

}  // namespace isocenter::contract
