#include "collector/filing/evidence.hpp"

#include <gtest/gtest.h>

#include "collector/filing/history.hpp"
#include "collector/report/queries.hpp"
#include "collector/verification.hpp"
#include "tests/collector/bench.hpp"

namespace isocenter::filing {
namespace {

using namespace collector::test;
using statement::Evidence;
using statement::Found;
using std::chrono::seconds;

/// An outage of ct1 with the life of its fault, then a silence of its agent; both through real nodes.
class EvidenceOfAnOutage : public testing::Test {
 protected:
  EvidenceOfAnOutage() {
    bench.start_collector();
    bench.start_node("agent-ct1");
    bench.start_node("kiosk-ct1");
    bench.pass(seconds{5});
    tell("agent-ct1", observed("ct1", bench.now()));
    tell("kiosk-ct1", fault("ct1", bench.now(), "f1", "person"));
    step(FaultStep::called);
    step(FaultStep::on_site);
    step(FaultStep::repaired);
    tell("kiosk-ct1", declared("ct1", bench.now(), EquipmentState::ready));
    bench.kill_node("agent-ct1");
    bench.pass(seconds{20});
    bench.start_node("agent-ct1");
    bench.pass(seconds{5});
    tell("agent-ct1", observed("ct1", bench.now()));
    EXPECT_TRUE(bench.drain());
    bench.pass(seconds{12});
    opened = std::make_unique<sqlite::Database>(bench.store_path(), sqlite::Database::Mode::read_only);
  }

  void tell(const std::string& node, const NewEvent& event) {
    bench.peer(node).record(event);
    bench.pass(seconds{5});
  }
  void step(FaultStep which) {
    tell("kiosk-ct1", {bench.now(), device("ct1"),
                       FaultStepped{.step = which, .fault = "f1", .vendor = which == FaultStep::called ? "Acme" : ""}});
  }

  /// What is found of the first recorded stretch in `state`.
  Found found(EquipmentState state) {
    const Instant until = report::committed_until(database()).value();
    const auto history = read_history(device("ct1"), {}, {at(0), until}, {}, until, database());
    for (std::size_t i = 0; i < history.intervals.size(); ++i) {
      const auto& interval = history.intervals[i];
      if (interval.state != state || interval.period.from <= at(1)) continue;
      statement::Roots roots{
          .when = {interval.period.from, std::min(interval.period.to, until)},
          .state = state,
          .source = interval.source,
          .began_by = interval.began_by,
          .ended_by = i + 1 < history.intervals.size() ? history.intervals[i + 1].began_by : std::nullopt,
          .faults = {}};
      for (const auto& each : history.faults) roots.faults.push_back(&each);
      return EvidenceReader{device("ct1"), collector::test::node("agent-ct1"), database()}.find(roots);
    }
    ADD_FAILURE() << "never " << word(state);
    return {};
  }
  static std::vector<std::string> types_of(const Found& found) {
    std::vector<std::string> types;
    for (const Evidence& event : found.events) types.push_back(event.type);
    return types;
  }

  Bench bench;
  std::unique_ptr<sqlite::Database> opened;
  sqlite::Database& database() { return *opened; }
};

TEST_F(EvidenceOfAnOutage, IsTheLifeOfItsFaultAndWhatEndedIt) {
  const Found down = found(EquipmentState::down);
  EXPECT_EQ(types_of(down),
            (std::vector<std::string>{"fault.reported", "fault.called", "fault.on_site", "fault.repaired"}));
  EXPECT_EQ(down.declared_by, "person, kiosk-ct1");
  EXPECT_EQ(down.events[0].what, "table, down, cause equipment");
  EXPECT_EQ(down.events[1].what, "vendor called: Acme");
}

TEST_F(EvidenceOfAnOutage, OfUnknownTimeIsWhatIsKnownOfTheNode) {
  const Found unknown = found(EquipmentState::unknown);
  const auto types = types_of(unknown);
  EXPECT_NE(std::find(types.begin(), types.end(), "node.silent"), types.end());
  EXPECT_NE(std::find(types.begin(), types.end(), "node.started"), types.end());
  EXPECT_EQ(unknown.declared_by, "collector");
}

TEST_F(EvidenceOfAnOutage, StandsInTheLogWhereItSays) {
  EXPECT_TRUE(collector::verify_chains(database()).faults.empty());
  std::size_t events = 0;
  for (const EquipmentState state : {EquipmentState::down, EquipmentState::unknown}) {
    for (const Evidence& event : found(state).events) {
      sqlite::Statement row{database(),
                            "SELECT n.name, lower(hex(p.epoch)), e.seq, lower(hex(e.digest)), e.type FROM event e JOIN "
                            "epoch p ON p.id = e.epoch JOIN node n ON n.id = p.node WHERE e.id = ?1"};
      row.bind(1, event.place.log_row);
      ASSERT_TRUE(row.step());
      EXPECT_EQ(row.text(0), event.place.id.node.text());
      EXPECT_EQ(row.text(1), to_string(event.place.id.epoch));
      EXPECT_EQ(row.integer(2), static_cast<std::int64_t>(event.place.id.seq));
      EXPECT_EQ(row.text(3), to_string(event.place.digest));
      EXPECT_EQ(row.text(4), event.type);
      ++events;
    }
  }
  EXPECT_GT(events, 5u);
}

TEST_F(EvidenceOfAnOutage, BetweenTwoTimesIsAllThatWasSaidOfTheDevice) {
  EvidenceReader reader{device("ct1"), std::nullopt, database()};
  const auto all = reader.between({at(0), bench.now()});
  std::vector<std::string> types;
  for (const Evidence& event : all) types.push_back(event.type);
  EXPECT_EQ(types, (std::vector<std::string>{"fault.reported", "fault.called", "fault.on_site", "fault.repaired",
                                             "device.declared"}));
  EXPECT_TRUE(reader.between({at(0), all.front().when}).empty());
  EXPECT_TRUE(EvidenceReader(device("mr1"), std::nullopt, database()).between({at(0), bench.now()}).empty());
}

}  // namespace
}  // namespace isocenter::filing
