#include "tests/simulator/demo/collector_view.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace isocenter::simulator {
namespace {

nlohmann::json printed_by(const std::string& command) {
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error{"cannot run: " + command};
  std::string output;
  std::array<char, 65536> chunk{};
  while (const std::size_t got = std::fread(chunk.data(), 1, chunk.size(), pipe)) output.append(chunk.data(), got);
  if (const int code = ::pclose(pipe); code != 0)
    throw std::runtime_error{fmt::format("ended with {}: {}", code, command)};
  return nlohmann::json::parse(output);
}

}  // namespace

nlohmann::json report(const DemoFolder& folder, const std::filesystem::path& program, const std::string& name,
                      Period period) {
  return printed_by(fmt::format("'{}' report {} --config '{}' --format json --from {} --to {}", program.string(), name,
                                folder.collector_config().string(), format_rfc3339(period.from),
                                format_rfc3339(period.to)));
}

nlohmann::json report(const DemoFolder& folder, const std::filesystem::path& program, const std::string& name) {
  return printed_by(fmt::format("'{}' report {} --config '{}' --format json", program.string(), name,
                                folder.collector_config().string()));
}

}  // namespace isocenter::simulator
