#pragma once

#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "collector/web/message.hpp"
#include "collector/web/received.hpp"
#include "collector/web/route.hpp"

namespace isocenter::web {

/// The path of the route that answers a browser's GET where none else does: who mistypes an address sees a page.
inline constexpr std::string_view everywhere_else = "/*";

/// The route that answers `request`, else the problem that says why none does: 404 with the nearest path, 405 with
/// Allow.
tl::expected<const Route*, Response> find_route(const std::vector<Route>& routes, const Request& request);

/// Whether the request is one that the route can read, to be asked once it is known that it may be answered: 400 for a
/// parameter the route does not know or that came twice or is missing, 415 for a body of another media type, 400 for
/// one that is no JSON object of the route's members.
std::optional<Response> wrong_request(const Route& route, const Received& received, const Request& request);

}  // namespace isocenter::web
