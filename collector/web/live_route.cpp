#include "collector/web/routes.hpp"

namespace isocenter::web {

Route live_route() {
  return Route{.path = "/api/v1/live",
               .summary = "What changes, as it happens",
               .description =
                   "Server-sent events (WHATWG HTML): `changed` with {\"as_of\", \"devices\", \"desk\"}, at "
                   "most once a second: these devices' data changed, or something of contracts, statements or "
                   "people. A comment every 15 s. Ends with the session.",
               .answers = {{stream_type}},
               .problems = {503},
               .live = true};
}

}  // namespace isocenter::web
