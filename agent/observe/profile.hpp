#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "agent/observe/log_patterns.hpp"
#include "agent/observe/log_rule.hpp"
#include "agent/observe/pattern_list.hpp"
#include "shared/core/event.hpp"
#include "shared/core/result.hpp"

namespace isocenter::agent {

/// A modality model's file in firmware-configs/modality/: what to probe, which log lines mean what, what a phantom is
/// called, and which free texts may pass.
struct Profile {
  std::string modality;  ///< DICOM defined term, e.g. "CT"

  std::chrono::milliseconds probe_interval{30'000};
  int missed_probes = 2;  ///< so many in a row make a device unreachable

  enum class ExamsFrom { mpps, log };
  ExamsFrom exams_from = ExamsFrom::mpps;
  std::chrono::seconds open_ends_after{3600};

  /// Searched for, without case, in the identifier and name before they are dropped.
  PatternList phantom_ids;
  PatternList phantom_names;

  std::vector<std::string> procedures;  ///< descriptions that may pass; any other becomes "other"

  LogRules log;
  std::shared_ptr<const LogPatterns> log_patterns;  ///< `log.rules`, compiled; set by read_profile and parse_profile

  struct Sensor {
    std::string name, unit;
    std::optional<double> low, high;
    bool operator==(const Sensor&) const = default;
  };
  std::vector<Sensor> sensors;
};

/// Reads a profile. Errors name file, line, key and the mend, all of the file's at once; every pattern is compiled
/// here.
Result<Profile> read_profile(const std::filesystem::path& path);

/// The same from text; `named` stands in the errors.
Result<Profile> parse_profile(std::string_view text, const std::filesystem::path& named = "profile.toml");

/// The text where the profile lists it (compared without case and surrounding space, given back as listed), else
/// "other".
std::string listed_procedure(const Profile& profile, std::string_view text);

/// Decided from what only the identity can tell; neither argument is kept. Unknown where both are blank.
Subject subject_of(const Profile& profile, std::string_view patient_id, std::string_view patient_name);

}  // namespace isocenter::agent
