#pragma once

#include <string>
#include <vector>

#include "collector/statement/statement.hpp"

/// A statement's figures and facts in the words and forms of paper. Pure.
namespace isocenter::filing {

/// "15:39:18": hours, minutes and seconds, cut off; "−0:00:03" below zero.
std::string clock_text(statement::TenThousandthMs e4);
/// "2 h 53 min 43 s", cut off, of what there is.
std::string length_text(statement::TenThousandthMs e4);
/// "13,158,000.5 ms", exact.
std::string exact_text(statement::TenThousandthMs e4);
/// "95.96 %": cut off at two decimals; "none".
std::string short_percent(const contract::Percent& percent);
/// "97.00 %", "97.125 %": exact.
std::string rate_text(contract::TenThousandths percent);
/// "15,287.67".
std::string amount_text(contract::Hundredths amount);

/// "14 Oct 2026".
std::string day_text(contract::LocalDate day);
/// "Wed 14 Oct 2026 16:41:12", local; with its zone's letters where the hour comes twice.
std::string moment_text(const std::string& zone, Instant instant);
/// "Wed 14 Oct 2026 16:41:12 \u2013 17:20:00"; both days where they differ.
std::string stretch_text(const std::string& zone, Period when);
/// "October 2026", "Q3 2026", "2026", or its days where it is cut off.
std::string period_text(const contract::Contract& terms, const contract::ContractPeriod& period);

/// "Down", "Planned work", "Not observed", …
std::string part_title(statement::Part part);
/// What the terms make of it: "less …, excluded by the contract", "lost, weight 0.5".
std::string part_policy(const contract::Contract& terms, statement::Part part);
/// "Down, equipment: fault gantry".
std::string line_title(const statement::Line& line);
/// Who declared it, response, repair, and why other than all counts; each a sentence.
std::vector<std::string> line_notes(const std::string& zone, const statement::Line& line);

/// The two sentences that matter most: "Missed by 2 h 53 min 43 s." and "The vendor owes 305.75 USD."
struct Verdict {
  bool is_missed = false;
  std::string margin, owed;
};
Verdict verdict_of(const statement::Statement& statement);

/// Name and value of each term that bears on the figures.
std::vector<std::pair<std::string, std::string>> terms_text(const statement::Statement& statement);

}  // namespace isocenter::filing
