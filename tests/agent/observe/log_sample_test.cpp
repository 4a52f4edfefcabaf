#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/agent/observe/log_support.hpp"

/// Whole logs through the profiles that are shipped: ours, and a real one that may not be copied into the repository.
namespace isocenter::agent {
namespace {

using test::at;
using test::events_of;
using test::lines_of;
using test::make_reader;
using test::read_all;

Profile shipped(const char* file) {
  auto profile = read_profile(test::profiles / file);
  if (!profile) throw std::runtime_error{to_string(profile.error())};
  return *profile;
}

TEST(SiemensProfile, ReadsTheExamsOfOurSample) {
  auto reader = make_reader(shipped("siemens-mr.toml"));
  auto expected = lines_of(test::logs / "siemens-like.expected.csv");
  expected.erase(expected.begin());
  EXPECT_EQ(test::exam_rows(read_all(reader, lines_of(test::logs / "siemens-like.log"))), expected);
}

/// "…,acquisition,2873,2021-09-07T10:30:06.149,2021-09-07T10:30:21.835,13,localizer,completed" -> what exam_rows says.
std::vector<std::string> acquisitions(const std::vector<std::string>& csv) {
  std::vector<std::string> rows;
  for (const std::string& line : csv) {
    std::vector<std::string> cells;
    std::istringstream stream{line};
    for (std::string cell; std::getline(stream, cell, ',');) cells.push_back(cell);
    if (cells.size() < 8 || cells[1] != "acquisition") continue;
    rows.push_back(cells[3] + "Z," + cells[4] + "Z," + (cells[7] == "stopped" ? "discontinued" : cells[7]));
  }
  return rows;
}

TEST(SiemensProfile, ReadsTheSixAcquisitionsOfTheRealLog) {
  const std::filesystem::path folder = std::filesystem::path{ISOCENTER_TEST_DATA} / "modality-logs";
  const auto log = folder / "siemens-MrMeas_container.log.sample-2021-09-07";
  if (!std::filesystem::exists(log)) {
    std::cerr
        << "\n*** NOT TESTED: the real Siemens log is absent (" << log
        << "); it may not be copied here.\n*** Set ISOCENTER_TEST_DATA (cmake -D) to the folder that has it. ***\n\n";
    GTEST_SKIP() << "no " << log;
  }
  auto reader = make_reader(shipped("siemens-mr.toml"), "UTC");
  auto rows = test::exam_rows(read_all(reader, lines_of(log)));
  for (std::string& row : rows) row = row.substr(0, row.rfind(','));  // procedures are named otherwise there
  const auto expected = acquisitions(lines_of(folder / "expected.csv"));
  EXPECT_EQ(expected.size(), 6u);
  EXPECT_EQ(rows, expected);
  EXPECT_EQ(reader.memory().exam, std::nullopt);
}

TEST(GenericProfile, ReadsALineOfEachKind) {
  auto reader = make_reader(shipped("generic-ct.toml"));
  const auto seen = read_all(reader, lines_of(test::logs / "generic-ct.log"));
  EXPECT_EQ(test::exam_rows(seen),
            (std::vector<std::string>{
                "2026-11-24T06:02:10.130Z,2026-11-24T06:07:12.480Z,completed,CT CHEST",
                "2026-11-24T06:30:00.000Z,2026-11-24T06:31:30.000Z,discontinued,CT ABDOMEN PELVIS W CONTRAST"}));
  EXPECT_EQ(std::get<Reached>(seen.at(0)), (Reached{true, "workstation_started"}));
  const auto activity = events_of<DeviceObserved>(seen);
  ASSERT_EQ(activity.size(), 2u);
  EXPECT_EQ(activity[0].activity, Activity::quality_control);
  EXPECT_EQ(activity[1].activity, Activity::idle);
  EXPECT_EQ(events_of<CheckDone>(seen),
            (std::vector<CheckDone>{{"daily_quality_control", "passed"}, {"daily_quality_control", "failed"}}));
  EXPECT_EQ(events_of<ReadingTaken>(seen),
            (std::vector<ReadingTaken>{{"tube_heat", 12.5, "%"}, {"gantry_temperature", -1.25, "Cel"}}));
  const auto faults = events_of<FaultReported>(seen);
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults[0].code, "tube_arc");
  EXPECT_EQ(faults[0].effect, Effect::down);
  EXPECT_EQ(faults[0].at, at("2026-11-24T07:15:44.007Z"));
  ASSERT_EQ(events_of<FaultStepped>(seen).size(), 1u);
  EXPECT_EQ(reader.memory().exam, std::nullopt);
}

TEST(ShippedProfiles, AllAreSound) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator{test::profiles}) {
    if (entry.path().extension() != ".toml") continue;
    const auto profile = read_profile(entry.path());
    ASSERT_TRUE(profile) << to_string(profile.error());
    EXPECT_GE(profile->procedures.size(), 10u) << entry.path();
    EXPECT_FALSE(profile->phantom_ids.texts().empty()) << entry.path();
    EXPECT_EQ(subject_of(*profile, "QC0001", "Phantom^Daily"), Subject::phantom) << entry.path();
    EXPECT_EQ(subject_of(*profile, "1234567", "Doe^Jane"), Subject::patient) << entry.path();
    const bool is_generic = entry.path().filename().string().starts_with("generic-");
    EXPECT_EQ(profile->exams_from, is_generic ? Profile::ExamsFrom::mpps : Profile::ExamsFrom::log) << entry.path();
    ++count;
  }
  EXPECT_GE(count, 8);
}

}  // namespace
}  // namespace isocenter::agent
