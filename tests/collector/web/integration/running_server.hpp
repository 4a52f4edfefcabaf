#pragma once

#include <atomic>
#include <cstdio>
#include <fstream>
#include <mutex>
#include <string>
#include <vector>

#include "collector/web/server.hpp"
#include "tests/collector/report/sample_database.hpp"

namespace isocenter::web {

/// A collector's web server on a free port of loopback, beside a sample database.
class RunningServer {
 public:
  explicit RunningServer(const Limits& limits = {}) : server_{options(limits)} { server_.start(); }

  std::uint16_t port() const { return server_.port(); }
  std::string url(const std::string& target) const { return "http://127.0.0.1:" + std::to_string(port()) + target; }
  report::SampleDatabase& database() { return database_; }
  Server& server() { return server_; }
  void set_health(const Health& health) {
    const std::lock_guard lock{mutex_};
    health_ = health;
  }

 private:
  Options options(const Limits& limits) {
    return Options{.listen = {.host = "127.0.0.1", .port = 0},
                   .database = database_.path(),
                   .title = "General <Hospital>",
                   .site = report::sample_site(),
                   .version = "0.1.0",
                   .commit = "",
                   .figures =
                       [] {
                         collector::FigureValues values;
                         values.nodes["agent-ct1"].events_ingested = 5;
                         values.nodes["agent-ct1"].gap_events["forgotten"] = 2;
                         values.rejected["malformed"] = 1;
                         return values;
                       },
                   .health =
                       [this] {
                         const std::lock_guard lock{mutex_};
                         return health_;
                       },
                   .complain = [](const std::string&) {},
                   .limits = limits};
  }

  report::SampleDatabase database_;
  std::mutex mutex_;
  Health health_{
      .since_turn = std::chrono::milliseconds{300}, .store_open = true, .broker_connected = true, .reason = {}};
  Server server_;
};

/// What a command printed, and how it ended.
struct Ran {
  std::string output;
  int exit = -1;
};

inline Ran run(const std::string& command) {
  Ran ran;
  std::FILE* const pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return ran;
  char bytes[4096];
  for (std::size_t count; (count = std::fread(bytes, 1, sizeof bytes, pipe)) > 0;) ran.output.append(bytes, count);
  const int status = ::pclose(pipe);
  ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

/// This process's resident memory.
inline std::int64_t resident_bytes() {
  std::ifstream statm{"/proc/self/statm"};
  std::int64_t total = 0, resident = 0;
  statm >> total >> resident;
  return resident * ::sysconf(_SC_PAGESIZE);
}

/// Sanitizers keep freed memory; then resident memory says nothing.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool memory_is_telling = false;
#else
inline constexpr bool memory_is_telling = true;
#endif

}  // namespace isocenter::web
