#pragma once

#include <string>
#include <string_view>

namespace isocenter::web {

/// What the routes of fleet, devices and statements answer, as JSON Schema by name: the description's
/// `components.schemas`. An object, as JSON text.
std::string_view answer_schemas();

/// For Answer::schema: `{"$ref": "#/components/schemas/NAME"}`, or a list of these.
std::string answer_of(std::string_view name);
std::string list_of(std::string_view name);

}  // namespace isocenter::web
