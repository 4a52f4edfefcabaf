#include "tests/simulator/demo/screens_line.hpp"

#include <fmt/format.h>

#include "shared/wire/snapshot.hpp"
#include "tests/simulator/demo/retained.hpp"
#include "tests/simulator/demo/rows.hpp"

namespace isocenter::simulator {

Comparison compare_screens(const DemoFolder& folder, const nlohmann::json& status) {
  const std::string prefix = "collector/device/";
  std::map<std::string, std::string> told;
  for (const auto& [topic, payload] : retained(folder, prefix + "+", status.size())) {
    const auto snapshot = wire::parse_device_snapshot(payload);
    told[topic.substr(prefix.size())] = snapshot ? word(snapshot->state) : "unreadable";
  }
  Comparison result{"rooms as the screens are told, as the report", "", std::to_string(status.size()), {}};
  std::size_t equal = 0;
  for (const auto& row : status) {
    const std::string device = field(row, "device");
    if (told[device] == field(row, "state")) {
      ++equal;
    } else {
      result.differences.push_back(
          fmt::format("{} is told \"{}\", and is {}", device, told[device], field(row, "state")));
    }
  }
  result.collector = std::to_string(equal);
  return result;
}

}  // namespace isocenter::simulator
