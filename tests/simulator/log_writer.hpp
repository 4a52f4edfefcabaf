#pragma once

#include <filesystem>
#include <string>

#include "shared/core/time.hpp"

namespace isocenter::simulator {

/// Appends lines to a modality's log in the format of firmware-configs/modality/generic-*.toml, in local wall time.
class LogWriter {
 public:
  LogWriter(std::filesystem::path path, std::string zone);

  void workstation_started(Instant at);
  void quality_control_begun(Instant at);
  void quality_control_ended(Instant at);
  void fault_raised(Instant at, const std::string& code);
  void fault_cleared(Instant at, const std::string& code);
  void reading(Instant at, const std::string& sensor, double value);
  /// A line that means nothing to anybody, as most do.
  void chatter(Instant at, const std::string& text);

 private:
  void line(Instant at, const std::string& level, const std::string& text);

  std::filesystem::path path_;
  std::string zone_;
};

/// Local wall time as DICOM has it: DA "20261124" and TM "144004.130".
std::string dicom_date(Instant at, const std::string& zone);
std::string dicom_time(Instant at, const std::string& zone);

}  // namespace isocenter::simulator
