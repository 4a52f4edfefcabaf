#include "agent/probe/log_chain.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <utility>

namespace isocenter::agent {
namespace {

namespace fs = std::filesystem;

struct Entry {
  fs::path path;
  FileId id;
  fs::file_time_type changed;
  std::string mark;  ///< the part of `path`'s name that the rotation added
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// "1", "20261124", "2026-11-24_070000", "20261124T070000": what rotations add.
bool is_mark(std::string_view text) {
  return !text.empty() && text.size() <= 32 && is_digit(text.front()) && is_digit(text.back()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_digit(c) || c == '-' || c == '_' || c == '.' || c == ':' || c == 'T'; });
}

std::string_view between(std::string_view name, std::string_view front, std::string_view back) {
  constexpr std::string_view separators = ".-_";
  if (name.size() <= front.size() + back.size() + 1) return {};
  if (!name.starts_with(front) || !name.ends_with(back)) return {};
  name = name.substr(front.size(), name.size() - front.size() - back.size());
  return separators.find(name.front()) == std::string_view::npos ? std::string_view{} : name.substr(1);
}

/// A counter, which grows as a file ages; a date does the opposite.
std::optional<int> counter(std::string_view mark) {
  if (mark.size() > 4 || !std::all_of(mark.begin(), mark.end(), is_digit)) return std::nullopt;
  return std::stoi(std::string{mark});
}

/// Empty where `name` is no rotated one. Beside "ct.log" an "ct-2.log" is taken for the log of a second scanner.
std::string mark_of(const fs::path& log, std::string_view name) {
  const std::string whole = log.filename().string();
  const std::string stem = log.stem().string();
  const std::string extension = log.extension().string();
  if (const auto behind = between(name, whole, ""); is_mark(behind)) return std::string{behind};
  const auto within = extension.empty() ? std::string_view{} : between(name, stem, extension);
  if (!is_mark(within) || (counter(within) && name[stem.size()] != '.')) return {};
  return std::string{within};
}

bool is_older(const Entry& a, const Entry& b) {
  const auto count_a = counter(a.mark);
  const auto count_b = counter(b.mark);
  if (count_a && count_b) return *count_a > *count_b;
  if (!count_a && !count_b && a.mark != b.mark) return a.mark < b.mark;
  return a.changed < b.changed;
}

/// Rotated files, oldest first. A folder that may not be listed has none.
std::vector<Entry> list_rotated(const fs::path& log) {
  std::vector<Entry> entries;
  std::error_code failed;
  for (fs::directory_iterator at{log.parent_path().empty() ? fs::path{"."} : log.parent_path(), failed}, end;
       !failed && at != end; at.increment(failed)) {
    std::string mark = mark_of(log, at->path().filename().string());
    if (mark.empty()) continue;
    std::error_code gone;
    const auto changed = at->last_write_time(gone);
    if (gone || !at->is_regular_file(gone)) continue;
    if (const auto id = file_at(at->path())) entries.push_back({at->path(), *id, changed, std::move(mark)});
  }
  std::stable_sort(entries.begin(), entries.end(), is_older);
  return entries;
}

/// Opens `entry`; nothing where another file has its name by now.
std::optional<LogSource> open_listed(const Entry& entry) {
  auto source = LogSource::open(entry.path);
  return source && source->id() == entry.id ? std::move(source) : std::nullopt;
}

/// The entry whose file holds what was read: the log itself, else the file it was, else the newest that does. Their
/// number where none does.
std::size_t find_past(const std::vector<Entry>& entries, const FileId& log, const LogPosition& position) {
  std::size_t best = entries.size();
  std::tuple<bool, bool, std::size_t> best_rank;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const std::tuple rank{entries[i].id == log, entries[i].id == position.file, i};
    if (best < entries.size() && rank < best_rank) continue;
    const auto source = open_listed(entries[i]);
    if (!source || !holds(*source, position.offset, position.past)) continue;
    best = i;
    best_rank = rank;
  }
  return best;
}

}  // namespace

bool LogChain::has(const FileId& id) const {
  return std::any_of(files.begin(), files.end(), [&id](const LogSource& file) { return file.id() == id; });
}

std::vector<FileId> rotated_files(const fs::path& log) {
  std::vector<FileId> files;
  for (const Entry& entry : list_rotated(log)) files.push_back(entry.id);
  return files;
}

LogChain find_log_chain(const fs::path& log, const LogPosition& position) {
  std::vector<Entry> entries = list_rotated(log);
  const auto live = file_at(log);
  if (live) entries.push_back({log, *live, {}, {}});
  const std::size_t none = entries.size();
  const std::size_t past = position.offset > 0 ? find_past(entries, live.value_or(FileId{}), position) : none;
  LogChain chain;
  for (std::size_t i = past == none ? 0 : past; i < entries.size(); ++i) {
    const bool is_log = live && i + 1 == entries.size();
    if (past == none && !is_log && position.knows(entries[i].id)) continue;
    auto source = open_listed(entries[i]);
    if (!source) return {};  // renamed since it was listed
    chain.files.push_back(std::move(*source));
  }
  chain.holds_past = past != none;
  return chain;
}

}  // namespace isocenter::agent
