#include "tests/fakes/mosquitto.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <thread>

namespace isocenter::fakes {
namespace {

using namespace std::chrono_literals;

bool answers(int port) {
  const int file = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool connected = connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(file);
  return connected;
}

}  // namespace

MosquittoProcess::MosquittoProcess(std::string more)
    : MosquittoProcess{[more = std::move(more)](int port, const std::filesystem::path&) {
        const bool says_who = more.find("allow_anonymous") != std::string::npos;
        return fmt::format(
            "listener {} 127.0.0.1\npersistence false\nlog_dest stderr\nmax_queued_messages 10000\n{}{}\n", port,
            says_who ? "" : "allow_anonymous true\n", more);
      }} {}

MosquittoProcess::MosquittoProcess(std::function<std::string(int, const std::filesystem::path&)> configuration)
    : configuration_{std::move(configuration)} {
  for (int attempt = 0; attempt < 5; ++attempt) {  // somebody may take the free port before Mosquitto does
    port_ = free_port();
    if (start_once()) return;
  }
  throw std::runtime_error{"mosquitto does not come up: " + output()};
}

std::string MosquittoProcess::url() const { return fmt::format("mqtt://127.0.0.1:{}", port_); }

void MosquittoProcess::start() {
  if (!start_once()) throw std::runtime_error{"mosquitto does not come up again: " + output()};
}

bool MosquittoProcess::start_once() {
  {
    std::ofstream file{folder_ / "mosquitto.conf"};
    if (geteuid() == 0) file << "user root\n";  // else it could not read what lies in the test's own folder
    file << configuration_(port_, folder_.path()) << "\n";
  }
  process_ = std::make_unique<ChildProcess>(
      ChildProcess::Options{.command = {"/usr/sbin/mosquitto", "-c", (folder_ / "mosquitto.conf").string()},
                            .output = folder_ / "mosquitto.log",
                            .folder = {},
                            .environment = {}});
  const auto end = std::chrono::steady_clock::now() + 10s;
  while (std::chrono::steady_clock::now() < end) {
    if (!process_->is_running()) return false;
    if (answers(port_)) return process_->is_running();
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

}  // namespace isocenter::fakes
