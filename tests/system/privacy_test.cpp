#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <fstream>
#include <iterator>

#include "tests/simulator/mpps_client.hpp"
#include "tests/system/site.hpp"

/// Names, identifiers and birth dates planted in every way in: none of them comes out anywhere but in quarantine.
namespace isocenter::system_tests {
namespace {

constexpr std::array<std::string_view, 6> planted{"QUILLFEATHER",        "ODETTE",   "Quillfeather",
                                                  "MRN-8675309-PLANTED", "19330229", "ACC-PLANTED-4711"};

std::string read(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

/// "file: word" for each planted word that stands in a file below `folder`, be it UTF-8 or UTF-16.
std::vector<std::string> leaks(const std::filesystem::path& folder, const std::vector<std::filesystem::path>& inputs) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder}) {
    const bool is_input = std::find(inputs.begin(), inputs.end(), entry.path()) != inputs.end();
    if (!entry.is_regular_file() || is_input) continue;
    if (entry.path().filename().string().find(".quarantine") != std::string::npos) continue;
    const std::string content = read(entry.path());
    for (const std::string_view word : planted) {
      std::string wide;
      for (const char c : word) wide += {c, '\0'};
      const bool leaked = content.find(word) != std::string::npos || content.find(wide) != std::string::npos;
      if (leaked) found.push_back(fmt::format("{}: {}", entry.path().string(), word));
    }
  }
  return found;
}

simulator::PerformedStep planted_step(const std::string& uid) {
  return {.sop_instance_uid = uid,
          .study_instance_uid = uid + ".1",
          .accession_numbers = {"ACC-PLANTED-4711"},
          .patient_name = "QUILLFEATHER^ODETTE",
          .patient_id = "MRN-8675309-PLANTED",
          .birth_date = "19330229",
          .station_ae = "CT1",
          .station_name = "CT1",
          .modality = "CT",
          .step_id = "S1",
          .description = "CT CHEST of QUILLFEATHER ODETTE",  // typed where it does not belong
          .start_date = "20261124",
          .start_time = "101500.000"};
}

void drive_mpps(const Site& site) {
  const simulator::MppsDestination ours{
      .host = "127.0.0.1", .port = site.mpps_port("agent-ct1"), .called_ae = "ISOCENTER", .calling_ae = "CT1"};
  const simulator::PerformedStep step = planted_step("2.25.1001");
  const simulator::StepEnd end{.completed = true,
                               .discontinuation_code = "",
                               .discontinuation_meaning = "",
                               .end_date = "20261124",
                               .end_time = "103000",
                               .series_instance_uid = "2.25.1001.7",
                               .images = 3};
  EXPECT_EQ(send_create(ours, step), 0u);
  EXPECT_EQ(send_create(ours, step), 0x0111u);
  EXPECT_EQ(send_set(ours, step, end), 0u);
  EXPECT_EQ(send_set(ours, step, end), 0x0110u);
  simulator::PerformedStep torn = planted_step("2.25.1002");
  torn.start_date = "QUILLFEATHER";
  EXPECT_NE(send_create(ours, torn), 0u);
  simulator::PerformedStep stranger = planted_step("2.25.1003");
  stranger.station_ae = "QUILLFEATHER";
  simulator::MppsDestination as_stranger = ours;
  as_stranger.calling_ae = "QUILLFEATHER";
  send_create(as_stranger, stranger);  // whatever it is answered
  EXPECT_NE(send_set(ours, planted_step("2.25.1004"), end), 0u);
}

/// Batches of a node gone wrong, with a name where none belongs: no JSON, no event, no allowed event.
void drive_broker(int port) {
  for (
      const std::string payload :
      {R"(QUILLFEATHER^ODETTE is no batch)",
       R"({"v":1,"from":"x","epoch":"00000000000000000000000000000001","first":1,"after":"f7f9001a0f74421f4598ec70225d5ce1","last":1,"sent":"2026-11-24T10:00:00.000Z","events":[{"seq":1,"t":"2026-11-24T10:00:00.000Z","type":"exam.started","device":"ct1","data":{"exam":"QUILLFEATHER","orders":["MRN-8675309-PLANTED"]}}]})"}) {
    fakes::ChildProcess publish{{.command = {"mosquitto_pub", "-p", std::to_string(port), "-t",
                                             "isocenter/1/general/node/rogue/events", "-m", payload},
                                 .output = {},
                                 .folder = {},
                                 .environment = {}}};
    EXPECT_EQ(publish.wait(10s), 0);
  }
}

TEST(Privacy, NoPlantedIdentityComesOutAnywhere) {
  const fakes::TemporaryFolder inputs;
  const std::filesystem::path log = inputs / "ct1.log";
  std::ofstream{log};
  Site site{{AgentSetting{.log = log}}};
  fakes::ChildProcess listener{{.command = {"mosquitto_sub", "-p", std::to_string(site.broker().port()), "-v", "-t",
                                            "isocenter/#", "-T", "isocenter/1/general/node/rogue/events"},
                                .output = site.folder() / "topics.output",
                                .folder = {},
                                .environment = {}}};
  ASSERT_TRUE(site.wait_until_ready()) << site.collector().output();
  ASSERT_TRUE(listener.wait_for_output("collector/status"));

  drive_mpps(site);
  std::ofstream{log, std::ios::app}
      << "2026-11-24 10:15:00.000 INFO  [exam] Exam started: id=19330229 protocol=\"QUILLFEATHER ODETTE\" "
         "planned=300s\n"
         "2026-11-24 10:16:00.000 ERROR [fault] TUBE_ARC raised while QUILLFEATHER^ODETTE MRN-8675309-PLANTED\n"
         "2026-11-24 10:17:00.000 INFO  [ui] Patient Quillfeather, Odette born 19330229\n";
  drive_broker(site.broker().port());
  const auto has_fault = [&] { return site.report("events").dump().find("tube_arc") != std::string::npos; };
  ASSERT_TRUE(wait_until(has_fault, 20s)) << site.agent("agent-ct1").output();
  ASSERT_TRUE(site.wait_until_drained());
  ASSERT_TRUE(wait_until([&] { return std::filesystem::exists(site.database().string() + ".quarantine"); }, 10s));

  std::ofstream{site.folder() / "reports.output"} << site.report("exams") << site.report("events")
                                                  << site.report("intervals") << site.get("/metrics")
                                                  << site.report("status");
  EXPECT_EQ(fmt::format("{}", fmt::join(leaks(site.folder(), {log}), "\n")), "");
  EXPECT_EQ(std::filesystem::status(site.database().string() + ".quarantine").permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  const std::string quarantine =
      read(site.database().string() + ".quarantine") + read(site.database().string() + ".quarantine-wal");
  EXPECT_NE(quarantine.find("QUILLFEATHER"), std::string::npos) << "the scan would find what is there";
}

TEST(Privacy, AnAbortedProgramLeavesNoCore) {
  Site site{{AgentSetting{}}};
  ASSERT_TRUE(site.wait_until_ready());
  for (fakes::ChildProcess* program : {&site.collector(), &site.agent("agent-ct1")}) {
    const std::string limits = read(fmt::format("/proc/{}/limits", program->pid()));
    EXPECT_NE(limits.find("Max core file size        0                    0"), std::string::npos) << limits;
    program->signal(SIGABRT);
    EXPECT_EQ(program->wait(10s), 128 + SIGABRT);
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator{site.folder()}) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("core")) << entry.path();
  }
}

}  // namespace
}  // namespace isocenter::system_tests
