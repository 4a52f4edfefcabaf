#pragma once

#include <optional>
#include <string_view>

#include "shared/core/event.hpp"
#include "shared/wire/json_reader.hpp"
#include "shared/wire/json_writer.hpp"

/// The `data` of each event type, both ways; field names as in docs/protocol.md.
namespace isocenter::wire {

/// Writes the members of `body` into an open object. What is absent or empty is left out.
void write_data(json::ObjectWriter& data, const EventBody& body);

/// Reads the data of an event of `type` and holds it to its rules; UnknownEvent for a type this version does not know.
EventBody read_data(json::Fields& data, std::string_view type);

/// Whether events of this type must name a device.
bool needs_device(const EventBody& body);

}  // namespace isocenter::wire
