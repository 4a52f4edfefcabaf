#include "collector/contract/reckoning.hpp"

#include <algorithm>

namespace isocenter::contract {
namespace {

using Times = std::vector<StateTime>;

bool is_excluded(const Contract& contract, const StateTime& time) {
  const bool has_cause = time.state == EquipmentState::down || time.state == EquipmentState::limited;
  return has_cause && contract.excluded_causes.contains(time.cause.value_or(Cause::unexplained));
}

Reckoning plain(const Contract& contract, const StateTime& time) {
  if (is_excluded(contract, time)) return Reckoning::excluded;
  switch (time.state) {
    case EquipmentState::down: return Reckoning::down;
    case EquipmentState::limited: return Reckoning::limited;
    case EquipmentState::planned_down: return Reckoning::planned;
    case EquipmentState::unknown: return Reckoning::unknown;
    case EquipmentState::in_use:
    case EquipmentState::ready:
    case EquipmentState::quality_control:
    case EquipmentState::closed: break;
  }
  return Reckoning::up;
}

/// Touching down intervals: [first, last) of `times`.
struct Outage {
  std::size_t first = 0, last = 0;
  Period when;
};

std::vector<Outage> outages_of(const Times& times) {
  std::vector<Outage> outages;
  for (std::size_t i = 0; i < times.size(); ++i) {
    if (times[i].state != EquipmentState::down) continue;
    const bool joins = !outages.empty() && outages.back().last == i && outages.back().when.to == times[i].when.from;
    if (!joins) outages.push_back({i, i, times[i].when});
    outages.back().last = i + 1;
    outages.back().when.to = times[i].when.to;
  }
  return outages;
}

std::vector<FaultLife> open_in(Period when, const std::vector<FaultLife>& faults) {
  std::vector<FaultLife> open;
  for (const FaultLife& fault : faults) {
    if (overlap(when, {fault.reported, std::max(fault.closed.value_or(end_of_time), fault.reported + Milliseconds{1})}))
      open.push_back(fault);
  }
  return open;
}

/// When the vendor was first told; never where nobody told.
Instant told_at(const std::vector<FaultLife>& faults) {
  Instant told = end_of_time;
  for (const FaultLife& fault : faults) told = std::min(told, fault.called.value_or(end_of_time));
  return told;
}

/// The part of `time` before `cut` is up, the rest stays what it is.
void put_split(std::vector<ReckonedTime>& out, Period when, Reckoning as, Instant cut) {
  if (as != Reckoning::down || cut <= when.from) return out.push_back({when, as});
  out.push_back({{when.from, std::min(cut, when.to)}, Reckoning::up});
  if (cut < when.to) out.push_back({{cut, when.to}, as});
}

/// `over` as `as` instead of what is there, but where the device was in use; also where nothing is known.
void lay_over(std::vector<ReckonedTime>& reckoned, const Times& times, Period over, Reckoning as) {
  std::vector<Period> parts{over};
  for (const StateTime& time : times) {
    if (time.state != EquipmentState::in_use) continue;
    std::vector<Period> left;
    for (const Period& part : parts) {
      if (const Period before{part.from, std::min(part.to, time.when.from)}; !before.empty()) left.push_back(before);
      if (const Period after{std::max(part.from, time.when.to), part.to}; !after.empty()) left.push_back(after);
    }
    parts = std::move(left);
  }
  for (const Period& part : parts) {
    std::vector<ReckonedTime> kept;
    for (const ReckonedTime& each : reckoned) {
      if (const Period before{each.when.from, std::min(each.when.to, part.from)}; !before.empty())
        kept.push_back({before, each.as});
      if (const Period after{std::max(each.when.from, part.to), each.when.to}; !after.empty())
        kept.push_back({after, each.as});
    }
    kept.push_back({part, as});
    std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.when.from < b.when.from; });
    reckoned = std::move(kept);
  }
}

}  // namespace

std::vector<ReckonedTime> reckon(const Contract& contract, const Times& times, const std::vector<FaultLife>& faults) {
  struct Extension {
    Period over;
    Reckoning as;
  };
  std::vector<ReckonedTime> reckoned;
  std::vector<Extension> extensions;
  std::size_t next = 0;
  const auto pass_until = [&](std::size_t end) {
    for (; next < end; ++next) reckoned.push_back({times[next].when, plain(contract, times[next])});
  };
  for (const Outage& outage : outages_of(times)) {
    pass_until(outage.first);
    const bool is_short = outage.when.length() < contract.minimum_outage;
    const auto open = open_in(outage.when, faults);
    const Instant counts_from = is_short                                           ? end_of_time
                                : contract.outage_starts == OutageStarts::reported ? told_at(open)
                                                                                   : outage.when.from;
    for (; next < outage.last; ++next) {
      put_split(reckoned, times[next].when, plain(contract, times[next]), counts_from);
    }
    if (is_short || contract.outage_ends != OutageEnds::released) continue;
    Instant released = outage.when.to;
    for (const FaultLife& fault : open) released = std::max(released, fault.released.value_or(released));
    const Period over{std::max(outage.when.to, counts_from), released};
    if (!over.empty()) extensions.push_back({over, plain(contract, times[outage.last - 1])});
  }
  pass_until(times.size());
  for (const Extension& extension : extensions) lay_over(reckoned, times, extension.over, extension.as);
  return reckoned;
}

}  // namespace isocenter::contract
