#include "shared/logging/logging.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <optional>

namespace isocenter::logging {
namespace {

struct Level {
  std::string_view word;
  spdlog::level::level_enum value;
};

constexpr std::array levels{Level{"trace", spdlog::level::trace}, Level{"debug", spdlog::level::debug},
                            Level{"info", spdlog::level::info},   Level{"warn", spdlog::level::warn},
                            Level{"error", spdlog::level::err},   Level{"off", spdlog::level::off}};

std::optional<spdlog::level::level_enum> find_level(std::string_view word) {
  for (const Level& level : levels) {
    if (level.word == word) return level.value;
  }
  return std::nullopt;
}

std::string_view asked_level(std::string_view argument) {
  if (!argument.empty()) return argument;
  const char* environment = std::getenv("ISOCENTER_LOG");
  return environment != nullptr && *environment != '\0' ? environment : "info";
}

}  // namespace

void set_up(std::string_view program, std::string_view level) {
  auto logger =
      std::make_shared<spdlog::logger>(std::string{program}, std::make_shared<spdlog::sinks::stderr_sink_mt>());
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %n: %v", spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::trace);
  const std::string_view word = asked_level(level);
  const auto value = find_level(word);
  logger->set_level(value.value_or(spdlog::level::info));
  spdlog::set_default_logger(logger);
  if (!value) {
    spdlog::warn("log level \"{}\" is not known; use trace, debug, info, warn, error or off. Going on with info", word);
  }
}

void say_ready() { spdlog::info("ready"); }

}  // namespace isocenter::logging
