#include "collector/statement/claim.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collector/contract/format_contract.hpp"
#include "collector/statement/day.hpp"
#include "collector/statement/document.hpp"

namespace isocenter::statement {
namespace {

Result<void> wrong(const char* where, std::string what) { return fail(ErrorKind::invalid, where, std::move(what)); }

bool may_follow(ClaimState state, ClaimStep next) {
  switch (next) {
    case ClaimStep::claimed: return state == ClaimState::issued;
    case ClaimStep::answered: return state == ClaimState::claimed || state == ClaimState::contested;
    case ClaimStep::paid: return state == ClaimState::accepted;
  }
  return false;
}

/// What the state waits for.
std::string_view expected(ClaimState state) {
  switch (state) {
    case ClaimState::draft: return "issue the statement first";
    case ClaimState::issued: return "next it is claimed";
    case ClaimState::claimed: return "next it is answered";
    case ClaimState::accepted: return "next it is paid";
    case ClaimState::contested: return "next it is answered again";
    case ClaimState::paid: return "nothing follows";
  }
  return "";
}

Result<void> check_day(contract::LocalDate earliest, contract::LocalDate today, const std::string& on) {
  const auto day = parse_day(on);
  if (!day) return wrong("on", "is no day; write e.g. 2026-11-03");
  if (*day < earliest)
    return wrong("on", fmt::format("lies before {}, the step before", contract::date_text(earliest)));
  if (*day > today) return wrong("on", "lies in the future");
  return {};
}

Result<void> check_amount(const Statement& issued, ClaimStepped& next) {
  const auto amount = parse_money(next.amount);
  if (!amount) return wrong("amount", "is no amount of money; write e.g. 305.75");
  if (next.step != ClaimStep::answered && amount->units == 0) return wrong("amount", "must be above 0");
  next.amount = money_text(*amount);
  if (next.currency != issued.terms.currency) {
    return wrong("currency", fmt::format("must be {}, the contract's", issued.terms.currency));
  }
  return {};
}

Result<void> check_outcome(const Statement& issued, const ClaimStepped& next) {
  const bool is_answer = next.step == ClaimStep::answered;
  const bool is_outcome = next.outcome == "accepted" || next.outcome == "contested";
  if (is_answer && !is_outcome) return wrong("outcome", "must be accepted or contested");
  if (!is_answer && !next.outcome.empty()) return wrong("outcome", "goes with an answer only");
  if (!next.times.empty() && next.outcome != "contested") return wrong("times", "go with a contested answer only");
  for (const VendorTime& time : next.times) {
    const bool is_line = std::any_of(issued.lines.begin(), issued.lines.end(), [&](const Line& line) {
      return line.when == Period{time.from, time.to};
    });
    if (!is_line) {
      return wrong("times",
                   fmt::format("{} to {} is no line of the statement; from and to are those of one of its lines",
                               format_rfc3339(time.from), format_rfc3339(time.to)));
    }
    if (time.vendor_from.has_value() != time.vendor_to.has_value()) {
      return wrong("times",
                   "vendor_from and vendor_to go together; leave both out where it was not down for the vendor");
    }
    if (time.vendor_from && *time.vendor_to < *time.vendor_from)
      return wrong("times", "vendor_to lies before vendor_from");
  }
  return {};
}

}  // namespace

std::string_view word(ClaimState state) {
  switch (state) {
    case ClaimState::draft: return "draft";
    case ClaimState::issued: return "issued";
    case ClaimState::claimed: return "claimed";
    case ClaimState::accepted: return "accepted";
    case ClaimState::contested: return "contested";
    case ClaimState::paid: return "paid";
  }
  return "";
}

ClaimState claim_state(const std::vector<Claim>& steps) {
  if (steps.empty()) return ClaimState::issued;
  const ClaimStepped& last = steps.back().said;
  switch (last.step) {
    case ClaimStep::claimed: return ClaimState::claimed;
    case ClaimStep::answered: return last.outcome == "accepted" ? ClaimState::accepted : ClaimState::contested;
    case ClaimStep::paid: return ClaimState::paid;
  }
  return ClaimState::issued;
}

TimeDifference difference_of(const VendorTime& time) {
  if (!time.vendor_from || !time.vendor_to) return {.from = {}, .to = {}, .length = time.from - time.to};
  return {.from = *time.vendor_from - time.from,
          .to = *time.vendor_to - time.to,
          .length = (*time.vendor_to - *time.vendor_from) - (time.to - time.from)};
}

Result<void> check_claim(const Statement& issued, contract::LocalDate issued_on, const std::vector<Claim>& before,
                         contract::LocalDate today, ClaimStepped& next) {
  const ClaimState state = claim_state(before);
  if (!may_follow(state, next.step)) {
    return wrong("step", fmt::format("does not follow: the statement is {}; {}", word(state), expected(state)));
  }
  const auto earliest = before.empty() ? std::optional{issued_on} : parse_day(before.back().said.on);
  if (const auto day = check_day(earliest.value_or(issued_on), today, next.on); !day) return day;
  if (const auto amount = check_amount(issued, next); !amount) return amount;
  return check_outcome(issued, next);
}

}  // namespace isocenter::statement
