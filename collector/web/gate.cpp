#include "collector/web/gate.hpp"

#include <fmt/format.h>

#include "collector/web/header_text.hpp"
#include "collector/web/problem.hpp"
#include "collector/web/session_cookie.hpp"

namespace isocenter::web {
namespace {

Response not_signed_in(const Route& route) {
  Response response = problem(401, "not-signed-in", "sign in, or give an API token that is still valid", route.path);
  response.headers.emplace_back("WWW-Authenticate", "Bearer");
  return response;
}

Response not_allowed(const Route& route) {
  return problem(403, "not-allowed",
                 fmt::format("this takes the role {} or above; an administrator gives roles", word(*route.least)),
                 route.path);
}

Response other_site(const Route& route) {
  return problem(403, "other-site", "this was asked by a page of another site; open the collector's own page",
                 route.path);
}

Response no_csrf(const Route& route) {
  return problem(403, "no-csrf-token", "X-CSRF-Token must be the one GET /api/v1/session gives; load the page anew",
                 route.path);
}

Response people_only(const Route& route) {
  return problem(403, "people-only", "no API token may do this; sign in with a password", route.path);
}

}  // namespace

std::optional<Response> Gate::turn_away(const Route& route, const Received& received, Request& request) const {
  const Caller caller = caller_of(received, !received.unattended && !route.live);
  request.session = cookie_of(received.cookie, cookie_name(over_tls_)).value_or("");
  request.person = caller.person;
  const bool changes = is_change(route.method);
  if (changes && comes_from_elsewhere(received)) return refuse(route, received, caller, "csrf", other_site(route));
  if (route.least && !caller.person) return refuse(route, received, caller, "session", not_signed_in(route));
  if (changes && caller.by_session && !route.opens_session && !access::is_same_secret(received.csrf, caller.csrf)) {
    return refuse(route, received, caller, "csrf", no_csrf(route));
  }
  if (route.least && caller.person->role < *route.least) {
    return refuse(route, received, caller, "role", not_allowed(route));
  }
  if (route.people_only && !caller.by_session) return refuse(route, received, caller, "role", people_only(route));
  return std::nullopt;
}

bool Gate::is_still_welcome(const Route& route, const Received& received) const {
  const Caller caller = caller_of(received, false);
  return !route.least || (caller.person && caller.person->role >= *route.least);
}

/// A token where one is given, else the session of the cookie: a page of another site can make a browser send only
/// that.
Gate::Caller Gate::caller_of(const Received& received, bool by_hand) const {
  Caller caller;
  if (!received.authorization.empty()) {
    const auto token = bearer_of(received.authorization);
    if (token) caller.person = access_.by_token(*token);
    return caller;
  }
  const auto id = received.cookies <= 1 ? cookie_of(received.cookie, cookie_name(over_tls_)) : std::nullopt;
  auto signed_in = id ? access_.by_session(*id, by_hand) : std::nullopt;
  if (!signed_in) return caller;
  caller.person = std::move(signed_in->person);
  caller.csrf = std::move(signed_in->csrf);
  caller.by_session = true;
  return caller;
}

/// What a browser says of the page that asks (Fetch Metadata; RFC 6454); a program says neither.
bool Gate::comes_from_elsewhere(const Received& received) const {
  const std::string& site = received.fetch_site;
  if (!site.empty() && site != "same-origin" && site != "none") return true;
  if (received.origin.empty()) return false;
  const std::size_t scheme = received.origin.find("://");  // a proxy before us may have taken TLS off
  return scheme == std::string::npos || received.origin.substr(scheme + 3) != received.host;
}

Response Gate::refuse(const Route& route, const Received& received, const Caller& caller, std::string_view why,
                      Response answer) const {
  std::string user = caller.person ? caller.person->name : "";
  const auto id = cookie_of(received.cookie, cookie_name(over_tls_));
  if (user.empty() && id) user = access_.owner_of_session(*id).value_or("");
  access_.refuse({.user = std::move(user), .address = received.address, .route = route.path, .why = std::string{why}});
  return answer;
}

}  // namespace isocenter::web
