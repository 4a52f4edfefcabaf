#include "collector/command/read_password.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace isocenter::collector {
namespace {

constexpr std::size_t longest_line = 4096;

/// The terminal shows nothing while this lives, and a signal ends the reading rather than the program, so that the
/// terminal is always put back as it was.
class Unseen {
 public:
  Unseen() {
    ::tcgetattr(STDIN_FILENO, &before_);
    termios without = before_;
    without.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &without);
    struct sigaction interrupt {};
    interrupt.sa_handler = [](int) {};  // without SA_RESTART: read() gives up
    ::sigaction(SIGINT, &interrupt, &before_interrupt_);
    ::sigaction(SIGTERM, &interrupt, &before_end_);
  }
  ~Unseen() {
    ::sigaction(SIGINT, &before_interrupt_, nullptr);
    ::sigaction(SIGTERM, &before_end_, nullptr);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    fmt::print(stderr, "\n");
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

 private:
  termios before_{};
  struct sigaction before_interrupt_ {};
  struct sigaction before_end_ {};
};

Result<std::string> read_line() {
  std::string line;
  for (char byte = 0; line.size() <= longest_line;) {
    const ssize_t count = ::read(STDIN_FILENO, &byte, 1);
    if (count < 0) return fail(ErrorKind::unavailable, "password", "was not given; nothing is changed");
    if (count == 0 || byte == '\n') break;
    line += byte;
  }
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty()) return fail(ErrorKind::invalid, "password", "is missing; type it, or give it on standard input");
  return line;
}

Result<std::string> ask(const std::string& question) {
  fmt::print(stderr, "{}: ", question);
  std::fflush(stderr);
  const Unseen unseen;
  return read_line();
}

}  // namespace

Result<std::string> read_password(const std::string& name) {
  if (::isatty(STDIN_FILENO) == 0) return read_line();
  auto password = ask(fmt::format("New password of {}, at least 12 characters", name));
  if (!password) return password;
  const auto again = ask("The same once more");
  if (!again) return again;
  if (*again != *password) return fail(ErrorKind::invalid, "password", "was not the same twice; nothing is changed");
  return password;
}

}  // namespace isocenter::collector
