#include "collector/filing/history.hpp"

#include <gtest/gtest.h>

#include "collector/store/store.hpp"
#include "tests/collector/statement/random_history.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::filing {
namespace {

using statement::Account;
using statement::Found;
using statement::History;
using statement::Roots;
using statement::testing::RandomAccount;

/// Each seed is another contract and history, in a store.
class StoredHistory : public testing::TestWithParam<std::uint32_t> {
 protected:
  StoredHistory() {
    collector::Derived derived{.exams = {},
                               .faults = drawn.history.faults,
                               .intervals = drawn.history.intervals,
                               .contradictions = {},
                               .next_change = {}};
    sqlite::Transaction transaction{store.database()};
    store.derived().write(drawn.history.device, {}, derived);
    transaction.commit();
  }

  History read(const contract::ContractPeriod& period) {
    const Period window{contract::begin_of_day(drawn.terms.zone, period.from),
                        std::min(contract::end_of_day(drawn.terms.zone, period.to), drawn.history.known_until)};
    return read_history(drawn.history.device, drawn.terms, window, drawn.history.corrections, drawn.history.known_until,
                        store.database());
  }

  RandomAccount drawn{GetParam()};
  fakes::TemporaryFolder folder;
  collector::Store store{folder / "isocenter.db"};
};

TEST_P(StoredHistory, APeriodsPartOfItGivesTheSameStatementAsAll) {
  const Account all = drawn.account();
  const auto nothing = [](const Roots&) { return Found{}; };
  for (const contract::ContractPeriod& period : periods_of(drawn.terms)) {
    if (contract::begin_of_day(drawn.terms.zone, period.from) >= drawn.history.known_until) continue;
    const Account part{drawn.terms, drawn.covered, read(period)};
    EXPECT_EQ(part.recorded(period), all.recorded(period));
    EXPECT_EQ(part.corrected(period), all.corrected(period));
    const auto lines = part.lines(period, nothing), expected = all.lines(period, nothing);
    ASSERT_EQ(lines.size(), expected.size());
    for (std::size_t i = 0; i < lines.size(); ++i) EXPECT_EQ(lines[i], expected[i]) << "line " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Drawn, StoredHistory, testing::Range(1u, 61u));

}  // namespace
}  // namespace isocenter::filing
