#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agent/observe/profile.hpp"
#include "agent/probe/log_file.hpp"
#include "shared/sqlite/database.hpp"
#include "tests/fakes/temporary_folder.hpp"

/// A folder with a log in it, a writer, a database that takes what the log tells, and an agent that can be killed.
namespace isocenter::agent::test {

inline const DeviceName ct1 = DeviceName::parse("ct1").value();

/// Commits readings and what `also` writes in one transaction, as the agent does. It outlives the agent that is killed.
class LogSink : public Sink {
 public:
  LogSink() : database_{":memory:", sqlite::Database::Mode::read_write} {
    database_.execute("CREATE TABLE IF NOT EXISTS told (number INTEGER NOT NULL) STRICT");
  }

  void take(const std::vector<Sighting>& sightings, const std::function<void(sqlite::Database&)>& also) override {
    if (before) before();
    sqlite::Transaction transaction{database_};
    sqlite::Statement insert{database_, "INSERT INTO told (number) VALUES (?)"};
    for (const Sighting& sighting : sightings) {
      const auto* const reading = std::get_if<ReadingTaken>(&std::get<EventBody>(sighting.seen));
      if (reading != nullptr) insert.bind(1, static_cast<std::int64_t>(reading->value)).run();
    }
    if (also) also(database_);
    if (fails > 0) {
      --fails;
      throw sqlite::StoreError{13, "the disk is full"};
    }
    transaction.commit();
    if (after) after();
    ++commits;
    most = std::max(most, sightings.size());
  }

  std::vector<int> told() {
    std::vector<int> numbers;
    sqlite::Statement rows{database_, "SELECT number FROM told ORDER BY rowid"};
    while (rows.step()) numbers.push_back(static_cast<int>(rows.integer(0)));
    return numbers;
  }

  sqlite::Database& database() { return database_; }
  std::function<void()> before, after;  ///< each transaction
  int fails = 0;                        ///< so many of the next commits fail
  int commits = 0;
  std::size_t most = 0;  ///< sightings in one transaction

 private:
  sqlite::Database database_;
};

/// Writes as a modality does: keeps its file open, also when the file is renamed under its hands.
class LogWriter {
 public:
  explicit LogWriter(std::filesystem::path path) : path_{std::move(path)} {}
  ~LogWriter() { close(); }
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  void write(std::string_view text) {
    if (file_ < 0) file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ASSERT_EQ(::write(file_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  void reopen() { close(); }  ///< the next write opens, or makes, the file at the path
  bool is_open() const { return file_ >= 0; }

 private:
  void close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
  }
  std::filesystem::path path_;
  int file_ = -1;
};

inline const Profile& number_profile() {
  static const Profile profile = parse_profile(R"(
modality = "CT"
[[sensor]]
name = "number"
unit = "1"
[[log.time]]
format = "%Y-%m-%d %H:%M:%E*S"
[[log.rule]]
name = "number"
match = 'number=(?P<number>\d+);'
means = "reading.taken"
sensor = "number"
value = "{number}"
)")
                                     .value();
  return profile;
}

/// Numbers are found whole or not at all: what is left of a torn line is not another line.
inline std::string line(int number, std::size_t filler = 0) {
  return "2026-11-24 08:00:00.000 INFO " + std::string(filler, 'x') + " number=" + std::to_string(number) + ";\n";
}

class LogFileTest : public ::testing::Test {
 protected:
  LogFileTest() : log{scratch.path() / "ct1.log"}, writer{log} { start(); }

  void start(bool from_start = false) {
    auto reader =
        make_log_reader(number_profile(), ct1, "UTC", [](std::string_view text) { return KeyedHash{text}; }).value();
    agent = std::make_unique<LogFile>(LogFile::Target{ct1, log, from_start, std::chrono::milliseconds{1000}},
                                      std::move(reader), [this](const std::string& text) { said.push_back(text); });
  }
  /// As SIGKILL does it: nothing is said or written any more.
  void kill_and_start() {
    agent.reset();
    start();
  }
  void look(int times = 1) {
    for (int i = 0; i < times; ++i) {
      now += std::chrono::seconds{1};
      agent->look(sink, now);
    }
  }
  std::filesystem::path rotated(int number) const { return log.string() + "." + std::to_string(number); }
  void rename_to(int number) { std::filesystem::rename(log, rotated(number)); }
  void copy_truncate_to(int number) {
    std::filesystem::copy_file(log, rotated(number), std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(log, 0);
  }

  fakes::TemporaryFolder scratch;
  std::filesystem::path log;
  LogSink sink;
  LogWriter writer;
  std::vector<std::string> said;
  std::unique_ptr<LogFile> agent;
  Instant now = parse_rfc3339("2026-11-24T09:00:00Z").value();
};

}  // namespace isocenter::agent::test
