#pragma once

#include <string_view>

#include "shared/core/result.hpp"

namespace isocenter::kiosk {

/// Whether `bytes` are a whole .mo file, each text in place and ended (GNU gettext manual, section 10.3): the reader
/// behind Words trusts the offsets in it. ErrorKind::malformed without `where`.
Result<void> check_mo_file(std::string_view bytes);

}  // namespace isocenter::kiosk
