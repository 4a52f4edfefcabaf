#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include "shared/process/hardening.hpp"
#include "shared/process/readiness.hpp"
#include "shared/process/stop_signal.hpp"
#include "tests/fakes/temporary_folder.hpp"

namespace isocenter::process {
namespace {

using namespace std::chrono_literals;

/// Whether the token is stopped within ten seconds.
bool is_stopped(const std::stop_token& token) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock{mutex};
  stopped.wait_for(lock, token, 10s, [] { return false; });
  return token.stop_requested();
}

TEST(StopSignal, StopsOnTermAndInterrupt) {
  sigset_t before;
  pthread_sigmask(SIG_SETMASK, nullptr, &before);
  for (const int number : {SIGTERM, SIGINT}) {
    StopSignal stop;
    EXPECT_FALSE(stop.token().stop_requested());
    kill(getpid(), number);
    EXPECT_TRUE(is_stopped(stop.token())) << number;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST(Hardening, AnAbortedProgramLeavesNoCore) {
  const pid_t child = fork();
  if (child == 0) {
    const rlimit generous{RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_CORE, &generous);  // as an administrator might
    never_leave_a_core();
    rlimit after{};
    getrlimit(RLIMIT_CORE, &after);
    if (after.rlim_cur != 0 || after.rlim_max != 0 || prctl(PR_GET_DUMPABLE) != 0) _exit(1);
    abort();
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status)) << "exit " << WEXITSTATUS(status);
  EXPECT_EQ(WTERMSIG(status), SIGABRT);
  EXPECT_FALSE(WCOREDUMP(status));
}

TEST(Readiness, TellsSystemd) {
  fakes::TemporaryFolder folder;
  const std::string path = (folder / "notify").string();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ASSERT_EQ(bind(manager, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  setenv("NOTIFY_SOCKET", path.c_str(), 1);
  notify_ready();
  unsetenv("NOTIFY_SOCKET");
  char heard[64] = {};
  const ssize_t length = recv(manager, heard, sizeof heard, MSG_DONTWAIT);
  close(manager);
  EXPECT_EQ(std::string(heard, static_cast<std::size_t>(std::max<ssize_t>(length, 0))), "READY=1");
}

TEST(Readiness, IsSilentWithoutSystemd) {
  unsetenv("NOTIFY_SOCKET");
  EXPECT_FALSE(notify("READY=1"));
  setenv("NOTIFY_SOCKET", "/no/such/socket", 1);
  EXPECT_FALSE(notify("READY=1"));
  unsetenv("NOTIFY_SOCKET");
}

}  // namespace
}  // namespace isocenter::process
