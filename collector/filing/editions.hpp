#pragma once

#include <string>
#include <vector>

#include "collector/statement/claim.hpp"
#include "collector/statement/document.hpp"
#include "collector/store/desk_log.hpp"
#include "shared/core/event.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::filing {

/// A statement that was issued, as the log has it.
struct Edition {
  StatementIssued said;
  std::string device;
  Instant at;
  statement::Place place;
};

/// What there is of a contract's period of a device.
struct Shelf {
  std::vector<const Edition*> editions;  ///< by number
  const Edition* last() const { return editions.empty() ? nullptr : editions.back(); }
};

/// All that was issued and what became of it. Throws sqlite::StoreError.
class Editions {
 public:
  explicit Editions(sqlite::Database& database);

  Shelf of(const std::string& contract, const std::string& device, const std::string& period_from) const;
  /// "mr-2026/mr2/2026-10-01/1"; null where there is none.
  const Edition* named(const std::string& statement) const;
  /// In the order of the log.
  std::vector<statement::Claim> claims_of(const Edition& edition) const;

  /// Word for word what was issued. ErrorKind::malformed where the log does not hold it whole or its digest differs.
  Result<std::string> document(const Edition& edition);
  /// The same as a value.
  Result<statement::Statement> statement(const Edition& edition);
  /// Without lines, and without reading them.
  Result<statement::Statement> head(const Edition& edition);

 private:
  /// Page by page from the first; ends where `enough` says so.
  Result<std::string> pages(const Edition& edition, const std::function<bool(const std::string&)>& enough);

  sqlite::Database& database_;
  std::vector<Edition> editions_;
  std::vector<statement::Claim> claims_;
};

/// What must be said, all at once, for `statement` to be issued: pages, then the issue. Its edition must be set.
std::vector<NewEvent> issue(const statement::Statement& statement, const std::string& by, Instant now);

}  // namespace isocenter::filing
