#include "tests/fakes/child_process.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>
#include <thread>

namespace isocenter::fakes {
namespace {

using namespace std::chrono_literals;

[[noreturn]] void raise(int code, const std::string& doing) {
  throw std::system_error{code, std::generic_category(), doing};
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (const std::string& text : texts) all.push_back(const_cast<char*>(text.c_str()));
  all.push_back(nullptr);
  return all;
}

std::vector<std::string> whole_environment(const std::vector<std::string>& added) {
  std::vector<std::string> all = added;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string name{*one, std::strcspn(*one, "=") + 1};
    bool replaced = false;
    for (const std::string& own : added) replaced = replaced || own.starts_with(name);
    if (!replaced) all.emplace_back(*one);
  }
  return all;
}

}  // namespace

ChildProcess::ChildProcess(Options options) : options_{std::move(options)} {
  const std::string output = options_.output.empty() ? "/dev/null" : options_.output.string();
  const std::vector<std::string> environment = whole_environment(options_.environment);
  const std::vector<char*> arguments = pointers(options_.command);
  const std::vector<char*> variables = pointers(environment);
  int failed[2];
  if (pipe2(failed, O_CLOEXEC) != 0) raise(errno, "pipe");
  const pid_t parent = getpid();

  pid_ = fork();
  if (pid_ == 0) {  // only async-signal-safe calls from here on: the test may have threads
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(127);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    // Sockets of libraries that do not say so themselves: whoever inherits one keeps its port open.
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    const bool moved = options_.folder.empty() || chdir(options_.folder.c_str()) == 0;
    if (moved && file >= 0 && dup2(nothing, 0) >= 0 && dup2(file, 1) >= 0 && dup2(file, 2) >= 0) {
      execvpe(arguments[0], arguments.data(), variables.data());
    }
    const int code = errno;
    [[maybe_unused]] const ssize_t told = write(failed[1], &code, sizeof code);
    _exit(127);
  }
  const int fork_error = errno;
  close(failed[1]);
  int code = 0;
  const bool has_failed = pid_ > 0 && read(failed[0], &code, sizeof code) == static_cast<ssize_t>(sizeof code);
  close(failed[0]);
  if (pid_ < 0) raise(fork_error, "fork");
  if (has_failed) {
    waitpid(pid_, nullptr, 0);
    raise(code, "cannot start " + options_.command.at(0));
  }
  handle_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (handle_ < 0) raise(errno, "pidfd_open");
}

ChildProcess::~ChildProcess() {
  if (pid_ > 0 && !code_) kill();
  if (handle_ >= 0) close(handle_);
}

bool ChildProcess::is_running() { return !wait(0ms).has_value(); }

void ChildProcess::signal(int number) {
  if (!code_) ::kill(pid_, number);
}

void ChildProcess::kill() {
  signal(SIGKILL);
  wait(60s);
}

std::optional<int> ChildProcess::stop(std::chrono::milliseconds patience) {
  signal(SIGTERM);
  return wait(patience);
}

std::optional<int> ChildProcess::wait(std::chrono::milliseconds patience) {
  if (code_) return code_;
  pollfd ended{handle_, POLLIN, 0};
  if (poll(&ended, 1, static_cast<int>(patience.count())) <= 0) return std::nullopt;
  int status = 0;
  if (waitpid(pid_, &status, 0) != pid_) return std::nullopt;
  code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return code_;
}

std::string ChildProcess::output() const {
  std::ifstream file{options_.output};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool ChildProcess::wait_for_output(const std::string& text, std::chrono::milliseconds patience) {
  const auto end = std::chrono::steady_clock::now() + patience;
  for (;;) {
    if (output().find(text) != std::string::npos) return true;
    const bool ended = !is_running();
    if (ended || std::chrono::steady_clock::now() > end) return output().find(text) != std::string::npos;
    std::this_thread::sleep_for(10ms);
  }
}

int free_port() {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  const bool bound = listener >= 0 && bind(listener, plain, length) == 0 && getsockname(listener, plain, &length) == 0;
  const int code = errno;
  if (listener >= 0) close(listener);
  if (!bound) raise(code, "no free port");
  return ntohs(address.sin_port);
}

}  // namespace isocenter::fakes
