#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

#include "shared/core/time.hpp"

namespace isocenter::simulator {

struct DemoOptions {
  std::filesystem::path programs;  ///< folder of isocenter-agent and isocenter-collector
  std::filesystem::path folder;    ///< where the demo's own folder is made
  std::filesystem::path profiles;  ///< firmware-configs/modality
  double speed = 60;
  std::optional<Milliseconds> length;  ///< none: until SIGINT or SIGTERM
  bool headless = false;
  bool messy = false;  ///< with what departments really do: mess.hpp, trouble.hpp
  std::uint64_t seed = 1;
};

/// Starts everything, lets the department work, stops everything it started, and prints what happened beside what the
/// simulator knows it did. 0 where both agree and nothing was lost, else 1.
int run_department(const DemoOptions& options);

}  // namespace isocenter::simulator
