#include "collector/statement/claim.hpp"

#include <gtest/gtest.h>

#include "collector/statement/day.hpp"
#include "collector/statement/lists.hpp"
#include "tests/collector/statement/sample_statement.hpp"

namespace isocenter::statement {
namespace {

using testing::SampleMonth;

contract::LocalDate november(unsigned day) { return std::chrono::year{2026} / 11 / day; }

/// A statement issued on 3 November 2026; today is the 20th.
class Claims : public ::testing::Test {
 protected:
  ClaimStepped step(ClaimStep which, const std::string& on, const std::string& amount = "305.75") const {
    return {.step = which,
            .statement = "mr-2026/mr2/2026-10-01/1",
            .on = on,
            .amount = amount,
            .currency = "USD",
            .reference = {},
            .outcome = {},
            .times = {},
            .note = {},
            .by = "ann"};
  }
  ClaimStepped answer(const std::string& on, const std::string& outcome) const {
    ClaimStepped made = step(ClaimStep::answered, on);
    made.outcome = outcome;
    return made;
  }
  Result<void> check(ClaimStepped next) const { return check_claim(issued, november(3), before, november(20), next); }
  /// "step: does not follow…" or "" where it may follow.
  std::string refusal(const ClaimStepped& next) const {
    const auto checked = check(next);
    return checked ? "" : to_string(checked.error());
  }
  void take(const ClaimStepped& next) {
    EXPECT_EQ(refusal(next), "");
    before.push_back({next, testing::at("2026-11-05T12:00:00Z"), testing::place(300, "collector")});
  }

  Statement issued = SampleMonth{}.statement();
  std::vector<Claim> before;
};

TEST_F(Claims, GoOneStepAtATime) {
  EXPECT_EQ(claim_state(before), ClaimState::issued);
  EXPECT_EQ(refusal(answer("2026-11-05", "accepted")),
            "step: does not follow: the statement is issued; next it is claimed");
  EXPECT_NE(refusal(step(ClaimStep::paid, "2026-11-05")), "");
  take(step(ClaimStep::claimed, "2026-11-04"));
  EXPECT_EQ(claim_state(before), ClaimState::claimed);
  EXPECT_NE(refusal(step(ClaimStep::claimed, "2026-11-05")), "") << "twice";
  EXPECT_NE(refusal(step(ClaimStep::paid, "2026-11-05")), "") << "not answered";
  take(answer("2026-11-10", "contested"));
  EXPECT_EQ(claim_state(before), ClaimState::contested);
  EXPECT_NE(refusal(step(ClaimStep::paid, "2026-11-12")), "") << "contested";
  take(answer("2026-11-12", "accepted"));
  EXPECT_EQ(claim_state(before), ClaimState::accepted);
  EXPECT_NE(refusal(answer("2026-11-13", "contested")), "") << "accepted";
  take(step(ClaimStep::paid, "2026-11-20"));
  EXPECT_EQ(claim_state(before), ClaimState::paid);
  for (const ClaimStep any : {ClaimStep::claimed, ClaimStep::answered, ClaimStep::paid}) {
    EXPECT_EQ(refusal(step(any, "2026-11-20")), "step: does not follow: the statement is paid; nothing follows");
  }
}

TEST_F(Claims, RefuseDaysThatAreNone) {
  for (const char* day : {"", "tomorrow", "2026-11-31", "2026-11-1", "2026-11-04T00:00:00Z"}) {
    EXPECT_EQ(refusal(step(ClaimStep::claimed, day)), "on: is no day; write e.g. 2026-11-03");
  }
  EXPECT_EQ(refusal(step(ClaimStep::claimed, "2026-11-02")), "on: lies before 2026-11-03, the step before");
  EXPECT_EQ(refusal(step(ClaimStep::claimed, "2026-11-21")), "on: lies in the future");
  take(step(ClaimStep::claimed, "2026-11-10"));
  EXPECT_EQ(refusal(answer("2026-11-09", "accepted")), "on: lies before 2026-11-10, the step before");
}

TEST_F(Claims, RefuseAmountsThatAreNoMoney) {
  for (const char* amount :
       {"", "-1.00", "1,000.00", "1.5", "1.555", "abc", "1e3", ".50", "12.", " 1.00", "1234567890123.00", "0.00"}) {
    EXPECT_TRUE(refusal(step(ClaimStep::claimed, "2026-11-04", amount)).starts_with("amount: ")) << amount;
  }
  ClaimStepped euro = step(ClaimStep::claimed, "2026-11-04");
  euro.currency = "EUR";
  EXPECT_EQ(refusal(euro), "currency: must be USD, the contract's");
  ClaimStepped whole = step(ClaimStep::claimed, "2026-11-04", "305");
  EXPECT_TRUE(check_claim(issued, november(3), before, november(20), whole));
  EXPECT_EQ(whole.amount, "305.00");
}

TEST_F(Claims, AContestedAnswerNamesTheVendorsTimesOfOurLines) {
  take(step(ClaimStep::claimed, "2026-11-04"));
  const Line& cold = issued.lines.at(3);
  ClaimStepped contested = answer("2026-11-10", "contested");
  contested.times = {{cold.when.from, cold.when.to, cold.when.from + Milliseconds{60'000}, cold.when.to}};
  EXPECT_EQ(refusal(contested), "");
  ClaimStepped accepted = contested;
  accepted.outcome = "accepted";
  EXPECT_EQ(refusal(accepted), "times: go with a contested answer only");
  contested.times[0].to += Milliseconds{1};
  EXPECT_NE(refusal(contested).find("is no line of the statement"), std::string::npos);
  EXPECT_EQ(refusal(answer("2026-11-10", "")), "outcome: must be accepted or contested");
  EXPECT_EQ(refusal(answer("2026-11-10", "ignored")), "outcome: must be accepted or contested");
}

TEST(ClaimTimes, DifferToTheMillisecond) {
  const auto at = testing::at;
  const VendorTime shorter{at("2026-10-06T13:14:20Z"), at("2026-10-06T17:52:05Z"), at("2026-10-06T14:00:00.001Z"),
                           at("2026-10-06T17:00:00Z")};
  EXPECT_EQ(difference_of(shorter),
            (TimeDifference{Milliseconds{2'740'001}, Milliseconds{-3'125'000}, Milliseconds{-5'865'001}}));
  const VendorTime never{at("2026-10-06T13:14:20Z"), at("2026-10-06T17:52:05Z"), {}, {}};
  EXPECT_EQ(difference_of(never), (TimeDifference{{}, {}, Milliseconds{-16'665'000}}));
}

TEST(ClaimList, ShowsEachDifferenceBesideTheTimes) {
  const auto at = testing::at;
  Claim claim{
      {.step = ClaimStep::answered, .on = "2026-11-10", .amount = "0.00", .currency = "USD", .outcome = "contested"},
      at("2026-11-10T12:00:00Z"),
      testing::place(7, "collector")};
  claim.said.times = {{at("2026-10-06T13:14:20Z"), at("2026-10-06T17:52:05Z"), {}, {}}};
  EXPECT_NE(format_claims({claim}).find(R"("vendor_from":null,"vendor_to":null,"from_difference_ms":null,)"
                                        R"("to_difference_ms":null,"length_difference_ms":-16665000)"),
            std::string::npos);
}

TEST(ParseDay, TakesDaysThatExist) {
  EXPECT_EQ(parse_day("2024-02-29"), (std::chrono::year{2024} / 2 / 29));
  for (const char* text : {"2026-02-29", "2026-1-01", "20261001", "2026-10-01 ", "2026/10/01"}) {
    EXPECT_FALSE(parse_day(text)) << text;
  }
}

}  // namespace
}  // namespace isocenter::statement
