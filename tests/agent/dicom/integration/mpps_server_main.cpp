#include <fmt/format.h>
#include <signal.h>

#include <fstream>
#include <iostream>

#include "agent/dicom/mpps_server.hpp"
#include "tests/agent/dicom/database_sink.hpp"
#include "tests/agent/dicom/mpps_datasets.hpp"

/// mpps_server_for_test DATABASE EVENTS [PORT]: an MPPS SCP "ISOCENTER" of a CT without an agent around it. Says "ready
/// PORT"; at SIGTERM writes a line per event to EVENTS: exam, type, at, status, reason, images, number of orders.
namespace {

using namespace isocenter;
using namespace isocenter::agent;

std::string optional_time(const std::optional<Instant>& at) { return at ? format_rfc3339(*at) : "-"; }

std::string line_of(const EventBody& body) {
  if (const auto* started = std::get_if<ExamStarted>(&body)) {
    return fmt::format("{} started {} {} - - {}", started->facts.exam, optional_time(started->at),
                       word(started->subject), started->facts.orders.size());
  }
  if (const auto* ended = std::get_if<ExamEnded>(&body)) {
    return fmt::format("{} ended {} {} {} {} 0", ended->facts.exam, optional_time(ended->at), word(ended->status),
                       ended->reason.empty() ? "-" : ended->reason, ended->images.value_or(-1));
  }
  return "- other - - - - 0";
}

int run(const std::filesystem::path& database, const std::filesystem::path& events, std::uint16_t port) {
  DatabaseSink sink{database};
  MppsService service{rules(), sink,
                      [] { return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now()); }};
  MppsServerOptions options;
  options.listen.port = port;
  options.admission.ae_title = "ISOCENTER";
  const auto server = MppsServer::listen(options, service);
  if (!server) {
    std::cerr << to_string(server.error()) << "\n";
    return 1;
  }
  std::cout << "ready " << (*server)->port() << std::endl;
  sigset_t wanted;
  sigemptyset(&wanted);
  sigaddset(&wanted, SIGTERM);
  int signal = 0;
  sigwait(&wanted, &signal);
  (*server)->stop();
  std::ofstream out{events};
  for (const Sighting& sighting : sink.sightings()) out << line_of(std::get<EventBody>(sighting.seen)) << "\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
  if (argc < 3) return 2;
  return run(argv[1], argv[2], static_cast<std::uint16_t>(argc > 3 ? std::stoi(argv[3]) : 0));
}
