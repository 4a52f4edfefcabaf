#include "agent/probe/log_position.hpp"

#include <charconv>
#include <string>

#include <fmt/ranges.h>

namespace isocenter::agent {
namespace {

constexpr const char* make_table = R"(
CREATE TABLE IF NOT EXISTS log_position (
  device TEXT NOT NULL,
  path TEXT NOT NULL,
  file_device INTEGER NOT NULL,
  file_inode INTEGER NOT NULL,
  place INTEGER NOT NULL,
  head_length INTEGER NOT NULL,
  head TEXT NOT NULL,
  tail_length INTEGER NOT NULL,
  tail TEXT NOT NULL,
  seen_size INTEGER NOT NULL,
  skipping INTEGER NOT NULL,
  known TEXT NOT NULL,
  lost_bytes INTEGER NOT NULL,
  cut_bytes INTEGER NOT NULL,
  memory TEXT NOT NULL,
  PRIMARY KEY (device, path)
) STRICT)";

std::int64_t to_column(std::uint64_t value) { return static_cast<std::int64_t>(value); }

std::uint64_t from_column(const sqlite::Statement& row, int column) {
  return static_cast<std::uint64_t>(row.integer(column));
}

std::vector<std::uint64_t> read_numbers(std::string_view text) {
  std::vector<std::uint64_t> numbers;
  const char* at = text.data();
  const char* const end = at + text.size();
  std::uint64_t number = 0;
  while (at < end) {
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc{}) break;
    numbers.push_back(number);
    at = next < end ? next + 1 : end;
  }
  return numbers;
}

}  // namespace

std::optional<LogPosition> read_log_position(sqlite::Database& database, const DeviceName& device,
                                             const std::filesystem::path& path) {
  database.execute(make_table);
  sqlite::Statement row{
      database,
      "SELECT file_device, file_inode, place, head_length, head, tail_length, tail, seen_size, "
      "skipping, known, lost_bytes, cut_bytes, memory FROM log_position WHERE device = ? AND path = ?"};
  row.bind(1, device.text()).bind(2, path.string());
  if (!row.step()) return std::nullopt;
  LogPosition position;
  position.file = {from_column(row, 0), from_column(row, 1)};
  position.offset = from_column(row, 2);
  position.past = {from_column(row, 3), row.text(4), from_column(row, 5), row.text(6)};
  position.seen_size = from_column(row, 7);
  position.skipping = row.integer(8) != 0;
  position.known = read_numbers(row.text(9));
  position.lost_bytes = from_column(row, 10);
  position.cut_bytes = from_column(row, 11);
  position.memory = log_memory_from_json(row.text(12));
  return position;
}

void write_log_position(sqlite::Database& database, const DeviceName& device, const std::filesystem::path& path,
                        const LogPosition& position) {
  sqlite::Statement row{database,
                        "INSERT OR REPLACE INTO log_position (device, path, file_device, file_inode, place, "
                        "head_length, head, tail_length, tail, seen_size, skipping, known, lost_bytes, cut_bytes, "
                        "memory) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  row.bind(1, device.text()).bind(2, path.string());
  row.bind(3, to_column(position.file.device)).bind(4, to_column(position.file.inode));
  row.bind(5, to_column(position.offset));
  row.bind(6, to_column(position.past.head_length)).bind(7, position.past.head);
  row.bind(8, to_column(position.past.tail_length)).bind(9, position.past.tail);
  row.bind(10, to_column(position.seen_size)).bind(11, std::int64_t{position.skipping ? 1 : 0});
  row.bind(12, fmt::format("{}", fmt::join(position.known, " ")));
  row.bind(13, to_column(position.lost_bytes)).bind(14, to_column(position.cut_bytes));
  row.bind(15, to_json(position.memory));
  row.run();
}

}  // namespace isocenter::agent
