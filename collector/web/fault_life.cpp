#include "collector/web/fault_life.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace isocenter::web {
namespace {

using collector::FaultRow;

std::optional<Instant> time_of(const FaultRow& fault, FaultStep step) {
  switch (step) {
    case FaultStep::called: return fault.called;
    case FaultStep::acknowledged: return fault.acknowledged;
    case FaultStep::on_site: return fault.on_site;
    case FaultStep::repaired: return fault.repaired;
    case FaultStep::released: return fault.released;
    case FaultStep::noted: return std::nullopt;
  }
  return std::nullopt;
}

tl::unexpected<Error> refused(const char* member, std::string what) {
  return fail(ErrorKind::invalid, member, std::move(what));
}

Result<void> check_order(const FaultRow& fault, FaultStep step) {
  if (const auto said = time_of(fault, step)) {
    return refused("step", fmt::format("was said already, at {}", format_rfc3339(*said)));
  }
  if (fault.released) return refused("step", "comes too late: the fault is released");
  if (step == FaultStep::released) {
    if (fault.closed && !fault.repaired) return refused("step", "has no use: the fault is over");
    return {};
  }
  if (fault.repaired) return refused("step", "comes too late: the fault is repaired; it can still be released");
  if (fault.closed) return refused("step", "comes too late: the fault is over; report a new one");
  return {};
}

/// What must have been before the step.
Instant earliest(const FaultRow& fault, FaultStep step) {
  Instant earliest = fault.reported;
  if (step != FaultStep::repaired && step != FaultStep::released) return earliest;
  for (const auto& before : {fault.called, fault.acknowledged, fault.on_site, fault.repaired}) {
    if (before) earliest = std::max(earliest, *before);
  }
  return earliest;
}

}  // namespace

Result<void> check_step(const FaultRow& fault, FaultStep step, Instant at, Instant now) {
  if (auto checked = check_order(fault, step); !checked) return checked;
  if (at > now) return refused("at", "lies in the future; say it once it has happened");
  const Instant from = earliest(fault, step);
  if (at < from) return refused("at", fmt::format("lies before {}, which it follows", format_rfc3339(from)));
  return {};
}

}  // namespace isocenter::web
