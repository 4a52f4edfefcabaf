#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include "shared/core/time.hpp"
#include "tests/fakes/silent_listener.hpp"
#include "tests/simulator/truth.hpp"
#include "tests/system/relay.hpp"
#include "tests/system/site.hpp"

/// A stopped and a dead agent's minutes are unknown; those of a cut network and an absent collector are not.
namespace isocenter::system_tests {
namespace {

using simulator::now;

/// The stretches in which a device was `unknown` after `from`.
std::vector<Period> unknown_stretches(const nlohmann::json& intervals, const std::string& device, Instant from) {
  std::vector<Period> found;
  for (const auto& row : intervals) {
    if (row.at("device") != device || row.at("state") != "unknown") continue;
    const Instant ends = row.at("to").is_string() && !row.at("to").get<std::string>().empty()
                             ? *parse_rfc3339(row.at("to").get<std::string>())
                             : end_of_time;
    const Period period{*parse_rfc3339(row.at("from").get<std::string>()), ends};
    if (const auto after = overlap(period, {from, end_of_time})) found.push_back(*after);
  }
  return found;
}

std::string to_text(const std::vector<Period>& periods) {
  std::string text;
  for (const Period& period : periods) text += format_rfc3339(period.from) + " to " + format_rfc3339(period.to) + "; ";
  return text;
}

class ObservedTime : public testing::Test {
 protected:
  static constexpr int heartbeat_s = 1;

  AgentSetting agent(const std::string& letter, bool has_own_cable = false) const {
    return {.name = "agent-" + letter,
            .device = "dev-" + letter,
            .ae_title = "DEV" + letter,
            .profile = "modality = \"CT\"\n[probe]\ninterval_ms = 500\nmissed = 2\n",
            .log = {},
            .more = fmt::format("address = \"127.0.0.1\"\ntcp_port = {}\n", port_.port()),
            .has_own_cable = has_own_cable};
  }

  static bool is_each_observed(const Site& site) {
    const nlohmann::json status = site.report("status");
    return std::all_of(status.begin(), status.end(), [](const auto& row) { return row.at("state") == "ready"; });
  }

  fakes::SilentListener port_;  ///< for the agents' TCP probe
};

TEST_F(ObservedTime, IsUnknownOnlyWhereNobodyObserved) {
  Site site{{agent("stopped"), agent("killed"), agent("cut", true), agent("steady")}, heartbeat_s};
  ASSERT_TRUE(site.wait_until_ready()) << site.collector().output();
  ASSERT_TRUE(wait_until([&] { return is_each_observed(site); }, 20s));
  const Instant begun = now();

  site.agent("agent-stopped").signal(SIGSTOP);
  site.agent("agent-killed").kill();
  site.cable("agent-cut").cut();
  const Instant absent_from = now();
  // Each is missed: three heartbeats, and what the collector says of it is in the log.
  const auto silences = [&] {
    const nlohmann::json events = site.report("events");
    return std::count_if(events.begin(), events.end(), [](const auto& row) { return row.at("type") == "node.silent"; });
  };
  ASSERT_TRUE(wait_until([&] { return silences() >= 3 && now() - absent_from > 8s; }, 30s)) << silences();
  const Instant absent_to = now();
  site.agent("agent-stopped").signal(SIGCONT);
  site.start_agent("agent-killed");
  site.cable("agent-cut").mend();
  ASSERT_TRUE(wait_until([&] { return is_each_observed(site); }, 60s)) << site.report("status").dump(1);

  site.collector().kill();
  const Instant collector_away = now();
  ASSERT_TRUE(wait_until([&] { return now() - collector_away > 8s; }, 10s));
  site.start_collector();
  ASSERT_TRUE(site.wait_until_ready(60s));
  ASSERT_TRUE(site.wait_until_drained());
  ASSERT_TRUE(wait_until([&] { return is_each_observed(site); }, 30s));

  const nlohmann::json intervals = site.report("intervals");
  EXPECT_EQ(to_text(unknown_stretches(intervals, "dev-steady", begun)), "");
  EXPECT_EQ(to_text(unknown_stretches(intervals, "dev-cut", begun)), "");
  // A stopped agent writes down itself how long it stood still: exact to a turn of its loop. A dead one was last heard
  // at its last heartbeat or at its will, and its device is seen again at the first probe after its start.
  const std::vector<Period> stopped = unknown_stretches(intervals, "dev-stopped", begun);
  ASSERT_EQ(stopped.size(), 1u) << to_text(stopped);
  EXPECT_NEAR(static_cast<double>((stopped[0].from - absent_from).count()), 0, 1500) << to_text(stopped);
  EXPECT_NEAR(static_cast<double>((stopped[0].to - absent_to).count()), 0, 1500) << to_text(stopped);
  const std::vector<Period> killed = unknown_stretches(intervals, "dev-killed", begun);
  ASSERT_EQ(killed.size(), 1u) << to_text(killed);
  EXPECT_NEAR(static_cast<double>((killed[0].from - absent_from).count()), 0, heartbeat_s * 1000 + 500)
      << to_text(killed);
  EXPECT_NEAR(static_cast<double>((killed[0].to - absent_to).count()), 0, 2500) << to_text(killed);
  std::printf("absent      %s to %s\nstopped for %s\nkilled for  %s\ncut, collector away: none\n",
              format_rfc3339(absent_from).c_str(), format_rfc3339(absent_to).c_str(), to_text(stopped).c_str(),
              to_text(killed).c_str());
}

}  // namespace
}  // namespace isocenter::system_tests
