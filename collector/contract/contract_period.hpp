#pragma once

#include <vector>

#include "collector/contract/contract.hpp"

namespace isocenter::contract {

/// Local days, the last included.
struct ContractPeriod {
  LocalDate from, to;
  bool contains(LocalDate day) const { return from <= day && day <= to; }
  int days() const;
  auto operator<=>(const ContractPeriod&) const = default;
};

/// The contract's months, quarters or years of the local calendar, cut off by its first and last day.
std::vector<ContractPeriod> periods_of(const Contract& contract);

/// 365 or 366.
int days_of_year(std::chrono::year year);

}  // namespace isocenter::contract
