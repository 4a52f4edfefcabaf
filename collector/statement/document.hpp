#pragma once

#include <string>
#include <string_view>

#include "collector/statement/statement.hpp"

namespace isocenter::statement {

/// The statement as one line of JSON, printable ASCII, the same for equal values: what is issued, kept in the log word
/// for word, and what every print is made from. `lines` is its last member.
std::string format_document(const Statement& statement);

/// Reads back what format_document wrote, of this or an earlier version of the program. ErrorKind::malformed where it
/// is no statement.
Result<Statement> parse_document(std::string_view document);

/// Where `lines` begin: all before it, closed again, is a statement without lines. Nothing where the text does not
/// reach so far.
std::optional<std::string> document_head(std::string_view beginning);

/// What must be equal for nothing to have changed: figures and lines, without events and how far the log went.
std::string figures_text(const Statement& statement);

/// `2 decimals`, e.g. "305.75".
std::string money_text(contract::Hundredths amount);
/// Cut off, never rounded, 6 decimals, e.g. "95.960000"; empty for none.
std::string percent_text(const contract::Percent& percent);
/// Up to 4 decimals, without trailing zeros, e.g. "333.3".
std::string ms_text(TenThousandthMs e4);

}  // namespace isocenter::statement
