#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collector/filing/evidence.hpp"
#include "collector/report/request.hpp"
#include "collector/statement/account.hpp"
#include "collector/store/contract_versions.hpp"
#include "shared/sqlite/database.hpp"

namespace isocenter::filing {

/// What the collector's configuration says that statements show.
struct Desk {
  std::string title;  ///< of the site
  report::Site site;
};

/// What is wanted: the first day names the period.
struct Wanted {
  std::string contract, device;
  contract::LocalDate period_from{};
};

/// Statements as they stand now. Everything it gives is of the moment of one transaction, which the caller holds.
class Drafts {
 public:
  /// Throws sqlite::StoreError.
  Drafts(const Desk& desk, sqlite::Database& database);

  /// How far the log is worked out, and its last row.
  Instant known_until() const { return known_until_; }
  /// The newest version of each contract, those in force first.
  const std::vector<collector::ContractVersion>& contracts() const { return contracts_; }

  /// ErrorKind::invalid where there is no such contract, device or period, or it has not begun; `what` names the
  /// nearest. ::unavailable where the contract's zone is not known here.
  Result<statement::Statement> draft(const Wanted& wanted);

  /// The periods of a contract that have begun.
  std::vector<contract::ContractPeriod> begun(const contract::Contract& terms) const;
  bool has_ended(const contract::Contract& terms, const contract::ContractPeriod& period) const;

  /// One device's account over these periods, for many figures at once; without events.
  struct Book {
    contract::Contract terms;
    std::vector<contract::CoveredPiece> covered;
    std::unique_ptr<statement::Account> account;  ///< looks into the others
  };
  Result<std::unique_ptr<Book>> book(const contract::Contract& terms, const DeviceName& device,
                                     const contract::ContractPeriod& first, const contract::ContractPeriod& last);
  /// What the draft comes to, without lines and figures: much less work.
  statement::Statement totals_from(const Book& book, const collector::ContractVersion& version,
                                   const DeviceName& device, const contract::ContractPeriod& period) const;
  /// A draft from an open book. Without `evidence` the lines have no events.
  statement::Statement draft_from(const Book& book, const collector::ContractVersion& version, const DeviceName& device,
                                  const contract::ContractPeriod& period, EvidenceReader* evidence) const;

 private:
  statement::DeviceFacts facts_of(const DeviceName& device) const;
  std::optional<NodeName> observer_of(const DeviceName& device) const;

  const Desk& desk_;
  sqlite::Database& database_;
  Instant known_until_;
  std::int64_t last_row_ = 0;
  std::string tzdata_;
  std::vector<collector::ContractVersion> contracts_;
  std::map<DeviceName, std::vector<statement::Correction>> corrections_;
};

}  // namespace isocenter::filing
