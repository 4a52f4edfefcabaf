#include <fmt/format.h>

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "tests/bench/collector_process.hpp"
#include "tests/bench/load.hpp"
#include "tests/bench/parts.hpp"
#include "tests/fakes/mosquitto.hpp"
#include "tests/fakes/temporary_folder.hpp"
#include "tests/fakes/virtual_screen.hpp"
#include "tests/simulator/echo_answerer.hpp"

namespace isocenter::bench {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;
using fakes::ChildProcess;

constexpr int echoing_devices = 5;  ///< with a log each: ten sources
constexpr int logging_devices = 10;
constexpr Department rooms{.nodes = 4, .devices = 16};

/// Proportional set size: memory shared with other programs counted by their number.
double pss_mb(pid_t pid) {
  std::ifstream file{fmt::format("/proc/{}/smaps_rollup", pid)};
  for (std::string line; std::getline(file, line);) {
    std::istringstream words{line};
    std::string name;
    double kb = 0;
    if (words >> name >> kb && name == "Pss:") return kb / 1024;
  }
  throw std::runtime_error{"no smaps_rollup: PSS cannot be measured"};
}

/// Time on a processor of all its threads, to the nanosecond.
double cpu_seconds(pid_t pid) {
  double sum = 0;
  for (const auto& thread : std::filesystem::directory_iterator{fmt::format("/proc/{}/task", pid)}) {
    double ns = 0;
    std::ifstream{thread.path() / "schedstat"} >> ns;
    sum += ns / 1e9;
  }
  return sum;
}

std::string head(const std::string& node, const std::string& url) {
  return fmt::format(
      "site = \"{1}\"\nzone = \"America/New_York\"\nnode = \"{0}\"\n[broker]\nurl = \"{2}\"\n"
      "[outbox]\npath = \"{0}.outbox\"\n",
      node, bench_site().text(), url);
}

class Programs {
 public:
  Programs(const std::filesystem::path& folder, const std::string& url) : folder_{folder}, url_{url} {
    std::ofstream{folder / "site.key"} << std::string(32, 'k');
    std::filesystem::permissions(folder / "site.key", std::filesystem::perms::owner_read);
  }

  std::unique_ptr<ChildProcess> start_agent(const std::string& node, const std::string& rest) const {
    std::ofstream{folder_ / (node + ".toml")} << head(node, url_) << "[site_key]\nnumber = 1\nfile = \"site.key\"\n"
                                              << rest;
    return start({ISOCENTER_BIN_DIR "/isocenter-agent", "run", "--config", (folder_ / (node + ".toml")).string()}, node,
                 {});
  }
  std::unique_ptr<ChildProcess> start_kiosk(const std::string& display) const {
    std::ofstream{folder_ / "kiosk.toml"} << "screen = \"board\"\n"
                                          << head("kiosk-board", url_) << "[window]\nwidth = 1920\nheight = 1080\n";
    return start({ISOCENTER_BIN_DIR "/isocenter-kiosk", "--config", (folder_ / "kiosk.toml").string()}, "kiosk-board",
                 {"DISPLAY=" + display});
  }

 private:
  std::unique_ptr<ChildProcess> start(std::vector<std::string> command, const std::string& name,
                                      std::vector<std::string> environment) const {
    return std::make_unique<ChildProcess>(ChildProcess::Options{.command = std::move(command),
                                                                .output = folder_ / (name + ".output"),
                                                                .folder = {},
                                                                .environment = std::move(environment)});
  }

  std::filesystem::path folder_;
  std::string url_;
};

std::string device_table(int number, const std::filesystem::path& folder, int dicom_port) {
  const std::string log = fmt::format("room{}-{}.log", number, dicom_port);
  std::ofstream{folder / log} << "2026-11-24 06:30:00.000 INFO  [system] System started\n";
  std::string text = fmt::format(
      "[[device]]\nname = \"room{0}\"\nmodality = \"CT\"\nlogs = [\"{1}\"]\nae_titles = [\"ROOM{0}\"]\n"
      "profile = \"{2}/firmware-configs/modality/generic-ct.toml\"\n",
      number, log, ISOCENTER_SOURCE_DIR);
  if (dicom_port != 0) text += fmt::format("address = \"127.0.0.1\"\ndicom_port = {}\n", dicom_port);
  return text;
}

/// CPU of each while nothing happens, in percent of one core.
std::vector<double> cpu_percent(const std::vector<pid_t>& pids, std::chrono::seconds time) {
  std::vector<double> before;
  for (const pid_t pid : pids) before.push_back(cpu_seconds(pid));
  const auto start = Clock::now();
  std::this_thread::sleep_for(time);
  const double gone = std::chrono::duration<double>(Clock::now() - start).count();
  std::vector<double> percent;
  for (std::size_t i = 0; i < pids.size(); ++i) percent.push_back((cpu_seconds(pids[i]) - before[i]) / gone * 100);
  return percent;
}

Target at_most(double value) { return {Target::Kind::at_most, value}; }

/// Milliseconds from the start of the program to its first picture on the screen: it says `ready` right after.
double first_frame_ms(const Programs& programs, const std::string& display, std::unique_ptr<ChildProcess>& kiosk) {
  const auto start = Clock::now();
  kiosk = programs.start_kiosk(display);
  if (!kiosk->wait_for_output("ready\n", 20s)) throw std::runtime_error{"the kiosk does not start: " + kiosk->output()};
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

}  // namespace

void measure_footprint(Options& options, Results& results) {
  const fakes::TemporaryFolder folder;
  const fakes::MosquittoProcess broker{broker_settings};
  const auto since = std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()) - std::chrono::hours{1};
  CollectorProcess collector{rooms, broker.url(), folder / "collector", since};
  const Programs programs{folder.path(), broker.url()};
  std::vector<std::unique_ptr<simulator::EchoAnswerer>> workstations;
  std::string with_dicom =
      fmt::format("[mpps]\nlisten = \"127.0.0.1:{}\"\nae_title = \"ISOCENTER\"\n", fakes::free_port());
  for (int i = 0; i < echoing_devices; ++i) {
    const int port = fakes::free_port();
    workstations.push_back(std::make_unique<simulator::EchoAnswerer>(fmt::format("ROOM{}", i + 1), port));
    workstations.back()->switch_on();
    with_dicom += device_table(i + 1, folder.path(), port);
  }
  std::string without;
  for (int i = 0; i < logging_devices; ++i) without += device_table(i + 1, folder.path(), 0);
  const auto dicom_agent = programs.start_agent("agent-1", with_dicom);
  const auto log_agent = programs.start_agent("agent-2", without);
  for (const auto* agent : {&dicom_agent, &log_agent}) {
    if (!(*agent)->wait_for_output("ready\n", 20s)) {
      return results.trouble("footprint: an agent does not start: " + (*agent)->output());
    }
  }
  fakes::VirtualScreen screen{folder / "screen.output"};
  std::unique_ptr<ChildProcess> kiosk;
  std::vector<double> frames;
  for (int round = 0; round < std::max(options.repeats, 1); ++round) {
    if (kiosk) kiosk->stop();
    std::filesystem::remove(folder / "kiosk-board.output");
    frames.push_back(first_frame_ms(programs, screen.display(), kiosk));
  }
  std::this_thread::sleep_for(5s);  // all that begins has begun
  const auto percent = cpu_percent({dicom_agent->pid(), log_agent->pid(), kiosk->pid()}, options.rest);
  results.add(
      {"footprint", "agent with DICOM, 5 C-ECHO and 5 logs, PSS", pss_mb(dicom_agent->pid()), "MB", at_most(16)});
  results.add({"footprint", "the same at rest, CPU", percent[0], "% of core", at_most(0.1)});
  results.add({"footprint", "agent without DICOM, 10 logs, PSS", pss_mb(log_agent->pid()), "MB", at_most(8)});
  results.add({"footprint", "the same at rest, CPU", percent[1], "% of core", at_most(0.1)});
  results.add({"footprint", "kiosk, board of 16 rooms, software GL: start to first picture", median(frames), "ms",
               at_most(400)});
  results.add({"footprint", "the same when nothing changes, CPU", percent[2], "% of core", at_most(1)});
  results.add({"footprint", "the same, PSS", pss_mb(kiosk->pid()), "MB"});
}

}  // namespace isocenter::bench
