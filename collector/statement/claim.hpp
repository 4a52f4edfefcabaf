#pragma once

#include <vector>

#include "collector/statement/statement.hpp"

namespace isocenter::statement {

/// What became of a period's credit: a claim goes from issued on one step at a time; a contested one may be answered
/// again; only what was accepted is paid.
enum class ClaimState { draft, issued, claimed, accepted, contested, paid };

std::string_view word(ClaimState state);

/// A step that was taken, as the log has it.
struct Claim {
  ClaimStepped said;
  Instant at;
  Place place;
};

/// Of an issued statement; `steps` in the order of the log.
ClaimState claim_state(const std::vector<Claim>& steps);

/// How the vendor's times differ from ours, in milliseconds; where it was not down at all for the vendor, all of ours.
struct TimeDifference {
  std::optional<Milliseconds> from, to;  ///< the vendor's later than ours: positive
  Milliseconds length{0};                ///< the vendor's longer than ours: positive
  bool operator==(const TimeDifference&) const = default;
};
TimeDifference difference_of(const VendorTime& time);

/// Whether `next` may follow. ErrorKind::invalid: `where` is the field, `what` the mend. `issued_on` and `today` are
/// days of the contract's zone; `next.amount` is brought into its form with two decimals.
Result<void> check_claim(const Statement& issued, contract::LocalDate issued_on, const std::vector<Claim>& before,
                         contract::LocalDate today, ClaimStepped& next);

}  // namespace isocenter::statement
