#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace isocenter::fakes {

/// A program that a test starts. It dies with the test, whatever happens to that; standard output and error go to one
/// file. One thread at a time.
class ChildProcess {
 public:
  struct Options {
    std::vector<std::string> command;      ///< program (looked up in PATH) and arguments
    std::filesystem::path output;          ///< appended to; empty: /dev/null
    std::filesystem::path folder;          ///< working folder; empty: the test's
    std::vector<std::string> environment;  ///< NAME=value, added to the test's
  };

  /// Throws std::system_error where the program cannot be started.
  explicit ChildProcess(Options options);
  /// SIGKILL if it still runs.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  pid_t pid() const { return pid_; }
  bool is_running();
  void signal(int number);
  /// SIGKILL, and waits for the end.
  void kill();
  /// SIGTERM, then wait.
  std::optional<int> stop(std::chrono::milliseconds patience = std::chrono::seconds{10});
  /// Its exit code, or 128 + the signal that ended it; nothing if it still runs after `patience`.
  std::optional<int> wait(std::chrono::milliseconds patience = std::chrono::seconds{10});
  /// What it wrote so far.
  std::string output() const;
  /// Whether `text` appears in its output before `patience` is over.
  bool wait_for_output(const std::string& text, std::chrono::milliseconds patience = std::chrono::seconds{10});

 private:
  Options options_;
  pid_t pid_ = -1;
  int handle_ = -1;  ///< pidfd, readable once the program has ended
  std::optional<int> code_;
};

/// A port that nobody listened on a moment ago, on 127.0.0.1. Only for programs that cannot choose one themselves.
int free_port();

}  // namespace isocenter::fakes
