#include "collector/filing/check_correction.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collector/filing/history.hpp"
#include "collector/report/corrections.hpp"

namespace isocenter::filing {
namespace {

Result<void> wrong(const char* where, std::string what) { return fail(ErrorKind::invalid, where, std::move(what)); }

bool has_cause(EquipmentState state) { return state == EquipmentState::down || state == EquipmentState::limited; }

Result<void> check_device(const DeviceName& device, const report::Site& site) {
  std::vector<std::string> known;
  for (const ConfiguredDevice& each : site.devices) {
    if (each.name == device) return {};
    known.push_back(each.name.text());
  }
  return wrong("device", fmt::format("\"{}\" is not known{}", device.text(), report::mend_word(device.text(), known)));
}

Result<void> check_words(const IntervalCorrected& said) {
  const bool is_reclassified = said.reading == Reading::reclassified;
  if (is_reclassified && !said.state) return wrong("state", "is missing; say which state it was");
  if (!is_reclassified && said.state) return wrong("state", "goes with reclassified only");
  if (said.reading == Reading::explained && !said.cause) return wrong("cause", "is missing; say what caused it");
  const bool may_have_cause = said.reading == Reading::explained || (is_reclassified && has_cause(*said.state));
  if (said.cause && !may_have_cause) {
    return wrong("cause", "goes with explained, and with reclassified as down or limited, only");
  }
  return {};
}

/// Something must be there to be read otherwise.
Result<void> check_past(const DeviceName& device, const IntervalCorrected& said, Instant now,
                        sqlite::Database& database) {
  const Period window{said.from, said.to};
  const auto corrections = report::read_corrections(device, database);
  if (said.reading == Reading::restored) {
    const bool any = std::any_of(corrections.begin(), corrections.end(), [&](const statement::Correction& each) {
      return overlap(window, {each.said.from, each.said.to}).has_value();
    });
    if (!any) return wrong("reading", "nothing was corrected there, so nothing can be restored");
  }
  if (said.reading != Reading::explained) return {};
  const auto history = read_history(device, {}, window, {}, now, database);
  const bool any_recorded =
      std::any_of(history.intervals.begin(), history.intervals.end(), [&](const collector::StateInterval& each) {
        return has_cause(each.state) && overlap(each.period, window).has_value();
      });
  const bool any_read = std::any_of(corrections.begin(), corrections.end(), [&](const statement::Correction& each) {
    return each.said.state && has_cause(*each.said.state) &&
           overlap(window, {each.said.from, each.said.to}).has_value();
  });
  if (any_recorded || any_read) return {};
  return wrong("reading", "nothing was down or limited there, so there is no cause to tell; re-classify it instead");
}

}  // namespace

Result<void> check_correction(const NewEvent& event, const report::Site& site, sqlite::Database& database) {
  const auto* said = std::get_if<IntervalCorrected>(&event.body);
  if (said == nullptr || !event.device) return wrong("device", "is missing");
  if (const auto device = check_device(*event.device, site); !device) return device;
  if (said->to <= said->from) return wrong("to", "must be after from");
  if (said->to > event.t) return wrong("to", "lies in the future; only what was can be read otherwise");
  if (const auto words = check_words(*said); !words) return words;
  return check_past(*event.device, *said, event.t, database);
}

}  // namespace isocenter::filing
