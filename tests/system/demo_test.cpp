#include <gtest/gtest.h>

#include <filesystem>
#include <string>

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

TEST(Demo, AgreesWithTheSimulatorAndLeavesNothingRunning) {
  const fakes::TemporaryFolder folder;
  fakes::ChildProcess demo{
      {.command = {std::string{ISOCENTER_BIN_DIR} + "/isocenter-demo", "--headless", "--for", "60"},
       .output = folder / "output",
       .folder = std::filesystem::path{ISOCENTER_TESTS_DIR}.parent_path(),
       .environment = {}}};
  EXPECT_EQ(demo.wait(180s), 0) << demo.output();
  const std::string said = demo.output();
  std::printf("%s", said.c_str());
  EXPECT_NE(said.find(", lost 0\n"), std::string::npos);
  const std::size_t at = said.find("Files:   ");
  ASSERT_NE(at, std::string::npos);
  const std::string path = said.substr(at + 9, said.find('\n', at) - at - 9);
  EXPECT_FALSE(is_running(path));
  std::filesystem::remove_all(path);
}

}  // namespace
}  // namespace isocenter::system_tests
