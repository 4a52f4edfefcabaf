#pragma once

#include <string>
#include <vector>

namespace isocenter::kiosk {

/// What the model of the department hears.
inline std::vector<std::string> department_topics() {
  return {"collector/status", "collector/device/+", "collector/alert/+", "node/+/device/+", "node/+/status"};
}

}  // namespace isocenter::kiosk
