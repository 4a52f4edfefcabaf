#include "agent/probe/workstation_probe.hpp"

#include <fstream>
#include <limits>
#include <string>
#include <system_error>

namespace isocenter::agent {
namespace {

std::optional<double> read_load(const std::filesystem::path& proc) {
  std::ifstream file{proc / "loadavg"};
  double load = 0;
  if (!(file >> load)) return std::nullopt;
  return load;
}

std::optional<double> read_free_memory_mb(const std::filesystem::path& proc) {
  std::ifstream file{proc / "meminfo"};
  std::string key;
  double kib = 0;
  while (file >> key >> kib) {
    if (key == "MemAvailable:") return kib / 1024;
    file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
  }
  return std::nullopt;
}

std::optional<double> read_free_disk_mb(const std::filesystem::path& disk) {
  std::error_code failed;
  const auto space = std::filesystem::space(disk, failed);
  if (failed) return std::nullopt;
  return static_cast<double>(space.available) / (1024.0 * 1024.0);
}

}  // namespace

std::vector<ReadingTaken> read_workstation(const std::filesystem::path& proc, const std::filesystem::path& disk) {
  std::vector<ReadingTaken> readings;
  const auto add = [&](std::string sensor, std::optional<double> value, std::string unit) {
    if (value) readings.push_back({std::move(sensor), *value, std::move(unit)});
  };
  add("workstation.load", read_load(proc), "1");
  add("workstation.memory_free_mb", read_free_memory_mb(proc), "MB");
  add("workstation.disk_free_mb", read_free_disk_mb(disk), "MB");
  return readings;
}

void WorkstationProbe::look(Sink& sink, Instant now) {
  std::vector<Sighting> sightings;
  if (target_.console_of) sightings.push_back({target_.console_of, now, name(), Reached{true, "ok"}});
  for (ReadingTaken& reading : read_workstation(target_.proc, target_.disk)) {
    sightings.push_back({target_.console_of, now, name(), EventBody{std::move(reading)}});
  }
  sink.take(sightings);
}

}  // namespace isocenter::agent
