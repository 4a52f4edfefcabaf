#pragma once

#include <optional>
#include <string>

#include "collector/filing/editions.hpp"

namespace isocenter::filing {

/// The statement on paper, A4, made to be sent to the vendor: the answer, the calculation that adds up, each line, and
/// in an appendix the events behind it by name. `issue`: where it was issued; nothing prints a draft. The same
/// statement gives the same bytes on the same machine. Throws std::runtime_error where it cannot be made.
std::string print_pdf(const statement::Statement& statement, const std::optional<Edition>& issue);

}  // namespace isocenter::filing
