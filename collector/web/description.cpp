#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>

#include "collector/web/answer_schemas.hpp"
#include "collector/web/problem.hpp"
#include "collector/web/routes.hpp"
#include "collector/web/session_cookie.hpp"
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

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
  return text;
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
  if (is_json && !answer.schema.empty()) return {{"schema", Json::parse(answer.schema)}};
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
          {"required", parameter.required},
          {"description", parameter.description},
          {"schema", schema}};
}

Json problem_answer(int status) {
  return {{"description", reason_phrase(status)},
          {"content", {{problem_type, {{"schema", {{"$ref", "#/components/schemas/problem"}}}}}}}};
}

/// "/api/v1/exams" -> "api_v1_exams"; of a method that changes something it begins with that.
std::string operation_id(const Route& route) {
  std::string id = is_change(route.method) ? lower(route.method) + '_' : "";
  for (const char character : route.path.substr(1)) id += character == '/' || character == '.' ? '_' : character;
  return id;
}

Json body_json(const std::vector<Member>& members) {
  Json properties = Json::object(), required = Json::array();
  for (const Member& member : members) {
    Json schema = {{"description", member.description}};
    if (member.required) {
      schema["type"] = member.type;
      required.push_back(member.name);
    } else {
      schema["type"] = Json::array({member.type, "null"});
    }
    if (!member.choices.empty()) schema["enum"] = member.choices;
    if (!member.choices.empty() && !member.required) schema["enum"].push_back(nullptr);
    properties[member.name] = std::move(schema);
  }
  const Json schema = {
      {"type", "object"}, {"properties", properties}, {"required", required}, {"additionalProperties", false}};
  return {{"required", true}, {"content", {{json_type, {{"schema", schema}}}}}};
}

/// The statuses other than 200 that follow from what the route is, and those it names.
std::set<int> problems_of(const Route& route) {
  std::set<int> statuses{route.problems.begin(), route.problems.end()};
  if (!route.any_parameters) statuses.insert(400);  // at least a parameter that is not known
  if (!route.members.empty()) statuses.insert({413, 415});
  if (route.least) statuses.insert(401);
  const bool for_some = route.least && *route.least != Role::technologist;
  if (for_some || is_change(route.method) || route.people_only) statuses.insert(403);
  return statuses;
}

/// Who may ask, in the words of the description.
Json security_of(const Route& route) {
  Json security = Json::array();
  if (!route.least) return security;
  security.push_back({{"cookie", Json::array()}});
  if (!route.people_only) security.push_back({{"token", Json::array()}});
  return security;
}

Json parameters_of(const Route& route) {
  Json parameters = Json::array();
  for (const Parameter& parameter : route.parameters) parameters.push_back(parameter_json(parameter));
  if (is_change(route.method) && !route.opens_session) {
    parameters.push_back({{"name", "X-CSRF-Token"},
                          {"in", "header"},
                          {"required", false},
                          {"description", "with a session's cookie: the csrf of GET /api/v1/session"},
                          {"schema", {{"type", "string"}}}});
  }
  return parameters;
}

Json operation_of(const Route& route) {
  Json responses = Json::object();
  responses["200"] = {{"description", route.summary}, {"content", Json::object()}};
  for (const Answer& answer : route.answers) {
    responses["200"]["content"][std::string{answer.content_type}] = content_of(answer);
  }
  for (const int status : problems_of(route)) responses[std::to_string(status)] = problem_answer(status);
  Json operation = {{"operationId", operation_id(route)},
                    {"summary", route.summary},
                    {"description", route.description},
                    {"security", security_of(route)}};
  if (route.least) operation["x-least-role"] = word(*route.least);
  if (Json parameters = parameters_of(route); !parameters.empty()) operation["parameters"] = std::move(parameters);
  if (!route.members.empty()) operation["requestBody"] = body_json(route.members);
  operation["responses"] = std::move(responses);
  return operation;
}

Json security_schemes(const Options& options) {
  return {{"cookie",
           {{"type", "apiKey"},
            {"in", "cookie"},
            {"name", cookie_name(options.over_tls())},
            {"description", "of a person who is signed in; changes bear X-CSRF-Token besides"}}},
          {"token", {{"type", "http"}, {"scheme", "bearer"}, {"description", "an API token of POST /api/v1/tokens"}}}};
}

Json problem_schema() {
  const Json text = {{"type", "string"}};
  return {{"description", "RFC 9457; detail says how to mend it"},
          {"type", "object"},
          {"properties",
           {{"type", text}, {"title", text}, {"status", {{"type", "integer"}}}, {"detail", text}, {"instance", text}}},
          {"required", Json::array({"type", "title", "status", "detail"})}};
}

Json component_schemas() {
  Json schemas = Json::parse(answer_schemas());
  schemas["problem"] = problem_schema();
  return schemas;
}

std::string describe(const Options& options, const std::vector<Route>& routes) {
  Json paths = Json::object();
  for (const Route& route : routes) {
    if (route.described) paths[route.path][lower(route.method)] = operation_of(route);
  }
  const Json document = {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "Isocenter"},
        {"version", options.version},
        {"description", "The live picture of an imaging department. Times are RFC 3339, UTC."},
        {"license", {{"name", "Apache-2.0"}, {"identifier", "Apache-2.0"}}}}},
      {"servers", Json::array({{{"url", "/"}}})},
      {"security", Json::array()},
      {"paths", std::move(paths)},
      {"components", {{"schemas", component_schemas()}, {"securitySchemes", security_schemes(options)}}}};
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
