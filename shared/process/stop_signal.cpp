#include "shared/process/stop_signal.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <system_error>

namespace isocenter::process {
namespace {

[[noreturn]] void raise(int code, const char* doing) { throw std::system_error{code, std::generic_category(), doing}; }

}  // namespace

StopSignal::StopSignal() {
  sigset_t stopping;
  sigemptyset(&stopping);
  sigaddset(&stopping, SIGTERM);
  sigaddset(&stopping, SIGINT);
  if (const int code = pthread_sigmask(SIG_BLOCK, &stopping, nullptr); code != 0) raise(code, "pthread_sigmask");
  std::signal(SIGPIPE, SIG_IGN);
  signals_ = Descriptor{signalfd(-1, &stopping, SFD_CLOEXEC | SFD_NONBLOCK)};
  if (signals_.get() < 0) raise(errno, "signalfd");
  ended_ = Descriptor{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
  if (ended_.get() < 0) raise(errno, "eventfd");
  thread_ = std::thread{[this] { listen(); }};
}

StopSignal::~StopSignal() {
  const std::uint64_t one = 1;
  while (write(ended_.get(), &one, sizeof one) < 0 && errno == EINTR) {
  }
  thread_.join();
}

void StopSignal::listen() {
  std::array<pollfd, 2> waiting{pollfd{signals_.get(), POLLIN, 0}, pollfd{ended_.get(), POLLIN, 0}};
  for (;;) {
    if (poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    if (waiting[1].revents != 0) return;
    signalfd_siginfo info;
    if (read(signals_.get(), &info, sizeof info) == static_cast<ssize_t>(sizeof info)) source_.request_stop();
  }
}

}  // namespace isocenter::process
