#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "collector/web/problem.hpp"
#include "collector/web/routes.hpp"
#include "shared/core/equipment_state.hpp"

namespace isocenter::web {
namespace {

using Json = nlohmann::ordered_json;

bool is_one_of(std::string_view column, std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, column) != names.end();
}

template <typename Words>
Json words_of(const Words& values) {
  Json words = Json::array();
  for (const auto value : values) words.push_back(word(value));
  return words;
}

/// What a report's cell is in json (collector/report/cell.hpp).
Json column_schema(std::string_view column) {
  if (column == "seq") return {{"type", "integer"}, {"minimum", 1}};
  if (is_one_of(column, {"seconds", "share"})) return {{"type", "number"}, {"minimum", 0}};
  if (column == "inferred") return {{"type", "boolean"}};
  if (column == "orders") return {{"type", "array"}, {"items", {{"type", "string"}}}};
  if (column == "data") return {{"type", Json::array({"object", "null"})}};
  if (column == "state") return {{"type", "string"}, {"enum", words_of(equipment_states)}};
  if (column == "grade") return {{"type", "string"}, {"enum", Json::array({"A", "B", "C", "D"})}};
  if (is_one_of(column, {"t", "received", "since", "observed", "from", "to", "exam_started", "ordered", "scheduled",
                         "arrived", "in_room", "started", "ended", "left_room", "images_complete", "reported", "signed",
                         "started_seen", "ended_seen"})) {
    return {{"type", Json::array({"string", "null"})}, {"format", "date-time"}};
  }
  return {{"type", Json::array({"string", "null"})}};
}

Json rows_schema(const std::vector<std::string>& columns) {
  Json properties = Json::object();
  for (const std::string& column : columns) properties[column] = column_schema(column);
  return {{"type", "array"},
          {"items",
           {{"type", "object"}, {"properties", properties}, {"required", columns}, {"additionalProperties", false}}}};
}

Json content_of(const Answer& answer) {
  const bool is_json = answer.content_type == json_type;
  if (is_json && !answer.columns.empty()) return {{"schema", rows_schema(answer.columns)}};
  if (is_json) return {{"schema", {{"type", "object"}}}};
  return {{"schema", {{"type", "string"}}}};
}

Json parameter_json(const Parameter& parameter) {
  Json schema = {{"type", parameter.type}};
  if (!parameter.choices.empty()) schema["enum"] = parameter.choices;
  if (parameter.least) schema["minimum"] = *parameter.least;
  if (parameter.most) schema["maximum"] = *parameter.most;
  return {{"name", parameter.name},
          {"in", "query"},
          {"required", false},
          {"description", parameter.description},
          {"schema", schema}};
}

Json problem_answer(int status) {
  return {{"description", reason_phrase(status)},
          {"content", {{problem_type, {{"schema", {{"$ref", "#/components/schemas/problem"}}}}}}}};
}

/// "/api/v1/exams" -> "api_v1_exams".
std::string operation_id(std::string_view path) {
  std::string id;
  for (const char character : path.substr(1)) id += character == '/' || character == '.' ? '_' : character;
  return id.empty() ? "start_page" : id;
}

Json operation_of(const Route& route) {
  Json responses = Json::object();
  responses["200"] = {{"description", route.summary}, {"content", Json::object()}};
  for (const Answer& answer : route.answers) {
    responses["200"]["content"][std::string{answer.content_type}] = content_of(answer);
  }
  if (!route.parameters.empty()) responses["400"] = problem_answer(400);
  for (const int status : route.problems) responses[std::to_string(status)] = problem_answer(status);
  Json operation = {
      {"operationId", operation_id(route.path)}, {"summary", route.summary}, {"description", route.description}};
  if (!route.parameters.empty()) {
    operation["parameters"] = Json::array();
    for (const Parameter& parameter : route.parameters) operation["parameters"].push_back(parameter_json(parameter));
  }
  operation["responses"] = std::move(responses);
  return operation;
}

Json problem_schema() {
  const Json text = {{"type", "string"}};
  return {{"description", "RFC 9457; detail says how to mend it"},
          {"type", "object"},
          {"properties",
           {{"type", text}, {"title", text}, {"status", {{"type", "integer"}}}, {"detail", text}, {"instance", text}}},
          {"required", Json::array({"type", "title", "status", "detail"})}};
}

std::string describe(const Options& options, const std::vector<Route>& routes) {
  Json paths = Json::object();
  for (const Route& route : routes) paths[route.path] = {{"get", operation_of(route)}};
  const Json document = {{"openapi", "3.1.0"},
                         {"info",
                          {{"title", "Isocenter"},
                           {"version", options.version},
                           {"description", "The live picture of an imaging department. Times are RFC 3339, UTC."},
                           {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
                         {"servers", Json::array({{{"url", "/"}}})},
                         {"security", Json::array()},
                         {"paths", std::move(paths)},
                         {"components", {{"schemas", {{"problem", problem_schema()}}}}}};
  return document.dump(1) + "\n";
}

}  // namespace

Route description_route(const Options& options, const std::vector<Route>& others) {
  Route route{.path = "/api/v1/openapi.json",
              .summary = "This description",
              .description = "OpenAPI 3.1, made from the table that routes the requests.",
              .answers = {{json_type, {}}}};
  std::vector<Route> all = others;
  all.push_back(route);
  route.at_once = [body = describe(options, all)](const Request&) { return constant_answer(json_type, body); };
  return route;
}

}  // namespace isocenter::web
