#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "agent/observe/log_reader.hpp"
#include "agent/observe/profile.hpp"

/// What the tests of log rules share.
namespace isocenter::agent::test {

inline const std::filesystem::path profiles =
    std::filesystem::path{ISOCENTER_TESTS_DIR}.parent_path() / "firmware-configs" / "modality";
inline const std::filesystem::path logs = std::filesystem::path{ISOCENTER_TESTS_DIR} / "data" / "logs";

inline Instant at(std::string_view text) { return parse_rfc3339(text).value(); }
inline const Instant now = at("2027-03-01T12:00:00Z");

/// Stands for HMAC in tests: readable, the same for the same.
inline KeyedHash plain_hash(std::string_view text) {
  std::string hash = "k1:" + std::string{text};
  for (char& c : hash) {
    if (c == '\n') c = '/';
  }
  return hash;
}

inline std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file{path};
  EXPECT_TRUE(file) << path;
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

inline LogReader make_reader(const Profile& profile, const std::string& zone = "Europe/Berlin", LogMemory memory = {}) {
  auto reader = make_log_reader(profile, DeviceName::parse("ct1").value(), zone, plain_hash).value();
  reader.set_memory(std::move(memory));
  return reader;
}

using Seen = std::variant<Reached, EventBody>;

inline std::vector<Seen> read_all(LogReader& reader, const std::vector<std::string>& lines) {
  std::vector<Seen> seen;
  for (const std::string& line : lines) {
    for (LogFinding& finding : reader.read(line, now)) {
      for (Seen& one : finding.seen) seen.push_back(std::move(one));
    }
  }
  return seen;
}

template <typename Event>
std::vector<Event> events_of(const std::vector<Seen>& seen) {
  std::vector<Event> found;
  for (const Seen& one : seen) {
    const auto* const body = std::get_if<EventBody>(&one);
    if (body == nullptr) continue;
    if (const auto* const event = std::get_if<Event>(body)) found.push_back(*event);
  }
  return found;
}

/// "start,end,status,procedure" of each exam that ended.
inline std::vector<std::string> exam_rows(const std::vector<Seen>& seen) {
  std::map<KeyedHash, ExamStarted> started;
  for (const ExamStarted& start : events_of<ExamStarted>(seen)) started.emplace(start.facts.exam, start);
  std::vector<std::string> rows;
  for (const ExamEnded& end : events_of<ExamEnded>(seen)) {
    const ExamStarted& start = started.at(end.facts.exam);
    rows.push_back(format_rfc3339(start.at.value()) + "," + format_rfc3339(end.at.value()) + "," +
                   std::string{word(end.status)} + "," + start.facts.procedure.value_or(""));
  }
  return rows;
}

}  // namespace isocenter::agent::test
