#include "agent/observe/log_memory.hpp"

#include <nlohmann/json.hpp>

namespace isocenter::agent {
namespace {

using Json = nlohmann::json;

Json instant_or_null(const std::optional<Instant>& instant) {
  return instant ? Json(to_unix_ms(*instant)) : Json(nullptr);
}

std::optional<Instant> read_instant(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional{from_unix_ms(json.get<std::int64_t>())};
}

Json exam_json(const LogMemory::Exam& exam) {
  return {{"exam", exam.exam},
          {"key", exam.key},
          {"at_ms", instant_or_null(exam.at)},
          {"estimate_s", exam.estimate_s ? Json(*exam.estimate_s) : Json(nullptr)}};
}

LogMemory::Exam read_exam(const Json& json) {
  LogMemory::Exam exam{json.at("exam").get<std::string>(), json.at("key").get<std::string>(),
                       read_instant(json.at("at_ms")), std::nullopt};
  if (!json.at("estimate_s").is_null()) exam.estimate_s = json.at("estimate_s").get<double>();
  return exam;
}

LogMemory read_memory(const Json& json) {
  LogMemory memory;
  memory.captures = json.at("captures").get<std::map<std::string, std::string, std::less<>>>();
  if (!json.at("exam").is_null()) memory.exam = read_exam(json.at("exam"));
  for (const Json& fault : json.at("faults")) {
    memory.faults.push_back({fault.at("code").get<std::string>(), fault.at("fault").get<std::string>(),
                             from_unix_ms(fault.at("last_line_ms").get<std::int64_t>())});
  }
  memory.last_time = read_instant(json.at("last_time_ms"));
  memory.undated = json.at("undated").get<std::int64_t>();
  return memory;
}

}  // namespace

std::string to_json(const LogMemory& memory) {
  Json faults = Json::array();
  for (const LogMemory::Fault& fault : memory.faults) {
    faults.push_back({{"code", fault.code}, {"fault", fault.fault}, {"last_line_ms", to_unix_ms(fault.last_line)}});
  }
  const Json json = {{"captures", memory.captures},
                     {"exam", memory.exam ? exam_json(*memory.exam) : Json(nullptr)},
                     {"faults", faults},
                     {"last_time_ms", instant_or_null(memory.last_time)},
                     {"undated", memory.undated}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

LogMemory log_memory_from_json(std::string_view text) {
  try {
    return read_memory(Json::parse(text));
  } catch (const Json::exception&) {
    return {};
  }
}

}  // namespace isocenter::agent
