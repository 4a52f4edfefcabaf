#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/system/site.hpp"

/// One page of Python, written from docs/protocol.md alone, is a node like any other.
namespace isocenter::system_tests {
namespace {

nlohmann::json run_stranger(Site& site, int exams, const std::function<void()>& meanwhile) {
  const std::filesystem::path output = site.folder() / "stranger.output";
  std::filesystem::remove(output);
  fakes::ChildProcess stranger{
      {.command = {"/usr/bin/python3", std::string{ISOCENTER_TESTS_DIR} + "/system/stranger_agent.py", "127.0.0.1",
                   std::to_string(site.broker().port()), "general", "stranger", "ct9",
                   (site.folder() / "stranger.db").string(), std::to_string(exams)},
       .output = output,
       .folder = {},
       .environment = {}}};
  meanwhile();
  EXPECT_EQ(stranger.wait(90s), 0) << stranger.output();
  const std::string said = stranger.output();
  return nlohmann::json::parse(said.substr(said.find('{')));
}

TEST(Stranger, TakesPartInTheProtocol) {
  Site site{{}, 1, "[[device]]\nname = \"ct9\"\nmodality = \"CT\"\nnode = \"stranger\"\n"};
  ASSERT_TRUE(site.wait_until_ready()) << site.collector().output();

  const nlohmann::json first = run_stranger(site, 300, [&] {
    EXPECT_TRUE(wait_until([&] { return site.report("exams").size() > 20; }, 30s));
    site.collector().kill();
    site.start_collector();
  });
  const nlohmann::json second = run_stranger(site, 10, [] {});

  std::set<std::string> written;
  for (const nlohmann::json& run : {first, second}) {
    for (const auto& exam : run.at("exams")) written.insert(exam.get<std::string>());
  }
  std::set<std::string> reported;
  for (const auto& exam : site.report("exams")) reported.insert(exam.at("exam").get<std::string>());
  EXPECT_EQ(reported, written);

  std::map<std::string, std::pair<std::uint64_t, std::string>> last;
  for (const auto& row : site.report("events")) {
    if (row.at("node") != "stranger") continue;
    auto& [seq, digest] = last[row.at("epoch")];
    EXPECT_EQ(row.at("seq"), seq + 1);
    seq = row.at("seq");
    digest = row.at("digest");
  }
  for (const nlohmann::json& run : {first, second}) {
    EXPECT_EQ(last[run.at("epoch")].first, run.at("last"));
    EXPECT_EQ(last[run.at("epoch")].second, run.at("digest"));
  }
}

}  // namespace
}  // namespace isocenter::system_tests
