#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "agent/observe/log_rule.hpp"
#include "shared/core/event.hpp"
#include "shared/core/result.hpp"

namespace isocenter::agent {

/// A modality model's file in firmware-configs/modality/: what to probe, which log lines mean what, what a phantom is
/// called, and which free texts may pass.
struct Profile {
  std::string modality;

  std::chrono::milliseconds probe_interval{30'000};
  int missed_probes = 2;  ///< so many in a row make a device unreachable

  enum class ExamsFrom { mpps, log };
  ExamsFrom exams_from = ExamsFrom::mpps;
  std::chrono::seconds open_ends_after{3600};

  /// RE2 patterns, searched for in the identifier and name before they are dropped.
  std::vector<std::string> phantom_ids;
  std::vector<std::string> phantom_names;

  std::vector<std::string> procedures;  ///< descriptions that may pass; any other becomes "other"

  LogRules log;  ///< agent/observe/log_rule.hpp

  struct Sensor {
    std::string name, unit;
    std::optional<double> low, high;
  };
  std::vector<Sensor> sensors;
};

/// Reads a profile. Errors name file, line, key and the mend; every pattern is compiled here once.
Result<Profile> read_profile(const std::filesystem::path& path);

/// The text where the profile lists it (compared without case and surrounding space, given back as listed), else
/// "other".
std::string listed_procedure(const Profile& profile, std::string_view text);

/// Decided from what only the identity can tell; neither argument is kept.
Subject subject_of(const Profile& profile, std::string_view patient_id, std::string_view patient_name);

}  // namespace isocenter::agent
