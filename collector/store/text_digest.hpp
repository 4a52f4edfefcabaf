#pragma once

#include <string_view>

#include "shared/core/digest.hpp"

namespace isocenter::collector {

/// BLAKE2b-128 of a text: names a contract's version and a statement's document.
Digest digest_of_text(std::string_view text);

}  // namespace isocenter::collector
