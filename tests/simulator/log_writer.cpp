#include "tests/simulator/log_writer.hpp"

#include <cctz/time_zone.h>
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

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
  const std::string whole = fmt::format("{} {} {}\n", local("%Y-%m-%d %H:%M:%E3S", at, zone_), level, text);
  if (!tears_) {
    std::ofstream{path_, std::ios::app} << whole;
    return;
  }
  const std::size_t half = whole.size() / 2;
  torn_.open(path_, std::ios::app);
  torn_ << whole.substr(0, half) << std::flush;
  rest_ = whole.substr(half);
  tears_ = false;
}

std::filesystem::path LogWriter::rotated(int number) const { return fmt::format("{}.{}", path_.string(), number); }

void LogWriter::rotate(Rotation rotation) {
  int oldest = 1;
  while (std::filesystem::exists(rotated(oldest))) ++oldest;
  for (int number = oldest; number > 1; --number) std::filesystem::rename(rotated(number - 1), rotated(number));
  switch (rotation) {
    case Rotation::renamed: std::filesystem::rename(path_, rotated(1)); return;
    case Rotation::reopened:
      std::filesystem::rename(path_, rotated(1));
      torn_.close();
      torn_.open(path_, std::ios::app);
      return;
    case Rotation::copied:
      std::filesystem::copy_file(path_, rotated(1));
      std::filesystem::resize_file(path_, 0);
      return;
  }
}

void LogWriter::finish_line() {
  torn_ << rest_ << std::flush;
  torn_.close();
  rest_.clear();
  std::ofstream{path_, std::ios::app};  // the renamed one's successor
}

std::string dicom_date(Instant at, const std::string& zone) { return local("%Y%m%d", at, zone); }
std::string dicom_time(Instant at, const std::string& zone) { return local("%H%M%E3S", at, zone); }

}  // namespace isocenter::simulator
