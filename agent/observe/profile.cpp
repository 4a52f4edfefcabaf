#include "agent/observe/profile.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include <fmt/format.h>

#include "agent/observe/profile_log.hpp"
#include "shared/config/config.hpp"
#include "shared/core/text.hpp"

namespace isocenter::agent {
namespace {

bool same_without_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::toupper(static_cast<unsigned char>(x)) == std::toupper(static_cast<unsigned char>(y));
  });
}

std::string read_modality(config::Table& root) {
  std::string modality = root.text("modality");
  const bool fits = !modality.empty() && modality.size() <= 16 &&
                    std::all_of(modality.begin(), modality.end(),
                                [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
  if (root.has("modality") && !fits) root.reject("modality", "must be a DICOM defined term, e.g. \"CT\"");
  return modality;
}

Profile::ExamsFrom read_exams_from(config::Table& root) {
  const std::string given = root.text_or("exams_from", "mpps");
  if (given == "log") return Profile::ExamsFrom::log;
  if (given != "mpps") root.reject("exams_from", "must be \"mpps\" or \"log\"");
  return Profile::ExamsFrom::mpps;
}

std::vector<std::string> read_procedures(config::Table& root) {
  std::vector<std::string> procedures;
  for (const std::string& given : root.texts_or("procedures", {})) {
    const std::string_view text = trimmed(given, white_space);
    if (text.empty() || text.size() > 64) {
      root.reject("procedures", fmt::format("\"{}\" must have 1 to 64 characters", text.substr(0, 64)));
    }
    procedures.emplace_back(text);
  }
  return procedures;
}

PatternList read_patterns(config::Table& table, std::string_view key) {
  std::vector<std::string> good;
  for (const std::string& given : table.texts_or(key, {})) {
    if (const auto error = pattern_error(given)) {
      table.reject(key, fmt::format("\"{}\" {}", given, *error));
    } else if (given.empty()) {
      table.reject(key, "an empty pattern would take every patient for a phantom; remove it");
    } else {
      good.push_back(given);
    }
  }
  return PatternList{good};
}

std::vector<Profile::Sensor> read_sensors(config::Table& root) {
  std::vector<Profile::Sensor> sensors;
  for (config::Table& table : root.tables("sensor")) {
    Profile::Sensor sensor{table.text("name"), table.text("unit"), table.optional_number("low"),
                           table.optional_number("high")};
    if (table.has("name") && !is_closed_word(sensor.name)) {
      table.reject("name", "must be 1 to 40 of a-z, 0-9 and _");
    }
    if (sensor.low && sensor.high && *sensor.low >= *sensor.high) table.reject("low", "must be below `high`");
    const auto same = [&sensor](const Profile::Sensor& other) { return other.name == sensor.name; };
    if (std::any_of(sensors.begin(), sensors.end(), same)) table.reject("name", "names an earlier sensor");
    sensors.push_back(std::move(sensor));
  }
  return sensors;
}

Profile read_root(config::Table& root) {
  Profile profile;
  profile.modality = read_modality(root);
  profile.exams_from = read_exams_from(root);
  profile.open_ends_after = std::chrono::seconds{root.integer_or("open_ends_after_s", 3600, 60, 24 * 3600)};
  profile.procedures = read_procedures(root);
  config::Table probe = root.table("probe");
  profile.probe_interval = std::chrono::milliseconds{probe.integer_or("interval_ms", 30'000, 100, 3'600'000)};
  profile.missed_probes = static_cast<int>(probe.integer_or("missed", 2, 1, 100));
  config::Table phantom = root.table("phantom");
  profile.phantom_ids = read_patterns(phantom, "ids");
  profile.phantom_names = read_patterns(phantom, "names");
  profile.sensors = read_sensors(root);
  profile.log = read_log_rules(root, profile);
  return profile;
}

Result<Profile> read_document(config::Document document, const std::filesystem::path& named) {
  config::Table root = document.root();
  Profile profile = read_root(root);
  const std::vector<Error> errors = document.finish();
  if (errors.size() == 1) return tl::unexpected<Error>(errors.front());
  if (!errors.empty()) return fail(ErrorKind::invalid, "", config::to_string(errors));
  auto patterns = LogPatterns::make(profile.log);
  if (!patterns) return fail(patterns.error().kind, named.string(), to_string(patterns.error()));
  profile.log_patterns = std::move(*patterns);
  return profile;
}

}  // namespace

Result<Profile> read_profile(const std::filesystem::path& path) {
  auto document = config::Document::read(path);
  if (!document) return tl::unexpected<Error>(document.error());
  return read_document(std::move(*document), path);
}

Result<Profile> parse_profile(std::string_view text, const std::filesystem::path& named) {
  auto document = config::Document::parse(text, named);
  if (!document) return tl::unexpected<Error>(document.error());
  return read_document(std::move(*document), named);
}

std::string listed_procedure(const Profile& profile, std::string_view text) {
  const std::string_view wanted = trimmed(text, white_space);
  for (const std::string& listed : profile.procedures) {
    if (same_without_case(listed, wanted)) return listed;
  }
  return "other";
}

Subject subject_of(const Profile& profile, std::string_view patient_id, std::string_view patient_name) {
  if (profile.phantom_ids.is_found_in(trimmed(patient_id, white_space)) ||
      profile.phantom_names.is_found_in(trimmed(patient_name, white_space))) {
    return Subject::phantom;
  }
  const bool is_blank = trimmed(patient_id, white_space).empty() && trimmed(patient_name, white_space).empty();
  return is_blank ? Subject::unknown : Subject::patient;
}

}  // namespace isocenter::agent
