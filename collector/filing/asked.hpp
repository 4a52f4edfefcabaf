#pragma once

#include <optional>
#include <string>

#include "collector/filing/drafts.hpp"
#include "collector/filing/editions.hpp"

namespace isocenter::filing {

/// A statement as it was issued, or as it would be now.
struct Asked {
  std::string document;  ///< of an issued one word for word
  statement::Statement statement;
  const Edition* edition = nullptr;  ///< null: a draft
  Shelf shelf;
  bool changed_since_issue = false;
};

/// The edition `number` of a period, or its draft where none is asked for. Errors as Drafts::draft and
/// Editions::document; ErrorKind::invalid too where that edition was not issued. `editions` outlives the answer.
Result<Asked> find_statement(const Wanted& wanted, std::optional<std::int64_t> number, Drafts& drafts,
                             Editions& editions);

}  // namespace isocenter::filing
