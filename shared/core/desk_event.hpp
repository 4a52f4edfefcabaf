#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shared/core/digest.hpp"
#include "shared/core/equipment_state.hpp"
#include "shared/core/time.hpp"

/// What the collector itself writes of contracts, statements and the people who work at its page. No device's state is
/// derived from these. `by` is the user's name, or the program's for what nobody did by hand.
namespace isocenter {

/// The terms of a contract, which hold for every statement not yet issued. Versions are told apart by their digest.
struct ContractLoaded {
  std::string contract;
  std::vector<std::string> terms;  ///< lines of TOML in one form (collector/contract/format_contract.hpp)
  Digest digest;                   ///< BLAKE2b-128 of the lines, each with its line end
  bool operator==(const ContractLoaded&) const = default;
};

/// The contract no longer stands in the file.
struct ContractRemoved {
  std::string contract;
  bool operator==(const ContractRemoved&) const = default;
};

/// How a person reads what was recorded: with its cause, as another state, as doubtful, or again as it was recorded.
enum class Reading { explained, reclassified, disputed, restored };

/// Of the event's device in [from, to); where several lie over another the latest one counts.
struct IntervalCorrected {
  Instant from, to;
  Reading reading = Reading::explained;
  std::optional<EquipmentState> state;  ///< reclassified only
  std::optional<Cause> cause;           ///< explained, and reclassified as down or limited
  std::string reason;
  std::string by;
  bool operator==(const IntervalCorrected&) const = default;
};

/// A piece of a statement's document, in order; all pages stand before their `statement.issued`.
struct StatementPage {
  std::string statement;
  std::int64_t page = 1;
  std::vector<std::string> text;  ///< pieces, to be joined without anything between
  bool operator==(const StatementPage&) const = default;
};

/// The event's device had this statement for the period. What changes later makes a new edition.
struct StatementIssued {
  std::string statement;  ///< contract/device/first day/edition
  std::string contract;
  Digest terms;                        ///< of the contract's version
  std::string period_from, period_to;  ///< local days, the last included
  std::int64_t edition = 1;
  std::int64_t pages = 1;
  Digest digest;  ///< BLAKE2b-128 of the document
  std::string by;
  bool operator==(const StatementIssued&) const = default;
};

enum class ClaimStep { claimed, answered, paid };

/// The vendor's own times beside ours; nothing where it says that it was not down at all.
struct VendorTime {
  Instant from, to;
  std::optional<Instant> vendor_from, vendor_to;
  bool operator==(const VendorTime&) const = default;
};

/// What became of an issued statement's credit.
struct ClaimStepped {
  ClaimStep step = ClaimStep::claimed;
  std::string statement;
  std::string on;      ///< local day
  std::string amount;  ///< decimal; claimed, accepted or paid
  std::string currency;
  std::string reference;  ///< the vendor's or the bank's
  std::string outcome;    ///< answered: accepted | contested
  std::vector<VendorTime> times;
  std::string note;
  std::string by;
  bool operator==(const ClaimStepped&) const = default;
};

struct UserChanged {
  std::string user;
  std::string change;  ///< added | removed | role | password | token_added | token_removed
  std::string role;    ///< after it
  std::string by;
  bool operator==(const UserChanged&) const = default;
};

struct SessionOpened {
  std::string user, address;
  bool operator==(const SessionOpened&) const = default;
};

struct SessionEnded {
  std::string user;
  std::string why;  ///< signed_out | expired | removed
  bool operator==(const SessionEnded&) const = default;
};

/// Someone was turned away. Many in a short while stand in one event.
struct AccessRefused {
  std::string user;  ///< as signed in or tried; may be empty
  std::string address, route;
  std::string why;  ///< password | session | csrf | role | rate
  std::int64_t count = 1;
  bool operator==(const AccessRefused&) const = default;
};

std::string_view word(Reading reading);
std::string_view word(ClaimStep step);

/// Whether an event of this type is one of these.
bool is_of_the_desk(std::string_view event_type);

}  // namespace isocenter
