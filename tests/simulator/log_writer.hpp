#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "shared/core/time.hpp"
#include "tests/simulator/mess.hpp"

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

  /// From here on only the first half of what is written reaches the file, until `finish_line`, as where a buffer is
  /// full; a rotation may come between.
  void tear_next_line() { tears_ = true; }
  /// Puts the log aside as "name.1", older ones as "name.2" and so on.
  void rotate(Rotation rotation);
  /// What was held back of the torn line, where `Rotation` says.
  void finish_line();

 private:
  void line(Instant at, const std::string& level, const std::string& text);
  std::filesystem::path rotated(int number) const;

  std::filesystem::path path_;
  std::string zone_;
  bool tears_ = false;
  std::ofstream torn_;  ///< open within a torn line, whatever its name is by now
  std::string rest_;    ///< of the torn line
};

/// Local wall time as DICOM has it: DA "20261124" and TM "144004.130".
std::string dicom_date(Instant at, const std::string& zone);
std::string dicom_time(Instant at, const std::string& zone);

}  // namespace isocenter::simulator
