#pragma once

#include <atomic>
#include <cstdio>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "collector/access/users_file.hpp"
#include "collector/web/server.hpp"
#include "tests/collector/report/sample_database.hpp"

namespace isocenter::web {

/// A collector's web server on a free port of loopback, beside a sample database. For each role it has a user called
/// like it, whose password is `password` and who has a token.
class RunningServer {
 public:
  /// `change`: what is to be other than usual.
  explicit RunningServer(
      const Limits& limits = {}, const std::function<void(Options&)>& change = [](Options&) {})
      : users_{make_users()}, server_{options(limits, change)} {
    server_.start();
  }

  static constexpr const char* password = "four words in a row";
  const std::string& token(Role role) const { return tokens_.at(role); }
  /// A header line that lets a request in.
  std::string authorization(Role role = Role::technologist) const { return "Authorization: Bearer " + token(role); }
  std::filesystem::path users() const { return users_; }

  /// Events that were said, in their order.
  std::vector<NewEvent> said() const {
    const std::lock_guard lock{mutex_};
    return said_;
  }
  /// Of one kind.
  template <typename Body>
  std::vector<Body> said_of() const {
    std::vector<Body> found;
    for (const NewEvent& event : said()) {
      if (const Body* const body = std::get_if<Body>(&event.body)) found.push_back(*body);
    }
    return found;
  }
  /// Whether `condition` comes true within 20 s.
  template <typename Condition>
  static bool eventually(Condition condition) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!condition() && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    return condition();
  }

  std::uint16_t port() const { return server_.port(); }
  std::string url(const std::string& target) const { return "http://127.0.0.1:" + std::to_string(port()) + target; }
  report::SampleDatabase& database() { return database_; }
  Server& server() { return server_; }
  void set_health(const Health& health) {
    const std::lock_guard lock{mutex_};
    health_ = health;
  }

 private:
  std::filesystem::path make_users() {
    auto path = access::UsersFile::beside(database_.path());
    access::UsersFile file{path};
    const Instant now = report::at("2026-11-24T06:00:00Z");
    for (const Role role : access::roles) {
      const std::string name{word(role)};
      EXPECT_TRUE(file.add(name, role, access::hash_password(password, access::Cost::least), "tests", now));
      tokens_[role] = access::make_secret();
      EXPECT_TRUE(file.add_token(name, "tests", role, access::hash_of(tokens_[role]), "tests", now));
    }
    for (const access::PendingAudit& audit : file.pending_audits()) file.forget_audit(audit.id);
    return path;
  }

  Result<std::vector<collector::Said>> say(const std::vector<NewEvent>& events) {
    const std::lock_guard lock{mutex_};
    std::vector<collector::Said> said;
    for (const NewEvent& event : events) {
      said_.push_back(event);
      said.push_back({{collector_node(), Epoch{}, said_.size()}, Digest{}});
    }
    return said;
  }

  Options options(const Limits& limits, const std::function<void(Options&)>& change) {
    Options made{.listen = {.host = "127.0.0.1", .port = 0},
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
                 .say = [this](const std::vector<NewEvent>& events) { return say(events); },
                 .complain = [](const std::string&) {},
                 .limits = limits};
    made.password_cost = access::Cost::least;
    change(made);
    return made;
  }

  report::SampleDatabase database_;
  std::map<Role, std::string> tokens_;
  std::filesystem::path users_;
  mutable std::mutex mutex_;
  std::vector<NewEvent> said_;
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
