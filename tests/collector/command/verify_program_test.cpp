#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <future>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "collector/contract/read_contracts.hpp"
#include "tests/collector/bench.hpp"
#include "tests/collector/command/run_collector.hpp"

/// `isocenter-collector verify --event` itself, over the store of a department with outages: a reader copies what the
/// paper says.
namespace isocenter::collector {
namespace {

using namespace test;
using std::chrono::seconds;

constexpr const char* terms = R"([[contract]]
name = "ct-2026"
vendor = "Example Imaging"
devices = ["ct1"]
zone = "America/New_York"
starts = 2026-11-01
ends = 2026-12-31
period = "month"
covered.mon = ["00:00-24:00"]
covered.tue = ["00:00-24:00"]
covered.wed = ["00:00-24:00"]
covered.thu = ["00:00-24:00"]
covered.fri = ["00:00-24:00"]
covered.sat = ["00:00-24:00"]
covered.sun = ["00:00-24:00"]
guaranteed_percent = 97.0
unknown = "down"
annual_price = "36500.00"
currency = "USD"
)";

class VerifyProgram : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream{folder / "collector.toml"} << fmt::format(R"(site = "test"
zone = "America/New_York"
[outbox]
path = "collector.outbox"
[store]
url = "sqlite:{}"
[[device]]
name = "ct1"
modality = "CT"
node = "agent-ct1"
)",
                                                            bench.store_path().string());
    bench.contracts() = contract::parse_contracts(terms, "test").value();
    bench.start_collector();
    live_through_outages();
    bench.kill_collector();
  }

  void live_through_outages() {
    bench.start_node("agent-ct1");
    bench.start_node("kiosk-ct1");
    bench.peer("agent-ct1").record(observed("ct1", bench.now()));
    bench.pass(seconds{60});
    // Down: a fault with its whole life. Limited next, then an agent that is not heard.
    say(fault("ct1", bench.now(), hash(1), "person"));
    for (const FaultStep step : {FaultStep::called, FaultStep::acknowledged, FaultStep::on_site, FaultStep::repaired}) {
      bench.pass(seconds{30});
      FaultStepped stepped{.step = step, .fault = hash(1), .at = {}, .vendor = "", .reference = "", .note = ""};
      if (step == FaultStep::called) stepped.vendor = "Example";
      say({bench.now(), device("ct1"), stepped});
    }
    bench.pass(seconds{60});
    say(declared("ct1", bench.now(), EquipmentState::limited));
    bench.pass(seconds{45});
    say(declared("ct1", bench.now(), EquipmentState::ready));
    bench.pass(seconds{45});
    ASSERT_TRUE(bench.drain());
    bench.kill_node("agent-ct1");
    bench.pass(seconds{60});
    bench.start_node("agent-ct1");
    bench.peer("agent-ct1").record(observed("ct1", bench.now()));
    bench.pass(seconds{60});
    ASSERT_TRUE(bench.drain());
    correct(bench.now() - seconds{50}, bench.now() - seconds{20});
    bench.pass(seconds{10});
  }
  void say(const NewEvent& event) { bench.peer("kiosk-ct1").record(event); }
  /// The loop turns while it is waited for.
  void correct(Instant from, Instant to) {
    const NewEvent event{bench.now(), device("ct1"),
                         IntervalCorrected{.from = from,
                                           .to = to,
                                           .reading = Reading::reclassified,
                                           .state = EquipmentState::down,
                                           .cause = Cause::equipment,
                                           .reason = "as the service report says",
                                           .by = "ann"}};
    auto said = std::async(std::launch::async, [&] { return bench.collector().say({event}, std::chrono::minutes{1}); });
    while (said.wait_for(std::chrono::milliseconds{1}) != std::future_status::ready) {
      bench.turn(std::chrono::milliseconds{1});
    }
    ASSERT_TRUE(said.get());
  }

  Ended run(std::vector<std::string> words) const {
    words.insert(words.end(), {"--config", (folder / "collector.toml").string()});
    return run_collector(folder.path(), std::move(words));
  }
  Ended verify(const std::vector<std::string>& names) const {
    std::vector<std::string> words{"verify"};
    for (const std::string& name : names) words.insert(words.end(), {"--event", name});
    return run(words);
  }
  std::string statement(const std::string& format) const {
    const Ended ended = run({"report", "statement", "--contract", "ct-2026", "--device", "ct1", "--period",
                             "2026-11-01", "--format", format});
    EXPECT_EQ(ended.code, 0) << ended.output;
    return ended.output;
  }
  /// Each event's line as the PDF prints it.
  std::set<std::string> printed_events() const {
    const std::string path = (folder / "statement.pdf").string();
    std::ofstream{path, std::ios::binary} << statement("pdf");
    std::FILE* const pipe = ::popen(("pdftotext -raw " + path + " - 2>&1").c_str(), "r");
    std::string text;
    char part[4096];
    for (std::size_t count; (count = std::fread(part, 1, sizeof part, pipe)) > 0;) text.append(part, count);
    EXPECT_EQ(::pclose(pipe), 0) << text;
    const std::regex line{"[a-z0-9-]+/[0-9a-f]{32}/[0-9]+ \u00b7 log row [0-9]+ \u00b7 digest [0-9a-f]{32}"};
    std::set<std::string> lines;
    for (std::sregex_iterator at{text.begin(), text.end(), line}, end; at != end; ++at) lines.insert(at->str());
    return lines;
  }
  /// "node/epoch/number" of the only event that fulfils `where`.
  std::string name_of(const std::string& where) const {
    sqlite::Database database{bench.store_path(), sqlite::Database::Mode::read_only};
    sqlite::Statement row{database,
                          "SELECT n.name || '/' || lower(hex(p.epoch)) || '/' || e.seq FROM event e JOIN epoch p ON "
                          "p.id = e.epoch JOIN node n ON n.id = p.node WHERE " +
                              where};
    EXPECT_TRUE(row.step()) << where;
    return row.text(0);
  }
  void alter(const std::string& sql) const {
    sqlite::Database database{bench.store_path(), sqlite::Database::Mode::read_write};
    database.execute(sql);
    ASSERT_EQ(database.changes(), 1) << sql;
  }

  fakes::TemporaryFolder folder;
  Bench bench;
};

TEST_F(VerifyProgram, ProvesEveryEventThatTheStatementPrints) {
  const std::set<std::string> lines = printed_events();
  // Every event of the document is on paper, and each kind of outage is among them.
  std::set<std::string> names, types;
  const auto document = nlohmann::json::parse(statement("json"));
  for (const auto& line : document.at("lines")) {
    for (const auto& event : line.at("events")) {
      names.insert(fmt::format("{}/{}/{} \u00b7 log row {} \u00b7 digest {}", event.at("node").get<std::string>(),
                               event.at("epoch").get<std::string>(), event.at("seq").get<std::uint64_t>(),
                               event.at("log_row").get<std::int64_t>(), event.at("digest").get<std::string>()));
      types.insert(event.at("type"));
    }
  }
  EXPECT_EQ(lines, names);
  for (const char* type : {"fault.reported", "fault.called", "fault.acknowledged", "fault.on_site", "fault.repaired",
                           "device.declared", "device.observed", "node.silent", "node.started", "interval.corrected"}) {
    EXPECT_TRUE(types.contains(type)) << type;
  }
  const Ended all = verify({lines.begin(), lines.end()});
  EXPECT_EQ(all.code, 0) << all.output;
  EXPECT_NE(all.output.find(fmt::format("{} of {} events proven", lines.size(), lines.size())), std::string::npos)
      << all.output;
  for (const std::string& line : lines) {
    // By its name alone too; the digest it says is the one on paper.
    const std::string name = line.substr(0, line.find(' '));
    const Ended one = verify({name});
    EXPECT_EQ(one.code, 0) << one.output;
    EXPECT_TRUE(one.output.starts_with(name + "\n")) << one.output;
    EXPECT_NE(one.output.find("digest   " + line.substr(line.size() - 32) + "\n"), std::string::npos) << line;
    EXPECT_NE(one.output.find("proven: the chain holds from number 1 to " + name.substr(name.rfind('/') + 1) + "\n"),
              std::string::npos)
        << one.output;
  }
}

TEST_F(VerifyProgram, SaysWhatTheEventIsAndWhereItLies) {
  const std::string name = name_of("e.type = 'fault.on_site'");
  const std::string blanks = std::regex_replace(name, std::regex{"/"}, " ");
  const Ended slashes = verify({name});
  EXPECT_EQ(slashes.output, verify({blanks}).output);
  for (const char* said :
       {"type     fault.on_site\n", "device   ct1\n", "in America/New_York ", "log row  ", "head     "}) {
    EXPECT_NE(slashes.output.find(said), std::string::npos) << said << "\n" << slashes.output;
  }
}

TEST_F(VerifyProgram, NamesTheAlteredEventBeforeItAndHeedsNoneAfterIt) {
  const std::string reported = name_of("e.type = 'fault.reported'"), called = name_of("e.type = 'fault.called'"),
                    repaired = name_of("e.type = 'fault.repaired'");
  alter("UPDATE event SET bytes = replace(bytes, 'Example', 'Exbmple') WHERE type = 'fault.called'");
  EXPECT_EQ(verify({reported}).code, 0);
  const Ended later = verify({repaired});
  EXPECT_EQ(later.code, 1);
  EXPECT_NE(later.output.find(fmt::format("{}: the chain is broken at number {}: its bytes or digest are altered; "
                                          "restore the store from a backup",
                                          repaired, called.substr(called.rfind('/') + 1))),
            std::string::npos)
      << later.output;
  const Ended both = verify({repaired, reported});
  EXPECT_EQ(both.code, 1);
  EXPECT_NE(both.output.find("1 of 2 events proven"), std::string::npos) << both.output;
}

TEST_F(VerifyProgram, NeedsTheDigestThatIsOnPaper) {
  const std::string name = name_of("e.type = 'fault.reported'");
  const Ended other = verify({name + " \u00b7 digest " + std::string(32, '0')});
  EXPECT_EQ(other.code, 1);
  EXPECT_NE(other.output.find("not " + std::string(32, '0') + " as given"), std::string::npos) << other.output;
  const Ended moved = verify({name + " \u00b7 log row 99999"});
  EXPECT_EQ(moved.code, 1);
  EXPECT_NE(moved.output.find("not 99999 as given"), std::string::npos) << moved.output;
}

TEST_F(VerifyProgram, SaysWhatIsWrongWithAName) {
  const std::string name = name_of("e.type = 'fault.reported'");
  const Ended nobody = verify({std::regex_replace(name, std::regex{"^kiosk-ct1"}, "kiosk-ct7")});
  EXPECT_EQ(nobody.code, 1);
  EXPECT_NE(nobody.output.find("did you mean \"kiosk-ct1\"?"), std::string::npos) << nobody.output;
  EXPECT_EQ(verify({name + "000"}).code, 1);
  const Ended half = verify({"kiosk-ct1"});
  EXPECT_EQ(half.code, 2);
  EXPECT_NE(half.output.find("write NODE EPOCH NUMBER"), std::string::npos) << half.output;
  const Ended none = run({"verify", "--event"});
  EXPECT_EQ(none.code, 2);
  EXPECT_NE(none.output.find("\"--config\" stands where an event's name should"), std::string::npos) << none.output;
}

}  // namespace
}  // namespace isocenter::collector
