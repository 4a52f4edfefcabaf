#include "collector/event_proof.hpp"

#include <gtest/gtest.h>

#include "collector/ingest/permissions.hpp"
#include "collector/store/store.hpp"
#include "tests/collector/bench.hpp"

namespace isocenter::collector {
namespace {

using namespace test;

class EventProofs : public testing::Test {
 protected:
  void SetUp() override {
    bench.start_collector();
    bench.start_node("agent-ct1");
    for (int i = 0; i < 20; ++i) {
      bench.peer("agent-ct1").record(observed("ct1", at(1000 + i), i % 2 == 0 ? Activity::idle : Activity::exam));
    }
    ASSERT_TRUE(bench.drain());
    bench.kill_collector();
    database.emplace(bench.store_path(), sqlite::Database::Mode::read_write);
    sqlite::Statement epochs{*database,
                             "SELECT p.epoch FROM epoch p JOIN node n ON n.id = p.node WHERE n.name = 'agent-ct1'"};
    ASSERT_TRUE(epochs.step());
    std::copy_n(epochs.blob(0).begin(), 16, life.bytes.begin());
  }
  EventId id(std::uint64_t seq, std::string_view name = "agent-ct1") const { return {node(name), life, seq}; }
  Result<EventProof> prove(const EventId& event) {
    const auto proofs = prove_events(*database, std::vector{event});
    EXPECT_EQ(proofs.size(), 1u);
    return proofs.front();
  }
  std::string refusal(const EventId& event) {
    const auto proof = prove(event);
    EXPECT_FALSE(proof) << event.seq;
    return proof ? "" : to_string(proof.error());
  }
  void flip(std::uint64_t seq) {
    sqlite::Statement bytes{*database,
                            "UPDATE event SET bytes = replace(bytes, 'echo', 'ecco') WHERE seq = ?1 AND "
                            "device = 'ct1'"};
    bytes.bind(1, static_cast<std::int64_t>(seq)).run();
    ASSERT_EQ(database->changes(), 1);
  }
  std::int64_t number(const std::string& sql) {
    sqlite::Statement statement{*database, sql};
    return statement.step() ? statement.integer(0) : -1;
  }

  Bench bench;
  Epoch life;
  std::optional<sqlite::Database> database;
};

TEST_F(EventProofs, TellsWhatTheEventIsAndWhereItLies) {
  const auto proof = prove(id(7));
  ASSERT_TRUE(proof) << to_string(proof.error());
  EXPECT_EQ(proof->type, "device.observed");
  EXPECT_EQ(proof->device, "ct1");
  EXPECT_EQ(proof->fate, Fate::stored);
  EXPECT_EQ(proof->last, 7u);
  EXPECT_EQ(proof->not_here, 0u);
  EXPECT_EQ(to_unix_ms(proof->when), number("SELECT when_ms FROM event WHERE seq = 7 AND device = 'ct1'"));
  EXPECT_EQ(proof->log_row, number("SELECT id FROM event WHERE seq = 7 AND device = 'ct1'"));
  // Reckoned here from the bytes themselves, not with the walk.
  Digest expected = wire::first_digest(life);
  sqlite::Statement bytes{*database,
                          "SELECT bytes FROM event WHERE epoch = (SELECT epoch FROM event WHERE device = 'ct1' LIMIT "
                          "1) AND seq <= 7 ORDER BY seq"};
  while (bytes.step()) expected = wire::next_digest(expected, bytes.text_view(0));
  EXPECT_EQ(proof->digest, expected);
  EXPECT_EQ(static_cast<std::int64_t>(proof->head.through),
            number("SELECT p.through FROM epoch p JOIN node n ON n.id = p.node WHERE n.name = 'agent-ct1'"));
}

TEST_F(EventProofs, ProvesEveryEventOfAWholeLogInTheOrderAskedFor) {
  const std::uint64_t last = prove(id(1))->head.through;
  std::vector<EventId> all;
  for (std::uint64_t seq = last; seq >= 1; --seq) all.push_back(id(seq));
  all.push_back(id(3));  // twice
  const auto proofs = prove_events(*database, all);
  ASSERT_EQ(proofs.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    ASSERT_TRUE(proofs[i]) << to_string(proofs[i].error());
    EXPECT_EQ(proofs[i]->id, all[i]);
  }
  EXPECT_EQ(proofs.front()->digest, proofs.front()->head.digest);
}

TEST_F(EventProofs, NamesTheAlteredEventBeforeIt) {
  flip(5);
  EXPECT_TRUE(prove(id(4)));
  for (const std::uint64_t seq : {5u, 6u, 12u}) {
    EXPECT_NE(refusal(id(seq)).find("broken at number 5: its bytes or digest are altered; restore the store"),
              std::string::npos)
        << refusal(id(seq));
  }
}

TEST_F(EventProofs, AnAlteredLaterEventTakesNothingFromIt) {
  const Digest before = prove(id(7))->digest;
  flip(8);
  const auto proof = prove(id(7));
  ASSERT_TRUE(proof) << to_string(proof.error());
  EXPECT_EQ(proof->digest, before);
}

TEST_F(EventProofs, NamesAMissingRow) {
  database->execute("DELETE FROM event WHERE seq = 9 AND device = 'ct1'");
  EXPECT_NE(refusal(id(9)).find("broken at number 9: its row is missing"), std::string::npos) << refusal(id(9));
  EXPECT_NE(refusal(id(12)).find("broken at number 10: its number does not follow"), std::string::npos);
  EXPECT_TRUE(prove(id(8)));
}

TEST_F(EventProofs, SaysWhatIsNotThereAndTheMend) {
  EXPECT_NE(refusal(id(1, "agent-ct2")).find("no node of that name; did you mean \"agent-ct1\"?"), std::string::npos)
      << refusal(id(1, "agent-ct2"));
  EXPECT_NE(refusal(id(1, "scanner")).find("`report events` lists what there is"), std::string::npos);
  EXPECT_NE(refusal(id(1, "collector")).find("an epoch of node \"agent-ct1\""), std::string::npos);
  EXPECT_NE(refusal({node("agent-ct1"), epoch(9), 1}).find("its newest is " + isocenter::to_string(life)),
            std::string::npos);
  const std::uint64_t last = prove(id(1))->head.through;
  const std::string beyond = refusal(id(last + 1));
  EXPECT_NE(beyond.find("the log has numbers 1 to " + std::to_string(last)), std::string::npos) << beyond;
  EXPECT_TRUE(beyond.starts_with("agent-ct1/" + isocenter::to_string(life) + "/" + std::to_string(last + 1) + ": "));
  EXPECT_NE(refusal(id(UINT64_MAX)).find("the log has numbers 1 to "), std::string::npos);
}

/// A chain written straight into a store, as batches bring it.
class ProofsOfHoles : public testing::Test {
 protected:
  ProofsOfHoles() {
    for (int i = 0; i < 9; ++i) chain.say(observed("ct1", at(i), i % 2 == 0 ? Activity::idle : Activity::exam));
    chain.say_bytes(observed("ct1", at(9)), "{\"no\":\"event\"}");
    chain.say(observed("mr1", at(10)));
    chain.say(observed("ct1", at(11)));
    chain.say_again(observed("ct1", at(2)), chain.birth(3));
    append(chain.batch(1, 3, at(20)));
    append(chain.gap(4, 6, "full", at(21)));
    append(chain.batch(7, 7, at(22)));
  }
  void append(const wire::Batch& batch) {
    EventLog log{store.database()};
    const Permissions permissions{department()};
    ClockDifference clock;
    const Verdict verdict = judge(
        node("agent-ct1"), batch, batch.sent, log.head(node("agent-ct1"), chain.name()), permissions,
        [&](const BirthName& birth) { return log.holds(node("agent-ct1"), birth); }, clock);
    ASSERT_TRUE(verdict.continues);
    sqlite::Transaction transaction{store.database()};
    log.append(node("agent-ct1"), chain.name(), verdict.entries, verdict.head);
    transaction.commit();
  }
  Result<EventProof> prove(std::uint64_t seq) {
    return prove_events(store.database(), std::vector{EventId{node("agent-ct1"), chain.name(), seq}}).front();
  }

  fakes::TemporaryFolder folder;
  Store store{folder / "isocenter.db"};
  test::Chain chain{epoch(7)};
};

TEST_F(ProofsOfHoles, TheChainGoesOnBehindAGapAndSaysSo) {
  EXPECT_EQ(prove(3)->not_here, 0u);
  const auto after = prove(8);
  ASSERT_TRUE(after) << to_string(after.error());
  EXPECT_EQ(after->not_here, 3u);
  EXPECT_EQ(after->digest, chain.digest(8));
}

TEST_F(ProofsOfHoles, AGapIsAnEventAndWhatItStandsForIsNot) {
  const auto gap = prove(4);
  ASSERT_TRUE(gap) << to_string(gap.error());
  EXPECT_EQ(gap->type, "outbox.gap");
  EXPECT_EQ(gap->fate, Fate::gap);
  EXPECT_EQ(gap->last, 6u);
  for (const std::uint64_t seq : {5u, 6u}) {
    const auto lost = prove(seq);
    ASSERT_FALSE(lost);
    EXPECT_NE(lost.error().what.find("numbers 4 to 6 never came (full)"), std::string::npos) << lost.error().what;
    EXPECT_NE(lost.error().what.find(isocenter::to_string(chain.name()) + "/4"), std::string::npos);
  }
}

TEST_F(ProofsOfHoles, WhatHasNoBytesHereIsNotProven) {
  const auto rejected = prove(10);
  ASSERT_FALSE(rejected);
  EXPECT_NE(rejected.error().what.find("its bytes are in quarantine"), std::string::npos) << rejected.error().what;
  const auto repeated = prove(13);
  ASSERT_FALSE(repeated);
  EXPECT_NE(repeated.error().what.find("name agent-ct1/" + isocenter::to_string(chain.name()) + "/3"),
            std::string::npos)
      << repeated.error().what;
}

TEST_F(ProofsOfHoles, WhatItsNodeMustNotSayIsProvenAndSaysThatItCountsForNothing) {
  const auto proof = prove(11);
  ASSERT_TRUE(proof) << to_string(proof.error());
  EXPECT_EQ(proof->fate, Fate::not_allowed);
  EXPECT_FALSE(proof->why.empty());
  EXPECT_EQ(proof->not_here, 4u);  // the gap's three, and the rejected one
}

}  // namespace
}  // namespace isocenter::collector
