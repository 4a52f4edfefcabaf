#include "collector/fleet/json.hpp"

namespace isocenter::fleet {

Json now_json(const DeviceNow& now) {
  const auto& last = now.last;
  return {{"state", word(now.state())},
          {"since", last ? Json(format_rfc3339(last->period.from)) : Json(nullptr)},
          {"grade", word(last ? last->grade : Grade::d)},
          {"cause", last ? word_or_null(last->cause) : Json(nullptr)},
          {"reason", last ? text_or_null(last->reason) : Json(nullptr)},
          {"until", time_or_null(now.until())}};
}

std::string dump(const Json& json) { return json.dump(-1, ' ', true, Json::error_handler_t::replace) + "\n"; }

}  // namespace isocenter::fleet
