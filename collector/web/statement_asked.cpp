#include "collector/web/statement_asked.hpp"

#include <charconv>
#include <iterator>

#include "collector/statement/day.hpp"

namespace isocenter::web {

Result<filing::Wanted> asked_period(const Request& request) {
  filing::Wanted wanted{.contract = value_of(request, "contract").value_or(""),
                        .device = value_of(request, "device").value_or("")};
  const auto day = statement::parse_day(value_of(request, "period_from").value_or(""));
  if (!day) return fail(ErrorKind::invalid, "period_from", "is no local date; write e.g. 2026-10-01");
  wanted.period_from = *day;
  return wanted;
}

Result<std::optional<std::int64_t>> asked_edition(const Request& request) {
  const auto text = value_of(request, "edition");
  if (!text) return std::nullopt;
  std::int64_t number = 0;
  const char* const end = text->data() + text->size();
  const auto [stopped, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc{} || stopped != end || number < 1) {
    return fail(ErrorKind::invalid, "edition", "must be a number from 1 on");
  }
  return number;
}

std::vector<Parameter> period_parameters(std::vector<Parameter> more) {
  std::vector<Parameter> all{
      {.name = "contract", .description = "its name", .required = true},
      {.name = "device", .description = "one of the contract's", .required = true},
      {.name = "period_from", .description = "the period's first local day, e.g. 2026-10-01", .required = true}};
  std::ranges::move(more, std::back_inserter(all));
  return all;
}

}  // namespace isocenter::web
