#include "tests/simulator/demo/folder.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <netinet/in.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <regex>
#include <stdexcept>

namespace isocenter::simulator {
namespace {

constexpr const char* demo_zone = "America/New_York";

std::string screen_of(const std::string& kiosk) {
  if (kiosk == scanner_kiosk) return fmt::format("screen = \"scanner\"\ndevice = \"{}\"\n", scanner_device);
  if (kiosk == exit_kiosk) return "screen = \"feedback\"\narea = \"exit\"\n";
  return "screen = \"board\"\n";
}

/// Ports the kernel says are free, all different since all are held until all are known.
std::vector<int> free_ports(std::size_t count) {
  std::vector<int> sockets;
  std::vector<int> ports;
  for (std::size_t i = 0; i < count; ++i) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (::bind(socket, reinterpret_cast<sockaddr*>(&address), length) != 0 ||
        ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
      throw std::runtime_error{"no free port on 127.0.0.1"};
    }
    sockets.push_back(socket);
    ports.push_back(ntohs(address.sin_port));
  }
  for (const int socket : sockets) ::close(socket);
  return ports;
}

void write(const std::filesystem::path& path, const std::string& content) {
  std::ofstream file{path, std::ios::binary};
  file << content;
  file.close();
  if (!file) throw std::runtime_error{fmt::format("{}: cannot be written", path.string())};
}

void write_site_key(const std::filesystem::path& path) {
  std::array<char, 32> key{};
  randombytes_buf(key.data(), key.size());
  write(path, std::string{key.data(), key.size()});
  std::filesystem::permissions(path, std::filesystem::perms::owner_read);
}

std::string profile_of(const SimulatedDevice& device) {
  std::string code = device.modality->code;
  std::transform(code.begin(), code.end(), code.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return "generic-" + code + ".toml";
}

/// The profile with its probes as much more frequent as the demo is faster; no other word of it changes.
void copy_profile(const std::filesystem::path& from, const std::filesystem::path& to, double speed) {
  std::ifstream file{from};
  if (!file)
    throw std::runtime_error{fmt::format("{}: cannot be read; run the demo from the project's folder", from.string())};
  const std::string text{std::istreambuf_iterator<char>{file}, {}};
  std::smatch interval;
  if (!std::regex_search(text, interval, std::regex{R"(interval_ms = (\d+))"})) {
    throw std::runtime_error{fmt::format("{}: has no `interval_ms`", from.string())};
  }
  const long faster = std::max(200L, std::lround(std::stod(interval[1]) / speed));
  write(to, interval.prefix().str() + fmt::format("interval_ms = {}", faster) + interval.suffix().str());
}

/// Operating hours of every day that lie around `start`, or, for a closed room, that begin hours later.
std::string hours_around(Instant start, bool closed) {
  cctz::time_zone zone;
  cctz::load_time_zone(demo_zone, &zone);
  const auto local = cctz::convert(std::chrono::floor<std::chrono::seconds>(start), zone);
  const int opens = (local.hour() + (closed ? 8 : 23)) % 24;
  const int closes = (opens + 12) % 24;
  std::string text;
  for (const char* day : {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}) {
    text += fmt::format("hours.{} = [\"{:02}:00-{:02}:00\"]\n", day, opens, closes);
  }
  return text;
}

std::string broker_config(const DemoFolder& folder) {
  return fmt::format(
      "persistence false\nallow_anonymous true\nlistener {} 127.0.0.1\nmax_queued_messages 10000\n"
      "message_size_limit 131072\nmax_inflight_messages 100\n",
      folder.broker_port);
}

std::string program_head(const DemoFolder& folder) {
  return fmt::format("site = \"{}\"\ntitle = \"General Hospital, Imaging\"\nzone = \"{}\"\n", demo_site, folder.zone);
}

std::string agent_config(const DemoFolder& folder, const std::string& agent,
                         const std::vector<SimulatedDevice>& devices) {
  std::string text =
      program_head(folder) +
      fmt::format(
          "node = \"{0}\"\n\n[broker]\nurl = \"{1}\"\n\n[site_key]\nnumber = 1\nfile = \"site.key\"\n\n"
          "[outbox]\npath = \"{0}.outbox\"\n\n[mpps]\nlisten = \"127.0.0.1:{2}\"\nae_title = \"ISOCENTER\"\n",
          agent, folder.broker_url_of(agent), folder.mpps_ports.at(agent));
  for (const SimulatedDevice& device : devices) {
    if (device.agent != agent) continue;
    // A title that two share names neither; then the station's name tells them apart, as docs/conformance/dicom.md
    // says.
    const char* const title_key =
        device.habits.shared_ae_title.empty() ? "ae_titles = [\"{0}\"]\n" : "called_ae_title = \"{0}\"\n";
    text += fmt::format(
        "\n[[device]]\nname = \"{0}\"\nmodality = \"{1}\"\naddress = \"127.0.0.1\"\ndicom_port = {2}\n"
        "station_names = [\"{3}\"]\nlogs = [\"{0}.log\"]\nprofile = \"{4}\"\n",
        device.name, device.modality->code, folder.echo_ports.at(device.name), device.ae_title, profile_of(device));
    text += fmt::format(fmt::runtime(title_key), device.ae_title);
  }
  return text;
}

std::string kiosk_config(const DemoFolder& folder, const std::string& kiosk, double speed) {
  std::string text =
      program_head(folder) + fmt::format(
                                 "node = \"{0}\"\nlanguages = [\"en\", \"es\"]\n{2}\n[broker]\nurl = \"{1}\"\n\n"
                                 "[outbox]\npath = \"{0}.outbox\"\n\n[window]\nwidth = 1920\nheight = 1080\n",
                                 kiosk, folder.broker_url(), screen_of(kiosk));
  // Twelve hours of a department that lives so much faster.
  if (kiosk != exit_kiosk) text += fmt::format("\n[timeline]\nhours = {}\n", std::max(12 / speed, 0.1));
  return text;
}

std::string collector_config(const DemoFolder& folder, const std::vector<SimulatedDevice>& devices, Instant start) {
  std::string text =
      program_head(folder) + fmt::format(
                                 "contracts = \"contracts.toml\"\n\n[broker]\nurl = \"{}\"\n\n[outbox]\npath = "
                                 "\"collector.outbox\"\n\n[store]\nurl = \"sqlite:isocenter.db\"\n\n"
                                 "[web]\nlisten = \"127.0.0.1:{}\"\n\n[[node]]\nname = \"{}\"\nmay = "
                                 "[\"declare\", \"feedback\"]\nareas = [\"exit\"]\ndevices = [",
                                 folder.broker_url(), folder.web_port, front_desk_node);
  for (const SimulatedDevice& device : devices) text += fmt::format("\"{}\", ", device.name);
  text += "]\n";
  text += fmt::format("\n[[node]]\nname = \"{}\"\nmay = [\"declare\"]\ndevices = [\"mr1\"]\n", scanner_kiosk);
  text += fmt::format("\n[[node]]\nname = \"{}\"\nmay = [\"feedback\"]\nareas = [\"exit\"]\n", exit_kiosk);
  for (const SimulatedDevice& device : devices) {
    text += fmt::format(
        "\n[[device]]\nname = \"{}\"\ntitle = \"{}\"\nroom = \"{}\"\nnode = \"{}\"\nmodality = \"{}\"\n"
        "manufacturer = \"Example\"\nmodel = \"Example {}\"\nserial = \"{:05}\"\n{}",
        device.name, device.title, device.room, device.agent, device.modality->code, device.modality->code,
        10'000 + folder.echo_ports.at(device.name), hours_around(start, device.closed));
  }
  return text;
}

/// The first month of the contracts. Where the local day is still of the month before, that one counts.
std::chrono::year_month_day first_day(Instant start) {
  const std::chrono::year_month_day today{std::chrono::floor<std::chrono::days>(start)};
  return std::chrono::sys_days{today} - std::chrono::days{1};
}

bool is_about_magnets(const DemoContract& contract) { return contract.name.starts_with("mr-"); }

/// One for the magnets, one for all other rooms.
std::vector<DemoContract> contracts_of(const std::vector<SimulatedDevice>& devices, Instant start) {
  const int year = static_cast<int>(first_day(start).year());
  DemoContract magnets{fmt::format("mr-{}", year), {}};
  DemoContract rooms{fmt::format("rooms-{}", year), {}};
  for (const SimulatedDevice& device : devices) {
    (device.modality->code == "MR" ? magnets : rooms).devices.push_back(device.name);
  }
  return {magnets, rooms};
}

/// All day long, from this month on for a year, so that a demo of any hour has covered time; two vendors with different
/// terms.
std::string contracts_file(const DemoFolder& folder, Instant start) {
  const int year = static_cast<int>(first_day(start).year());
  const unsigned month = static_cast<unsigned>(first_day(start).month());
  std::string text;
  for (const DemoContract& contract : folder.contracts) {
    const bool is_mr = is_about_magnets(contract);
    text += fmt::format(
        "[[contract]]\nname = \"{0}\"\nvendor = \"{2}\"\ndevices = [\"{3}\"]\nzone = \"{4}\"\nstarts = "
        "{1}-{5:02}-01\nends = {6}-{5:02}-28\nperiod = \"month\"\n",
        contract.name, year, is_mr ? "Example Imaging" : "Example Radiology", fmt::join(contract.devices, "\", \""),
        folder.zone, month, year + 1);
    for (const char* day : {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}) {
      text += fmt::format("covered.{} = [\"00:00-24:00\"]\n", day);
    }
    text += fmt::format(
        "guaranteed_percent = {}\nlimited_weight = 0.5\nresponse_hours = 4\nannual_price = \"{}\"\ncurrency = \"USD\"\n"
        "credit = [ {{ below_percent = {}, credit_percent = 2.0 }}, {{ below_percent = 90.0, credit_percent = 5.0 }} "
        "]\n\n",
        is_mr ? "97.0" : "95.0", is_mr ? "180000.00" : "64000.00", is_mr ? "97.0" : "95.0");
  }
  return text;
}

}  // namespace

std::string DemoFolder::broker_url() const { return fmt::format("mqtt://127.0.0.1:{}", broker_port); }

std::string DemoFolder::broker_url_of(const std::string& agent) const {
  const auto cable = cable_ports.find(agent);
  return cable == cable_ports.end() ? broker_url() : fmt::format("mqtt://127.0.0.1:{}", cable->second);
}

std::vector<std::string> agents_of(const std::vector<SimulatedDevice>& devices) {
  std::vector<std::string> agents;
  for (const SimulatedDevice& device : devices) {
    if (std::find(agents.begin(), agents.end(), device.agent) == agents.end()) agents.push_back(device.agent);
  }
  return agents;
}

std::vector<std::string> demo_kiosks() { return {board_kiosk, scanner_kiosk, exit_kiosk}; }

DemoFolder make_demo_folder(const std::filesystem::path& parent, const std::filesystem::path& profiles,
                            const std::vector<SimulatedDevice>& devices, Instant start, double speed, bool has_cables) {
  DemoFolder folder;
  std::filesystem::create_directories(parent);
  std::string pattern = (parent / "demo-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    throw std::runtime_error{fmt::format("{}: cannot be written", parent.string())};
  folder.path = std::filesystem::absolute(pattern);
  folder.zone = demo_zone;
  folder.contracts = contracts_of(devices, start);

  const std::vector<std::string> agents = agents_of(devices);
  const std::vector<int> ports = free_ports(2 + 2 * agents.size() + devices.size());
  std::size_t next = 0;
  folder.broker_port = ports[next++];
  folder.web_port = ports[next++];
  for (const std::string& agent : agents) {
    folder.mpps_ports[agent] = ports[next++];
    if (has_cables) folder.cable_ports[agent] = ports[next++];
  }
  for (const SimulatedDevice& device : devices) folder.echo_ports[device.name] = ports[next++];

  write_site_key(folder.site_key());
  write(folder.broker_config(), broker_config(folder));
  write(folder.collector_config(), collector_config(folder, devices, start));
  write(folder.path / "contracts.toml", contracts_file(folder, start));
  for (const std::string& agent : agents) write(folder.agent_config(agent), agent_config(folder, agent, devices));
  for (const std::string& kiosk : demo_kiosks()) write(folder.kiosk_config(kiosk), kiosk_config(folder, kiosk, speed));
  for (const SimulatedDevice& device : devices) {
    write(folder.log(device.name), "");
    const std::filesystem::path copy = folder.path / profile_of(device);
    if (!std::filesystem::exists(copy)) copy_profile(profiles / profile_of(device), copy, speed);
  }
  return folder;
}

}  // namespace isocenter::simulator
