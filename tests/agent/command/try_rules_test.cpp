#include "agent/command/try_rules.hpp"

#include <gtest/gtest.h>
#include <sstream>

namespace isocenter::agent {
namespace {

namespace fs = std::filesystem;

const fs::path profiles = fs::path{ISOCENTER_TESTS_DIR}.parent_path() / "firmware-configs/modality";
const fs::path logs = fs::path{ISOCENTER_TESTS_DIR} / "data/logs";

struct Outcome {
  int code = 0;
  std::string out, errors;

  bool says(std::string_view text) const { return out.find(text) != std::string::npos; }
};

Outcome try_them(const fs::path& profile, const fs::path& log, const std::string& zone = "Europe/Berlin") {
  std::ostringstream out, errors;
  const int code = try_rules(profile, log, zone, out, errors);
  return {code, out.str(), errors.str()};
}

TEST(TryRules, TellsLinesAndExams) {
  const auto outcome = try_them(profiles / "siemens-mr.toml", logs / "siemens-like.log");
  EXPECT_EQ(outcome.code, 0) << outcome.errors;
  EXPECT_TRUE(
      outcome.says("      14  2026-12-31T22:52:11.004Z  measurement started           exam.started"
                   "              exam of localizer"))
      << outcome.out;
  EXPECT_TRUE(
      outcome.says("2026-12-31T23:03:11.000Z  2026-12-31T23:04:58.999Z    107.999       120  discontinued  other"))
      << outcome.out;
  EXPECT_TRUE(outcome.says("33 lines, 16 recognised, 4 exams")) << outcome.out;
}

TEST(TryRules, ShowsNothingThatWouldNotLeaveTheAgent) {
  const auto outcome = try_them(profiles / "siemens-mr.toml", logs / "siemens-like.log");
  EXPECT_FALSE(outcome.says("DOE")) << outcome.out;
}

TEST(TryRules, TellsFaultsReadingsAndChecks) {
  const auto outcome = try_them(profiles / "generic-ct.toml", logs / "generic-ct.log");
  for (const std::string_view part :
       {"the workstation started", "quality_control", "daily_quality_control passed", "tube_heat = 12.5 %",
        "tube_arc, effect down, cause equipment", "already reported", "repaired", "16 lines, 14 recognised, 2 exams"}) {
    EXPECT_TRUE(outcome.says(part)) << part << "\n" << outcome.out;
  }
}

TEST(TryRules, WrongUseIsTwoAndAnAbsentLogOne) {
  const auto no_profile = try_them("/nonexistent.toml", logs / "generic-ct.log");
  EXPECT_EQ(no_profile.code, 2);
  EXPECT_NE(no_profile.errors.find("/nonexistent.toml"), std::string::npos);
  const auto no_zone = try_them(profiles / "generic-ct.toml", logs / "generic-ct.log", "Europe/Atlantis");
  EXPECT_EQ(no_zone.code, 2);
  EXPECT_NE(no_zone.errors.find("Europe/Atlantis"), std::string::npos);
  for (const fs::path& log : {logs / "absent.log", logs}) {
    const auto no_log = try_them(profiles / "generic-ct.toml", log);
    EXPECT_EQ(no_log.code, 1);
    EXPECT_NE(no_log.errors.find(log.string()), std::string::npos);
  }
}

}  // namespace
}  // namespace isocenter::agent
