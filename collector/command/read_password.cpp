#include "collector/command/read_password.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <cstdio>

namespace isocenter::collector {
namespace {

constexpr std::size_t longest_line = 4096;

/// The terminal shows nothing while this lives, and a signal ends the waiting rather than the program, so that the
/// terminal is always put back as it was.
class Unseen {
 public:
  Unseen() {
    sigset_t held;
    ::sigemptyset(&held);
    for (const int number : {SIGINT, SIGTERM}) ::sigaddset(&held, number);
    ::sigprocmask(SIG_BLOCK, &held, &usual_signals_);  // they come while it waits, and at no other time
    ::tcgetattr(STDIN_FILENO, &before_);
    termios without = before_;
    without.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &without);
    struct sigaction interrupt {};
    interrupt.sa_handler = [](int) {};
    ::sigaction(SIGINT, &interrupt, &before_interrupt_);
    ::sigaction(SIGTERM, &interrupt, &before_end_);
  }
  ~Unseen() {
    ::sigaction(SIGINT, &before_interrupt_, nullptr);
    ::sigaction(SIGTERM, &before_end_, nullptr);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    ::sigprocmask(SIG_SETMASK, &usual_signals_, nullptr);
    fmt::print(stderr, "\n");
  }
  Unseen(const Unseen&) = delete;
  Unseen& operator=(const Unseen&) = delete;

  /// False where a signal came instead.
  bool wait_for_input() const {
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    return ::ppoll(&input, 1, nullptr, &usual_signals_) > 0;
  }

 private:
  termios before_{};
  sigset_t usual_signals_{};
  struct sigaction before_interrupt_ {};
  struct sigaction before_end_ {};
};

/// `unseen` nullptr: standard input is no terminal.
Result<std::string> read_line(const Unseen* unseen) {
  std::string line;
  for (char byte = 0; line.size() <= longest_line;) {
    const bool is_given = unseen == nullptr || unseen->wait_for_input();
    const ssize_t count = is_given ? ::read(STDIN_FILENO, &byte, 1) : -1;
    if (count < 0) return fail(ErrorKind::unavailable, "password", "was not given; nothing is changed");
    if (count == 0 || byte == '\n') break;
    line += byte;
  }
  if (line.ends_with('\r')) line.pop_back();
  if (line.empty()) return fail(ErrorKind::invalid, "password", "is missing; type it, or give it on standard input");
  return line;
}

Result<std::string> ask(const std::string& question) {
  const Unseen unseen;  // before the question: who types fast shows nothing either
  fmt::print(stderr, "{}: ", question);
  std::fflush(stderr);
  return read_line(&unseen);
}

}  // namespace

Result<std::string> read_password(const std::string& name) {
  if (::isatty(STDIN_FILENO) == 0) return read_line(nullptr);
  auto password = ask(fmt::format("New password of {}, at least 12 characters", name));
  if (!password) return password;
  const auto again = ask("The same once more");
  if (!again) return again;
  if (*again != *password) return fail(ErrorKind::invalid, "password", "was not the same twice; nothing is changed");
  return password;
}

}  // namespace isocenter::collector
