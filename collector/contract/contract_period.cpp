#include "collector/contract/contract_period.hpp"

#include <algorithm>

namespace isocenter::contract {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::sys_days;

unsigned months_in(PeriodLength length) {
  switch (length) {
    case PeriodLength::month: return 1;
    case PeriodLength::quarter: return 3;
    case PeriodLength::year: return 12;
  }
  return 1;
}

/// The first day of the calendar's period that holds `day`.
LocalDate first_day(LocalDate day, unsigned length) {
  const unsigned month = static_cast<unsigned>(day.month()) - 1;
  return day.year() / std::chrono::month{month - month % length + 1} / std::chrono::day{1};
}

}  // namespace

int ContractPeriod::days() const { return static_cast<int>((sys_days{to} - sys_days{from}).count()) + 1; }

std::vector<ContractPeriod> periods_of(const Contract& contract) {
  const unsigned length = months_in(contract.period);
  std::vector<ContractPeriod> periods;
  for (LocalDate first = first_day(contract.starts, length); first <= contract.ends;) {
    const LocalDate next = first + months{length};
    const LocalDate last{sys_days{next} - std::chrono::days{1}};
    periods.push_back({std::max(first, contract.starts), std::min(last, contract.ends)});
    first = next;
  }
  return periods;
}

int days_of_year(std::chrono::year year) { return year.is_leap() ? 366 : 365; }

}  // namespace isocenter::contract
