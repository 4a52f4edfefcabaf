#include "collector/filing/ledger.hpp"

#include <fmt/format.h>

#include "collector/filing/wording.hpp"
#include "collector/statement/document.hpp"

namespace isocenter::filing {
namespace {

using contract::PlannedDown;
using contract::UnknownTime;
using statement::Line;
using statement::Part;
using statement::Statement;
using statement::TenThousandthMs;
using statement::Totals;

constexpr const char* nothing = "\u2013";

enum class Effect { leaves_covered, is_lost, none };

Effect effect_of(const contract::Contract& terms, Part part) {
  switch (part) {
    case Part::planned:
      if (terms.planned_down == PlannedDown::up) return Effect::none;
      return terms.planned_down == PlannedDown::lost ? Effect::is_lost : Effect::leaves_covered;
    case Part::unknown:
      if (terms.unknown == UnknownTime::up) return Effect::none;
      return terms.unknown == UnknownTime::down ? Effect::is_lost : Effect::leaves_covered;
    case Part::excluded: return Effect::leaves_covered;
    case Part::down:
    case Part::limited: break;
  }
  return Effect::is_lost;
}

/// What a part comes to in a reading, by the terms.
TenThousandthMs sum_of(const Totals& totals, const contract::Contract& terms, Part part) {
  if (effect_of(terms, part) == Effect::none) return 0;
  switch (part) {
    case Part::planned: return totals.tally.planned.count() * 10'000;
    case Part::unknown: return totals.tally.unknown.count() * 10'000;
    case Part::excluded: return totals.tally.excluded.count() * 10'000;
    case Part::down: return totals.tally.down.count() * 10'000;
    case Part::limited: return totals.limited_lost;
  }
  return 0;
}

class Ledger {
 public:
  explicit Ledger(const Statement& statement) : statement_{statement} {}

  std::vector<LedgerRow> rows() && {
    put_time(LedgerRow::Kind::band, "Covered hours by the calendar", {},
             [](const Totals& totals) { return totals.tally.whole().count() * 10'000; });
    put_parts(Effect::leaves_covered);
    put_time(LedgerRow::Kind::sum, "Covered time C", {},
             [](const Totals& totals) { return totals.uptime.covered.count() * 10'000; });
    put_parts(Effect::is_lost);
    put_time(LedgerRow::Kind::sum, "Lost time L", {}, [](const Totals& totals) { return totals.uptime.lost_e4; });
    put_parts(Effect::none);
    put_results();
    return std::move(rows_);
  }

 private:
  template <typename Value>
  void put_time(LedgerRow::Kind kind, std::string title, std::vector<std::string> notes, Value value) {
    const TenThousandthMs recorded = value(statement_.recorded), corrected = value(statement_.corrected);
    rows_.push_back({.kind = kind,
                     .title = std::move(title),
                     .notes = std::move(notes),
                     .recorded = clock_text(recorded),
                     .corrected = clock_text(corrected),
                     .recorded_exact = exact_text(recorded),
                     .corrected_exact = exact_text(corrected)});
  }
  template <typename Value>
  void put_text(std::string title, std::string note, Value value) {
    rows_.push_back({.kind = LedgerRow::Kind::result,
                     .title = std::move(title),
                     .notes = {std::move(note)},
                     .recorded = value(statement_.recorded),
                     .corrected = value(statement_.corrected),
                     .recorded_exact = {},
                     .corrected_exact = {}});
  }

  void put_parts(Effect effect) {
    for (const Part part : statement::parts) {
      if (effect_of(statement_.terms, part) != effect) continue;
      const bool has_lines = has_line(part);
      const bool always = part == Part::down || part == Part::limited;
      if (!has_lines && !always) continue;
      const bool is_less = effect == Effect::leaves_covered;
      const std::string title = part_title(part);
      put_time(LedgerRow::Kind::band, is_less ? "less " + title : title, {part_policy(statement_.terms, part)},
               [&](const Totals& totals) {
                 const TenThousandthMs sum = sum_of(totals, statement_.terms, part);
                 return is_less ? -sum : sum;
               });
      put_lines(part);
    }
  }
  bool has_line(Part part) const {
    for (const Line& line : statement_.lines) {
      if (line.part == part) return true;
    }
    return false;
  }
  void put_lines(Part part) {
    for (const Line& line : statement_.lines) {
      if (line.part != part) continue;
      const auto text = [](const std::optional<TenThousandthMs>& e4, auto form) {
        return e4 ? form(*e4) : std::string{nothing};
      };
      rows_.push_back({.kind = LedgerRow::Kind::line,
                       .title = line_title(line),
                       .notes = line_notes(statement_.terms.zone, line),
                       .line = &line,
                       .number = ++lines_,
                       .recorded = text(line.recorded, clock_text),
                       .corrected = text(line.corrected, clock_text),
                       .recorded_exact = line.recorded ? exact_text(*line.recorded) : "",
                       .corrected_exact = line.corrected ? exact_text(*line.corrected) : ""});
    }
  }

  void put_results() {
    const contract::Contract& terms = statement_.terms;
    put_text("Uptime", "1 \u2212 L \u00f7 C, cut off",
             [](const Totals& totals) { return short_percent(totals.uptime.uptime); });
    put_text("Worst case", "were all time nobody observed down",
             [](const Totals& totals) { return short_percent(totals.uptime.worst); });
    put_text("Best case", "were all time nobody observed up",
             [](const Totals& totals) { return short_percent(totals.uptime.best); });
    const std::string allows = terms.guaranteed_percent ? fmt::format("C \u00d7 (100 % \u2212 {} guaranteed)",
                                                                      rate_text(*terms.guaranteed_percent))
                                                        : std::string{"hours of the contract"};
    put_time(LedgerRow::Kind::result, "Allowed to be lost", {allows},
             [](const Totals& totals) { return totals.uptime.allowance_e4; });
    if (!statement_.ended) return;
    put_time(LedgerRow::Kind::result, "Margin", {"allowed less L; below zero the guarantee is missed"},
             [](const Totals& totals) { return totals.uptime.margin_e4.value_or(0); });
    put_credit();
  }
  void put_credit() {
    const std::string& currency = statement_.terms.currency;
    const auto put = [&](std::string title, std::string note, auto amount) {
      put_text(std::move(title), std::move(note),
               [&](const Totals& totals) { return amount_text(amount(totals.uptime)); });
    };
    put(fmt::format("Price of the period, {}", currency),
        fmt::format("{} of {} days of the annual {}", statement_.period.days(),
                    contract::days_of_year(statement_.period.from.year()), amount_text(statement_.terms.annual_price)),
        [](const contract::Uptime& uptime) { return uptime.price; });
    if (any([](const contract::Uptime& uptime) { return uptime.step_credit.units; })) {
      put("Credit by the step reached", "of the exact price",
          [](const contract::Uptime& uptime) { return uptime.step_credit; });
    }
    if (any([](const contract::Uptime& uptime) { return uptime.hourly_credit.units; })) {
      put("Credit by the hour", "for what was lost beyond the allowance",
          [](const contract::Uptime& uptime) { return uptime.hourly_credit; });
    }
    const auto beyond = [](const contract::Uptime& uptime) {
      return contract::Hundredths{uptime.credit.units - uptime.step_credit.units - uptime.hourly_credit.units};
    };
    if (any([&](const contract::Uptime& uptime) { return beyond(uptime).units; })) {
      put("Beyond the cap", "less what the contract does not credit", beyond);
    }
    put(fmt::format("Credit owed, {}", currency), "rounded once, to the cent",
        [](const contract::Uptime& uptime) { return uptime.credit; });
    rows_.back().kind = LedgerRow::Kind::sum;
  }
  template <typename Value>
  bool any(Value value) const {
    return value(statement_.recorded.uptime) != 0 || value(statement_.corrected.uptime) != 0;
  }

  const Statement& statement_;
  std::vector<LedgerRow> rows_;
  std::size_t lines_ = 0;
};

}  // namespace

bool is_lost(const contract::Contract& terms, statement::Part part) {
  return effect_of(terms, part) == Effect::is_lost;
}

std::vector<LedgerRow> ledger_of(const Statement& statement) { return Ledger{statement}.rows(); }

}  // namespace isocenter::filing
