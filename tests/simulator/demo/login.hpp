#pragma once

#include <string>

#include "tests/simulator/demo/folder.hpp"

namespace isocenter::simulator {

/// Somebody who may see and do all at the demo's page.
struct Login {
  std::string user, password;
};

/// Makes one, with a password of its own, for the collector of `folder`. `collector`: the program. Throws
/// std::runtime_error with what it said where it refuses.
Login make_login(const DemoFolder& folder, const std::string& collector);

}  // namespace isocenter::simulator
