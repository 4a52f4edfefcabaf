#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "agent/observe/log_reader.hpp"
#include "agent/probe/log_chain.hpp"
#include "agent/probe/log_position.hpp"
#include "agent/probe/probe.hpp"

namespace isocenter::agent {

struct LogFileCounts {
  std::uint64_t lines = 0;       ///< read since the start
  std::uint64_t lost_bytes = 0;  ///< ever: seen, but truncated or deleted before they could be read
  std::uint64_t cut_bytes = 0;   ///< ever: beyond what a line may hold
};

/// Follows a device's log by fstat and stat (inotify is blind on network shares), across renaming, copy-truncate,
/// truncation, reuse of the file's number, and restarts of the agent. Each whole line is read once: the place in the
/// file is committed in the transaction of the events it led to, and goes back where that fails.
///
/// A log found at the first look is read from its end: what is older was known before, and would come as of now.
/// One that appears later is read from its start. What a rotation put aside is read to its end first. A last line
/// waits for its line end; where its file is put aside for good it goes on in the next, if that begins without a time,
/// else counts as it is; after a copy-truncate it goes on in the log. What was truncated unread is counted as far as it
/// was seen.
class LogFile : public Probe {
 public:
  struct Target {
    DeviceName device;
    std::filesystem::path path;
    bool from_start = false;  ///< read also what stands there at the first look
    std::chrono::milliseconds interval{1000};
  };
  /// Gets lines for the log of the program, which never hold what the file holds.
  using Say = std::function<void(const std::string&)>;

  LogFile(Target target, LogReader reader, Say say);

  std::string name() const override;
  std::chrono::milliseconds interval() const override { return target_.interval; }
  /// Reads at most a few MiB. Throws sqlite::StoreError (what was not committed is read again at the next look) and
  /// std::system_error for a file that cannot be read.
  void look(Sink& sink, Instant now) override;

  /// Any thread.
  LogFileCounts counts() const;
  std::string losses() const override;

 private:
  void load(Sink& sink, Instant now);
  LogPosition first_position() const;
  bool follow();
  bool may_be_followed() const;
  void follow_on(LogChain found);
  bool adopt(LogChain found);
  bool front_goes_on() const;
  void note_live();
  void note_loss();
  bool step(Sink& sink, Instant now);
  bool join_next(const std::string& rest, Sink& sink, Instant now);
  enum class Joined { no, not_yet, yes };
  Joined join(const std::string& rest, Sink& sink, Instant now);
  bool leave(const std::string& rest, Sink& sink, Instant now);
  bool take(const std::string& bytes, bool is_final, Sink& sink, Instant now);
  void move_on(std::uint64_t offset);
  std::vector<Sighting> read(const std::vector<std::string_view>& lines, Instant now);
  void commit(const std::vector<Sighting>& sightings, Sink& sink, Instant now);
  void go_back();
  void complain(const std::string& problem);

  Target target_;
  LogReader reader_;
  Say say_;
  LogPosition position_;
  std::optional<LogPosition> safe_;  ///< nothing before it is to be read again; set once loaded
  FileId committed_file_, committed_live_;
  std::uint64_t committed_offset_ = 0;
  Instant committed_at_;
  LogChain chain_;
  std::optional<LogSource> left_;  ///< the file just done with, until that is committed
  int quiet_looks_ = 0;            ///< since the last news, at the end of a file that has a successor
  std::string problem_;            ///< as last said
  std::atomic<std::uint64_t> lines_{0};
  std::atomic<std::uint64_t> lost_bytes_{0};
  std::atomic<std::uint64_t> cut_bytes_{0};
};

}  // namespace isocenter::agent
