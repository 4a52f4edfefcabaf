#pragma once

#include <string>

#include "shared/core/result.hpp"

namespace isocenter::collector {

/// A new password for `name`: asked for twice at the terminal, which shows nothing of it; or where standard input is no
/// terminal, its first line. ErrorKind::invalid where the two differ or there is none, ::unavailable where a signal
/// ended it.
Result<std::string> read_password(const std::string& name);

}  // namespace isocenter::collector
