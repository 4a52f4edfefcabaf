#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "collector/contract/contract.hpp"
#include "collector/contract/contract_period.hpp"
#include "collector/contract/uptime.hpp"
#include "collector/statement/correction.hpp"

namespace isocenter::statement {

/// Ten-thousandths of a millisecond: what a weight of four decimals makes of milliseconds.
using TenThousandthMs = std::int64_t;

/// The period in one reading: what was covered, what was lost, what is owed. docs/contracts.md defines each.
struct Totals {
  contract::CoveredTally tally;
  contract::Uptime uptime;
  TenThousandthMs limited_lost = 0, planned_lost = 0, unknown_lost = 0;
  bool operator==(const Totals&) const = default;
};

/// An event behind a line.
struct Evidence {
  Instant when;
  std::string type;
  Place place;
  std::string what;  ///< in short words
  bool operator==(const Evidence&) const = default;
};

/// How long the vendor's engineer took, within covered hours, from the call (or the report where nobody called).
struct Response {
  Instant called, on_site;
  Milliseconds covered{0};
  std::optional<Milliseconds> promised;
  std::optional<bool> kept() const { return promised ? std::optional{covered <= *promised} : std::nullopt; }
  bool operator==(const Response&) const = default;
};

enum class Part { planned, unknown, excluded, down, limited };
inline constexpr std::array parts{Part::planned, Part::unknown, Part::excluded, Part::down, Part::limited};

/// One recorded or corrected interval as far as it lies within the period's covered hours.
struct Line {
  Part part = Part::down;
  Period when;         ///< whole, also outside covered hours and the period
  bool lasts = false;  ///< it had not ended; `when` ends with what is known
  EquipmentState state = EquipmentState::unknown, recorded_state = EquipmentState::unknown;
  std::optional<Cause> cause, recorded_cause;  ///< of down and limited; `unexplained` where nobody said
  std::string reason;                          ///< of docs/kpi.md; "not_recorded" where there is no interval
  Grade grade = Grade::d;
  std::string source, declared_by;
  std::string fault;        ///< its name; may be empty
  Milliseconds covered{0};  ///< of it within covered hours
  Milliseconds counted{0};  ///< of these what the terms count; `pieces` add up to it
  contract::TenThousandths weight;
  /// What it takes from C or costs L, in each reading: counted × weight. Nothing where it is no line of that reading.
  std::optional<TenThousandthMs> recorded, corrected;
  /// Where other than all that is covered counts; until_release also where it counts with the outage before.
  contract::Because because = contract::Because::told;
  std::vector<Correction> corrections;  ///< in the order of the log; the last is how it is read now
  std::optional<Response> response;
  std::optional<Milliseconds> repair;  ///< reported to repaired
  std::vector<Period> pieces;
  std::vector<Evidence> events;

  bool until_recorded() const { return recorded && !corrected; }
  bool operator==(const Line&) const = default;
};

struct DeviceFacts {
  std::string name, title, manufacturer, model, serial;
  bool operator==(const DeviceFacts&) const = default;
};

/// All that a statement says. Two of equal value are printed alike.
struct Statement {
  std::string site;
  contract::Contract terms;
  int version = 1;  ///< of the terms
  Digest terms_digest;
  DeviceFacts device;
  contract::ContractPeriod period;
  bool ended = false;          ///< else it counts as far as `log_to`, and owes nothing yet
  std::int64_t edition = 0;    ///< 0: a draft
  std::string tzdata;          ///< version of the zone rules
  Instant log_to;              ///< how far the log is worked out
  std::int64_t log_row = 0;    ///< its last row
  Totals recorded, corrected;  ///< as the log has it, and with what people corrected
  std::vector<Line> lines;     ///< by part, then time
  Digest figures;              ///< of figures_text: two that say the same have it alike
  bool operator==(const Statement&) const = default;
};

/// The reason of what no interval tells of.
inline constexpr std::string_view not_recorded = "not_recorded";

std::string_view word(Part part);

/// "mr-2026/mr2/2026-10-01/1"; without its edition for 0.
std::string statement_id(const Statement& statement);
std::string statement_id(const std::string& contract, const std::string& device, contract::LocalDate period_from,
                         std::int64_t edition);

}  // namespace isocenter::statement
