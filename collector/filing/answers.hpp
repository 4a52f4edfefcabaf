#pragma once

#include <string>

#include "collector/filing/editions.hpp"
#include "collector/filing/overview.hpp"

/// What the API tells of statements, as JSON.
namespace isocenter::filing {

/// A statement's document, word for word, and beside it what became of it. `shown`: the edition it is; null for a
/// draft.
Result<std::string> statement_answer(const std::string& document, const Edition* shown, const Shelf& shelf,
                                     bool changed_since_issue, Editions& editions);

std::string list_answer(const std::vector<ListedPeriod>& periods);
std::string unexplained_answer(const std::vector<Unexplained>& queue);

}  // namespace isocenter::filing
