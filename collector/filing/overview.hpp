#pragma once

#include <vector>

#include "collector/filing/drafts.hpp"
#include "collector/filing/editions.hpp"

namespace isocenter::filing {

/// Leaves out what is not of it, where given.
struct Only {
  std::optional<std::string> contract, device;
};

/// A period of a contract and device, and where its statement stands. Figures are those of the last edition, of a draft
/// where there is none.
struct ListedPeriod {
  statement::Statement statement;  ///< without lines
  statement::ClaimState state = statement::ClaimState::draft;
  bool changed_since_issue = false;
};

/// Newest first, then by contract and device. ErrorKind::unavailable where a contract's zone is not known here.
Result<std::vector<ListedPeriod>> list_periods(Drafts& drafts, Editions& editions, const Only& only);

/// Down or limited time that nobody gave a cause, in covered hours of a period without an issued statement.
struct Unexplained {
  std::string contract, device;
  contract::ContractPeriod period;
  statement::Line line;
};

/// Newest first. Errors as list_periods.
Result<std::vector<Unexplained>> list_unexplained(Drafts& drafts, const Editions& editions, const Only& only);

}  // namespace isocenter::filing
