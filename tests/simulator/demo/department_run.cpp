#include "tests/simulator/demo/department_run.hpp"

#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "shared/process/stop_signal.hpp"
#include "tests/simulator/demo/check.hpp"
#include "tests/simulator/demo/collector_view.hpp"
#include "tests/simulator/demo/compare_uptime.hpp"
#include "tests/simulator/demo/folder.hpp"
#include "tests/simulator/demo/kiosks.hpp"
#include "tests/simulator/demo/login.hpp"
#include "tests/simulator/demo/people.hpp"
#include "tests/simulator/demo/programs.hpp"
#include "tests/simulator/demo/screens_line.hpp"
#include "tests/simulator/demo/trouble_maker.hpp"
#include "tests/simulator/front_desk.hpp"
#include "tests/simulator/inference.hpp"
#include "tests/simulator/modality.hpp"
#include "tests/simulator/truth.hpp"

namespace isocenter::simulator {
namespace {

using namespace std::chrono_literals;

/// The collector may see a change late by a probe, two missed ones, or a turn of the log's reader: about a second each.
constexpr Milliseconds state_slack = 3s;
constexpr auto start_patience = 30s;
constexpr auto drain_patience = 90s;  ///< an agent that was cut off again and again tries up to a minute apart

void tell(const std::string& text) {
  static std::mutex mutex;
  const std::scoped_lock lock{mutex};
  std::printf("%s  %s\n", cctz::format("%H:%M:%S", std::chrono::system_clock::now(), cctz::local_time_zone()).c_str(),
              text.c_str());
  std::fflush(stdout);
}

/// Waits until `is_so`, looking four times a second; false where `patience` or the demo ends before.
bool wait_until(const std::function<bool()>& is_so, Milliseconds patience, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any ended;
  std::unique_lock lock{mutex};
  for (const Instant end = now() + patience; now() < end && !stop.stop_requested();) {
    if (is_so()) return true;
    ended.wait_for(lock, stop, 250ms, [] { return false; });
  }
  return is_so();
}

bool is_every_device_observed(const DemoFolder& folder, const std::string& collector) {
  const auto rows = report(folder, collector, "status", {now() - 1h, now()});
  return rows.size() == department().size() &&
         std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.at("state") != "unknown"; });
}

std::vector<std::unique_ptr<SimulatedModality>> make_modalities(const DemoOptions& options, const DemoFolder& folder,
                                                                const std::vector<SimulatedDevice>& devices,
                                                                Truth& truth, FrontDesk& desk) {
  std::vector<std::unique_ptr<SimulatedModality>> modalities;
  std::uint64_t number = 0;
  for (const SimulatedDevice& device : devices) {
    modalities.push_back(
        std::make_unique<SimulatedModality>(ModalitySetting{.device = device,
                                                            .mpps = {.host = "127.0.0.1",
                                                                     .port = folder.mpps_ports.at(device.agent),
                                                                     .called_ae = "ISOCENTER",
                                                                     .calling_ae = device.calling_title()},
                                                            .echo_port = folder.echo_ports.at(device.name),
                                                            .log = folder.log(device.name),
                                                            .zone = folder.zone,
                                                            .speed = options.speed,
                                                            .seed = options.seed + 1000 * ++number,
                                                            .tell = tell},
                                            truth, desk));
  }
  return modalities;
}

/// The modalities work until `stop` or the time is over.
void work(std::vector<std::unique_ptr<SimulatedModality>>& modalities, const DemoOptions& options, Programs& programs,
          DemoKiosks& kiosks, TroubleMaker& troubles, const Truth& truth, const std::stop_token& stop) {
  std::vector<std::jthread> threads;
  threads.reserve(modalities.size());
  for (auto& each : modalities) threads.emplace_back([&each](std::stop_token end) { each->run(std::move(end)); });
  const Instant end = options.length ? now() + *options.length : end_of_time;
  Instant tell_next = now() + 20s;
  troubles.begin(now());
  while (now() < end && !stop.stop_requested()) {
    wait_until([] { return false; }, std::min<Milliseconds>(250ms, end - now()), stop);
    troubles.turn(now(), programs);
    programs.expect_running();
    kiosks.expect_running();
    if (now() < tell_next) continue;
    tell_next += 20s;
    const std::vector<TrueExam> exams = truth.exams();
    const auto running = std::count_if(exams.begin(), exams.end(), [](const TrueExam& exam) { return !exam.ended; });
    tell(fmt::format("{} exams so far, {} under way, {} faults, {} answers", exams.size(), running,
                     truth.faults().size(), truth.answers()));
  }
  troubles.end(now());
  for (std::jthread& thread : threads) thread.request_stop();
}

std::set<std::string> sharing_ae_titles(const std::vector<SimulatedDevice>& devices) {
  std::set<std::string> sharing;
  for (const SimulatedDevice& device : devices) {
    if (!device.habits.shared_ae_title.empty()) sharing.insert(device.name);
  }
  return sharing;
}

void print(const DemoResult& result, const DemoFolder& folder) {
  std::printf("\n%-52s %10s %10s\n", "What happened", "collector", "simulator");
  for (const Comparison& each : result.comparisons) {
    std::printf("%-52s %10s %10s%s\n", each.figure.c_str(), each.collector.c_str(), each.simulator.c_str(),
                each.differences.empty() ? "" : "   differs:");
    for (const std::string& difference : each.differences) std::printf("    %s\n", difference.c_str());
  }
  std::printf("\nDatabase: %s\n", folder.database().c_str());
  std::printf("Ask it:   build/release/bin/isocenter-collector report exams --config %s\n\n",
              folder.collector_config().c_str());
  const std::string inferred = result.inferred ? fmt::format(", inferred {}", *result.inferred) : "";
  std::printf("exams %zu%s, faults %zu, answers %zu, events %zu, lost %zu\n", result.exams, inferred.c_str(),
              result.faults, result.answers, result.events, result.lost);
  std::fflush(stdout);
}

}  // namespace

int run_department(const DemoOptions& options) {
  const process::StopSignal signal;
  const std::stop_token stop = signal.token();
  const std::vector<SimulatedDevice> devices = options.messy ? with_mess(department(), options.seed) : department();
  const std::vector<std::string> agents = agents_of(devices);
  const DemoFolder folder =
      make_demo_folder(options.folder, options.profiles, devices, now(), options.speed, options.messy);
  tell(fmt::format("A {} of {} devices, {} times faster than life, seed {}",
                   options.messy ? "messy department" : "department", devices.size(), options.speed, options.seed));
  const Login login = make_login(folder, (options.programs / "isocenter-collector").string());
  tell(fmt::format("Look at  http://127.0.0.1:{}/  and sign in as {} with {}", folder.web_port, login.user,
                   login.password));
  tell(fmt::format("Listen:  mosquitto_sub -p {} -v -t 'isocenter/1/{}/#'", folder.broker_port, demo_site));
  tell(fmt::format("Files:   {}", folder.path.string()));

  TroubleMaker troubles{folder, Troubles{options.seed, agents}, tell};
  Programs programs{options, folder, agents};
  const auto is_ready = [&] {
    programs.expect_running();
    return programs.is_ready();
  };
  if (!wait_until(is_ready, start_patience, stop)) throw std::runtime_error{"the collector was not ready within 30 s"};

  Truth truth;
  auto desk =
      std::make_unique<FrontDesk>(demo_site, front_desk_node, folder.broker_url(), folder.outbox(front_desk_node));
  auto modalities = make_modalities(options, folder, devices, truth, *desk);
  const std::string collector = programs.program("isocenter-collector");
  for (auto& each : modalities) each->switch_on();
  if (!wait_until([&] { return is_every_device_observed(folder, collector); }, start_patience, stop)) {
    throw std::runtime_error{"not every device was observed within 30 s"};
  }

  DemoKiosks kiosks{programs.program("isocenter-kiosk"), folder, options.headless};
  People people{kiosks, options.seed};
  const Instant begun = now();
  tell(options.length ? fmt::format("The day begins; it ends in {} s", options.length->count() / 1000)
                      : std::string{"The day begins; Ctrl-C ends it"});
  work(modalities, options, programs, kiosks, troubles, truth, stop);
  const Instant ended = now();
  truth.finish(ended);
  const std::stop_token never;
  people.go_home(truth);
  wait_until([&] { return programs.is_all_collected(demo_kiosks()); }, drain_patience, never);
  for (const auto& picture : kiosks.stop_with_pictures()) tell(fmt::format("Picture: {}", picture.string()));

  tell("The day is over; waiting until the collector has everything");
  wait_until([] { return false; }, 2500ms, never);  // the last lines of the logs are read once a second
  int in_a_row = 0;  // what a node that is just back has kept, the collector hears of a moment later
  const auto is_all_there = [&] {
    in_a_row = desk->unacknowledged() == 0 && programs.is_all_collected(agents) ? in_a_row + 1 : 0;
    return in_a_row >= 3;
  };
  const bool all_collected = wait_until(is_all_there, drain_patience, never);
  const Comparison screens = compare_screens(folder, report(folder, collector, "status", {now() - 1h, now()}));
  // Asked while all are still there: how a stopping agent is taken leave of is no part of the day.
  const Instant asked = now();
  const auto uptime = report(folder, collector, "uptime");
  programs.stop_agents();  // before the modalities, whose silence they would still see and have no time to tell
  modalities.clear();
  desk.reset();
  programs.stop_rest();

  const auto mess = options.messy ? std::optional{MessMade{troubles.made(), sharing_ae_titles(devices), all_collected}}
                                  : std::nullopt;
  DemoResult result = check_demo(folder, collector, truth, {begun, ended}, state_slack, mess);
  result.comparisons.push_back(screens);
  const auto until_asked = as_knowable(truth.stretches_until(asked), truth.exams());
  for (Comparison& each : compare_uptime(uptime, folder.contracts, until_asked, folder.zone, state_slack)) {
    result.comparisons.push_back(std::move(each));
  }
  for (Comparison& each : people.compare(report(folder, collector, "events", {begun - 1h, now()}))) {
    result.comparisons.push_back(std::move(each));
  }
  print(result, folder);
  return result.agrees() && result.lost == 0 ? 0 : 1;
}

}  // namespace isocenter::simulator
