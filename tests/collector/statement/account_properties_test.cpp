#include <gtest/gtest.h>

#include <map>

#include "collector/statement/account.hpp"
#include "tests/collector/statement/random_history.hpp"

namespace isocenter::statement {
namespace {

using contract::ContractPeriod;
using testing::RandomAccount;

Found nothing(const Roots&) { return {}; }

struct Sums {
  std::map<Part, std::int64_t> counted, taken;
  bool operator==(const Sums&) const = default;
};

/// What the lines of one reading come to.
Sums sums_of(const std::vector<Line>& lines, std::optional<TenThousandthMs> Line::*reading) {
  Sums sums;
  for (const Line& line : lines) {
    if (!(line.*reading)) continue;
    sums.taken[line.part] += *(line.*reading);
    // A line of both readings shows the pieces of the corrected one.
    const bool shows = reading == &Line::corrected || line.until_recorded();
    if (shows) sums.counted[line.part] += line.counted.count();
  }
  std::erase_if(sums.counted, [](const auto& each) { return each.second == 0; });
  std::erase_if(sums.taken, [](const auto& each) { return each.second == 0; });
  return sums;
}

std::map<Part, std::int64_t> tallied(const contract::CoveredTally& tally) {
  std::map<Part, std::int64_t> parts{{Part::planned, tally.planned.count()},
                                     {Part::unknown, tally.unknown.count()},
                                     {Part::excluded, tally.excluded.count()},
                                     {Part::down, tally.down.count()},
                                     {Part::limited, tally.limited.count()}};
  std::erase_if(parts, [](const auto& each) { return each.second == 0; });
  return parts;
}

/// What the lines take from C, and what they cost L, by the terms.
void expect_adds_up(const contract::Contract& terms, const Totals& totals, const Sums& sums) {
  const auto taken = [&](Part part) {
    const auto found = sums.taken.find(part);
    return found == sums.taken.end() ? 0 : found->second;
  };
  std::int64_t from_covered = taken(Part::excluded), lost = taken(Part::down) + taken(Part::limited);
  if (terms.planned_down == contract::PlannedDown::excluded) from_covered += taken(Part::planned);
  if (terms.planned_down == contract::PlannedDown::lost) lost += taken(Part::planned);
  if (terms.unknown == contract::UnknownTime::excluded) from_covered += taken(Part::unknown);
  if (terms.unknown == contract::UnknownTime::down) lost += taken(Part::unknown);
  EXPECT_EQ(totals.tally.whole().count() * 10'000 - from_covered, totals.uptime.covered.count() * 10'000);
  EXPECT_EQ(lost, totals.uptime.lost_e4);
  EXPECT_EQ(totals.uptime.lost_e4,
            totals.tally.down.count() * 10'000 + totals.limited_lost + totals.planned_lost + totals.unknown_lost);
}

/// Each seed is another contract, history and set of corrections.
class AccountProperties : public ::testing::TestWithParam<std::uint32_t> {
 protected:
  RandomAccount drawn{GetParam()};
};

TEST_P(AccountProperties, LinesAddUpToTheTotalsInBothReadings) {
  const Account account = drawn.account();
  for (const ContractPeriod& period : periods_of(drawn.terms)) {
    const auto lines = account.lines(period, nothing);
    const Sums recorded = sums_of(lines, &Line::recorded), corrected = sums_of(lines, &Line::corrected);
    EXPECT_EQ(corrected.counted, tallied(account.corrected(period).tally));
    expect_adds_up(drawn.terms, account.recorded(period), recorded);
    expect_adds_up(drawn.terms, account.corrected(period), corrected);
  }
}

TEST_P(AccountProperties, TheRecordedReadingIsWhatWasToldWithoutCorrections) {
  RandomAccount plain{GetParam()};
  plain.history.corrections.clear();
  const Account with = drawn.account(), without = plain.account();
  for (const ContractPeriod& period : periods_of(drawn.terms)) {
    EXPECT_EQ(with.recorded(period), without.corrected(period));
    EXPECT_EQ(without.recorded(period), without.corrected(period));
  }
}

TEST_P(AccountProperties, TheCorrectedReadingIsTheEnginesOverCorrectedTimes) {
  const Account account = drawn.account();
  const auto reckoned = contract::reckon(drawn.terms, corrected(drawn.times, drawn.history.corrections), drawn.lives);
  for (const ContractPeriod& period : periods_of(drawn.terms)) {
    EXPECT_EQ(account.corrected(period).tally,
              contract::tally(drawn.covered, period, reckoned, drawn.history.known_until));
  }
}

TEST_P(AccountProperties, PiecesLieInCoveredHoursOfThePeriodAndMakeWhatCounts) {
  const Account account = drawn.account();
  for (const ContractPeriod& period : periods_of(drawn.terms)) {
    for (const Line& line : account.lines(period, nothing)) {
      Milliseconds sum{0};
      for (const Period& piece : line.pieces) sum += piece.length();
      EXPECT_EQ(sum, line.counted);
      EXPECT_LE(line.covered, line.when.length());
      if (line.because == contract::Because::told) {
        EXPECT_EQ(line.counted, line.covered);
      }
    }
  }
}

TEST_P(AccountProperties, RestoringEverythingGivesTheRecordedReading) {
  Correction all = drawn.correction(Reading::restored);
  all.said.from = Instant{};
  all.said.to = drawn.history.known_until;
  drawn.history.corrections.push_back(all);
  const Account account = drawn.account();
  for (const ContractPeriod& period : periods_of(drawn.terms)) {
    EXPECT_EQ(account.corrected(period), account.recorded(period));
  }
}

TEST_P(AccountProperties, DisputingChangesNoNumber) {
  const Account before = drawn.account();
  RandomAccount more{GetParam()};
  for (int i = 0; i < 5; ++i) more.history.corrections.push_back(drawn.correction(Reading::disputed));
  const Account after = more.account();
  for (const ContractPeriod& period : periods_of(drawn.terms)) {
    EXPECT_EQ(before.corrected(period), after.corrected(period));
    EXPECT_EQ(before.recorded(period), after.recorded(period));
  }
}

INSTANTIATE_TEST_SUITE_P(Drawn, AccountProperties, ::testing::Range(1u, 61u));

}  // namespace
}  // namespace isocenter::statement
