#include "collector/statement/statement.hpp"

#include <fmt/format.h>

#include "collector/contract/format_contract.hpp"

namespace isocenter::statement {

std::string_view word(Part part) {
  switch (part) {
    case Part::planned: return "planned";
    case Part::unknown: return "unknown";
    case Part::excluded: return "excluded";
    case Part::down: return "down";
    case Part::limited: return "limited";
  }
  return "";
}

std::string statement_id(const std::string& contract, const std::string& device, contract::LocalDate period_from,
                         std::int64_t edition) {
  std::string id = fmt::format("{}/{}/{}", contract, device, contract::date_text(period_from));
  if (edition > 0) id += fmt::format("/{}", edition);
  return id;
}

std::string statement_id(const Statement& statement) {
  return statement_id(statement.terms.name, statement.device.name, statement.period.from, statement.edition);
}

}  // namespace isocenter::statement
