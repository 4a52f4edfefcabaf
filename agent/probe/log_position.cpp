#include "agent/probe/log_position.hpp"

#include <sstream>
#include <string>

#include <fmt/format.h>

namespace isocenter::agent {
namespace {

constexpr const char* make_table = R"(
CREATE TABLE IF NOT EXISTS log_position (
  device TEXT NOT NULL,
  path TEXT NOT NULL,
  file_device INTEGER NOT NULL,
  file_inode INTEGER NOT NULL,
  file_born INTEGER NOT NULL,
  live_device INTEGER NOT NULL,
  live_inode INTEGER NOT NULL,
  live_born INTEGER NOT NULL,
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

/// "device inode born" of each, separated by ";".
std::string write_files(const std::vector<FileId>& files) {
  std::string text;
  for (const FileId& file : files) text += fmt::format("{} {} {};", file.device, file.inode, file.born_ns);
  return text;
}

std::vector<FileId> read_files(const std::string& text) {
  std::vector<FileId> files;
  std::istringstream stream{text};
  FileId file;
  char end = 0;
  while (stream >> file.device >> file.inode >> file.born_ns >> end) files.push_back(file);
  return files;
}

}  // namespace

std::optional<LogPosition> read_log_position(sqlite::Database& database, const DeviceName& device,
                                             const std::filesystem::path& path) {
  database.execute(make_table);
  sqlite::Statement row{database,
                        "SELECT file_device, file_inode, file_born, live_device, live_inode, live_born, place, "
                        "head_length, head, tail_length, tail, seen_size, skipping, known, lost_bytes, cut_bytes, "
                        "memory FROM log_position WHERE device = ? AND path = ?"};
  row.bind(1, device.text()).bind(2, path.string());
  if (!row.step()) return std::nullopt;
  LogPosition position;
  position.file = {from_column(row, 0), from_column(row, 1), row.integer(2)};
  position.live = {from_column(row, 3), from_column(row, 4), row.integer(5)};
  position.offset = from_column(row, 6);
  position.past = {from_column(row, 7), row.text(8), from_column(row, 9), row.text(10)};
  position.seen_size = from_column(row, 11);
  position.skipping = row.integer(12) != 0;
  position.known = read_files(row.text(13));
  position.lost_bytes = from_column(row, 14);
  position.cut_bytes = from_column(row, 15);
  position.memory = log_memory_from_json(row.text(16));
  return position;
}

void write_log_position(sqlite::Database& database, const DeviceName& device, const std::filesystem::path& path,
                        const LogPosition& position) {
  sqlite::Statement row{database,
                        "INSERT OR REPLACE INTO log_position (device, path, file_device, file_inode, file_born, "
                        "live_device, live_inode, live_born, place, head_length, head, tail_length, tail, seen_size, "
                        "skipping, known, lost_bytes, cut_bytes, memory) "
                        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
  row.bind(1, device.text()).bind(2, path.string());
  row.bind(3, to_column(position.file.device)).bind(4, to_column(position.file.inode)).bind(5, position.file.born_ns);
  row.bind(6, to_column(position.live.device)).bind(7, to_column(position.live.inode)).bind(8, position.live.born_ns);
  row.bind(9, to_column(position.offset));
  row.bind(10, to_column(position.past.head_length)).bind(11, position.past.head);
  row.bind(12, to_column(position.past.tail_length)).bind(13, position.past.tail);
  row.bind(14, to_column(position.seen_size)).bind(15, std::int64_t{position.skipping ? 1 : 0});
  row.bind(16, write_files(position.known));
  row.bind(17, to_column(position.lost_bytes)).bind(18, to_column(position.cut_bytes));
  row.bind(19, to_json(position.memory));
  row.run();
}

}  // namespace isocenter::agent
