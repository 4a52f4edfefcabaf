#include "shared/core/event.hpp"

namespace isocenter {
namespace {

struct TypeOf {
  std::string_view operator()(const NodeStarted&) const { return "node.started"; }
  std::string_view operator()(const NodePaused&) const { return "node.paused"; }
  std::string_view operator()(const ClockStepped&) const { return "clock.stepped"; }
  std::string_view operator()(const OutboxGap&) const { return "outbox.gap"; }
  std::string_view operator()(const NodeSilent&) const { return "node.silent"; }
  std::string_view operator()(const NodeHeard&) const { return "node.heard"; }
  std::string_view operator()(const ConfigurationLoaded&) const { return "configuration.loaded"; }
  std::string_view operator()(const DeviceObserved&) const { return "device.observed"; }
  std::string_view operator()(const DeviceDeclared&) const { return "device.declared"; }
  std::string_view operator()(const ExamStarted&) const { return "exam.started"; }
  std::string_view operator()(const ExamUpdated&) const { return "exam.updated"; }
  std::string_view operator()(const ExamEnded&) const { return "exam.ended"; }
  std::string_view operator()(const ExamStepped&) const { return "exam.stepped"; }
  std::string_view operator()(const FaultReported&) const { return "fault.reported"; }
  std::string_view operator()(const FaultStepped& fault) const {
    switch (fault.step) {
      case FaultStep::called: return "fault.called";
      case FaultStep::acknowledged: return "fault.acknowledged";
      case FaultStep::on_site: return "fault.on_site";
      case FaultStep::repaired: return "fault.repaired";
      case FaultStep::released: return "fault.released";
      case FaultStep::noted: return "fault.noted";
    }
    return "fault.noted";
  }
  std::string_view operator()(const EventWithdrawn&) const { return "event.withdrawn"; }
  std::string_view operator()(const ReadingTaken&) const { return "reading.taken"; }
  std::string_view operator()(const CheckDone&) const { return "check.done"; }
  std::string_view operator()(const FeedbackAnswered&) const { return "feedback.answered"; }
  std::string_view operator()(const ContractLoaded&) const { return "contract.loaded"; }
  std::string_view operator()(const ContractRemoved&) const { return "contract.removed"; }
  std::string_view operator()(const IntervalCorrected&) const { return "interval.corrected"; }
  std::string_view operator()(const StatementPage&) const { return "statement.page"; }
  std::string_view operator()(const StatementIssued&) const { return "statement.issued"; }
  std::string_view operator()(const ClaimStepped& claim) const {
    switch (claim.step) {
      case ClaimStep::claimed: return "claim.claimed";
      case ClaimStep::answered: return "claim.answered";
      case ClaimStep::paid: return "claim.paid";
    }
    return "claim.claimed";
  }
  std::string_view operator()(const UserChanged&) const { return "user.changed"; }
  std::string_view operator()(const SessionOpened&) const { return "session.opened"; }
  std::string_view operator()(const SessionEnded&) const { return "session.ended"; }
  std::string_view operator()(const AccessRefused&) const { return "access.refused"; }
  std::string_view operator()(const UnknownEvent& unknown) const { return unknown.type; }
};

}  // namespace

std::string_view event_type(const EventBody& body) { return std::visit(TypeOf{}, body); }

std::string_view word(FaultStep step) {
  switch (step) {
    case FaultStep::called: return "called";
    case FaultStep::acknowledged: return "acknowledged";
    case FaultStep::on_site: return "on_site";
    case FaultStep::repaired: return "repaired";
    case FaultStep::released: return "released";
    case FaultStep::noted: return "noted";
  }
  return "noted";
}

bool is_telemetry(std::string_view event_type) { return event_type == "reading.taken" || event_type == "check.done"; }

}  // namespace isocenter
