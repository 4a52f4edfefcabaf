#include "agent/probe/log_file.hpp"

#include <algorithm>
#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "agent/observe/log_lines.hpp"

namespace isocenter::agent {
namespace {

constexpr std::size_t chunk_bytes = 4 * max_line_bytes;
constexpr std::size_t lines_per_commit = 500;
constexpr int steps_per_look = 64;

/// Lines that told nothing are not committed one by one; after a restart they are read again and tell nothing again.
constexpr std::uint64_t commit_after_bytes = chunk_bytes;
constexpr std::chrono::seconds commit_after{30};

/// A writer may hold on to a file for a moment after its renaming, longer within a line.
constexpr int quiet_looks_after_line = 1;
constexpr int quiet_looks_within_line = 5;

}  // namespace

LogFile::LogFile(Target target, LogReader reader, Say say)
    : target_{std::move(target)}, reader_{std::move(reader)}, say_{std::move(say)} {}

std::string LogFile::name() const {
  return fmt::format("log {} ({})", target_.device.text(), target_.path.filename().string());
}

LogFileCounts LogFile::counts() const { return {lines_, lost_bytes_, cut_bytes_}; }

std::string LogFile::losses() const {
  const LogFileCounts now = counts();
  if (now.lost_bytes == 0 && now.cut_bytes == 0) return {};
  return fmt::format("{}: ever {} bytes gone before they could be read and {} cut off long lines", name(),
                     now.lost_bytes, now.cut_bytes);
}

void LogFile::look(Sink& sink, Instant now) {
  try {
    if (!safe_) load(sink, now);
    for (int steps = 0; steps < steps_per_look; ++steps) {
      if (!follow()) return;
      if (position_.file != committed_file_ || position_.live != committed_live_) commit({}, sink, now);
      if (!step(sink, now)) break;
    }
    problem_.clear();
  } catch (const std::system_error& error) {
    go_back();
    chain_ = {};
    if (error.code() != std::errc::permission_denied) throw;
    complain("may not be read; give the agent's user the right to read the file and enter its folder");
  } catch (...) {
    go_back();
    throw;
  }
}

/// Where it stood before the agent was started.
void LogFile::load(Sink& sink, Instant now) {
  std::optional<LogPosition> stored;
  sink.take({},
            [&](sqlite::Database& database) { stored = read_log_position(database, target_.device, target_.path); });
  if (!stored) {
    stored = first_position();  // in no transaction: a share that hangs must hold up nobody but this log
    sink.take({},
              [&](sqlite::Database& database) { write_log_position(database, target_.device, target_.path, *stored); });
  }
  position_ = *stored;
  reader_.set_memory(position_.memory);
  safe_ = position_;
  committed_file_ = position_.file;
  committed_live_ = position_.live;
  committed_offset_ = position_.offset;
  committed_at_ = now;
  lost_bytes_ = position_.lost_bytes;
  cut_bytes_ = position_.cut_bytes;
}

LogPosition LogFile::first_position() const {
  LogPosition position;
  position.known = rotated_files(target_.path);
  const auto source = target_.from_start ? std::nullopt : LogSource::open(target_.path);
  if (!source) return position;
  position.file = source->id();
  position.live = source->id();
  position.offset = source->size();
  position.seen_size = position.offset;
  position.past = fingerprint(*source, position.offset);
  position.skipping = position.offset > 0 && source->read(position.offset - 1, 1) != "\n";
  return position;
}

/// Sees to it that the chain is what there is to read. False where there is nothing yet.
bool LogFile::follow() {
  if (chain_.files.empty()) return adopt(find_log_chain(target_.path, position_));
  const bool rewritten = !holds(chain_.files.front(), position_.offset, position_.past);
  if (rewritten) return adopt(find_log_chain(target_.path, position_));
  if (may_be_followed()) follow_on(find_log_chain(target_.path, position_));
  return true;
}

/// Whether the open files seem not to be all there is: another has the log's name, or none has and newer ones were put
/// aside; or one was copied and truncated before anything of it was read.
bool LogFile::may_be_followed() const {
  const FileId last = chain_.files.back().id();
  const auto live = file_at(target_.path);
  if (live && *live != last) return true;
  if (live && position_.offset > 0 && chain_.files.size() == 1) return false;
  const std::vector<FileId> rotated = rotated_files(target_.path);
  if (!live && !rotated.empty() && rotated.back() != last) return true;
  const auto is_new = [this](const FileId& file) { return !chain_.has(file) && !position_.knows(file); };
  return std::any_of(rotated.begin(), rotated.end(), is_new);
}

/// Goes over to what was found, but first reads what is open to its end, also where it has no name any more.
void LogFile::follow_on(LogChain found) {
  if (found.files.empty()) return;  // names are changing just now
  if (!found.holds_past) {
    std::erase_if(chain_.files, [&found](const LogSource& file) { return found.has(file.id()); });
    std::move(chain_.files.rbegin(), chain_.files.rend(), std::front_inserter(found.files));
    found.holds_past = position_.offset == 0 || !chain_.files.empty();  // else the open one was truncated just now
  }
  adopt(std::move(found));
}

bool LogFile::adopt(LogChain found) {
  chain_ = std::move(found);
  quiet_looks_ = 0;
  if (chain_.files.empty()) {
    if (!file_at(target_.path)) complain("is not there yet; waits for it");
    return false;
  }
  if (!chain_.holds_past) {
    if (position_.offset > 0) note_loss();
    position_.offset = 0;
    position_.past = fingerprint(chain_.files.front(), 0);
    position_.skipping = false;
  }
  note_live();
  position_.known.clear();
  for (const FileId& file : rotated_files(target_.path)) {
    if (!chain_.has(file)) position_.known.push_back(file);
  }
  position_.memory = reader_.memory();
  safe_ = position_;
  return true;
}

/// The first file is a copy of one that was truncated: the line it ends with goes on in the next.
bool LogFile::front_goes_on() const {
  const FileId& front = chain_.files.front().id();
  return front != position_.file && front != position_.live && chain_.has(position_.live);
}

/// Which files the position stands for, after the first one has changed.
void LogFile::note_live() {
  if (!front_goes_on()) position_.file = chain_.files.front().id();
  const bool is_ahead = chain_.has(position_.live) && position_.live != chain_.files.front().id();
  if (!is_ahead) position_.live = chain_.files.back().id();
}

/// The file is not what it was, and nothing holds what it was: what was seen of it and not read is gone.
void LogFile::note_loss() {
  if (position_.seen_size <= position_.offset) return;
  const std::uint64_t bytes = position_.seen_size - position_.offset;
  position_.lost_bytes += bytes;
  lost_bytes_ = position_.lost_bytes;
  say_(fmt::format("{}: {} bytes were truncated or deleted before they could be read", name(), bytes));
}

/// Reads on by at most a chunk. False where nothing more is to be had now.
bool LogFile::step(Sink& sink, Instant now) {
  const LogSource& front = chain_.files.front();
  position_.seen_size = front.size();
  const std::string bytes = front.read(position_.offset, chunk_bytes);
  if (take(bytes, false, sink, now)) return true;
  if (chain_.files.size() == 1) return false;
  return front_goes_on() ? join_next(bytes, sink, now) : leave(bytes, sink, now);
}

/// The unfinished line at the end of a copy goes on where the log was truncated.
bool LogFile::join_next(const std::string& rest, Sink& sink, Instant now) {
  if (chain_.files.size() > 2 && chain_.files[1].id() != position_.live && chain_.files[1].size() == 0) {
    position_.known.push_back(chain_.files[1].id());  // the copy of a log in which nothing stood
    chain_.files.erase(chain_.files.begin() + 1);
    return true;
  }
  if (rest.empty()) {
    move_on(0);
    commit({}, sink, now);
    return true;
  }
  switch (join(rest, sink, now)) {
    case Joined::yes: return true;
    case Joined::no: return leave(rest, sink, now);
    case Joined::not_yet: break;
  }
  const bool is_settled = chain_.files.size() > 2 && quiet_looks_++ >= quiet_looks_within_line;
  return is_settled && leave(rest, sink, now);
}

/// Makes one line of the unfinished one at the end of the first file and the first of the next, unless that has a time
/// of its own.
LogFile::Joined LogFile::join(const std::string& rest, Sink& sink, Instant now) {
  const std::string next = chain_.files[1].read(0, chunk_bytes);
  const std::size_t gap = std::min(next.find_first_not_of('\0'), next.size());  // see LineBatch::lines
  const std::string bytes = rest + next.substr(gap);
  const LineBatch batch = split_lines(bytes, false, 1);
  if (batch.consumed <= rest.size()) return Joined::not_yet;
  if (reader_.has_time(std::string_view{bytes}.substr(rest.size()), now)) return Joined::no;
  const std::vector<Sighting> sightings = read(batch.lines, now);
  position_.skipping = batch.skipping;
  position_.cut_bytes += batch.cut;
  move_on(gap + batch.consumed - rest.size());
  commit(sightings, sink, now);
  return Joined::yes;
}

bool LogFile::leave(const std::string& rest, Sink& sink, Instant now) {
  const bool is_settled = chain_.files.size() > 2 || front_goes_on();
  const int patience = rest.empty() ? quiet_looks_after_line : quiet_looks_within_line;
  if (!is_settled && quiet_looks_++ < patience) return false;
  // A writer that opens its log anew for each buffer leaves the second half of a line in the next file.
  if (!rest.empty() && !front_goes_on() && join(rest, sink, now) == Joined::yes) return true;
  if (!rest.empty()) take(rest, true, sink, now);
  position_.skipping = false;
  move_on(0);
  commit({}, sink, now);
  return true;
}

bool LogFile::take(const std::string& bytes, bool is_final, Sink& sink, Instant now) {
  const LineBatch batch = split_lines(bytes, position_.skipping, lines_per_commit, is_final);
  if (batch.consumed == 0) return false;
  quiet_looks_ = 0;
  const std::vector<Sighting> sightings = read(batch.lines, now);
  position_.offset += batch.consumed;
  position_.skipping = batch.skipping;
  position_.cut_bytes += batch.cut;
  position_.past = fingerprint(chain_.files.front(), position_.offset);
  const bool is_due = position_.offset >= committed_offset_ + commit_after_bytes ||
                      position_.offset < committed_offset_ || now >= committed_at_ + commit_after;
  if (!sightings.empty() || is_due) commit(sightings, sink, now);
  return true;
}

/// To the next file of the chain.
void LogFile::move_on(std::uint64_t offset) {
  position_.known.push_back(chain_.files.front().id());
  left_ = std::move(chain_.files.front());
  chain_.files.pop_front();
  note_live();
  position_.offset = offset;
  position_.seen_size = chain_.files.front().size();
  position_.past = fingerprint(chain_.files.front(), offset);
  quiet_looks_ = 0;
}

std::vector<Sighting> LogFile::read(const std::vector<std::string_view>& lines, Instant now) {
  std::vector<Sighting> sightings;
  for (const std::string_view line : lines) {
    for (LogFinding& finding : reader_.read(line, now)) {
      for (auto& seen : finding.seen) sightings.push_back(Sighting{target_.device, now, "log", std::move(seen)});
    }
  }
  lines_ += lines.size();
  return sightings;
}

void LogFile::commit(const std::vector<Sighting>& sightings, Sink& sink, Instant now) {
  position_.memory = reader_.memory();
  sink.take(sightings, [this](sqlite::Database& database) {
    write_log_position(database, target_.device, target_.path, position_);
  });
  safe_ = position_;
  left_.reset();
  committed_file_ = position_.file;
  committed_live_ = position_.live;
  committed_offset_ = position_.offset;
  committed_at_ = now;
  cut_bytes_ = position_.cut_bytes;
}

/// Nothing since it was last safe happened. Files stay open, since they may have no name any more.
void LogFile::go_back() {
  if (!safe_) return;
  if (left_) {
    chain_.files.push_front(std::move(*left_));
    left_.reset();
  } else {
    safe_->seen_size = position_.seen_size;
  }
  position_ = *safe_;
  reader_.set_memory(position_.memory);
}

void LogFile::complain(const std::string& problem) {
  if (problem == problem_) return;
  problem_ = problem;
  say_(fmt::format("{} {}", name(), problem));
}

}  // namespace isocenter::agent
