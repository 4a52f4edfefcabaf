#include "tests/simulator/log_writer.hpp"

#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <fstream>

namespace isocenter::simulator {
namespace {

std::string local(const char* format, Instant at, const std::string& zone_name) {
  cctz::time_zone zone;
  cctz::load_time_zone(zone_name, &zone);
  return cctz::format(format, at, zone);
}

std::string in_capitals(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

}  // namespace

LogWriter::LogWriter(std::filesystem::path path, std::string zone) : path_{std::move(path)}, zone_{std::move(zone)} {}

void LogWriter::workstation_started(Instant at) { line(at, "INFO ", "[system] System started"); }
void LogWriter::quality_control_begun(Instant at) { line(at, "INFO ", "[qc] Quality control begun"); }

void LogWriter::quality_control_ended(Instant at) {
  line(at, "INFO ", "[qc] Quality control passed");
  line(at, "INFO ", "[qc] Quality control ended");
}

void LogWriter::fault_raised(Instant at, const std::string& code) {
  line(at, "ERROR", fmt::format("[fault] {} raised", in_capitals(code)));
}

void LogWriter::fault_cleared(Instant at, const std::string& code) {
  line(at, "INFO ", fmt::format("[fault] {} cleared", in_capitals(code)));
}

void LogWriter::reading(Instant at, const std::string& sensor, double value) {
  line(at, "INFO ", fmt::format("[sensor] {}={:.1f}", sensor, value));
}

void LogWriter::chatter(Instant at, const std::string& text) { line(at, "INFO ", "[ui] " + text); }

void LogWriter::line(Instant at, const std::string& level, const std::string& text) {
  std::ofstream file{path_, std::ios::app};
  file << fmt::format("{} {} {}\n", local("%Y-%m-%d %H:%M:%E3S", at, zone_), level, text);
}

std::string dicom_date(Instant at, const std::string& zone) { return local("%Y%m%d", at, zone); }
std::string dicom_time(Instant at, const std::string& zone) { return local("%H%M%E3S", at, zone); }

}  // namespace isocenter::simulator
