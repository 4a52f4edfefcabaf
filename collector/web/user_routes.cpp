#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "collector/report/json.hpp"
#include "collector/web/json_body.hpp"
#include "collector/web/routes.hpp"

namespace isocenter::web {
namespace {

using access::Access;
using report::json_string;

const std::vector<std::string>& role_words() {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> all;
    for (const Role role : access::roles) all.emplace_back(word(role));
    return all;
  }();
  return words;
}

std::string instant_json(const std::optional<Instant>& instant) {
  return instant ? json_string(format_rfc3339(*instant)) : "null";
}

std::string token_json(const access::Token& token) {
  return fmt::format(R"({{"id":{},"name":{},"role":"{}","created":{},"last_used":{}}})", token.id,
                     json_string(token.name), word(token.role), instant_json(token.created),
                     instant_json(token.last_used));
}

std::string users_json(Access& access) {
  const std::vector<access::Token> tokens = access.tokens();
  std::vector<std::string> rows;
  for (const access::User& user : access.users()) {
    std::vector<std::string> own;
    for (const access::Token& token : tokens) {
      if (token.user == user.name) own.push_back(token_json(token));
    }
    rows.push_back(fmt::format(R"({{"user":{},"role":"{}","tokens":[{}],"created":{},"last_signed_in":{}}})",
                               json_string(user.name), word(user.role), fmt::join(own, ","), instant_json(user.created),
                               instant_json(user.last_signed_in)));
  }
  return fmt::format("[{}]\n", fmt::join(rows, ",\n"));
}

Response answer(const Result<void>& done, const Request& request, Access& access) {
  return done ? json_answer(users_json(access)) : wrong_body(done.error(), request);
}

Role role_of(wire::json::Fields& body) {
  const auto role = access::parse_role(body.text("role"));
  return role.value_or(Role::technologist);  // the route's choices let nothing else through
}

struct GivenUser {
  std::string user;
  std::optional<Role> role;
  std::optional<std::string> password;
};

Result<GivenUser> read_user(const Request& request) {
  return read_body<GivenUser>(request, [](wire::json::Fields& body) {
    GivenUser given{.user = body.text("user"), .role = {}, .password = {}};
    if (body.has("role")) given.role = role_of(body);
    if (body.has("password")) given.password = body.text("password", access::most_password_bytes);
    return given;
  });
}

Response add_user(const Request& request, Access& access) {
  const auto given = read_user(request);
  if (!given) return wrong_body(given.error(), request);
  return answer(access.add_user(given->user, *given->role, *given->password, request.person->name), request, access);
}

Response change_user(const Request& request, Access& access) {
  const auto given = read_user(request);
  if (!given) return wrong_body(given.error(), request);
  return answer(access.change_user(given->user, given->role, given->password, request.person->name), request, access);
}

Response add_token(const Request& request, Access& access) {
  struct Given {
    std::string user, name;
    std::optional<Role> role;
  };
  const auto given = read_body<Given>(request, [](wire::json::Fields& body) {
    Given read{.user = body.text("user"), .name = body.text("name", 64), .role = {}};
    if (body.has("role")) read.role = role_of(body);
    return read;
  });
  if (!given) return wrong_body(given.error(), request);
  const auto made =
      access.add_token(given->user, given->name, given->role.value_or(Role::technologist), request.person->name);
  if (!made) return wrong_body(made.error(), request);
  return json_answer(fmt::format("{{\"id\":{},\"token\":{}}}\n", made->id, json_string(made->token)));
}

Response remove_token(const Request& request, Access& access) {
  const std::string text = value_of(request, "id").value_or("");
  std::int64_t id = 0;
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || stopped != text.data() + text.size()) {
    return problem(400, "bad-parameter", "id: must be a number", request.path);
  }
  return answer(access.remove_token(id, request.person->name), request, access);
}

std::string users_schema() {
  const std::string roles = R"({"enum":["technologist","biomed","director","administrator"]})";
  const std::string time = R"({"type":["string","null"],"format":"date-time"})";
  const std::string token = fmt::format(
      R"({{"type":"object","properties":{{"id":{{"type":"integer"}},"name":{{"type":"string"}},"role":{},"created":{},
"last_used":{}}},"required":["id","name","role","created","last_used"],"additionalProperties":false}})",
      roles, time, time);
  return fmt::format(
      R"({{"type":"array","items":{{"type":"object","properties":{{"user":{{"type":"string"}},"role":{},
"tokens":{{"type":"array","items":{}}},"created":{},"last_signed_in":{}}},
"required":["user","role","tokens","created","last_signed_in"],"additionalProperties":false}}}})",
      roles, token, time, time);
}

/// One that administrators alone may ask, as persons.
Route route_of(std::string path, std::string method, std::string summary, std::string description,
               std::function<Response(const Request&)> run) {
  Route route{.path = std::move(path),
              .method = std::move(method),
              .least = Role::administrator,
              .summary = std::move(summary),
              .description = std::move(description),
              .answers = {{json_type, {}, users_schema()}},
              .problems = {503},
              .people_only = true};
  route.by_worker = [run = std::move(run)](const Request& request, DatabaseReader&) { return run(request); };
  return route;
}

Member role_member(bool required) {
  return {.name = "role", .description = "what they may do", .required = required, .choices = role_words()};
}

Member password_member(bool required) {
  return {.name = "password", .description = "12 to 256 characters, none of the most used ones", .required = required};
}

}  // namespace

std::vector<Route> user_routes(Access& access) {
  const Member user{.name = "user", .description = "1 to 32 of a-z, 0-9, '.', '_' and '-'"};
  Route list = route_of("/api/v1/users", "GET", "Users and their tokens", "Never a password or a token itself.",
                        [&](const Request&) { return json_answer(users_json(access)); });
  Route add = route_of("/api/v1/users", "POST", "Add a user", "Answers with all users.",
                       [&](const Request& request) { return add_user(request, access); });
  add.members = {user, role_member(true), password_member(true)};
  add.takes_password = true;
  Route change = route_of("/api/v1/users", "PATCH", "Change a user's role or password",
                          "All their sessions end. Answers with all users.",
                          [&](const Request& request) { return change_user(request, access); });
  change.members = {user, role_member(false), password_member(false)};
  change.takes_password = true;
  Route remove =
      route_of("/api/v1/users", "DELETE", "Remove a user",
               "All their sessions end, and their tokens go. Not the last administrator.", [&](const Request& request) {
                 return answer(access.remove_user(value_of(request, "user").value_or(""), request.person->name),
                               request, access);
               });
  remove.parameters = {{.name = "user", .description = "their name", .required = true}};
  Route token = route_of("/api/v1/tokens", "POST", "Make an API token",
                         "For a program, in a user's name: Authorization: Bearer and the token. It is shown this once.",
                         [&](const Request& request) { return add_token(request, access); });
  token.members = {user, {.name = "name", .description = "what it is for"}, role_member(false)};
  token.members.back().description = "technologist where nothing is said; no more than the user's own";
  token.answers = {{json_type, {}, R"({"type":"object","properties":{"id":{"type":"integer"},"token":{"type":"string"}},
"required":["id","token"],"additionalProperties":false})"}};
  Route end = route_of("/api/v1/tokens", "DELETE", "Remove an API token", "It is worth nothing from then on.",
                       [&](const Request& request) { return remove_token(request, access); });
  end.parameters = {{.name = "id", .description = "the token's", .type = "integer", .required = true}};
  return {std::move(list), std::move(add), std::move(change), std::move(remove), std::move(token), std::move(end)};
}

}  // namespace isocenter::web
