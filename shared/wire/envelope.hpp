#pragma once

#include <string_view>

#include "shared/wire/batch.hpp"
#include "shared/wire/json_reader.hpp"

namespace isocenter::wire {

/// Reads all of an event but its `data`; `bytes` stay empty. Only outbox.gap may have `to` and `digest`, and must.
WireEvent read_envelope(json::Fields& event);

/// "thing.happened": words of a-z, 0-9 and _ with dots between, at most 64 bytes.
bool is_event_type(std::string_view text);

}  // namespace isocenter::wire
