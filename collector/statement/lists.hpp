#pragma once

#include <string>
#include <vector>

#include "collector/statement/claim.hpp"

/// What is told beside a statement's document, as JSON.
namespace isocenter::statement {

/// A list of events with their place, as a line's.
std::string format_events(const std::vector<Evidence>& events);

/// A list of claim steps; of a contested answer the vendor's times beside ours, with each difference.
std::string format_claims(const std::vector<Claim>& claims);

}  // namespace isocenter::statement
