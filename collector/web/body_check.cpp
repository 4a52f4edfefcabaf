#include "collector/web/body_check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "collector/report/request.hpp"

namespace isocenter::web {
namespace {

using Json = nlohmann::json;

constexpr std::size_t most_that_is_quoted = 60;

tl::unexpected<Error> wrong(std::string_view member, std::string what) {
  return fail(ErrorKind::invalid, std::string{member}, std::move(what));
}

/// The body's JSON, read so that nothing doubled or deep gets past.
Result<Json> read(std::string_view body) {
  constexpr int deepest = 8;
  std::vector<std::set<std::string>> seen;
  bool is_too_deep = false, is_doubled = false;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
    is_too_deep = is_too_deep || depth > deepest;
    if (event == Json::parse_event_t::object_start) seen.emplace_back();
    if (event == Json::parse_event_t::object_end) seen.pop_back();
    if (event == Json::parse_event_t::key && !seen.back().insert(value.get<std::string>()).second) is_doubled = true;
    return true;
  };
  Json json = Json::parse(body, watch, /*allow_exceptions=*/false);
  if (json.is_discarded()) return wrong("body", "is no JSON");
  if (is_too_deep) return wrong("body", "is nested too deep");
  if (is_doubled) return wrong("body", "has a member twice");
  if (!json.is_object()) return wrong("body", "must be a JSON object");
  return json;
}

bool has_type(const Json& value, std::string_view type) {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  if (type == "array") return value.is_array();
  return value.is_object();
}

Result<void> check_member(const Member& member, const Json& json) {
  const auto found = json.find(member.name);
  if (found == json.end() || found->is_null()) {
    if (member.required) return wrong(member.name, "is missing");
    return {};
  }
  if (!has_type(*found, member.type)) return wrong(member.name, fmt::format("must be of type {}", member.type));
  if (member.choices.empty()) return {};
  if (std::ranges::find(member.choices, found->get<std::string>()) != member.choices.end()) return {};
  return wrong(member.name, fmt::format("must be one of {}", fmt::join(member.choices, ", ")));
}

}  // namespace

Result<void> check_body(const std::vector<Member>& members, std::string_view body) {
  const auto json = read(body);
  if (!json) return tl::unexpected<Error>{json.error()};
  std::vector<std::string> known;
  for (const Member& member : members) known.push_back(member.name);
  for (const auto& [name, value] : json->items()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    return wrong(name.substr(0, most_that_is_quoted), fmt::format("is not known{}", report::mend_word(name, known)));
  }
  for (const Member& member : members) {
    if (auto checked = check_member(member, *json); !checked) return checked;
  }
  return {};
}

}  // namespace isocenter::web
