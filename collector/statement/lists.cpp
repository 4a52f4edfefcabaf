#include "collector/statement/lists.hpp"

#include "collector/statement/document_json.hpp"

namespace isocenter::statement {
namespace {

Json time_json(const VendorTime& time) {
  const TimeDifference difference = difference_of(time);
  return {{"from", format_rfc3339(time.from)},
          {"to", format_rfc3339(time.to)},
          {"vendor_from", time_or_null(time.vendor_from)},
          {"vendor_to", time_or_null(time.vendor_to)},
          {"from_difference_ms", ms_or_null(difference.from)},
          {"to_difference_ms", ms_or_null(difference.to)},
          {"length_difference_ms", std::int64_t{difference.length.count()}}};
}

Json claim_json(const Claim& claim) {
  Json times = Json::array();
  for (const VendorTime& time : claim.said.times) times.push_back(time_json(time));
  Json json{{"step", word(claim.said.step)},
            {"on", claim.said.on},
            {"amount", claim.said.amount},
            {"currency", claim.said.currency},
            {"reference", text_or_null(claim.said.reference)},
            {"outcome", text_or_null(claim.said.outcome)},
            {"times", times},
            {"note", text_or_null(claim.said.note)},
            {"by", claim.said.by},
            {"at", format_rfc3339(claim.at)}};
  put_place(claim.place, json);
  return json;
}

}  // namespace

std::string format_events(const std::vector<Evidence>& events) {
  Json list = Json::array();
  for (const Evidence& evidence : events) list.push_back(evidence_json(evidence));
  return dump(list);
}

std::string format_claims(const std::vector<Claim>& claims) {
  Json list = Json::array();
  for (const Claim& claim : claims) list.push_back(claim_json(claim));
  return dump(list);
}

}  // namespace isocenter::statement
