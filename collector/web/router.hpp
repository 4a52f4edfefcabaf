#pragma once

#include <tl/expected.hpp>
#include <vector>

#include "collector/web/message.hpp"
#include "collector/web/route.hpp"

namespace isocenter::web {

/// The route that answers `request`, else the problem that says why none does: 404 with the nearest path, 405 with
/// Allow, 400 for a parameter the route does not know or that came twice.
tl::expected<const Route*, Response> find_route(const std::vector<Route>& routes, const Request& request);

}  // namespace isocenter::web
