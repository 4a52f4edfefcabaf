#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace isocenter::logging {

/// A warning by spdlog's default logger.
void warn(const std::string& line);

/// For what a peer can bring about as often as it likes: a line is said the first time, then at most once an hour with
/// how often it came. Kinds are told apart by their line; beyond `most_kinds` all others count as one. Any thread.
class SeldomLog {
 public:
  using Clock = std::chrono::steady_clock;
  using Say = std::function<void(const std::string&)>;
  static constexpr std::size_t most_kinds = 256;
  static constexpr std::chrono::hours again_after{1};

  explicit SeldomLog(Say say = warn);
  void note(const std::string& line, Clock::time_point now = Clock::now());

 private:
  struct Kind {
    Clock::time_point said;
    std::uint64_t since = 0;  ///< how often it came since it was said
  };
  Say say_;
  std::mutex mutex_;
  std::map<std::string, Kind> kinds_;
};

}  // namespace isocenter::logging
