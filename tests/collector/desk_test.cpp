#include <gtest/gtest.h>

#include <future>

#include "collector/store/contract_versions.hpp"
#include "collector/verification.hpp"
#include "tests/collector/bench.hpp"
#include "tests/collector/contract/random_contract.hpp"

namespace isocenter::collector {
namespace {

using namespace test;
using std::chrono::milliseconds;

contract::Contract terms(const std::string& name, std::int64_t price = 18'000'000) {
  contract::Contract made = contract::testing::Draw{7}.contract();
  made.name = name;
  std::ranges::sort(made.covered);  // as the file's reader does
  made.annual_price.units = price;
  return made;
}

/// What the collector itself writes of contracts and people.
class Desk : public testing::Test {
 protected:
  void restart_with(std::vector<contract::Contract> contracts) {
    bench.kill_collector();
    bench.contracts() = std::move(contracts);
    bench.start_collector();
    bench.pass(milliseconds{2000});
  }
  std::vector<ContractVersion> versions() {
    Store store{bench.store_path(), Store::Use::read};
    return contract_versions(store.database());
  }
  std::vector<std::string> in_force() {
    std::vector<std::string> names;
    for (const ContractVersion& version : versions()) {
      if (version.in_force) names.push_back(version.terms.name + " " + std::to_string(version.version));
    }
    return names;
  }

  Bench bench;
};

TEST_F(Desk, AContractIsSaidOnceHoweverOftenTheCollectorStarts) {
  restart_with({terms("a"), terms("b")});
  restart_with({terms("a"), terms("b")});
  const auto held = versions();
  ASSERT_EQ(held.size(), 2u);
  EXPECT_EQ(held[0].terms, terms("a"));
  EXPECT_EQ(held[1].terms, terms("b"));
  EXPECT_EQ(in_force(), (std::vector<std::string>{"a 1", "b 1"}));
}

TEST_F(Desk, AnAmendedContractIsANewVersionAndTheOldOneStays) {
  restart_with({terms("a")});
  restart_with({terms("a", 20'000'000)});
  const auto held = versions();
  ASSERT_EQ(held.size(), 2u);
  EXPECT_EQ(held[0].terms.annual_price.units, 18'000'000);
  EXPECT_NE(held[0].digest, held[1].digest);
  EXPECT_EQ(in_force(), (std::vector<std::string>{"a 2"}));
}

TEST_F(Desk, AContractThatLeavesTheFileIsNoLongerInForceAndComesBackAsItWas) {
  restart_with({terms("a"), terms("b")});
  restart_with({terms("b")});
  EXPECT_EQ(in_force(), (std::vector<std::string>{"b 1"}));
  restart_with({});
  EXPECT_TRUE(in_force().empty());
  restart_with({terms("a")});
  EXPECT_EQ(in_force(), (std::vector<std::string>{"a 1"}));
}

NewEvent correction(Instant from, Instant to) {
  return {from, device("ct1"),
          IntervalCorrected{.from = from,
                            .to = to,
                            .reading = Reading::explained,
                            .cause = Cause::facility,
                            .reason = "chilled water was off in the whole house",
                            .by = "ann"}};
}

TEST_F(Desk, WhatAPersonSaysIsAnsweredWithItsPlaceOnceItIsInTheLog) {
  bench.start_collector();
  bench.pass(milliseconds{1000});
  auto answer = std::async(std::launch::async, [&] {
    return bench.collector().say({correction(at(0), at(60)), correction(at(60), at(90))}, std::chrono::minutes{1});
  });
  while (answer.wait_for(milliseconds{1}) != std::future_status::ready) bench.turn(milliseconds{1});
  const auto said = answer.get();
  ASSERT_TRUE(said) << to_string(said.error());
  Store store{bench.store_path(), Store::Use::read};
  const auto held = desk_events(store.database(), "interval.corrected");
  ASSERT_EQ(held.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(held[i].id, (*said)[i].id);
    EXPECT_EQ(held[i].digest, (*said)[i].digest);
  }
  EXPECT_EQ(held[1].event, correction(at(60), at(90)));
  EXPECT_TRUE(verify_chains(store.database()).faults.empty());
}

TEST_F(Desk, RefusesWhatBreaksARuleAndWritesNothing) {
  bench.start_collector();
  bench.pass(milliseconds{1000});
  const auto said = bench.collector().say({correction(at(0), at(60)), correction(at(60), at(60))}, milliseconds{1});
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().kind, ErrorKind::invalid);
  bench.pass(milliseconds{1000});
  EXPECT_EQ(query(bench.store_path(), "SELECT count(*) FROM event WHERE type = 'interval.corrected'"), 0);
}

TEST_F(Desk, SaysThatNothingWasChangedWhereTheLoopStandsStill) {
  bench.start_collector();
  bench.pass(milliseconds{1000});
  const auto said = bench.collector().say({correction(at(0), at(60))}, milliseconds{1});
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().kind, ErrorKind::unavailable);
  EXPECT_NE(said.error().what.find("nothing was changed"), std::string::npos) << said.error().what;
  bench.pass(milliseconds{1000});
  EXPECT_EQ(query(bench.store_path(), "SELECT count(*) FROM event WHERE type = 'interval.corrected'"), 0);
}

}  // namespace
}  // namespace isocenter::collector
