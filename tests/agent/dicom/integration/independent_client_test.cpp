#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "tests/agent/dicom/mpps_datasets.hpp"
#include "tests/fakes/child_process.hpp"
#include "tests/fakes/temporary_folder.hpp"

/// dcmjs-dimse against the SCP in a process of its own, while others misbehave.
namespace isocenter::agent {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

/// A line of mpps_server_for_test.
struct Line {
  std::string exam, type, at, word, reason;
  int images = 0;
  std::size_t orders = 0;
};

std::multimap<std::string, Line> read_lines(const std::filesystem::path& path) {
  std::multimap<std::string, Line> lines;
  std::ifstream file{path};
  for (std::string text; std::getline(file, text);) {
    Line line;
    std::string images;
    std::istringstream{text} >> line.exam >> line.type >> line.at >> line.word >> line.reason >> images >> line.orders;
    line.images = images == "-" ? 0 : std::stoi(images);
    lines.emplace(line.exam + " " + line.type, line);
  }
  return lines;
}

class IndependentClient : public testing::Test {
 protected:
  fakes::ChildProcess::Options server_options() {
    return {.command = {ISOCENTER_BIN_DIR "/mpps_server_for_test", folder / "outbox", folder / "events"},
            .output = folder / "server.log",
            .folder = {},
            .environment = {}};
  }

  std::string port() {
    std::istringstream output{server.output()};
    std::string ready, number;
    output >> ready >> number;
    return number;
  }

  json drive(const std::vector<std::string>& arguments) {
    std::vector<std::string> command{"node", MPPS_DRIVER, "--port", port(), "--pid", std::to_string(server.pid())};
    command.insert(command.end(), arguments.begin(), arguments.end());
    fakes::ChildProcess driver{{.command = command, .output = folder / "driver.json", .folder = {}, .environment = {}}};
    EXPECT_EQ(driver.wait(240s), 0) << driver.output().substr(0, 4000);
    return json::parse(driver.output(), nullptr, false);
  }

  fakes::TemporaryFolder folder;
  fakes::ChildProcess server{server_options()};
};

TEST_F(IndependentClient, DrivesAHundredExamsBesideSilentAndHostilePeers) {
  ASSERT_TRUE(server.wait_for_output("ready "));
  const json did = drive({"--exams", "100", "--parallel", "20", "--silent", "10", "--leaking", "3000", "--stranger"});
  ASSERT_TRUE(did.is_object());
  EXPECT_EQ(did["failures"], json::array());
  EXPECT_EQ(did["leaking"]["aborted"], 3000);
#if !defined(__SANITIZE_ADDRESS__)  // which keeps what is freed for a while
  EXPECT_LT(did["rss_kb"]["after"].get<int>() - did["rss_kb"]["before"].get<int>(), 8 * 1024);
#endif
  RecordProperty("answer_ms", did["answer_ms"].dump());

  ASSERT_EQ(server.stop(), 0);
  const auto lines = read_lines(folder / "events");
  const KeyedHasher hasher = rules().hasher;
  ASSERT_EQ(did["exams"].size(), 101u);
  for (const json& exam : did["exams"]) {
    const std::string hash = hasher.hash(exam["sop_instance"].get<std::string>());
    ASSERT_EQ(lines.count(hash + " started"), 1u);
    ASSERT_EQ(lines.count(hash + " ended"), 1u);
    const Line& started = lines.find(hash + " started")->second;
    const Line& ended = lines.find(hash + " ended")->second;
    EXPECT_EQ(started.at, exam["started"]);
    EXPECT_EQ(started.orders, exam["accessions"].size());
    EXPECT_EQ(started.word, "patient");
    EXPECT_EQ(ended.at, exam["ended"]);
    EXPECT_EQ(ended.word, exam["status"]);
    EXPECT_EQ(ended.reason == "-" ? "" : ended.reason, exam["reason"]);
    EXPECT_EQ(ended.images, exam["images"]);
  }
  for (const auto& entry : std::filesystem::directory_iterator{folder.path()}) {
    if (entry.path().filename() == "driver.json") continue;
    std::ifstream file{entry.path(), std::ios::binary};
    const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
    for (const json& planted : did["planted"]) {
      EXPECT_EQ(bytes.find(planted.get<std::string>()), std::string::npos) << entry.path() << " holds " << planted;
    }
  }
}

}  // namespace
}  // namespace isocenter::agent
