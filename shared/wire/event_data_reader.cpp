#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "shared/wire/event_data.hpp"

namespace isocenter::wire {
namespace {

using json::Fields;

constexpr std::int64_t max_step_ms = 130ll * 366 * 24 * 60 * 60 * 1000;  // from 1970 to 2099 fits
constexpr std::int64_t max_open_s = 30ll * 24 * 60 * 60;

NodeStarted read_node_started(Fields& data) {
  NodeStarted started;
  started.software = data.text_or_empty("software");
  started.epoch_before = data.optional_epoch("epoch_before");
  if (started.epoch_before) started.last_before = data.number("last_before");
  started.alive_until = data.optional_instant("alive_until");
  return started;
}

NodePaused read_node_paused(Fields& data) {
  const NodePaused paused{.from = data.instant("from"), .to = data.instant("to")};
  if (paused.to < paused.from) data.fail("to", "must not be before \"from\"");
  return paused;
}

ClockStepped read_clock_stepped(Fields& data) {
  return {.by = Milliseconds{data.integer("by_ms", -max_step_ms, max_step_ms)}};
}

OutboxGap read_outbox_gap(Fields& data) { return {.reason = data.text("reason")}; }

NodeSilent read_node_silent(Fields& data) {
  return {.node = data.node("node"),
          .epoch = data.optional_epoch("epoch"),
          .last_receipt = data.instant("last_receipt"),
          .until = data.instant("until"),
          .why = data.text("why")};
}

NodeHeard read_node_heard(Fields& data) {
  return {.node = data.node("node"),
          .epoch = data.optional_epoch("epoch"),
          .last_receipt = data.instant("last_receipt"),
          .difference_before = Milliseconds{data.integer("difference_before_ms", -max_step_ms, max_step_ms)},
          .difference_after = Milliseconds{data.integer("difference_after_ms", -max_step_ms, max_step_ms)},
          .stood_still = data.flag("stood_still")};
}

LocalSpan read_span(Fields& span) {
  const LocalSpan hours{.weekday = static_cast<int>(span.integer("weekday", 1, 7)),
                        .from_minute = static_cast<int>(span.integer("from_minute", 0, 1439)),
                        .to_minute = static_cast<int>(span.integer("to_minute", 1, 2880))};
  if (hours.to_minute <= hours.from_minute) span.fail("to_minute", "must be after \"from_minute\"");
  return hours;
}

ConfiguredDevice read_device(Fields& device) {
  return {.name = device.device("name"),
          .title = device.text_or_empty("title"),
          .room = device.text_or_empty("room"),
          .modality = device.text_or_empty("modality"),
          .node = device.optional_node("node"),
          .hours = device.list<LocalSpan>("hours", read_span),
          .order = static_cast<int>(device.optional_integer("order", -1'000'000, 1'000'000).value_or(0)),
          .manufacturer = device.text_or_empty("manufacturer"),
          .model = device.text_or_empty("model"),
          .serial = device.text_or_empty("serial"),
          .asset_tag = device.text_or_empty("asset_tag"),
          .installed = device.text_or_empty("installed"),
          .end_of_support = device.text_or_empty("end_of_support")};
}

ConfiguredNode read_node(Fields& node) {
  return {.name = node.node("name"), .declares = node.devices("declares"), .areas = node.texts("areas")};
}

ConfigurationLoaded read_configuration_loaded(Fields& data) {
  return {.zone = data.text("zone"),
          .tzdata = data.text("tzdata"),
          .devices = data.list<ConfiguredDevice>("devices", read_device),
          .nodes = data.list<ConfiguredNode>("nodes", read_node)};
}

DeviceObserved read_device_observed(Fields& data) {
  return {.reachable = data.flag("reachable"),
          .activity = data.word<Activity>("activity"),
          .since = data.instant("since"),
          .reason = data.text_or_empty("reason"),
          .source = data.text_or_empty("source")};
}

DeviceDeclared read_device_declared(Fields& data) {
  DeviceDeclared declared{.state = data.word<EquipmentState>("state"),
                          .from = data.instant("from"),
                          .until = data.optional_instant("until"),
                          .cause = data.optional_word<Cause>("cause").value_or(Cause::unexplained),
                          .note = data.text_or_empty("note"),
                          .role = data.text_or_empty("role"),
                          .by = data.text_or_empty("by")};
  using enum EquipmentState;
  if (declared.state == in_use || declared.state == closed || declared.state == unknown) {
    data.fail("state", "nobody declares that; use ready, limited, quality_control, planned_down or down");
  }
  if (declared.until && declared.state != planned_down) data.fail("until", "goes with planned_down only");
  if (declared.until && *declared.until <= declared.from) data.fail("until", "must be after \"from\"");
  return declared;
}

ExamFacts read_facts(Fields& data) {
  return {.exam = data.hash("exam"),
          .orders = data.hashes("orders"),
          .study = data.optional_hash("study"),
          .procedure = data.optional_text("procedure")};
}

ExamStarted read_exam_started(Fields& data) {
  ExamStarted started{.facts = read_facts(data),
                      .subject = data.optional_word<Subject>("subject").value_or(Subject::unknown),
                      .at = data.optional_instant("at"),
                      .open_ends_after = std::nullopt,
                      .source = data.text_or_empty("source")};
  if (const auto open_s = data.optional_integer("open_ends_after_s", 1, max_open_s)) {
    started.open_ends_after = std::chrono::seconds{*open_s};
  }
  return started;
}

ExamUpdated read_exam_updated(Fields& data) { return {.facts = read_facts(data)}; }

ExamEnded read_exam_ended(Fields& data) {
  ExamEnded ended{.facts = read_facts(data),
                  .at = data.optional_instant("at"),
                  .status = data.word<ExamStatus>("status"),
                  .reason = data.text_or_empty("reason"),
                  .images = data.optional_integer("images", 0, json::max_number)};
  if (ended.status == ExamStatus::in_progress) data.fail("status", "must be completed or discontinued");
  return ended;
}

ExamStepped read_exam_stepped(Fields& data) {
  return {.exam = data.optional_hash("exam"), .step = data.text("step"), .at = data.optional_instant("at")};
}

FaultReported read_fault_reported(Fields& data) {
  return {.fault = data.text("fault"),
          .code = data.text("code"),
          .effect = data.word<Effect>("effect"),
          .cause = data.optional_word<Cause>("cause").value_or(Cause::unexplained),
          .source = data.text("source"),
          .at = data.optional_instant("at"),
          .by = data.text_or_empty("by")};
}

template <FaultStep step>
FaultStepped read_fault_stepped(Fields& data) {
  return {.step = step,
          .fault = data.text("fault"),
          .at = data.optional_instant("at"),
          .vendor = data.text_or_empty("vendor"),
          .reference = data.text_or_empty("reference"),
          .note = data.text_or_empty("note"),
          .by = data.text_or_empty("by")};
}

EventWithdrawn read_event_withdrawn(Fields& data) {
  return {.epoch = data.epoch("epoch"), .seq = data.number("seq", 1), .digest = data.digest("digest")};
}

ReadingTaken read_reading_taken(Fields& data) {
  return {.sensor = data.text("sensor"), .value = data.real("value"), .unit = data.text_or_empty("unit")};
}

CheckDone read_check_done(Fields& data) {
  CheckDone check{.check = data.text("check"), .outcome = data.text("outcome")};
  if (check.outcome != "passed" && check.outcome != "failed") data.fail("outcome", "must be passed or failed");
  return check;
}

FeedbackAnswered read_feedback_answered(Fields& data) {
  FeedbackAnswered feedback;
  feedback.of = static_cast<int>(data.integer("of", 4, 5));
  feedback.score = static_cast<int>(data.integer("score", 1, feedback.of));
  feedback.reasons = data.texts("reasons");
  feedback.language = data.text_or_empty("language");
  feedback.area = data.text_or_empty("area");
  return feedback;
}

ContractLoaded read_contract_loaded(Fields& data) {
  return {.contract = data.text("contract"), .terms = data.texts("terms"), .digest = data.digest("digest")};
}

ContractRemoved read_contract_removed(Fields& data) { return {.contract = data.text("contract")}; }

IntervalCorrected read_interval_corrected(Fields& data) {
  IntervalCorrected corrected{.from = data.instant("from"),
                              .to = data.instant("to"),
                              .reading = data.word<Reading>("reading"),
                              .state = data.optional_word<EquipmentState>("state"),
                              .cause = data.optional_word<Cause>("cause"),
                              .reason = data.text("reason", json::longest_reason),
                              .by = data.text("by")};
  if (corrected.to <= corrected.from) data.fail("to", "must be after \"from\"");
  const bool is_reclassified = corrected.reading == Reading::reclassified;
  if (is_reclassified != corrected.state.has_value()) data.fail("state", "goes with reclassified, and must be there");
  if (corrected.reading == Reading::explained && !corrected.cause) data.fail("cause", "must be there");
  return corrected;
}

StatementPage read_statement_page(Fields& data) {
  return {.statement = data.text("statement"),
          .page = static_cast<std::int64_t>(data.number("page", 1)),
          .text = data.texts("text")};
}

StatementIssued read_statement_issued(Fields& data) {
  return {.statement = data.text("statement"),
          .contract = data.text("contract"),
          .terms = data.digest("terms"),
          .period_from = data.text("period_from"),
          .period_to = data.text("period_to"),
          .edition = static_cast<std::int64_t>(data.number("edition", 1)),
          .pages = static_cast<std::int64_t>(data.number("pages", 1)),
          .digest = data.digest("digest"),
          .by = data.text("by")};
}

VendorTime read_vendor_time(Fields& time) {
  const VendorTime read{.from = time.instant("from"),
                        .to = time.instant("to"),
                        .vendor_from = time.optional_instant("vendor_from"),
                        .vendor_to = time.optional_instant("vendor_to")};
  if (read.to <= read.from) time.fail("to", "must be after \"from\"");
  if (read.vendor_from.has_value() != read.vendor_to.has_value()) time.fail("vendor_to", "goes with vendor_from");
  if (read.vendor_from && *read.vendor_to < *read.vendor_from) time.fail("vendor_to", "lies before vendor_from");
  return read;
}

template <ClaimStep step>
ClaimStepped read_claim_stepped(Fields& data) {
  ClaimStepped claim{.step = step,
                     .statement = data.text("statement"),
                     .on = data.text("on"),
                     .amount = data.text("amount"),
                     .currency = data.text("currency"),
                     .reference = data.text_or_empty("reference"),
                     .outcome = data.text_or_empty("outcome"),
                     .times = data.list<VendorTime>("times", read_vendor_time),
                     .note = data.text_or_empty("note", json::longest_reason),
                     .by = data.text("by")};
  const bool is_outcome = claim.outcome == "accepted" || claim.outcome == "contested";
  if (step == ClaimStep::answered && !is_outcome) data.fail("outcome", "must be accepted or contested");
  if (step != ClaimStep::answered && !claim.outcome.empty()) data.fail("outcome", "goes with claim.answered");
  return claim;
}

UserChanged read_user_changed(Fields& data) {
  return {.user = data.text("user"),
          .change = data.text("change"),
          .role = data.text_or_empty("role"),
          .by = data.text("by")};
}

SessionOpened read_session_opened(Fields& data) { return {.user = data.text("user"), .address = data.text("address")}; }

SessionEnded read_session_ended(Fields& data) { return {.user = data.text("user"), .why = data.text("why")}; }

AccessRefused read_access_refused(Fields& data) {
  return {.user = data.text_or_empty("user"),
          .address = data.text("address"),
          .route = data.text("route"),
          .why = data.text("why"),
          .count = static_cast<std::int64_t>(data.number("count", 1))};
}

template <auto read>
EventBody read_as(Fields& data) {
  return read(data);
}

struct Reader {
  std::string_view type;
  EventBody (*read)(Fields&);
};

constexpr std::array readers{
    Reader{"node.started", read_as<read_node_started>},
    Reader{"node.paused", read_as<read_node_paused>},
    Reader{"clock.stepped", read_as<read_clock_stepped>},
    Reader{"outbox.gap", read_as<read_outbox_gap>},
    Reader{"node.silent", read_as<read_node_silent>},
    Reader{"node.heard", read_as<read_node_heard>},
    Reader{"configuration.loaded", read_as<read_configuration_loaded>},
    Reader{"device.observed", read_as<read_device_observed>},
    Reader{"device.declared", read_as<read_device_declared>},
    Reader{"exam.started", read_as<read_exam_started>},
    Reader{"exam.updated", read_as<read_exam_updated>},
    Reader{"exam.ended", read_as<read_exam_ended>},
    Reader{"exam.stepped", read_as<read_exam_stepped>},
    Reader{"fault.reported", read_as<read_fault_reported>},
    Reader{"fault.called", read_as<read_fault_stepped<FaultStep::called>>},
    Reader{"fault.acknowledged", read_as<read_fault_stepped<FaultStep::acknowledged>>},
    Reader{"fault.on_site", read_as<read_fault_stepped<FaultStep::on_site>>},
    Reader{"fault.repaired", read_as<read_fault_stepped<FaultStep::repaired>>},
    Reader{"fault.released", read_as<read_fault_stepped<FaultStep::released>>},
    Reader{"fault.noted", read_as<read_fault_stepped<FaultStep::noted>>},
    Reader{"event.withdrawn", read_as<read_event_withdrawn>},
    Reader{"reading.taken", read_as<read_reading_taken>},
    Reader{"check.done", read_as<read_check_done>},
    Reader{"feedback.answered", read_as<read_feedback_answered>},
    Reader{"contract.loaded", read_as<read_contract_loaded>},
    Reader{"contract.removed", read_as<read_contract_removed>},
    Reader{"interval.corrected", read_as<read_interval_corrected>},
    Reader{"statement.page", read_as<read_statement_page>},
    Reader{"statement.issued", read_as<read_statement_issued>},
    Reader{"claim.claimed", read_as<read_claim_stepped<ClaimStep::claimed>>},
    Reader{"claim.answered", read_as<read_claim_stepped<ClaimStep::answered>>},
    Reader{"claim.paid", read_as<read_claim_stepped<ClaimStep::paid>>},
    Reader{"user.changed", read_as<read_user_changed>},
    Reader{"session.opened", read_as<read_session_opened>},
    Reader{"session.ended", read_as<read_session_ended>},
    Reader{"access.refused", read_as<read_access_refused>},
};

struct NeedsDevice {
  bool operator()(const DeviceObserved&) const { return true; }
  bool operator()(const DeviceDeclared&) const { return true; }
  bool operator()(const ExamStarted&) const { return true; }
  bool operator()(const ExamUpdated&) const { return true; }
  bool operator()(const ExamEnded&) const { return true; }
  bool operator()(const ExamStepped& stepped) const { return !stepped.exam; }
  bool operator()(const FaultReported&) const { return true; }
  bool operator()(const FaultStepped&) const { return true; }
  bool operator()(const IntervalCorrected&) const { return true; }
  bool operator()(const StatementIssued&) const { return true; }
  bool operator()(const auto&) const { return false; }
};

}  // namespace

EventBody read_data(Fields& data, std::string_view type) {
  const auto found = std::find_if(readers.begin(), readers.end(), [&](const Reader& r) { return r.type == type; });
  if (found == readers.end()) return UnknownEvent{std::string{type}};
  return found->read(data);
}

bool needs_device(const EventBody& body) { return std::visit(NeedsDevice{}, body); }

}  // namespace isocenter::wire
