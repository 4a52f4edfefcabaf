#include "collector/filing/answers.hpp"

#include <nlohmann/json.hpp>

#include "collector/contract/format_contract.hpp"
#include "collector/statement/lists.hpp"

namespace isocenter::filing {
namespace {

using Json = nlohmann::ordered_json;

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(std::string{text}); }

/// As a number that says what ms_text does.
Json ms_json(const std::optional<statement::TenThousandthMs>& e4) {
  return e4 ? Json::parse(statement::ms_text(*e4)) : Json(nullptr);
}

std::string dump(const Json& json) { return json.dump(-1, ' ', true, Json::error_handler_t::replace); }

Json issue_json(const Edition& edition) {
  return {{"at", format_rfc3339(edition.at)},
          {"by", edition.said.by},
          {"digest", to_string(edition.said.digest)},
          {"log_row", edition.place.log_row}};
}

Result<Json> editions_json(const Shelf& shelf, Editions& editions) {
  Json list = Json::array();
  for (const Edition* edition : shelf.editions) {
    const auto head = editions.head(*edition);
    if (!head) return tl::unexpected<Error>{head.error()};
    const contract::Uptime& uptime = head->corrected.uptime;
    list.push_back({{"edition", edition->said.edition},
                    {"at", format_rfc3339(edition->at)},
                    {"by", edition->said.by},
                    {"uptime_percent", text_or_null(statement::percent_text(uptime.uptime))},
                    {"credit", statement::money_text(uptime.credit)},
                    {"digest", to_string(edition->said.digest)}});
  }
  return list;
}

}  // namespace

Result<std::string> statement_answer(const std::string& document, const Edition* shown, const Shelf& shelf,
                                     bool changed_since_issue, Editions& editions) {
  const auto list = editions_json(shelf, editions);
  if (!list) return tl::unexpected<Error>{list.error()};
  const Edition* const claimed = shown != nullptr ? shown : shelf.last();
  const auto claims = claimed != nullptr ? editions.claims_of(*claimed) : std::vector<statement::Claim>{};
  const auto state = claimed != nullptr ? statement::claim_state(claims) : statement::ClaimState::draft;
  std::string answer = "{\"issued\":" + (shown != nullptr ? dump(issue_json(*shown)) : std::string{"null"});
  answer += ",\"editions\":" + dump(*list);
  answer += std::string{",\"changed_since_issue\":"} + (changed_since_issue ? "true" : "false");
  answer += ",\"claims\":" + statement::format_claims(claims);
  answer += ",\"state\":\"" + std::string{word(state)} + "\",";
  return answer + document.substr(1) + "\n";
}

std::string list_answer(const std::vector<ListedPeriod>& periods) {
  Json list = Json::array();
  for (const ListedPeriod& period : periods) {
    const statement::Statement& statement = period.statement;
    const contract::Uptime& uptime = statement.corrected.uptime;
    const auto& guaranteed = statement.terms.guaranteed_percent;
    list.push_back(
        {{"contract", statement.terms.name},
         {"device", statement.device.name},
         {"period_from", contract::date_text(statement.period.from)},
         {"period_to", contract::date_text(statement.period.to)},
         {"ended", statement.ended},
         {"uptime_percent", text_or_null(statement::percent_text(uptime.uptime))},
         {"guaranteed_percent",
          guaranteed ? Json(statement::percent_text(contract::Percent{guaranteed->units * 100})) : Json(nullptr)},
         {"margin_ms", statement.ended ? ms_json(uptime.margin_e4) : Json(nullptr)},
         {"credit", statement.ended ? Json(statement::money_text(uptime.credit)) : Json(nullptr)},
         {"currency", statement.terms.currency},
         {"edition", statement.edition == 0 ? Json(nullptr) : Json(statement.edition)},
         {"state", word(period.state)},
         {"changed_since_issue", period.changed_since_issue}});
  }
  return dump(list) + "\n";
}

std::string unexplained_answer(const std::vector<Unexplained>& queue) {
  Json list = Json::array();
  for (const Unexplained& each : queue) {
    const statement::Line& line = each.line;
    list.push_back({{"contract", each.contract},
                    {"device", each.device},
                    {"from", format_rfc3339(line.when.from)},
                    {"to", line.lasts ? Json(nullptr) : Json(format_rfc3339(line.when.to))},
                    {"state", word(line.state)},
                    {"covered_ms", std::int64_t{line.covered.count()}},
                    {"lost_ms", ms_json(line.corrected)},
                    {"period_from", contract::date_text(each.period.from)},
                    {"reason", line.reason}});
  }
  return dump(list) + "\n";
}

}  // namespace isocenter::filing
