#include <fmt/format.h>

#include "collector/report/json.hpp"
#include "collector/web/json_body.hpp"
#include "collector/web/routes.hpp"
#include "collector/web/session_cookie.hpp"

namespace isocenter::web {
namespace {

using access::Access;
using report::json_string;

constexpr const char* session_schema = R"({"type":"object","properties":{
"signed_in":{"type":"boolean"},"user":{"type":"string"},"role":{"enum":["technologist","biomed","director","administrator"]},
"csrf":{"type":"string"},"title":{"type":"string"},"zone":{"type":"string"},"version":{"type":"string"},
"users":{"type":"boolean"}},"required":["signed_in","title","zone","version","users"],"additionalProperties":false})";

/// What the page needs to begin; `signed_in` nullptr: nobody is.
std::string session_json(const Options& options, const access::SignedIn* signed_in, bool has_users) {
  std::string who = R"("signed_in":false)";
  if (signed_in != nullptr) {
    who = fmt::format(R"("signed_in":true,"user":{},"role":{},"csrf":{})", json_string(signed_in->person.name),
                      json_string(word(signed_in->person.role)), json_string(signed_in->csrf));
  }
  return fmt::format("{{{},\"title\":{},\"zone\":{},\"version\":{},\"users\":{}}}\n", who, json_string(options.title),
                     json_string(options.site.zone), json_string(options.version), has_users);
}

Response opened(const Options& options, const access::SignedIn& signed_in) {
  Response response = json_answer(session_json(options, &signed_in, true));
  response.headers.emplace_back("Set-Cookie", session_cookie(signed_in.id, options.over_tls()));
  return response;
}

Response show_session(const Request& request, const Options& options, Access& access) {
  const auto signed_in = access.by_session(request.session, false);
  return json_answer(session_json(options, signed_in ? &*signed_in : nullptr, access.has_users()));
}

struct Credentials {
  std::string user, password;
};

Response sign_in(const Request& request, const Options& options, Access& access) {
  const auto given = read_body<Credentials>(request, [](wire::json::Fields& body) {
    return Credentials{body.text("user"), body.text("password", access::most_password_bytes)};
  });
  if (!given) return wrong_body(given.error(), request);
  const auto signed_in =
      access.sign_in(given->user, given->password, {request.address, request.loopback}, request.session);
  if (signed_in) return opened(options, *signed_in);
  if (signed_in.error().wait.count() == 0) {
    return problem(401, "wrong-password", "user or password is wrong", request.path);
  }
  Response response = problem(429, "too-many-tries",
                              fmt::format("too many tries; wait {} s", signed_in.error().wait.count()), request.path);
  response.headers.emplace_back("Retry-After", fmt::format("{}", signed_in.error().wait.count()));
  return response;
}

Response sign_out(const Request& request, const Options& options, Access& access) {
  access.sign_out(request.session);
  Response response = json_answer(session_json(options, nullptr, access.has_users()));
  response.headers.emplace_back("Set-Cookie", no_session_cookie(options.over_tls()));
  return response;
}

struct Passwords {
  std::string old, changed;
};

Response change_password(const Request& request, const Options& options, Access& access) {
  const auto given = read_body<Passwords>(request, [](wire::json::Fields& body) {
    return Passwords{body.text("old", access::most_password_bytes), body.text("new", access::most_password_bytes)};
  });
  if (!given) return wrong_body(given.error(), request);
  const auto changed =
      access.change_password(*request.person, given->old, given->changed, {request.address, request.loopback});
  if (changed) return opened(options, *changed);
  if (changed.error().kind == ErrorKind::unavailable) {
    return problem(429, "too-many-tries", changed.error().what, request.path);
  }
  return wrong_body(changed.error(), request);
}

Route password_route(const Options& options, Access& access) {
  return Route{
      .path = "/api/v1/password",
      .method = "POST",
      .summary = "Change one's own password",
      .description = "All one's sessions end, and a new one begins. 429 after too many wrong old passwords.",
      .members = {{.name = "old", .description = "the present one"},
                  {.name = "new", .description = "12 to 256 characters, none of the most used ones"}},
      .answers = {{json_type, {}, session_schema}},
      .problems = {429, 503},
      .by_worker = [&](const Request& request, DatabaseReader&) { return change_password(request, options, access); },
      .takes_password = true,
      .people_only = true};
}

}  // namespace

std::vector<Route> session_routes(const Options& options, Access& access) {
  return {
      Route{.path = "/api/v1/session",
            .least = {},
            .summary = "Who is signed in",
            .description = "With the CSRF token that each change must bear in X-CSRF-Token.",
            .answers = {{json_type, {}, session_schema}},
            .at_once = [&](const Request& request) { return show_session(request, options, access); }},
      Route{.path = "/api/v1/session",
            .method = "POST",
            .least = {},
            .summary = "Sign in",
            .description = "Sets the cookie. 401 where user or password is wrong; 429 with Retry-After where too many "
                           "were tried.",
            .members = {{.name = "user", .description = "their name"}, {.name = "password", .description = "theirs"}},
            .answers = {{json_type, {}, session_schema}},
            .problems = {401, 429, 503},
            .by_worker = [&](const Request& request, DatabaseReader&) { return sign_in(request, options, access); },
            .takes_password = true,
            .opens_session = true},
      Route{.path = "/api/v1/session",
            .method = "DELETE",
            .least = {},
            .summary = "Sign out",
            .description = "The session ends, here and wherever its cookie was copied to.",
            .answers = {{json_type, {}, session_schema}},
            .at_once = [&](const Request& request) { return sign_out(request, options, access); }},
      password_route(options, access),
  };
}

}  // namespace isocenter::web
