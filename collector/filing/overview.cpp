#include "collector/filing/overview.hpp"

#include <algorithm>
#include <tuple>

#include "collector/contract/format_contract.hpp"

namespace isocenter::filing {
namespace {

using collector::ContractVersion;
using contract::ContractPeriod;

/// Calls take(version, device, periods) for each that is wanted and has begun.
template <typename Take>
Result<void> for_each(const Drafts& drafts, const Only& only, Take take) {
  for (const ContractVersion& version : drafts.contracts()) {
    if (only.contract && version.terms.name != *only.contract) continue;
    const auto periods = drafts.begun(version.terms);
    if (periods.empty()) continue;
    for (const DeviceName& device : version.terms.devices) {
      if (only.device && device.text() != *only.device) continue;
      if (const Result<void> taken = take(version, device, periods); !taken) return taken;
    }
  }
  return {};
}

/// What stands in the statement issued last.
Result<ListedPeriod> issued_period(const Edition& last, const statement::Statement& draft, Editions& editions) {
  auto head = editions.head(last);
  if (!head) return tl::unexpected<Error>{head.error()};
  const bool changed = head->figures != draft.figures;
  return ListedPeriod{std::move(*head), statement::claim_state(editions.claims_of(last)), changed};
}

bool is_unexplained(const statement::Line& line) {
  const bool may_have_cause = line.state == EquipmentState::down || line.state == EquipmentState::limited;
  return may_have_cause && line.corrected && line.cause == Cause::unexplained && line.covered.count() > 0;
}

}  // namespace

Result<std::vector<ListedPeriod>> list_periods(Drafts& drafts, Editions& editions, const Only& only) {
  std::vector<ListedPeriod> listed;
  const auto take = [&](const ContractVersion& version, const DeviceName& device,
                        const std::vector<ContractPeriod>& periods) -> Result<void> {
    const auto book = drafts.book(version.terms, device, periods.front(), periods.back());
    if (!book) return tl::unexpected<Error>{book.error()};
    for (const ContractPeriod& period : periods) {
      const Shelf shelf = editions.of(version.terms.name, device.text(), contract::date_text(period.from));
      if (shelf.last() == nullptr && !version.in_force) continue;
      if (shelf.last() == nullptr) {
        listed.push_back({drafts.totals_from(**book, version, device, period), statement::ClaimState::draft, false});
        continue;
      }
      const auto draft = drafts.draft_from(**book, version, device, period, nullptr);
      auto issued = issued_period(*shelf.last(), draft, editions);
      if (!issued) return tl::unexpected<Error>{issued.error()};
      listed.push_back(std::move(*issued));
    }
    return {};
  };
  if (const auto done = for_each(drafts, only, take); !done) return tl::unexpected<Error>{done.error()};
  std::ranges::stable_sort(listed, [](const ListedPeriod& a, const ListedPeriod& b) {
    return a.statement.period.from > b.statement.period.from;
  });
  return listed;
}

Result<std::vector<Unexplained>> list_unexplained(Drafts& drafts, const Editions& editions, const Only& only) {
  std::vector<Unexplained> listed;
  const auto take = [&](const ContractVersion& version, const DeviceName& device,
                        std::vector<ContractPeriod> periods) -> Result<void> {
    std::erase_if(periods, [&](const ContractPeriod& period) {
      return editions.of(version.terms.name, device.text(), contract::date_text(period.from)).last() != nullptr;
    });
    if (periods.empty() || !version.in_force) return {};
    const auto book = drafts.book(version.terms, device, periods.front(), periods.back());
    if (!book) return tl::unexpected<Error>{book.error()};
    for (const ContractPeriod& period : periods) {
      for (statement::Line& line : (*book)->account->lines(period, [](const auto&) { return statement::Found{}; })) {
        if (is_unexplained(line)) listed.push_back({version.terms.name, device.text(), period, std::move(line)});
      }
    }
    return {};
  };
  if (const auto done = for_each(drafts, only, take); !done) return tl::unexpected<Error>{done.error()};
  std::ranges::stable_sort(
      listed, [](const Unexplained& a, const Unexplained& b) { return a.line.when.from > b.line.when.from; });
  return listed;
}

}  // namespace isocenter::filing
