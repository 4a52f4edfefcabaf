#include "collector/statement/told.hpp"

#include <fmt/format.h>

namespace isocenter::statement {
namespace {

std::string with(std::string text, std::string_view before, std::string_view more) {
  if (!more.empty()) text += std::string{before} + std::string{more};
  return text;
}

std::string cause_text(Cause cause) { return cause == Cause::unexplained ? "" : std::string{word(cause)}; }

std::string step_text(const FaultStepped& step) {
  std::string text;
  switch (step.step) {
    case FaultStep::called: text = with("vendor called", ": ", step.vendor); break;
    case FaultStep::acknowledged: text = "taken on"; break;
    case FaultStep::on_site: text = "engineer on site"; break;
    case FaultStep::repaired: text = "repaired"; break;
    case FaultStep::released: text = "released for patients"; break;
    case FaultStep::noted: text = with("noted", ": ", step.note); break;
  }
  if (step.at) text += ", at " + format_rfc3339(*step.at);
  return with(with(text, ", reference ", step.reference), ", by ", step.by);
}

struct Tell {
  std::string operator()(const DeviceDeclared& said) const {
    std::string text{word(said.state)};
    if (said.until) text += " until " + format_rfc3339(*said.until);
    return with(with(with(text, ", cause ", cause_text(said.cause)), ": ", said.note), ", by ", said.by);
  }
  std::string operator()(const FaultReported& said) const {
    const std::string text = fmt::format("{}, {}", said.code, word(said.effect));
    return with(with(text, ", cause ", cause_text(said.cause)), ", by ", said.by);
  }
  std::string operator()(const FaultStepped& said) const { return step_text(said); }
  std::string operator()(const EventWithdrawn& said) const {
    return fmt::format("withdraws number {} of its node", said.seq);
  }
  std::string operator()(const DeviceObserved& said) const {
    const std::string text = said.reachable ? "answers" : "no answer since " + format_rfc3339(said.since);
    return with(text, ", ", said.reason);
  }
  std::string operator()(const ExamStarted&) const { return "an exam began"; }
  std::string operator()(const ExamEnded& said) const { return fmt::format("an exam ended, {}", word(said.status)); }
  std::string operator()(const NodeSilent& said) const {
    return fmt::format("{} not heard; observed until {}", said.node.text(), format_rfc3339(said.until));
  }
  std::string operator()(const NodeHeard& said) const { return said.node.text() + " heard again"; }
  std::string operator()(const NodeStarted& said) const { return "started: " + said.software; }
  std::string operator()(const NodePaused& said) const {
    return fmt::format("stood still from {} to {}", format_rfc3339(said.from), format_rfc3339(said.to));
  }
  std::string operator()(const OutboxGap& said) const { return "events are missing: " + said.reason; }
  std::string operator()(const CheckDone& said) const { return fmt::format("check {} {}", said.check, said.outcome); }
  std::string operator()(const IntervalCorrected& said) const {
    std::string text{word(said.reading)};
    if (said.state) text += fmt::format(" as {}", word(*said.state));
    if (said.cause) text += fmt::format(", cause {}", word(*said.cause));
    return fmt::format("{}: {}, by {}", text, said.reason, said.by);
  }
  std::string operator()(const ConfigurationLoaded&) const { return "devices and hours, from here on"; }
  template <typename Other>
  std::string operator()(const Other&) const {
    return "";
  }
};

}  // namespace

std::string told(const EventBody& body) { return std::visit(Tell{}, body); }

std::string teller(const EventBody& body, const NodeName& node) {
  std::string who;
  if (const auto* said = std::get_if<DeviceDeclared>(&body)) who = said->by.empty() ? said->role : said->by;
  if (const auto* said = std::get_if<FaultReported>(&body)) who = said->by.empty() ? said->source : said->by;
  if (const auto* said = std::get_if<FaultStepped>(&body)) who = said->by;
  return who.empty() ? node.text() : fmt::format("{}, {}", who, node.text());
}

}  // namespace isocenter::statement
