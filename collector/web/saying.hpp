#pragma once

#include <string>
#include <vector>

#include "collector/web/message.hpp"
#include "collector/web/server.hpp"

namespace isocenter::web {

/// Writes the events, waits for their commit and answers with the place of the last one: {"node", "epoch", "seq",
/// "digest"}, and before it `more`, members of JSON with a comma behind each. 400 where one breaks a rule, 503 where
/// the store does not take them now. From a worker's thread.
Response say(const Options& options, std::vector<NewEvent> events, const Request& request,
             const std::string& more = "");

/// The JSON Schema of that answer; `more`: of its first members, likewise.
std::string place_schema(const std::vector<std::string>& more = {});

}  // namespace isocenter::web
