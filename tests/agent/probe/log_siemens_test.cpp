#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/agent/probe/log_support.hpp"

/// A whole log through a running agent, written bit by bit, rotated twice, truncated once, the agent killed twice.
namespace isocenter::agent {
namespace {

namespace fs = std::filesystem;

class ExamSink : public Sink {
 public:
  void take(const std::vector<Sighting>& sightings, const std::function<void(sqlite::Database&)>& also) override {
    if (also) also(database_);
    for (const Sighting& sighting : sightings) {
      const EventBody& body = std::get<EventBody>(sighting.seen);
      if (const auto* const started = std::get_if<ExamStarted>(&body)) started_.insert(started->facts.exam);
      if (const auto* const ended = std::get_if<ExamEnded>(&body)) {
        ended_.insert(ended->facts.exam);
        discontinued += ended->status == ExamStatus::discontinued ? 1 : 0;
      }
      ++events;
    }
  }
  std::size_t exams() const { return started_ == ended_ ? started_.size() : 0; }
  int events = 0;
  int discontinued = 0;

 private:
  sqlite::Database database_{":memory:", sqlite::Database::Mode::read_write};
  std::set<KeyedHash> started_, ended_;
};

void expect_exams(const fs::path& original, std::size_t exams, int discontinued) {
  const auto profile =
      read_profile(fs::path{ISOCENTER_TESTS_DIR}.parent_path() / "firmware-configs/modality/siemens-mr.toml");
  ASSERT_TRUE(profile) << to_string(profile.error());
  fakes::TemporaryFolder scratch;
  const fs::path log = scratch.path() / "MrMeas_container.log";
  ExamSink sink;
  Instant now = parse_rfc3339("2026-11-24T09:00:00Z").value();
  std::unique_ptr<LogFile> agent;
  const auto start = [&] {
    agent.reset();
    auto reader =
        make_log_reader(*profile, test::ct1, "Europe/Berlin", [](std::string_view text) { return KeyedHash{text}; });
    agent = std::make_unique<LogFile>(LogFile::Target{test::ct1, log}, std::move(*reader), [](const std::string&) {});
  };
  const auto look = [&](int times) {
    for (int i = 0; i < times; ++i) agent->look(sink, now += std::chrono::seconds{1});
  };

  std::ifstream file{original, std::ios::binary};
  const std::string whole{std::istreambuf_iterator<char>{file}, {}};
  test::LogWriter writer{log};
  start();
  look(1);
  const std::size_t part = whole.size() / 97 + 1;
  int step = 0;
  for (std::size_t at = 0; at < whole.size(); at += part, ++step) {
    writer.write(std::string_view{whole}.substr(at, part / 2));
    look(step % 3);
    if (step == 20 || step == 75) start();
    writer.write(
        std::string_view{whole}.substr(at + part / 2 < whole.size() ? at + part / 2 : whole.size(), part - part / 2));
    look(step % 2);
    if (step == 40) {  // in the middle of a line; the writer still has the old file for the rest of it
      fs::rename(log, scratch.path() / "MrMeas_container.log.1");
      const std::size_t end = whole.find('\n', at + part) + 1;
      writer.write(std::string_view{whole}.substr(at + part, end - at - part));
      at = end - part;
      writer.reopen();
    }
    if (step == 60) {
      look(3);
      fs::rename(scratch.path() / "MrMeas_container.log.1", scratch.path() / "MrMeas_container.log.2");
      fs::copy_file(log, scratch.path() / "MrMeas_container.log.1");
      fs::resize_file(log, 0);
    }
    if (step == 80) {
      const std::size_t end = whole.find('\n', at + part) + 1;
      writer.write(std::string_view{whole}.substr(at + part, end - at - part));
      at = end - part;
      look(8);
      fs::resize_file(log, 0);
    }
  }
  look(8);
  EXPECT_EQ(sink.exams(), exams);
  EXPECT_EQ(sink.events, static_cast<int>(2 * exams));  // each start and end once
  EXPECT_EQ(sink.discontinued, discontinued);
}

TEST(SiemensLogFile, GivesTheExamsOfOurSampleOnceEach) {
  expect_exams(fs::path{ISOCENTER_TESTS_DIR} / "data/logs/siemens-like.log", 4, 1);
}

TEST(SiemensLogFile, GivesTheSixExamsOfTheRealLogOnceEach) {
  const fs::path log = fs::path{ISOCENTER_TEST_DATA} / "modality-logs/siemens-MrMeas_container.log.sample-2021-09-07";
  if (!fs::exists(log)) {
    std::cerr << "\n*** NOT TESTED: the real Siemens log is absent (" << log << "); it may not be copied here.\n"
              << "*** Set ISOCENTER_TEST_DATA (cmake -D) to the folder that has it. ***\n\n";
    GTEST_SKIP() << "no " << log;
  }
  expect_exams(log, 6, 2);
}

}  // namespace
}  // namespace isocenter::agent
