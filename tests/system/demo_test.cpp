#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <regex>
#include <string>
#include <vector>

#include "tests/fakes/child_process.hpp"
#include "tests/fakes/temporary_folder.hpp"

/// The demo as a newcomer runs it, shorter: it ends by itself, agrees with the simulator, and leaves nothing running.
namespace isocenter::system_tests {
namespace {

using namespace std::chrono_literals;

/// Whether a process runs whose command line has `text` in it.
bool is_running(const std::string& text) {
  const fakes::TemporaryFolder folder;
  fakes::ChildProcess search{
      {.command = {"pgrep", "-f", text}, .output = folder / "output", .folder = {}, .environment = {}}};
  return search.wait(10s) == 0;
}

struct DemoRun {
  int code = -1;
  std::string said;
};

/// Runs the demo headless to its end, prints what it said, and sees to it that nothing of it is left.
DemoRun run_demo(const std::vector<std::string>& more) {
  const fakes::TemporaryFolder folder;
  std::vector<std::string> command{std::string{ISOCENTER_BIN_DIR} + "/isocenter-demo", "--headless"};
  command.insert(command.end(), more.begin(), more.end());
  fakes::ChildProcess demo{{.command = command,
                            .output = folder / "output",
                            .folder = std::filesystem::path{ISOCENTER_TESTS_DIR}.parent_path(),
                            .environment = {}}};
  DemoRun run{demo.wait(240s).value_or(-1), demo.output()};
  std::printf("%s", run.said.c_str());
  const std::size_t at = run.said.find("Files:   ");
  if (at == std::string::npos) return run;
  const std::string path = run.said.substr(at + 9, run.said.find('\n', at) - at - 9);
  EXPECT_FALSE(is_running(path));
  if (run.code == 0) std::filesystem::remove_all(path);
  return run;
}

/// The number behind a figure's name in the table, under `collector`; -1 where there is no such row.
int figure(const std::string& said, const std::string& name) {
  std::smatch found;
  const bool is_there = std::regex_search(said, found, std::regex{"\n" + name + "[^\n]*? (\\d+) +\\d+"});
  return is_there ? std::stoi(found[1]) : -1;
}

/// Whether the table has a line of uptime about that contract that ends without a difference.
bool has_agreeing_uptime(const std::string& said, const std::string& contract) {
  return std::regex_search(said,
                           std::regex{"\nuptime " + contract + "-\\d{4}, [^\n]* \\d+\\.\\d\\d % +\\d+\\.\\d\\d %\n"});
}

TEST(Demo, AgreesWithTheSimulatorAndLeavesNothingRunning) {
  const DemoRun run = run_demo({"--for", "60"});
  EXPECT_EQ(run.code, 0);
  EXPECT_NE(run.said.find(", lost 0\n"), std::string::npos);
  EXPECT_TRUE(has_agreeing_uptime(run.said, "mr"));
  EXPECT_TRUE(has_agreeing_uptime(run.said, "rooms"));
}

TEST(Demo, AgreesWithTheSimulatorOfAMessyDepartment) {
  const DemoRun run = run_demo({"--for", "60", "--messy"});
  EXPECT_EQ(run.code, 0);
  EXPECT_NE(run.said.find(", lost 0\n"), std::string::npos);
  EXPECT_TRUE(has_agreeing_uptime(run.said, "mr"));
  EXPECT_TRUE(has_agreeing_uptime(run.said, "rooms"));
  for (const char* name :
       {"ends nobody told, by rule", "ends told late, corrected", "exams by a clock over 30 s off",
        "exams of several orders", "orders in two steps", "phantoms, no patients", "exams under a shared AE title",
        "N-CREATE sent again, refused with 0111H", "log lines torn by a rotation", "collector killed", "networks cut",
        "networks that swallowed"}) {
    EXPECT_GT(figure(run.said, name), 0) << name;
  }
}

TEST(Demo, NamesTheNearestOptionForAnUnknownOne) {
  const DemoRun run = run_demo({"--mesy"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.said, "isocenter-demo: \"--mesy\" is unknown; did you mean \"--messy\"?\n");
}

}  // namespace
}  // namespace isocenter::system_tests
