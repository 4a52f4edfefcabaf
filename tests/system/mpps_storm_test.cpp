#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/system/site.hpp"

/// An independent DICOM client (dcmjs-dimse) drives a running agent with 20 associations in parallel while ten peers
/// keep silent and one sends DCMTK's leaking request 3,000 times: everything arrives, and the agent does not grow.
namespace isocenter::system_tests {
namespace {

constexpr std::size_t most_growth_kb = 8 * 1024;

/// Cut to the second, since DICOM's clients differ in the fraction they send.
std::string to_second(const std::string& time) { return time.substr(0, 19); }

TEST(MppsStorm, EveryExamArrivesAndTheAgentDoesNotGrow) {
  Site site{{AgentSetting{}}};
  ASSERT_TRUE(site.wait_until_ready()) << site.agent("agent-ct1").output();

  const std::filesystem::path output = site.folder() / "driver.output";
  fakes::ChildProcess driver{{.command = {"node", MPPS_DRIVER, "--port", std::to_string(site.mpps_port("agent-ct1")),
                                          "--pid", std::to_string(site.agent("agent-ct1").pid())},
                              .output = output,
                              .folder = {},
                              .environment = {}}};
  const auto code = driver.wait(240s);
  const std::string said = driver.output();
  ASSERT_NE(said.find('{'), std::string::npos) << said;
  const nlohmann::json done = nlohmann::json::parse(said.substr(said.find('{')));
  EXPECT_EQ(code, 0) << done.at("failures").dump(1);
  EXPECT_EQ(done.at("failures"), nlohmann::json::array());
  EXPECT_GE(done.at("exams").size(), 100u);

  ASSERT_TRUE(site.wait_until_drained());
  const nlohmann::json exams = site.report("exams");
  EXPECT_EQ(exams.size(), done.at("exams").size());
  std::map<std::pair<std::string, std::string>, int> reported;
  for (const auto& exam : exams) {
    ++reported[{to_second(exam.at("started").get<std::string>()), to_second(exam.at("ended").get<std::string>())}];
  }
  for (const auto& exam : done.at("exams")) {
    const auto times =
        std::pair{to_second(exam.at("started").get<std::string>()), to_second(exam.at("ended").get<std::string>())};
    EXPECT_EQ(reported[times], 1) << times.first << " to " << times.second;
  }

  const auto before = done.at("rss_kb").at("before").get<std::size_t>();
  const auto after = done.at("rss_kb").at("after").get<std::size_t>();
  std::printf("exams %zu; agent's memory %zu kB before, %zu kB after\n", exams.size(), before, after);
  EXPECT_LT(after, before + most_growth_kb);
}

}  // namespace
}  // namespace isocenter::system_tests
